"""How the values of an event are read from its row: a Reading of one cell or more, and what Readings add up to."""

from collections.abc import Callable
from dataclasses import dataclass

from seeds.errors import Reject
from seeds.files.row import Row


@dataclass(frozen=True)
class Reading:
    """`read` gives the value that a Row has, None where it has none, and raises Reject; `columns` are those that it looks at."""

    read: Callable[[Row], object]
    columns: tuple[str, ...] = ()

    def __call__(self, row):
        return self.read(row)


def over(read, readings):
    """The Reading of a function that rests on other Readings."""
    return Reading(read, tuple(column for each in readings for column in each.columns))


def always(value):
    return Reading(lambda row: value)


def of_cell(column, convert):
    """What a function makes of the text of a cell that is not empty."""

    def read(row):
        text = row.text(column)
        return None if text is None else convert(text)

    return Reading(read, (column,))


def converted(reading, convert):
    """What a function makes of the value that a Reading gives."""

    def read(row):
        value = reading(row)
        return None if value is None else convert(value)

    return over(read, [reading])


def first_of(readings):
    """The value of the first that gives one."""
    return over(lambda row: next((value for read in readings if (value := read(row)) is not None), None), readings)


def values_in(readings, row):
    """The values that Readings give, by name; a name without a value is left out."""
    return {name: value for name, read in readings.items() if (value := read(row)) is not None}


def built(build, **readings):
    """What a function makes of the values of several Readings, by name."""
    return over(lambda row: build(**values_in(readings, row)), readings.values())


def entry_in(build, split=None, **readings):
    """What a function makes of the values of an entry, as a list: with `split`, one for each piece of its cells."""
    one = built(build, **readings)

    def read(row):
        rows = pieces(row, one.columns, split) if split else [row]
        return [value for piece in rows if (value := one(piece)) is not None]

    return over(read, [one])


def pieces(row, columns, separator):
    """A row for each piece of the cells in some columns; a cell of one piece serves all. Raises Reject where they do not pair up."""
    cut = {column: text.split(separator) for column in dict.fromkeys(columns) if (text := row.text(column))}
    most = max(map(len, cut.values()), default=1)
    for column, texts in cut.items():
        if len(texts) not in (1, most):
            raise Reject(f"{column} is {len(texts)} pieces where another column is {most}, cut at {separator!r}")
    whole = {column: texts * most if len(texts) == 1 else texts for column, texts in cut.items()}
    return [Row(row.number, {column: texts[place] for column, texts in whole.items()}, row.missing) for place in range(most)]


def all_of(entries):
    """What several entries give, as one tuple; None where that is nothing."""
    return over(lambda row: tuple(value for read in entries for value in read(row)) or None, entries)
