"""Rows of counts one after the other, in the order of their keys, as the database has them: of however many, few are held at a time."""

from collections.abc import Iterator
from typing import Any

from api.aggregates.dimensions import DIMENSIONS
from api.aggregates.group_by import additive_dimensions, count_totals, keys_are_columns
from api.aggregates.group_query import group_query_by_key, prepare_groups
from api.aggregates.row_limit import check_row_limit
from api.filters.selection import Selection
from models.summaries.tally import EVENTS, add_up, sum_runs


class RowStream:
    """The tallies of the events of a Selection by dimensions, to be taken once in `batches`; it `totals` them when the last was taken.

    Where each event counts under one key, the rows are read by dataset as well, so that one statement gives the totals.
    """

    def __init__(self, names: list[str], selection: Selection, most: int | None) -> None:
        self.selection, self.most, self.names = selection, most, tuple(names)
        self.once = len(additive_dimensions(names)) == len(names)
        self.read = (*names, "dataset") if self.once and "dataset" not in names else self.names
        self.datasets, self.dated = {}, {name: at for at, name in enumerate(names) if DIMENSIONS[name].period}
        self.imprecise = dict.fromkeys(self.dated, 0)

    def batches(self) -> Iterator[list]:
        """(key, Tally) in lists. Raises problems.BadParameters on the way for more keys than `most` (None: any number)."""
        given, unfinished = 0, []
        for rows in prepare_groups(group_query_by_key, self.read, self.selection).batches(**self.selection.bind_values):
            *finished, last = sum_runs(rows, len(self.names), len(self.read), unfinished)
            self.note(rows)
            given, unfinished = given + len(finished), [last]
            check_row_limit(given + 1, self.most)
            yield finished
        yield unfinished

    def note(self, rows: list[tuple[Any, ...]]) -> None:
        """Take the rows of a statement into the totals."""
        start = len(self.read)
        if self.once:
            add_up(self.datasets, rows, self.read.index("dataset"), start)
        for name, at in self.dated.items():
            self.imprecise[name] += sum([row[start + EVENTS] for row in rows if row[at] is None])

    def totals(self) -> Any:
        """As group_by.total_tallies."""
        return (self.datasets, self.imprecise) if self.once else count_totals(self.names, self.selection)


def stream_rows(names: Any, selection: Selection, most: int | None) -> RowStream | None:
    """The RowStream rows of dimensions; None where Python has to make their keys, and so their order."""
    return RowStream(names, selection, most) if names and keys_are_columns(names, selection) else None
