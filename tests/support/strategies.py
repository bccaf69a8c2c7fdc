"""What schemathesis draws for the formats that openapi.yaml names, texts that are valid in the store that is served, and how it reads
answers: more strictly than clients may, to whom keys that are not documented are nothing wrong.
"""

import os
from datetime import date, datetime, timedelta, timezone

import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode

from support.needed_parameters import agreeing, effective

FIRST, LAST = 1000, 2999
"""The years that are taken."""


def stored(path, form="{id}"):
    """One of the things listed at a path of the service under test, which ANNALS names; asked of it at the first draw."""

    def listed():
        return st.sampled_from([form.format(**each) for each in requests.get(os.environ["ANNALS"] + path, timeout=30).json()["data"]])

    return st.deferred(listed)


def held(path, name):
    """What the things listed at a path have under a name, where they have it."""

    def listed():
        found = requests.get(os.environ["ANNALS"] + path, timeout=30).json()["data"]
        return st.sampled_from(sorted({each[name] for each in found} - {None}) or [NOTHING])

    return st.deferred(listed)


NOTHING = "nothing"
"""Stands for a text where the store has none."""


def picked(strategy):
    """Any of them, some with the `!` of what is not wanted."""
    return strategy | strategy.map("!{}".format)


def date_like(year):
    """EDTF of one year: levels 0 and 1, with seasons and quarters."""
    day = st.dates(date(year, 1, 1), date(year, 12, 31)).map(date.isoformat)
    forms = ("{0}", "{0}-07", "{0}-XX", "{0}-07-XX", "{0}-XX-XX", "{0}?", "{0}-07~", "{0}-07-04%", "{0}-21", "{0}-24", "{0}-33", "{0}-36")
    return day | st.sampled_from([form.format(year) for form in forms])


def interval(years):
    first, last = sorted(years)
    return st.builds("{}/{}".format, date_like(first) | st.just(".."), date_like(last) | st.just(".."))


year = st.integers(FIRST, LAST)
day = st.dates(date(FIRST, 1, 1), date(LAST, 12, 31)).map(date.isoformat)
zone = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moment = st.datetimes(datetime(FIRST, 1, 2), datetime(LAST, 12, 30), timezones=zone).map(lambda moment: moment.isoformat("T", "seconds"))
edtf = st.one_of(
    year.flatmap(date_like),
    st.lists(year, min_size=2, max_size=2, unique=True).flatmap(interval),
    year.map(lambda year: f"{year // 10}X"),
    year.map(lambda year: f"{year // 100}XX"),
)


def degrees(most):
    return st.decimals(-most, most, places=6).map("{:f}".format)


def box(west, one, east, other):
    return ",".join((west, *sorted((one, other), key=float), east)[position] for position in (0, 1, 3, 2))


def ring(west, south, side):
    """A square as WKT has it: its corners, the first one again at the end."""
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    return "({})".format(", ".join(f"{west + x * side} {south + y * side}" for x, y in corners))


def polygon(west, south):
    return f"POLYGON({ring(west, south, 9)}, {ring(west + 3, south + 3, 3)})"


def polygons(west, south):
    return f"MULTIPOLYGON(({ring(west, south, 3)}), ({ring(west + 5, south + 5, 4)}))"


corner = st.integers(-180, 171), st.integers(-90, 81)
plain = st.text(st.characters(codec="utf-8", exclude_characters="\0()*"), max_size=20)
term = st.sampled_from(
    ["clash", "Almaty", '"near Almaty"', "al-Qaeda", "Алматы", "-bombing", '-"of cases"', "or", "'", "Alma*", "NOT (he or she)"]
)
words = st.builds("{} clash".format, plain | st.lists(term, max_size=5).map(" ".join))

FORMATS = {
    "date": day,
    "as-of": day | stored("/v1/datasets", "{id}@{release}"),
    "date-or-date-time": day | moment,
    "edtf": edtf,
    "bbox": st.builds(box, degrees(180), degrees(90), degrees(180), degrees(90)),
    "near": st.builds("{},{},{}".format, degrees(90), degrees(180), st.integers(0, 20_000)),
    "wkt": st.builds(polygon, *corner) | st.builds(polygons, *corner),
    "full-text": words,
    "name": words,
    "cursor": st.just(""),  # a cursor belongs to one query: the tests of pages have the others
    "country-code": picked(st.sampled_from(["KZ", "KAZ", "398", "KG", "FR"])),
    "event-id": picked(stored("/v1/events?kind=all&limit=1000")),
    "source-id": picked(stored("/v1/sources?limit=1000")),
    "location-id": picked(stored("/v1/locations?limit=1000")),
    "actor-id": picked(stored("/v1/actors?limit=1000")),
    "dataset-id": picked(stored("/v1/datasets?limit=1000")),
    "plain-dataset-id": stored("/v1/datasets?limit=1000"),
    "held-text": held("/v1/sources?limit=1000", "publisher"),
    "held-code": held("/v1/events?kind=all&limit=1000", "original_type"),
    "language-code": picked(held("/v1/sources?limit=1000", "language")),
    "vocabulary-name": stored("/v1/vocabularies", "{name}"),
}

SERIES = ("fill", "cumulative")

for name, strategy in FORMATS.items():
    schemathesis.openapi.format(name, strategy)


def closed(schema):
    """A document, or a part of it, in which objects have no other keys than those that it names."""
    if isinstance(schema, list):
        return list(map(closed, schema))
    if not isinstance(schema, dict):
        return schema
    has_names = schema.get("type") == "object" and "properties" in schema
    return ({"additionalProperties": False} if has_names else {}) | {key: closed(value) for key, value in schema.items()}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    raw_schema.update(closed(raw_schema))


@schemathesis.hook
def map_case(context, case):
    """What no document can say, of valid cases: a series in time is of one dated dimension, and has all of its rows; what changed since
    a revision is asked for up to a later one; what has no effect without another parameter is not given without that, nor what nothing
    can meet."""
    if case.meta.generation.mode != GenerationMode.POSITIVE:
        return case
    if "true" in {str(case.query.get(name)).lower() for name in SERIES}:
        case.query = {name: value for name, value in case.query.items() if name != "top"} | {"by": "year"}
    if {"since", "revision"} <= case.query.keys():
        case.query["since"] = min(case.query["since"], case.query["revision"], key=int)
    case.query = {name: value for name, value in case.query.items() if NOTHING not in spelt(value).split(",")}
    there = effective(agreeing(case.path, {name: spelt(value) for name, value in case.query.items()}))
    case.query = {name: value for name, value in case.query.items() if name in there}
    return case


def spelt(value):
    """A value as it stands in a URL."""
    return ",".join(map(spelt, value)) if isinstance(value, list) else str(value).lower()
