"""A mapping: a YAML file that says how the columns of any table tell events, so that a dataset needs no importer of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from seeds.batch import EntryFault
from seeds.errors import LoadRefused, format_names, suggestion
from seeds.importers.base import Importer
from seeds.mapping import source_lines
from seeds.mapping.cells.cell_readers import CellReader, read_values
from seeds.mapping.event_builder import build_event
from seeds.mapping.schema import MappingEntry

EXAMPLES = {path.stem: path for path in sorted((Path(__file__).parent / "examples").glob("*.yaml"))}
"""The mappings of well-known public files that come with Annals, by name."""

NEVER = CellReader(lambda row: False)

MOST_COLUMNS = 60
"""Columns that are listed where one is not there."""


@dataclass(frozen=True)
class Mapping:
    """A file's checked content: `given` is what holds for all rows, `readings` are by name of a property, and `skip` tells of a row
    whether it tells of no event."""

    file: str
    given: dict
    readings: dict[str, CellReader]
    skip: CellReader

    @property
    def columns(self) -> Any:
        """The columns that it names, in lower case, each with its line."""
        named = dict.fromkeys(column for each in (*self.readings.values(), self.skip) for column in each.columns)
        return sorted(named, key=lambda column: column.line)

    def tell(self, rows: Any) -> Any:
        """The event that a row tells. Raises RowRejected."""
        return build_event(**read_values(self.readings, rows[0]))

    def check(self, columns: Any, table: Any) -> Any:
        """Raises LoadRefused with each column that is named and not among those of a table."""
        lacking = [column for column in self.columns if column not in columns]
        faults = [EntryFault(self.file, f"line {column.line}", unknown_column(column, columns, table)) for column in lacking]
        if faults:
            there = EntryFault(self.file, faults[-1].entry, f"{faults[-1].reason}; its columns are {format_names(columns, MOST_COLUMNS)}")
            raise LoadRefused([*faults[:-1], there])


def unknown_column(column: Any, columns: Any, table: Any) -> Any:
    return f"there is no column {str(column)!r} in {table}{suggestion(column, columns)}"


def read_mapping(path: Any) -> Any:
    """The Mapping in a file. Raises LoadRefused with every fault that it has, each with its line."""
    return check_mapping(source_lines.parse_file(path), Path(path).name)


def check_mapping(found: Any, file: Any) -> Mapping:
    """The Mapping in what a file was found to hold. Raises LoadRefused."""
    try:
        loaded = MappingEntry().load(found)
    except ValidationError as error:
        raise LoadRefused(
            [EntryFault(file, f"line {line}", reason) for line, reason in sorted(source_lines.locate_errors(error.messages, found))]
        ) from None
    skip = loaded.pop("skip", NEVER)
    readings = {name: value for name, value in loaded.items() if isinstance(value, CellReader)}
    return Mapping(file, {name: value for name, value in loaded.items() if name not in readings}, readings, skip)


def mapping_importer(path: Any) -> Any:
    """The Importer that a file describes. Raises LoadRefused with every fault that it has, each with its line."""
    mapping = read_mapping(path)
    dataset, released = dict(mapping.given["dataset"]), mapping.given["released"]
    return Importer(
        publisher=dataset.pop("publisher"),
        dataset=dataset,
        eras={},
        check=mapping.check,
        tell=mapping.tell,
        id=mapping.readings["id"],
        missing=frozenset(mapping.given["missing"]),
        skips=mapping.skip,
        released=lambda label: released,
        options=mapping.given["file"],
    )
