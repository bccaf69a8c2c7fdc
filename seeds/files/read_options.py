"""What is said of a file that its own bytes do not tell, by a mapping or by a person who loads it."""

import codecs
from dataclasses import dataclass, field, fields
from typing import Any, Self


@dataclass(frozen=True)
class ReadOptions:
    """How a file is to be read; what is None is as the file tells it.

    `encoding` is one of Python's, `delimiter` the character between the cells of a CSV. `sheet` is the name or number (from 1) of a sheet,
    or of a layer of a GeoPackage; `header_row` the number of the row with the names of the columns, whose rows above are passed over;
    `columns` are these names where the file has none; `records` is the dotted path to the list of objects in JSON.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    columns: tuple[str, ...] | None = None
    records: str | None = None

    @property
    def given(self) -> dict[str, Any]:
        """What is said, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}

    def or_else(self, other: Self) -> "ReadOptions":
        """These options, and those of another where nothing is said here."""
        return ReadOptions(**other.given | self.given)


NO_OPTIONS = ReadOptions()


@dataclass
class FileNotes:
    """What a reader notes of a file: `remarks` that hold for all of its rows, and the `sheet` that it read, if it has sheets."""

    remarks: list[str] = field(default_factory=list)
    sheet: str | None = None


def check_encoding(name: str) -> str:
    """The name of an encoding of texts, as Python spells it. Raises ValueError with a reason for the person who wrote it."""
    try:
        "a".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise ValueError(
            f"{name!r} is no encoding that is known, such as utf-8, cp1252, cp1251, koi8-r, gb18030, shift_jis or latin-1"
        ) from None


def check_delimiter(text: str) -> str:
    """The character that a text names. Raises ValueError with a reason for the person who wrote it."""
    delimiter = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ValueError(f"{text!r} is no delimiter: one character is wanted, such as ; or |, or the word tab")
    return delimiter
