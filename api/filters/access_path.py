"""How a page of what filters find is read: along an index in its order, until it is full, or gathered by what an index finds, and sorted.

The first reads little where much is found, the second where little is. SQLite takes each value to be as frequent as all are on average,
and so is told which; PostgreSQL knows the frequent ones.
"""

import functools
import math
from typing import NamedTuple

from peewee import SQL, NodeList, fn

from api.filters.event_filters import EventFilters
from models.db import dialect
from models.db.database import database
from models.db.expressions import Found
from models.db.prepared_statements import Statement, kept, slot
from models.domain.picks import Picks, is_one
from models.tables.schema import Event

BALANCE = 50
"""It is as costly to gather a share s of N events as to go along an index for a page where s * s * N is about this."""


class Reading(NamedTuple):
    """What SQLite is told of how to find events, and whether each of them is then asked for what filters have in other tables."""

    access: str | None = None
    along: bool = False

    @property
    def events(self):
        """The table of events, to be read so."""
        return Event if self.access is None else NodeList((Event, SQL(self.access)))


def along(index):
    return Reading(f"INDEXED BY {index}", along=True)


def gathered(index):
    """By an index, or by the numbers of states."""
    return Reading(f"INDEXED BY {index}") if index else AS_THEY_LIE


AS_THEY_LIE = Reading("NOT INDEXED")
LEFT_ALONE = Reading()
"""The planner knows best."""

ORDERS = {"date": "event_by_date", "fatalities": "event_by_fatalities", "updated": "event_by_revision"}
"""By order, the index that has it."""
ALONE = {"injuries": "event_injuring", "part_of": "event_serial", "related": "event_related", "same_as": "event_twinned"}
"""By what `has` or `related` asks for, an index that has nothing else, in order of time."""
ACCESS = {name: field.access for name, field in EventFilters._declared_fields.items() if field.access}
"""By filter, the Access to what it finds."""


def reading(selection):
    """The Reading that is best for a page of a Selection."""
    return best_reading(selection) if is_plain(selection.values) else LEFT_ALONE


@functools.lru_cache(maxsize=512)
def best_reading(selection):
    """The same of a plain one: what was asked for lately is known, so that its filters' matches are not counted anew."""
    if not dialect.goes_by_averages(database):
        return LEFT_ALONE
    given, order = asked(selection), selection.values["sort"].removeprefix("-")
    in_time = [name for name in given if order == "date" and ACCESS[name].in_time and is_one(selection.values[name])]
    narrowing, alone = [name for name in given if name not in in_time], nothing_else(selection.values, order)
    if not (narrowing or alone):
        return LEFT_ALONE
    best = alone or next((ACCESS[name].index for name in in_time), ORDERS[order])
    return little(selection, in_time, narrowing) or along(best)


def reading_to_count(selection):
    """The Reading that is best for all events of a Selection: of nearly all there are, as they lie. In another order, each is looked up."""
    return AS_THEY_LIE if {*selection.given} <= {"kind"} and dialect.goes_by_averages(database) else LEFT_ALONE


def reading_across_years():
    """The Reading for the events that roll-ups of years leave out."""
    return gathered("event_across") if dialect.goes_by_averages(database) else LEFT_ALONE


def is_plain(values):
    """What is asked for is current, in an order that a column has, and nothing else decides how it is read."""
    return values["sort"].removeprefix("-") in ORDERS and not any(values[name] for name in ("as_of", "revision", "q", "within", "distinct"))


def asked(selection):
    """The filters that say what is wanted, and for which there is an index."""
    return [name for name in selection.bindings if name in ACCESS and is_wanted(selection.values[name])]


def is_wanted(value):
    return bool(value.wanted) if isinstance(value, Picks) else True


def nothing_else(values, order):
    """The index that has nothing else than one of the things that must be there, in order of time, if there is one."""
    related = values["related"].wanted if values["related"] and is_one(values["related"]) else ()
    names = (*(values["has"] or ()), *related) if order == "date" else ()
    return next((ALONE[name] for name in names if name in ALONE), None)


def little(selection, in_time, narrowing):
    """The Reading by a filter that finds little: one that surely does, the first of those `in_time`, of the `narrowing`; None without."""
    if sure := [name for name in narrowing if ACCESS[name].few and ACCESS[name].few(selection.bound[name])]:
        return gathered(ACCESS[sure[0]].index)
    sizes = sizes_of(selection.identity)
    few = next((name for name in [*in_time, *narrowing] if are_few(name, selection, sizes)), None)
    return few and (along if few in in_time else gathered)(ACCESS[few].index)


@functools.lru_cache(maxsize=8)
def sizes_of(identity):
    """About how many rows the tables of a store have, as a load left it."""
    return dialect.sizes(database)


def are_few(name, selection, sizes):
    """So few meet one filter that they are best gathered. In a table that no load has counted, none are few."""
    part = selection.part(name)
    count, table = kept(census, name, part)
    most = int(sizes.get(table, 0) * math.sqrt(BALANCE / sizes.get("event", 1)))
    ((number,),) = count.tuples(**part.fills, most=most + 1)
    return number <= most


def census(name, part):
    """The Statement that counts, up to a slot `most`, the rows by which one filter's matches are gathered, and their table's name."""
    met = EventFilters._declared_fields[name].condition(part.slotted[name], part.values["match"] == "certain")
    table, rows = (met.table, met.rows()) if isinstance(met, Found) else (Event, Event.select(SQL("1")).where(Event.at(), met))
    return Statement(rows.limit(slot("most")).alias("found").select_from(fn.COUNT(SQL("1")))), table._meta.table_name
