"""Rows of counts one after the other, in the order of their keys, as the database has them: of however many, few are held at a time."""

from contextlib import closing
from itertools import groupby

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.group_by import add, additive, are_told, tallied, whole
from api.aggregates.group_query import in_order
from api.aggregates.row_limit import check
from models.summaries.tally import events, together


class Running:
    """(key, Tally) of the events of a Selection by dimensions, to be iterated once; it `totals` them when the last was taken."""

    def __init__(self, names, selection, most):
        self.names, self.selection, self.most = names, selection, most
        self.once = len(additive(names)) == len(names)
        self.datasets, self.dated = {}, {name: at for at, name in enumerate(names) if DIMENSIONS[name].period}
        self.imprecise = dict.fromkeys(self.dated, 0)

    def __iter__(self):
        """Raises errors.BadParameters on the way for more keys than `most` (None: any number)."""
        width, asked = len(self.names), [*self.names, "dataset"] if self.once and "dataset" not in self.names else self.names
        with closing(tallied(asked, self.selection, in_order)) as found:
            for number, (key, parts) in enumerate(groupby(found, lambda row: row[0][:width]), 1):
                check(number, self.most)
                tally = together(self.taken(parts, asked.index("dataset")) if self.once else (part for _, part in parts))
                for name, at in self.dated.items():
                    self.imprecise[name] += events(tally) if key[at] is None else 0
                yield key, tally

    def taken(self, parts, at):
        for key, tally in parts:
            add(self.datasets, key[at], tally)
            yield tally

    def totals(self):
        """As counting.totals."""
        return (self.datasets, self.imprecise) if self.once else whole(self.names, self.selection)


def running(names, selection, most):
    """The Running rows of dimensions; None where Python has to make their keys, and so their order."""
    return Running(names, selection, most) if names and are_told(names, selection) else None
