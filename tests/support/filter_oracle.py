"""What a query finds in the invented dataset, worked out in plain Python and the long way round."""

import functools
import itertools
import math
import unicodedata

import numpy
import shapely

from models.domain import claims, dates
from models.domain.vocabularies import TYPE
from models.text import search_query
from support.claims_oracle import Account
from support.invented_dataset import ACTORS, BOXES, SOURCES, batch, names_of


class Oracle:
    """The states of a batch's events, asked in plain Python."""

    def __init__(self, batch):
        known = {source["id"]: source["known_from"] for source in batch.sources}
        self.states = {event: claims.resolve_states([self.account(row, known) for row in rows]) for event, rows, *_ in batch.records}

    def account(self, row, known):
        return Account(row["source"], known[row["source"]], row["certainty"], row["assertions"])

    def ask(self, **query):
        """By id, the state of each event that a query finds."""
        found = {event: at(states, query.get("as_of")) for event, states in self.states.items()}
        return {event: state for event, state in found.items() if state and matches(state, query)}


BATCH = batch()
ORACLE = Oracle(BATCH)
"""Of the store that is the fixture `invented`."""


def at(states, as_of):
    """The state of a day; now, the last."""
    told = [state for state in states if as_of is None or state.known_from <= as_of]
    return told[-1] if told else None


def matches(state, query):
    certain = query.get("match") == "certain"
    return all(TESTS[name](state, value, certain) for name, value in query.items() if name in TESTS)


def any_of(test):
    """One of the values will do, and none of those with a `!`."""

    def picked(state, asked, certain):
        wanted = [one for one in asked.split(",") if not one.startswith("!")]
        unwanted = [one[1:] for one in asked.split(",") if one.startswith("!")]
        return (not wanted or any(test(state, one) for one in wanted)) and not any(test(state, one) for one in unwanted)

    return picked


def dated(state, wanted, certain):
    mine, asked = dates.parse_date(state.values["date"]), dates.parse_date(wanted)
    if certain:
        return asked.first <= mine.first and mine.last <= asked.last
    return mine.first <= asked.last and asked.first <= mine.last


def box_of(state):
    box = BOXES.get(state.values.get("location"), (None,))
    return None if box[0] is None else box


def spatial(test):
    """A test of boxes; without one, nothing matches."""
    return lambda state, wanted, certain: box_of(state) is not None and test(box_of(state), wanted, certain)


def boxed(box, wanted, certain):
    """On every meridian that matters and between them: whether some, or each, of the area's points lies in the box."""
    west, south, east, north = map(float, wanted.split(","))
    low, high = max(box[1], south), min(box[3], north)
    if certain:
        return box[1] >= south and box[3] <= north and (covers(box, (west, east)) or abs(box[1] + box[3]) == 180)
    return low <= high and (shares(box, (west, east)) or low <= -90 or high >= 90)


def shares(box, longitudes):
    return any(in_range(x, longitudes) for x in (box[0], box[2])) or any(in_range(x, (box[0], box[2])) for x in longitudes)


def covers(box, longitudes):
    """Each of the area's longitudes is held: those at its ends, at the ends of the box, and just beside them."""
    if longitudes == (-180, 180):
        return True
    marks = [x + step for x in (box[0], box[2], *longitudes) for step in (-1e-6, 0, 1e-6)]
    return all(in_range(x, longitudes) for x in marks if in_range(x, (box[0], box[2])))


def in_range(x, longitudes):
    """Whether a longitude lies on the way east from the one to the other."""
    west, east = longitudes
    width = 360 if (west, east) == (-180, 180) else (east - west) % 360
    return (x - west) % 360 <= width or (x - east) % 360 in (0, 360)


def near(box, wanted, certain):
    latitude, longitude, km = map(float, wanted.split(","))
    distance = distance_to(box, latitude, longitude, certain)
    assert box[:2] == box[2:] or abs(distance - km) > 1e-3, "too close to call"
    return distance <= km


@functools.cache
def distance_to(box, latitude, longitude, farthest):
    """Kilometres from a point to the nearest or the farthest point of an area."""
    return (max if farthest else min)(extreme(half, latitude, longitude, farthest) for half in halves(box))


def extreme(box, latitude, longitude, farthest, size=999):
    """By looking at latitudes ever closer: on one of them, the less the longitudes differ, the nearer is the point."""
    west, south, east, north = box
    other = longitude + 180 if farthest else longitude
    here = next((x for x in (other - 360, other, other + 360) if west <= x <= east), None)
    ends = sorted((west, east), key=lambda x: abs((x - longitude + 180) % 360 - 180))
    meridian = here if here is not None else ends[-1 if farthest else 0]
    for _ in range(5):
        rows = numpy.linspace(south, north, size)
        found = kilometres(latitude, longitude, rows, meridian)
        best = found.argmax() if farthest else found.argmin()
        south, north = rows[max(best - 2, 0)], rows[min(best + 2, size - 1)]
    return found[best]


def kilometres(latitude, longitude, latitudes, longitudes):
    """By the angle between vectors, which is not how the API does it."""
    a, b = vector(latitude, longitude), vector(latitudes, longitudes)
    cross = numpy.sqrt((a[1] * b[2] - a[2] * b[1]) ** 2 + (a[2] * b[0] - a[0] * b[2]) ** 2 + (a[0] * b[1] - a[1] * b[0]) ** 2)
    return 6371.0088 * numpy.arctan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def vector(latitude, longitude):
    latitude, longitude = numpy.radians(latitude), numpy.radians(longitude)
    return numpy.cos(latitude) * numpy.cos(longitude), numpy.cos(latitude) * numpy.sin(longitude), numpy.sin(latitude)


def halves(box):
    west, south, east, north = box
    return [box] if west <= east else [(west, south, 180, north), (-180, south, east, north)]


def polygonal(box, wanted, certain):
    shape = shapely.from_wkt(wanted)
    parts = [outline(*half) for half in halves(box)]
    return all(map(shape.covers, parts)) if certain else any(map(shape.intersects, parts))


def outline(west, south, east, north):
    if (west, south) == (east, north):
        return shapely.Point(west, south)
    if west == east or south == north:
        return shapely.LineString([(west, south), (east, north)])
    return shapely.box(west, south, east, north)


def bounds(state, measure):
    """(least, most) that a toll may be; None when nobody tells."""
    told = state.values.get(measure) or {}
    figures = [told.get(bound) for bound in ("low", "best", "high")]
    if figures == [None, None, None]:
        return None
    low, best, high = figures
    return next(x for x in (low, best, 0) if x is not None), next(x for x in (high, best, math.inf) if x is not None)


def stands_for(toll, bound):
    """What a toll comes to by one of its bounds: its best figure where that is missing."""
    return toll["best"] if toll[bound] is None else toll[bound]


def at_least(measure):
    return lambda state, number, certain: bool(told := bounds(state, measure)) and told[0 if certain else 1] >= int(number)


def at_most(measure):
    return lambda state, number, certain: bool(told := bounds(state, measure)) and told[1 if certain else 0] <= int(number)


PRESENT = {
    "coordinates": lambda state: (box := box_of(state)) is not None and box[:2] == box[2:],
    "location": lambda state: "location" in state.values,
    "country": lambda state: state.values.get("location", "")[:2] in ("kz", "kg", "fj"),
    "fatalities": lambda state: bounds(state, "fatalities") is not None,
    "injuries": lambda state: bounds(state, "injuries") is not None,
    "actors": lambda state: bool(state.values.get("actors")),
    "part_of": lambda state: "part_of" in state.values,
    "claims": lambda state: True,
    "sources": lambda state: True,
}


def tokens(text):
    """The words of a text, character by character."""
    plain = itertools.chain.from_iterable(unicodedata.normalize("NFKD", each.casefold()) for each in unicodedata.normalize("NFKD", text))
    kept = [each for each in plain if unicodedata.category(each)[0] != "M" and unicodedata.category(each) not in ("Lm", "Cf")]
    return "".join(each if unicodedata.category(each)[0] in "LN" else " " for each in kept).split()


def texts(state):
    """Titles, names and the rest of a state, as lists of words."""
    named = [ACTORS[part["actor"].partition(":")[2]] for part in state.values.get("actors", ())]
    if place := state.values.get("location"):
        named.append(names_of(place))
    told = [state.values.get("summary", ""), *(SOURCES[source.partition(":")[2]][1] for source in state.sources)]
    return [[tokens(state.values["title"])], [tokens(each) for name, others in named for each in (name, *others)], list(map(tokens, told))]


def occurs(phrase, columns):
    """The words of a phrase stand one after the other in one of the texts."""
    return any(goes(phrase, text[at : at + len(phrase)]) for column in columns for text in column for at in range(len(text)))


def goes(phrase, words):
    """Words are those of a phrase; the last, with a star behind it, may go on."""
    *before, last = phrase
    begins = words[-1].startswith(last[:-1]) if last.endswith("*") else words[-1] == last
    return begins and len(words) == len(phrase) and words[:-1] == before


def holds(clause, columns, everywhere):
    return all(occurs(phrase, columns) for phrase in clause.wanted) and not any(occurs(phrase, everywhere) for phrase in clause.unwanted)


def is_asked(query):
    """It says what may be: it is no contradiction."""
    try:
        return bool(search_query.parse_query(query))
    except ValueError:
        return False


def told(state, query, _):
    found = texts(state)
    return any(holds(clause, found, found) for clause in search_query.parse_query(query))


def rank(state, query):
    """2 where titles alone meet a query, 1 where names help, else 0."""
    found, clauses = texts(state), [clause for clause in search_query.parse_query(query) if clause.wanted]
    return next((rank for rank in (2, 1) if any(holds(clause, found[: 3 - rank], found) for clause in clauses)), 0)


def is_or_lies_in(state, place):
    return f"{state.values.get('location', '')}.".startswith(f"{place}.")


TESTS = {
    "country": any_of(lambda state, code: state.values.get("location", "").partition(".")[0] == code.lower()),
    "location": any_of(is_or_lies_in),
    "type": any_of(lambda state, code: state.values["type"] in TYPE.within(code)),
    "status": any_of(lambda state, code: state.values["status"] == code),
    "kind": any_of(lambda state, kind: kind.lower() in ("all", state.values["kind"])),
    "dataset": any_of(lambda state, id: id == "invented"),
    "source": any_of(lambda state, id: id in state.sources),
    "actor": any_of(lambda state, id: any(part["actor"] == id for part in state.values.get("actors", ()))),
    "part_of": any_of(lambda state, id: state.values.get("part_of") == id),
    "related": any_of(lambda state, way: bool(state.values.get(way))),
    "original_type": any_of(lambda state, code: (state.values.get("original_type") or "").lower() == code.lower()),
    "date": dated,
    "bbox": spatial(boxed),
    "near": spatial(near),
    "within": spatial(polygonal),
    "fatalities_min": at_least("fatalities"),
    "fatalities_max": at_most("fatalities"),
    "injuries_min": at_least("injuries"),
    "injuries_max": at_most("injuries"),
    "disputed": lambda state, wanted, _: bool(state.disputed) is (wanted == "true"),
    "has": lambda state, names, _: all(PRESENT[name](state) for name in names.split(",")),
    "lacks": lambda state, names, _: not any(PRESENT[name](state) for name in names.split(",")),
    "q": told,
    "updated_since": lambda state, moment, _: moment < "2020",
}
