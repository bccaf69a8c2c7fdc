"""Events counted by dimensions: the rows of aggregates."""

import functools
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice

from api.aggregates.dimensions import DIMENSIONS, as_it_is
from api.aggregates.group_query import across_years, events_by
from api.aggregates.row_limit import check
from models.db.prepared_statements import statement
from models.summaries import rollup_query
from models.summaries.tally import NOTHING, added, events, together


@dataclass(frozen=True)
class Counted:
    """The tallies of events by key, which has a part for each dimension, and by dataset (None: not told)."""

    rows: dict
    datasets: dict


def count(names, selection, most=None):
    """What the events of a Selection come to by dimensions: their Counted, from roll-ups where these have it.

    Raises errors.BadParameters for more keys than `most` (None: any number).
    """
    found = rolled(names, selection) if are_rolled(names, selection) else None
    if found is None:
        return read(names, selection, events_by, most)
    check(len(found.rows), most)
    return found


def are_rolled(names, selection):
    """The roll-ups have it."""
    return rollup_query.add_up(selection.identity) and statement(cells, tuple(names), selection) is not None


def cells(names, selection):
    return rollup_query.query(names, selection)


def rolled(names, selection):
    """The Counted that roll-ups give, with what they leave out beside; None where they do not have it."""
    counted = told_by_cells(names, selection)
    if counted is None or not rollup_query.leave_out(selection):
        return counted
    rest = read(names, selection, across_years)
    return Counted(merged([*counted.rows.items(), *rest.rows.items()]), merged([*counted.datasets.items(), *rest.datasets.items()]))


def told_by_cells(names, selection):
    """The Counted of what is in roll-ups, the datasets by another query if need be; None where that is not what is asked for."""
    if not names:
        whole = told_by_cells(["dataset"], selection)
        return whole and Counted({(): together(whole.datasets.values())}, whole.datasets)
    asked = statement(cells, tuple(names), selection)
    if asked is None:
        return None
    found = asked.tuples(**selection.fills)
    parts = [functools.cache(rollup_query.part(name, key)) for name, key in zip(names, keys(names, selection), strict=True)]
    columns = zip(*(map(part, column) for part, column in zip(parts, zip(*found, strict=True), strict=False)), strict=True)
    rows = merged(list(zip(columns, (row[len(parts) :] for row in found), strict=False)))
    datasets = split(rows, names.index("dataset")) if "dataset" in names else told_by_cells(["dataset"], selection).datasets
    return Counted(rows, datasets)


def read(names, selection, build, most=None):
    """The Counted that one statement over events gives, as `count`; where an event counts under several keys, without its datasets."""
    once = len(additive(names)) == len(names)
    asked = [*names, "dataset"] if once and "dataset" not in names else names
    at = asked.index("dataset") if once else None
    rows, datasets = {}, {}
    with closing(tallied(asked, selection, build)) as found:
        for key, tally in found:
            add(rows, key[: len(names)], tally)
            if once:
                add(datasets, key[at], tally)
            check(len(rows), most)
    return Counted(rows or ({} if names else {(): NOTHING}), datasets if once else None)


def tallied(names, selection, build, *shape):
    """(key, Tally) of each row of the statement that `build` gives, read as it is taken; a key may come more than once."""
    parts = [(len(DIMENSIONS[name].columns), key) for name, key in zip(names, keys(names, selection), strict=True)]
    batches = statement(build, tuple(names), selection, *shape).batches(**selection.fills)
    return (keyed(parts, iter(row)) for row in chain.from_iterable(batches))


def keys(names, selection):
    """For each dimension the function that makes its key of columns."""
    return [DIMENSIONS[name].key(selection.values) for name in names]


def are_told(names, selection):
    """The database has the keys of the dimensions as they are told."""
    return all(key is as_it_is for key in keys(names, selection))


def keyed(parts, row):
    """The key and the tally of a row of the statement."""
    return tuple([part(*islice(row, width)) for width, part in parts]), tuple(row)


def split(rows, at):
    """By one part of the key, the tallies together."""
    return merged([(key[at], tally) for key, tally in rows.items()])


def merged(pairs):
    """By key, the tallies together."""
    rows = dict(pairs)
    return rows if len(rows) == len(pairs) else summed(pairs)


def summed(pairs):
    rows = {}
    for key, tally in pairs:
        add(rows, key, tally)
    return rows


def add(rows, key, tally):
    rows[key] = added(rows[key], tally) if key in rows else tally


def additive(names):
    """The dimensions that count an event once."""
    return [name for name in names if not DIMENSIONS[name].links]


def totals(counted, names, selection):
    """What that comes to, each event once: the tally by dataset, and by dated dimension how many events fit no one period."""
    if counted.datasets is None:
        return whole(names, selection)
    dated = {name: at for at, name in enumerate(names) if DIMENSIONS[name].period}
    imprecise = {name: sum(events(tally) for key, tally in counted.rows.items() if key[at] is None) for name, at in dated.items()}
    return counted.datasets, imprecise


def whole(names, selection):
    """The same, by a statement of its own."""
    asked = [*(name for name in names if DIMENSIONS[name].period), "dataset"]
    return totals(count(asked, selection), asked, selection)
