"""Which row of a table has the names of its columns: the first, unless titles or comments stand above it, or it is said which."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.read_options import ReadOptions
from seeds.files.row import is_blank

HEAD = 40
"""Rows at the beginning among which the header is looked for."""


def filled(cells: list[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)


def stands_above(cells: list[str], header: list[str]) -> bool:
    """Whether a row is a title or a comment, by being much shorter than the header: a title is one cell, a comment begins with #."""
    comment = len(cells) > 0 and cells[0].lstrip().startswith("#")
    return 2 * filled(cells) < filled(header) and (comment or filled(cells) == 1)


def header_place(rows: list[list[str]], options: ReadOptions) -> int:
    """The place, from 0, of the header among the first rows of a table, which are one or more.

    Rows above are passed over only where the row after the header seems to be one of data.
    """
    if options.header_row is not None:
        return min(options.header_row, len(rows)) - 1
    there = [place for place, cells in enumerate(rows) if not is_blank(cells)] or [0]
    for number, place in enumerate(there[:-1]):
        above, below = there[:number], rows[there[number + 1]]
        fits = min(filled(rows[place]), filled(below)) > 1 and len(below) <= len(rows[place])
        if fits and all(stands_above(rows[each], rows[place]) for each in above):
            return place
    return there[0]


def find_header(rows: Iterable[tuple[int, list[str]]], options: ReadOptions) -> tuple[int, list[str], int, Iterator[Any]]:
    """(number of the header, the header, how many rows that hold something stand above it, the rows below) of numbered rows.

    Raises UnreadableFile where there is none. Of a file without a header the columns that are said stand for one, numbered 0.
    """
    rows = iter(rows)
    if options.columns is not None:
        return 0, list(options.columns), 0, rows
    head = list(islice(rows, max(HEAD, options.header_row or 0)))
    if all(is_blank(cells) for _, cells in head) and not (head := [each for each in rows if not is_blank(each[1])][:1]):
        raise UnreadableFile("it is empty")
    place = header_place([cells for _, cells in head], options)
    number, header = head[place]
    if options.header_row not in (None, number) or is_blank(header):
        raise UnreadableFile(f"its row {options.header_row}, which is said to be the header, holds nothing")
    return number, header, sum(not is_blank(cells) for _, cells in head[:place]), chain(head[place + 1 :], rows)
