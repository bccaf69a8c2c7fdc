"""Ids that may be meant by one that there is not: those of what has that name, or else those that are written like it."""

from api.http.problems import fault
from models.predicates.lookup_by_name import named, titled_datasets, titled_sources
from models.tables.schema import Actor, Dataset, Location, Source
from models.text.spelling import AROUND, nearest

MOST = 10
"""How many ids of a name are told."""

BY_NAME = {Actor: named, Location: named, Source: titled_sources, Dataset: titled_datasets}
"""By table, the look-up of what is called so."""


def nowhere(parameter, missing, table):
    """The fault of naming ids that a table lacks, with what may be meant by the first of them."""
    what, id = table.__name__.lower(), missing[0]
    reason = f"there is no {what} {', '.join(map(repr, missing))}"
    beside, all_shown = neighbours(table, id)
    near = nearest(id, beside, lambda slips: told(ids_of(table).where(table.id.in_(slips))))
    found = [] if near else by_name(table, id)
    if found:
        return fault(parameter, f"{reason}{listed(found)}", [each.id for each in found[:MOST]], the_one(found))
    return fault(parameter, reason if all_shown else f"{reason} (those next to it in order shown; all in /v1/{what}s)", beside, near)


def by_name(table, text):
    """What is Called so, the best fit first: no more than MOST and one."""
    return BY_NAME[table](table, text, MOST + 1) if table in BY_NAME else []


def listed(found):
    """What a reason says of the things of a name."""
    cut = f" and more ({MOST} shown)" if len(found) > MOST else ""
    return f"; of that name there {'is' if len(found) == 1 else 'are'} {', '.join(each.id for each in found[:MOST])}{cut}"


def the_one(found):
    """The id of what alone is Called so, or is called just that; None where several are and none is."""
    return found[0].id if len(found) == 1 or found[0].fit == 0 else None


def ids_of(table):
    return table.select(table.id).distinct()


def neighbours(table, id):
    """The ids beside one in order, and whether there are no others."""
    before = told(ids_of(table).where(table.id < id).order_by(table.id.desc()).limit(AROUND))
    after = told(ids_of(table).where(table.id > id).order_by(table.id.asc()).limit(AROUND))
    return [*reversed(before), *after], len(before) < AROUND > len(after)


def told(ids):
    return [id for (id,) in ids.tuples()]
