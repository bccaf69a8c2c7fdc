"""What events come to that have a key which is not among those kept, each counted once however many such keys it has."""

from functools import reduce

import orjson
from peewee import JOIN, SQL, Case, Join, Select, fn

from api.counting import additive, keyed, numbered, sums
from api.dimensions import DIMENSIONS, LINKED
from api.reading import reading_to_count
from api.tallies import MEASURES, together
from models import dialect
from models.database import database
from models.prepared import slot, statement
from models.tables import Event

BETWEEN = "\n"
"""Stands between the parts of a key of which an event may have several."""
SOME_NOT_KEPT = "[]"


def remainder(names, selection, kept):
    """The Tally of the events of a Selection that have a key beside the `kept` ones, by dimensions that are not all additive."""
    once = additive(names)
    pairs = {parted(dict(zip(names, key, strict=True)), once) for key in kept}
    fills = selection.fills | {"kept": orjson.dumps(sorted({own for _, own in pairs})).decode()}
    parts = [*((len(DIMENSIONS[name].columns), DIMENSIONS[name].key(selection.values)) for name in once), (1, orjson.loads)]
    rows = (keyed(parts, iter(row)) for row in statement(query, tuple(names), selection).tuples(**fills))
    return together(tally for (*shared, own), tally in rows if not own or any((tuple(shared), each) not in pairs for each in own))


def parted(key, once):
    """A key, by dimension, as the parts that all keys of an event share, and the others as one text."""
    return tuple([key[name] for name in once]), BETWEEN.join(part or "" for name, part in key.items() if name not in once)


def query(names, selection):
    """The columns of what all keys of an event share, the rest of each as JSON, and the tally of the events that are alike in these.

    The rests are SOME_NOT_KEPT where one is not in the JSON for the slot `kept`; where keys share nothing, there are no others.
    """
    shared = numbered([column for name in additive(names) for column in DIMENSIONS[name].columns])
    rows, own = rests(names)
    beside = fn.EXISTS(rows.select(SQL("1")).where(~dialect.is_text_among(database, own, slot("kept"))))
    events, where = reading_to_count(selection).events, selection.condition(Event.at)
    if not shared:
        return Event.select(SQL(f"'{SOME_NOT_KEPT}'"), *sums(Event)).from_(events).where(where, beside)
    owned = Case(None, [(beside, SOME_NOT_KEPT)], rows.select(dialect.json_array(database, own)))
    columns = [column.alias(name) for name, column in (shared | {"own": owned}).items()]
    bounds = (bound for toll in MEASURES.values() for bound in toll.bounds)
    found = Event.select(Event.state, *columns, *bounds).from_(events).where(where).alias("found")
    groups = [found.c[name] for name in (*shared, "own")]
    return found.select_from(*groups, *sums(found.c)).group_by(*groups)


def rests(names):
    """What is linked with an event, as a source of one row at least, and what such a row has of a key, as one text."""
    dimensions = [DIMENSIONS[name] for name in names if DIMENSIONS[name].links]
    links = dict.fromkeys(link for each in dimensions for link in each.links)
    one = Select(columns=[SQL("1")]).alias("one")
    rows = reduce(lambda rows, link: Join(rows, link, JOIN.LEFT_OUTER, LINKED[link]), links, one)
    first, *others = [fn.COALESCE(column, "") for each in dimensions for column in each.columns]
    return rows, reduce(lambda text, part: text.concat(BETWEEN).concat(part), others, first)
