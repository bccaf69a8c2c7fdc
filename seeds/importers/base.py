"""What an importer is: a small mapper, with what is to be said of its dataset."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seeds.files.read_options import NO_OPTIONS, ReadOptions
from seeds.files.row import Row
from seeds.importers.imported_event import ImportedEvent


@dataclass(frozen=True)
class Importer:
    """A dataset's files, told as events.

    `dataset` is its row: id, title, description, licence, licence_url, citation. `eras` are by name of a layout the columns, in
    lower case, that its header must have; in their place, `check(columns, name of the table)` may raise LoadRefused. `tell` makes of
    the rows of one event what they tell, or raises RowRejected, and `id` gives of one of them the event's id, or raises RowRejected;
    without a `key`, the column whose equal values make rows one event, each row is one. Cells with one of the `missing` marks are empty.
    Rows of which `skips` holds are passed over, and counted.
    `released` gives the EDTF date of a release's label, where the label tells it otherwise than by being a day. `settle` makes `tell` anew
    by all rows, the day of the release, and the order of day and month in dates that a user may have told (None). A whole release has
    `least` events or more, and `most` or fewer. `options` are what is said of its files.
    """

    dataset: dict
    publisher: str
    eras: dict[str, frozenset[str]]
    tell: Callable[[list[Row]], ImportedEvent]
    id: Callable[[Row], str | None]
    key: str | None = None
    missing: frozenset[str] = frozenset()
    skips: Callable[[Row], bool] = lambda row: False
    released: Callable[[str], str | None] = lambda label: None
    settle: Callable[[Iterable[Row], str, str | None], Callable[[list[Row]], ImportedEvent]] | None = None
    least: int = 1
    most: int = 10_000_000
    check: Callable[[list[str], str], None] | None = None
    options: ReadOptions = NO_OPTIONS
