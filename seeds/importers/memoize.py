"""Work that is done once for equal cells: in a file of events, places, days and actors come again and again."""

from functools import lru_cache, wraps
from typing import Any

from seeds.files.row import Row

MOST = 16384
"""Results that are kept of one function."""


def memoize_by_columns(*columns: Any) -> Any:
    """A decorator for a function of a row that reads these columns alone, and whose result nobody changes.

    What it raises is not remembered.
    """

    def decorate(function: Any) -> Any:
        @lru_cache(MOST)
        def of_cells(missing: Any, *cells: Any) -> Any:
            return function(Row(0, dict(zip(columns, cells, strict=True)), missing))

        @wraps(function)
        def remembered(row: Row) -> Any:
            return of_cells(row.missing, *map(row.cells.get, columns))

        return remembered

    return decorate
