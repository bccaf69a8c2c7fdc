"""Lines of CSV: what Python's csv module writes, a written line what the values in the JSON make, a stored line its document's."""

import csv
import io
import math

import orjson
import pytest
from benchmarks.filling import fill
from conftest import bound, disconnect
from hypothesis import example, given
from hypothesis import strategies as st
from marshmallow import Schema, fields
from support.batches import batch, load_batch

from models.domain import vocabularies
from models.domain.terms import Vocabulary
from models.serialization import csv_rows
from models.serialization.columns import columns, row_reader, select_columns
from models.serialization.schemas import EventSchema
from models.tables.schema import Document, Line

TEXTS = [
    "", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "-1,5", '="', "'=1", "1,5", 'He said "no"', "two\nlines", "two\r\nlines", "\r",
    "Қазақстан — Алматы", "💥", " padded ", "a;b", "null", "{", "{}", "'''", '"""', "\\n", "a\x0bb", "a\x85b", "a\u2028b", "\0",
]  # fmt: skip

texts = st.sampled_from(TEXTS) | st.text(st.characters(exclude_categories=["Cs"]))
integers = st.integers(-(2**63), 2**63 - 1)
floats = st.floats() | st.sampled_from([0.0, -0.0, 1e16, 1e-7, -17.25, math.nan, math.inf])
days = st.dates().map(str)


class RowSchema(Schema):
    """A value of each kind, at every depth."""

    open = fields.Boolean()
    inner = fields.Nested(Schema.from_dict({"share": fields.Float(), "deep": fields.Nested(Schema.from_dict({"text": fields.String()}))}))
    counts = fields.List(fields.Integer())
    last = fields.String()


def spelt(value):
    """What a cell is to hold, by the rule for formulas, which numbers are not."""
    if isinstance(value, list):
        joined = ";".join("" if each is None else str(each) for each in value)
        return joined if value and isinstance(value[0], int) else spelt(joined)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(csv_rows.RISKY) else value
    return str(value).lower() if isinstance(value, bool) else value


def written(rows):
    """The oracle: what the csv module writes."""
    text = io.StringIO()
    csv.writer(text).writerows([map(spelt, row) for row in rows])
    return text.getvalue().encode()


def things(schema):
    """What a schema may dump: some keys may be missing, what is nested may be null."""
    return st.fixed_dictionaries({}, optional={name: st.none() | values(field) for name, field in schema.fields.items()})


def values(field):
    if isinstance(field, fields.Nested):
        return things(field.schema)
    if isinstance(field, fields.List):
        return st.lists(values(field.inner), max_size=3)
    if codes := field.metadata.get("enum"):
        return st.sampled_from(codes)
    if field.metadata.get("format") == "date":
        return days
    return {fields.Integer: integers, fields.Float: floats, fields.Boolean: st.booleans()}.get(type(field), texts)


@given(st.lists(st.lists(st.none() | texts | integers | floats | st.booleans() | st.lists(st.none() | texts | integers), min_size=1)))
@example([[text] for text in TEXTS])
@example([[None], [""], [[]], [None, None]])
def test_lines_are_what_the_csv_module_writes(rows):
    assert csv_rows.format_rows(rows) == written(rows)


@pytest.mark.parametrize("schema", [EventSchema, RowSchema])
@given(data=st.data())
def test_a_line_is_that_of_the_values_in_the_json(schema, data):
    shown = select_columns(columns(schema), None)
    thing = data.draw(things(schema()))
    row = row_reader(shown)(orjson.loads(orjson.dumps(thing)))
    assert csv_rows.row_writer(shown)(thing) + csv_rows.END == csv_rows.format_rows([row]) == written([row])


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_hard_to_write_is_written_wherever_it_stands(text):
    thing = {"id": text, "title": text, "location": {"name": text}, "actors": [{"id": text}, {"name": text}], "disputed": [text]}
    shown = select_columns(columns(EventSchema), None)
    assert csv_rows.row_writer(shown)(thing) + csv_rows.END == written([row_reader(shown)(thing)])


def test_every_code_is_spelt_as_it_stands():
    codes = [code for each in vars(vocabularies).values() if isinstance(each, Vocabulary) for code in each.codes]
    assert len(codes) > 50
    assert [code for code in codes if csv_rows.format_text(code) != code] == []


def test_the_revision_is_the_last_column_of_an_event_so_that_a_load_can_add_it():
    assert select_columns(columns(EventSchema), None)[-1].name == "revision"


def test_a_column_of_an_unknown_kind_is_refused():
    with pytest.raises(KeyError, match="json"):
        csv_rows.row_writer(columns(Schema.from_dict({"table": fields.Dict()})))


# As a store has them


def assert_stored():
    """Each state has a line, and it is that of its document."""
    read = row_reader(select_columns(columns(EventSchema), None))
    found = list(Document.select(Document.body, Line.line).join(Line, on=Line.state == Document.state).tuples())
    assert len(found) == Document.select().count() == Line.select().count() > 0
    for body, line in found:
        assert bytes(line) == written([read(orjson.loads(body))])


def test_each_line_of_the_corpus_is_that_of_its_document(reading):
    assert_stored()


def test_each_line_of_each_revision_is_that_of_its_document(empty):
    for reporter in ("Reporter", "Another, later"):
        events = {f"drafted:{number}": {"title": text or "?", "summary": text} for number, text in enumerate(TEXTS) if "\0" not in text}
        told = {id: values | {"actors": [{"actor": "drafted:actor", "role": "target"}]} for id, values in events.items()}
        load_batch(empty, batch(told, names={"drafted:actor": reporter}))
    with bound(empty):
        assert {orjson.loads(body)["revision"] for (body,) in Document.select(Document.body).tuples()} == {1, 2}
        assert_stored()


def test_each_line_of_invented_events_is_that_of_their_document(empty):
    fill(empty, 500, 1)
    disconnect()
    with bound(empty):
        assert_stored()
