"""A first mapping for a file, in YAML, from its header and a sample of its rows."""

import re
from collections.abc import Iterator
from functools import reduce
from itertools import filterfalse
from typing import Any

import yaml
from slugify import slugify

from models.domain.dates import LAST_DAY
from models.domain.limits import LONGEST
from seeds.errors import LoadRefused, RowRejected
from seeds.files.read_options import NO_OPTIONS, ReadOptions
from seeds.files.row import Row
from seeds.importers import IMPORTERS
from seeds.importers.record_builder import RecordBuilder
from seeds.mapping import source_lines
from seeds.mapping.fields import EntryList
from seeds.mapping.mapping import EXAMPLES, Mapping, check_mapping, read_mapping
from seeds.mapping.schema import MappingEntry
from seeds.mapping.suggest.annals_export import export_dataset, export_mapping, is_export
from seeds.mapping.suggest.column_matcher import ColumnFinder
from seeds.mapping.suggest.properties import guess_properties
from seeds.mapping.suggest.sample import Sample, read_sample
from seeds.mapping.suggest.type_inference import Guess

HEAD = """\
A first mapping for {file}, from its header and {rows} of its rows. What stands in (brackets) is to be filled in before it loads.
A text stands for every row, with the cell of a column where the column's name stands in {{braces}}; {{column: name}} is a cell.
Of a list, the first that gives something counts. Lines behind a # are not used.
"""
DATASET = """\
dataset:
  id: {id}
  title: (title)
  description: (what it holds)
  licence: LicenseRef-unknown
  citation: (how to cite it)
  publisher: (who publishes it)
"""
LICENSED = "Licence and citation are those of the datasets: the service that gave them has both."
COMES = "This mapping comes with Annals: `annals load --mapping {name} --release LABEL FILE` loads such files."
IMPORTED = "Its columns are those of {title}, which needs no mapping: `annals load --dataset {id} --release LABEL FILE`."
PLACEHOLDERS = "(title)", "(what it holds)", "(how to cite it)", "(who publishes it)"
EITHER = re.compile(r"\((%[^()]+) or %[^()]+\)")
"""Two formats of dates of which one is meant."""
FEW = 5
"""Rejected rows that are shown."""


class PlainDumper(yaml.SafeDumper):
    """YAML without aliases, which a mapping must not have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def suggest_mapping(path: Any, options: ReadOptions = NO_OPTIONS) -> str:
    """The text of a mapping for a file that is read as it is said. Raises LoadRefused where it is no table."""
    taken = read_sample(path, options)
    id = dataset_id(taken.file)
    if known := known_layout(taken):
        parts, remarks = known_parts(known)
    else:
        parts, remarks = export_parts(taken, id) if is_export(taken) else guessed_parts(taken, id)
    said = [format_block("file", options.given)] if options.given else []
    body = "\n".join([*parts, *said, "".join(map(format_comment, remarks))])
    head = [*HEAD.format(file=taken.file, rows=len(taken.rows)).splitlines(), *importers_of(taken)]
    return "".join(map(format_comment, head + try_mapping(body, taken))) + "\n" + body


def known_layout(taken: Sample) -> str | None:
    """The name of the mapping that comes with Annals whose columns are those of a file; None without one."""
    mappings = {name: read_mapping(path) for name, path in EXAMPLES.items()}
    return next((name for name, mapping in mappings.items() if {*mapping.columns} <= taken.columns.keys()), None)


def importers_of(taken: Sample) -> list[str]:
    """A line on each importer whose files have the columns of a file."""
    columns = taken.columns.keys()
    fitting = [each.dataset for each in IMPORTERS.values() if any(era <= columns for era in each.eras.values())]
    return [IMPORTED.format(title=dataset["title"], id=dataset["id"]) for dataset in fitting]


def known_parts(name: str) -> tuple[list[str], list[str]]:
    """The same of a file for which a mapping comes with Annals."""
    return [EXAMPLES[name].read_text("utf-8")], [COMES.format(name=name)]


def dataset_id(file: str) -> str:
    """An id for the dataset of a file, which is none of an importer's."""
    id = slugify(file.partition(".")[0], max_length=LONGEST) or "my-events"
    return f"my-{id}" if id in IMPORTERS else id


def export_parts(taken: Sample, id: str) -> tuple[list[str], list[str]]:
    """The blocks of the mapping of an export of Annals, and lines to end with."""
    found = {name: Guess(value) for name, value in export_mapping(taken).items()}
    dataset = format_block("dataset", {"id": id} | export_dataset(taken), (LICENSED,))
    return [dataset, *format_found(found)], []


def guessed_parts(taken: Sample, id: str) -> tuple[list[str], list[str]]:
    """The same of any table, by what its columns seem to tell."""
    finder = ColumnFinder(taken)
    found = guess_properties(finder)
    missing = [format_block("missing", taken.missing)] if taken.missing else []
    return [DATASET.format(id=id), *missing, *format_found(found)], [*format_missing(found), *unused_columns(finder)]


def format_comment(text: str) -> str:
    """One line, whatever the names of columns have in them, such as a line break."""
    return f"# {''.join(each if each.isprintable() else ' ' for each in text)}\n"


def format_block(name: str, value: dict[str, Any] | list[Any], remarks: tuple[Any, ...] = ()) -> str:
    """A key of the mapping and what it says, with remarks before it: in braces what is short, but for the dataset."""
    flow = None if isinstance(value, dict | list) and name != "dataset" else False
    text = yaml.dump({name: value}, Dumper=PlainDumper, default_flow_style=flow, sort_keys=False, allow_unicode=True, width=10_000)
    return "".join(map(format_comment, remarks)) + text


def format_found(found: dict[str, Guess]) -> Iterator[str]:
    """The blocks of what is known, in the order of the schema."""
    yield from (format_block(name, *found[name]) for name in MappingEntry().fields if name in found)


def format_missing(found: Any) -> Iterator[Any]:
    """A line for every other property that an event may have."""
    for name, field in MappingEntry().fields.items():
        if name not in found and name not in ("dataset", "missing", "released", "skip", "file"):
            entry = "[{title: {column: ...}}]" if name == "sources" else "[{name: {column: ...}}]"
            yield f"{name}: {entry if isinstance(field, EntryList) else '{column: ...}'}"


def unused_columns(finder: ColumnFinder) -> list[str]:
    """Lines on the columns that are not used."""
    names = [column.name for column in finder.left.values()]
    flags = [column.name for column in finder.find_flags()]
    about = {
        "Columns that are not used": names,
        "Taken for flags, not for numbers of people, since they hold 0 and 1 alone": flags,
    }
    return [f"{what}: {', '.join(which)}" for what, which in about.items() if which]


def try_mapping(body: str, taken: Sample) -> list[str]:
    """What comes of the sampled rows by a mapping, in a few lines."""
    try:
        mapping = check_mapping(source_lines.parse_text(fill_placeholders(body)), "")
    except LoadRefused as refused:
        return [f"Not complete yet: {fault.reason}" for fault in refused.faults]
    rejected = [f"Row {number} would be rejected: {reason}" for number, reason in reject_reasons(mapping, taken.rows)]
    more = [f"And so would {len(rejected) - FEW} more."] if len(rejected) > FEW else []
    return [f"As it stands, it reads {len(taken.rows) - len(rejected)} of these rows.", *rejected[:FEW], *more]


def fill_placeholders(body: str) -> str:
    """A mapping as it may be once its user has said what only that user knows."""
    return EITHER.sub(r"'\1'", reduce(lambda text, each: text.replace(each, "filled in"), PLACEHOLDERS, body))


def reject_reasons(mapping: Mapping, rows: list[Row]) -> Iterator[tuple[int, str]]:
    """(number, reason) of each row that a load would reject."""
    builder, seen = RecordBuilder(mapping.given["dataset"]["id"], "", LAST_DAY), set()
    for row in filterfalse(mapping.skip, rows):
        try:
            id = builder.record(mapping.tell([row]), ()).id
        except RowRejected as reason:
            yield row.number, str(reason)
            continue
        if id in seen:
            yield row.number, f"the event {id} stands twice"
        seen.add(id)
