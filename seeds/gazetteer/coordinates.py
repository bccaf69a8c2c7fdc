"""Coordinates as people write them: degrees with a fraction or with minutes and seconds, a sign or a letter, a decimal comma; and pairs.

What could be read in two ways is not read at all. A comma is never between thousands here, as degrees have none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


class Axis(NamedTuple):
    """What degrees may be: their name, the letters of the positive and the negative half, and the most of them."""

    name: str
    letters: str
    most: int


LATITUDE, LONGITUDE = Axis("latitude", "ns", 90), Axis("longitude", "ew", 180)
ORDERS = {"lat-lon": (LATITUDE, LONGITUDE), "lon-lat": (LONGITUDE, LATITUDE)}
"""By name, the axes of a pair in the order in which they are written."""

LONGEST = 100
"""Characters of a pair; what is longer is prose, or a line or an area."""
DIGITS = 7
"""Decimals of degrees that are worked out from minutes: a centimetre, so that no digits stand there that nobody wrote."""

HALF = r"(?:north|south|east|west|[nsew])"
FIGURE = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
DEGREES = r"(?:\s*(?:[°º˚:]|deg(?:rees?)?|d)\s*|\s+)"
MINUTES = r"(?:\s*(?:['′’´:]|min(?:utes?)?)\s*|\s+)"
SECONDS = r"""(?:\s*(?:["″”]|''|′′|’’|sec(?:onds?)?))"""
WRITTEN = re.compile(
    rf"(?:(?P<before>{HALF})\s*)?(?P<sign>[-+−])?\s*(?P<degrees>{FIGURE})"
    rf"(?:{DEGREES}(?:(?P<minutes>{FIGURE})(?:{MINUTES}(?:(?P<seconds>{FIGURE}){SECONDS}?)?)?)?)?\s*(?P<after>{HALF})?",
    re.IGNORECASE,
)
BARE = re.compile(r"[-+−\d.,\s]+")
"""Numbers with nothing that tells degrees from minutes: two of them are rather a pair."""
LETTERED = re.compile(rf"(?<![a-z]){HALF}(?![a-z])", re.IGNORECASE)
SEPARATOR = re.compile(r"\s*[,;/|]\s*|\s+|(?<=[nsew])(?=\d)", re.IGNORECASE)
WKT = re.compile(r"(?:SRID=4326;)?\s*POINT\s*(?:ZM?|M)?\s*(?:EMPTY|\(\s*(\S+)\s+([^\s)]+)(?:\s+[^\s)]+){0,2}\s*\))", re.IGNORECASE)
NOTHING = re.compile(r"[\s,;/|()\[\]]*")


def parse_degrees(text: str, axis: Axis) -> float:
    """The degrees that a text tells, south and west being negative. Raises ValueError with what is wrong with it."""
    found = WRITTEN.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not found or (found["minutes"] and BARE.fullmatch(text)):
        raise ValueError("is not a number of degrees")
    signs = [each[0].lower() for each in (found["before"], found["sign"], found["after"]) if each]
    if len(signs) > 1:
        raise ValueError("tells by more than one letter or sign on which side it lies")
    if signs and signs[0].isalpha() and signs[0] not in axis.letters:
        raise ValueError(f"is no {axis.name}")
    size = sum_of_parts([found["degrees"], found["minutes"], found["seconds"]])
    if size > axis.most:
        raise ValueError(f"is not a number from {-axis.most} to {axis.most}")
    return 0.0 - size if signs and signs[0] in (axis.letters[1], "-", "−") else size


def sum_of_parts(texts: list[str | None]) -> float:
    """The degrees that degrees, minutes and seconds add up to. Raises ValueError."""
    given = [text.replace(",", ".") for text in texts if text]
    if not all(text.isdecimal() for text in given[:-1]) or any(float(text) >= 60 for text in given[1:]):
        raise ValueError("is not a number of degrees, minutes and seconds")
    return round(sum(float(text) / 60**power for power, text in enumerate(given)), DIGITS) if len(given) > 1 else float(given[0])


def parse_point(text: str, order: str) -> Point | None:
    """The point that a text tells: in WKT, or by two numbers in an order of ORDERS, unless letters tell which is which; None where it tells
    nothing, as `POINT EMPTY`. Raises ValueError with what is wrong with it."""
    if NOTHING.fullmatch(text):
        return None
    if found := WKT.fullmatch(text.strip()):
        return wkt_point(found) if found[1] else None
    points = set(pairs_in(text, order))
    if len(points) == 1:
        return points.pop()
    raise ValueError(explain_pair(text, order, points))


def wkt_point(found: re.Match[str]) -> Point:
    """The point of a match of WKT, which has longitude before latitude. Raises ValueError."""
    return parse_degrees(found[2], LATITUDE), parse_degrees(found[1], LONGITUDE)


def pairs_in(text: str, order: str) -> Iterator[Point]:
    """Every way to read a text as a pair in an order, or in any if it has letters."""
    text = text.strip(" \t\n\r()[]") if len(text) <= LONGEST else ""
    orders = ORDERS.values() if LETTERED.search(text) else (ORDERS[order],)
    for mark in SEPARATOR.finditer(text):
        for axes in orders:
            yield from read_pair((text[: mark.start()], text[mark.end() :]), axes)


def read_pair(texts: tuple[str, str], axes: tuple[Axis, Axis]) -> Iterator[Point]:
    """The point of two texts by the axes that they tell of; nothing where they do not."""
    try:
        told = {axis: parse_degrees(text, axis) for text, axis in zip(texts, axes, strict=True)}
    except ValueError:
        return
    yield told[LATITUDE], told[LONGITUDE]


def explain_pair(text: str, order: str, points: set[Point]) -> str:
    """Why a text is not read as a pair."""
    other = next(name for name in ORDERS if name != order)
    if points:
        return "may be several pairs of coordinates"
    if len(set(pairs_in(text, other))) == 1:
        return f"is no pair of {' and '.join(axis.name for axis in ORDERS[order])}, and would be one with `order: {other}`"
    return "is no pair of coordinates, such as 32.75, 36.1 or 32°45'N 36°06'E or POINT (36.1 32.75)"
