"""Whether the cells of a column are coordinates: one, or both in one cell."""

from collections.abc import Callable
from functools import partial

from models.text.tokenizer import tokenize
from seeds.gazetteer.coordinates import ORDERS, Axis, Point
from seeds.mapping.cells.coordinate_cells import read_degrees, read_point
from seeds.mapping.suggest.sample import SampleColumn
from seeds.mapping.suggest.type_inference import Guess, guess_number, reads_enough, texts_read

LAT_LON, LON_LAT = ORDERS
DOUBT = "Nothing in {column!r} tells whether latitude comes first; `order: lon-lat` would say that it does not."


def guess_degrees(axis: Axis) -> Callable[[SampleColumn], Guess | None]:
    """Degrees, as a number with either decimal mark, or as people write them otherwise."""
    return partial(guess_written_degrees, axis)


def guess_written_degrees(axis: Axis, column: SampleColumn) -> Guess | None:
    number = guess_number(-axis.most, axis.most)(column)
    texts = texts_read(read_degrees(column.name, axis), column)
    return number or (Guess({"column": column.name}) if reads_enough(texts, column) else None)


def guess_point(column: SampleColumn) -> Guess | None:
    """Latitude and longitude in one cell, in the order that reads most; where both read as many, as the name says, or latitude first."""
    reads = {order: texts_read(read_point(column.name, order), column) for order in ORDERS}
    named = LON_LAT if "".join(tokenize(column.name)).startswith(("lon", "lng")) else LAT_LON
    order = max(reads, key=lambda each: (column.rows_with(reads[each]), each == named))
    if not reads_enough(reads[order], column):
        return None
    doubtful = named == LAT_LON and reads[LAT_LON] == reads[LON_LAT] and points_in(column, LAT_LON) != points_in(column, LON_LAT)
    remarks = (DOUBT.format(column=column.name),) if doubtful else ()
    return Guess({"column": column.name} | ({} if order == LAT_LON else {"order": order}), remarks)


def points_in(column: SampleColumn, order: str) -> list[Point | None]:
    """The points of the distinct texts of a column that read as such."""
    reading = read_point(column.name, order)
    taken = texts_read(reading, column)
    return [reading(row) for row in column.rows() if row.text(column.name) in taken]
