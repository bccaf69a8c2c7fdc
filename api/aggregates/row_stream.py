"""Rows of counts one after the other, in the order of their keys, as the database has them: of however many, few are held at a time."""

from collections.abc import Iterator

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.group_by import additive, are_told, whole
from api.aggregates.group_query import in_order
from api.aggregates.row_limit import check
from api.filters.selection import Selection
from models.db.prepared_statements import statement
from models.summaries.tally import EVENTS, add_up, sum_runs


class Running:
    """The tallies of the events of a Selection by dimensions, to be taken once in `batches`; it `totals` them when the last was taken.

    Where each event counts under one key, the rows are read by dataset as well, so that one statement gives the totals.
    """

    def __init__(self, names, selection: Selection, most: int | None):
        self.selection, self.most, self.names = selection, most, tuple(names)
        self.once = len(additive(names)) == len(names)
        self.read = (*names, "dataset") if self.once and "dataset" not in names else self.names
        self.datasets, self.dated = {}, {name: at for at, name in enumerate(names) if DIMENSIONS[name].period}
        self.imprecise = dict.fromkeys(self.dated, 0)

    def batches(self) -> Iterator[list]:
        """(key, Tally) in lists. Raises errors.BadParameters on the way for more keys than `most` (None: any number)."""
        given, unfinished = 0, []
        for rows in statement(in_order, self.read, self.selection).batches(**self.selection.fills):
            *finished, last = sum_runs(rows, len(self.names), len(self.read), unfinished)
            self.note(rows)
            given, unfinished = given + len(finished), [last]
            check(given + 1, self.most)
            yield finished
        yield unfinished

    def note(self, rows):
        """Take the rows of a statement into the totals."""
        start = len(self.read)
        if self.once:
            add_up(self.datasets, rows, self.read.index("dataset"), start)
        for name, at in self.dated.items():
            self.imprecise[name] += sum([row[start + EVENTS] for row in rows if row[at] is None])

    def totals(self):
        """As group_by.totals."""
        return (self.datasets, self.imprecise) if self.once else whole(self.names, self.selection)


def running(names, selection: Selection, most: int | None) -> Running | None:
    """The Running rows of dimensions; None where Python has to make their keys, and so their order."""
    return Running(names, selection, most) if names and are_told(names, selection) else None
