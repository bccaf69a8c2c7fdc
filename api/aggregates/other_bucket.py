"""The other bucket: the tally of events with a key that is not among the kept ones, each event once however many such keys it has."""

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import chain
from typing import Any

import orjson
from peewee import JOIN, SQL, Case, Join, Select, fn

from api.aggregates.dimensions import DIMENSIONS, LINK_JOINS
from api.aggregates.group_by import additive_dimensions, key_and_tally, key_functions, keys_are_columns
from api.aggregates.group_query import columns_of, counted_table, key_columns, prepare_groups, select_from_rows, sum_columns
from api.filters.access_path import count_access_path
from api.filters.selection import Selection
from models.db import dialect
from models.db.database import database
from models.db.prepared_statements import bind_parameter, prepare
from models.summaries.tally import MEASURES, total_of
from models.tables.schema import Event

BETWEEN = "\n"
"""Stands between the parts of a key, or of what an event may have several of."""
SOME_NOT_KEPT = "[]"


def count_remainder(names: Any, selection: Selection, kept: Any) -> tuple[Any, ...]:
    """The tally of the events of a Selection that have a key other than the `kept` ones, by dimensions not all of which are additive."""
    if keys_are_columns(names, selection):
        fills = selection.bind_values | {"kept": as_json_array(map(key_text, kept))}
        return prepare_groups(remainder_query, names, selection).tuples(**fills)[0]
    once = additive_dimensions(names)
    pairs = {split_key(dict(zip(names, key, strict=True)), once) for key in kept}
    fills = selection.bind_values | {"kept": as_json_array({own for _, own in pairs})}
    made = zip(once, key_functions(once, selection), strict=True)
    parts = [*((len(DIMENSIONS[name].columns), key) for name, key in made), (1, orjson.loads)]
    batches = prepare(remainder_candidates_query, tuple(names), selection).batches(**fills)
    rows = (key_and_tally(parts, iter(row)) for row in chain.from_iterable(batches))
    return total_of(tally for (*shared, own), tally in rows if not own or any((tuple(shared), each) not in pairs for each in own))


def as_json_array(texts: Iterable[Any]) -> str:
    return orjson.dumps(sorted(texts)).decode()


def key_text(key: Iterable[Any]) -> str:
    return BETWEEN.join(part or "" for part in key)


def split_key(key: dict[str, Any], once: list[str]) -> tuple[Any, ...]:
    """A key as (the parts of additive dimensions, the other parts as one text)."""
    return tuple([key[name] for name in once]), key_text(part for name, part in key.items() if name not in once)


def remainder_query(select: Callable[..., Any], names: tuple[str, ...], selection: Selection) -> Any:
    """SELECT the tally of the events with a key whose text is not in the JSON array bound to `kept`."""
    whole = concatenate(columns_of(names))
    if select is select_from_rows:
        return select((), selection).where(has_other_text(link_rows(names), whole))
    keyed = Event.select(Event.state).from_(counted_table(names)).where(selection.condition(Event.at), is_other_text(whole))
    return Event.select(*sum_columns(Event)).from_(counted_table(())).where(Event.state.in_(keyed))


def remainder_candidates_query(names: tuple[Any, ...], selection: Selection) -> Any:
    """SELECT the additive keys, the multi-valued keys as a JSON array, and the tally, grouped by both.

    In place of the array stands SOME_NOT_KEPT where one of its keys is not in the JSON array bound to `kept`.
    """
    shared = key_columns(columns_of(additive_dimensions(names)))
    rows, own = link_rows(names), concatenate(columns_of([name for name in names if DIMENSIONS[name].links]))
    events, where = count_access_path(selection).events, selection.condition(Event.at)
    owned = Case(None, [(has_other_text(rows, own), SOME_NOT_KEPT)], rows.select(dialect.json_array(database, own)))
    columns = [column.alias(name) for name, column in (shared | {"own": owned}).items()]
    bounds = (bound for toll in MEASURES.values() for bound in toll.bounds)
    found = Event.select(Event.state, *columns, *bounds).from_(events).where(where).alias("found")
    groups = [found.c[name] for name in (*shared, "own")]
    return found.select_from(*groups, *sum_columns(found.c)).group_by(*groups)


def link_rows(names: Any) -> Any:
    """The rows of other tables that belong to an event, as a FROM source with at least one row."""
    links = dict.fromkeys(link for name in names for link in DIMENSIONS[name].links)
    one = Select(columns=[SQL("1")]).alias("one")
    return reduce(lambda rows, link: Join(rows, link, JOIN.LEFT_OUTER, LINK_JOINS[link]), links, one)


def concatenate(columns: Any) -> Any:
    """Columns concatenated to one text."""
    first, *others = [fn.COALESCE(column, "") for column in columns]
    return reduce(lambda text, part: text.concat(BETWEEN).concat(part), others, first)


def has_other_text(rows: Any, text: Any) -> Any:
    """The condition that some row has a text that is not in the JSON array bound to `kept`."""
    return fn.EXISTS(rows.select(SQL("1")).where(is_other_text(text)))


def is_other_text(text: Any) -> Any:
    """The condition that a text is not in the JSON array bound to `kept`."""
    return ~dialect.is_in_json_array(database, text, bind_parameter("kept"))
