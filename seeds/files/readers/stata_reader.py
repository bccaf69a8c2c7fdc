"""Stata's files as rows of texts, with the labels of values in the place of their codes."""

import re
from collections.abc import Iterator
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions
from seeds.files.readers.extras import import_extra
from seeds.files.readers.records import table_of

ROWS = 5000
"""Rows that are read at a time."""
STATA = re.compile(rb"<stata_dta>|[\x69\x6c\x6e\x6f\x71-\x73][\x01\x02]\x01\x00")
"""How releases from 5 (105) on begin: by name, or by number and the order of bytes."""


def is_stata(head: bytes) -> bool:
    return bool(STATA.match(head))


def frame_records(frames: Any) -> Iterator[dict[str, Any]]:
    for frame in frames:
        yield from frame.astype(object).where(frame.notna(), None).to_dict("records")


def read_stata(stream: Any, options: ReadOptions, notes: FileNotes) -> Iterator[list[str]]:
    """Its rows. Raises UnreadableFile."""
    pandas = import_extra("pandas", "a Stata file")
    try:
        with pandas.read_stata(stream, chunksize=ROWS) as frames:
            names = list(frames.variable_labels())
            yield from table_of(lambda: frame_records(frames), names)
    except (ValueError, KeyError, EOFError) as error:
        raise UnreadableFile(f"it cannot be read as a Stata file: {error}") from error
