"""What events come to that have a key which is not among those kept, each counted once however many such keys it has."""

from functools import reduce
from itertools import chain

import orjson
from peewee import JOIN, SQL, Case, Join, Select, fn

from api.aggregates.dimensions import DIMENSIONS, LINKED
from api.aggregates.group_by import additive, are_told, keyed, keys
from api.aggregates.group_query import columns_of, numbered, sums
from api.filters.access_path import reading_to_count
from models.db import dialect
from models.db.database import database
from models.db.prepared_statements import slot, statement
from models.summaries.tally import MEASURES, together
from models.tables.schema import Event

BETWEEN = "\n"
"""Stands between the parts of a key, or of what an event may have several of."""
SOME_NOT_KEPT = "[]"


def remainder(names, selection, kept):
    """The Tally of the events of a Selection that have a key beside the `kept` ones, by dimensions that are not all additive."""
    if are_told(names, selection):
        fills = selection.fills | {"kept": listed(map(text, kept))}
        return statement(told, tuple(names), selection).tuples(**fills)[0]
    once = additive(names)
    pairs = {parted(dict(zip(names, key, strict=True)), once) for key in kept}
    fills = selection.fills | {"kept": listed({own for _, own in pairs})}
    made = zip(once, keys(once, selection), strict=True)
    parts = [*((len(DIMENSIONS[name].columns), key) for name, key in made), (1, orjson.loads)]
    batches = statement(query, tuple(names), selection).batches(**fills)
    rows = (keyed(parts, iter(row)) for row in chain.from_iterable(batches))
    return together(tally for (*shared, own), tally in rows if not own or any((tuple(shared), each) not in pairs for each in own))


def listed(texts):
    return orjson.dumps(sorted(texts)).decode()


def text(key):
    return BETWEEN.join(part or "" for part in key)


def parted(key, once):
    """A key, by dimension, as the parts that all keys of an event share, and the others as one text."""
    return tuple([key[name] for name in once]), text(part for name, part in key.items() if name not in once)


def told(names, selection):
    """One row: the tally of the events that have a key, as the database tells it, whose text is not in the JSON for the slot `kept`."""
    rows, whole = linked(names), joined(columns_of(names))
    events, where = reading_to_count(selection).events, selection.condition(Event.at)
    return Event.select(*sums(Event)).from_(events).where(where, beside(rows, whole))


def query(names, selection):
    """The columns of what all keys of an event share, the rest of each as JSON, and the tally of the events that are alike in these.

    The rests are SOME_NOT_KEPT where one is not in the JSON for the slot `kept`.
    """
    shared = numbered(columns_of(additive(names)))
    rows, own = linked(names), joined(columns_of([name for name in names if DIMENSIONS[name].links]))
    events, where = reading_to_count(selection).events, selection.condition(Event.at)
    owned = Case(None, [(beside(rows, own), SOME_NOT_KEPT)], rows.select(dialect.json_array(database, own)))
    columns = [column.alias(name) for name, column in (shared | {"own": owned}).items()]
    bounds = (bound for toll in MEASURES.values() for bound in toll.bounds)
    found = Event.select(Event.state, *columns, *bounds).from_(events).where(where).alias("found")
    groups = [found.c[name] for name in (*shared, "own")]
    return found.select_from(*groups, *sums(found.c)).group_by(*groups)


def linked(names):
    """What is linked with an event, as a source of one row at least."""
    links = dict.fromkeys(link for name in names for link in DIMENSIONS[name].links)
    one = Select(columns=[SQL("1")]).alias("one")
    return reduce(lambda rows, link: Join(rows, link, JOIN.LEFT_OUTER, LINKED[link]), links, one)


def joined(columns):
    """Columns as one text."""
    first, *others = [fn.COALESCE(column, "") for column in columns]
    return reduce(lambda text, part: text.concat(BETWEEN).concat(part), others, first)


def beside(rows, text):
    """One of the rows has a text that is not in the JSON for the slot `kept`."""
    return fn.EXISTS(rows.select(SQL("1")).where(~dialect.is_text_among(database, text, slot("kept"))))
