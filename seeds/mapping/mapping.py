"""A mapping: a YAML file that says how the columns of any table tell events, so that a dataset needs no importer of its own."""

from dataclasses import dataclass
from pathlib import Path

from marshmallow import ValidationError

from seeds.batch import Fault
from seeds.errors import Refused, hint
from seeds.importers.base import Importer
from seeds.mapping import source_lines
from seeds.mapping.cell_readers import Reading, values_in
from seeds.mapping.event_builder import event
from seeds.mapping.schema import MappingEntry


@dataclass(frozen=True)
class Mapping:
    """A file's checked content: `given` is what holds for all rows, `readings` are by name of a property."""

    file: str
    given: dict
    readings: dict[str, Reading]

    @property
    def columns(self):
        """The columns that it names, in lower case, each with its line."""
        named = dict.fromkeys(column for each in self.readings.values() for column in each.columns)
        return sorted(named, key=lambda column: column.line)

    def tell(self, rows):
        """The event that a row tells. Raises Reject."""
        return event(**values_in(self.readings, rows[0]))

    def check(self, columns, table):
        """Raises Refused with each column that is named and not among those of a table."""
        lacking = [column for column in self.columns if column not in columns]
        if lacking:
            raise Refused([Fault(self.file, f"line {column.line}", unknown(column, columns, table)) for column in lacking])


def unknown(column, columns, table):
    return f"there is no column {str(column)!r} in {table}{hint(column, columns)}"


def read(path):
    """The Mapping in a file. Raises Refused with every fault that it has, each with its line."""
    return checked(source_lines.parse(path), Path(path).name)


def checked(found, file):
    """The Mapping in what a file was found to hold. Raises Refused."""
    try:
        loaded = MappingEntry().load(found)
    except ValidationError as error:
        raise Refused(
            [Fault(file, f"line {line}", reason) for line, reason in sorted(source_lines.located(error.messages, found))]
        ) from None
    readings = {name: value for name, value in loaded.items() if isinstance(value, Reading)}
    return Mapping(file, {name: value for name, value in loaded.items() if name not in readings}, readings)


def importer(path):
    """The Importer that a file describes. Raises Refused with every fault that it has, each with its line."""
    mapping = read(path)
    dataset, released = dict(mapping.given["dataset"]), mapping.given["released"]
    return Importer(
        publisher=dataset.pop("publisher"),
        dataset=dataset,
        eras={},
        check=mapping.check,
        tell=mapping.tell,
        id=mapping.readings["id"],
        missing=frozenset(mapping.given["missing"]),
        released=lambda label: released,
    )
