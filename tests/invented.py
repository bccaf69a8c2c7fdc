"""An invented dataset with every kind of imprecision, and a plain Python oracle that answers questions about it."""

import random

from models import claims, dates
from models.vocabularies import TYPE
from seeds.records import Batch

BOXES = {
    "kz": (46, 40, 87, 55),
    "kz.a": (60, 42, 70, 50),
    "kz.a.x": (65.5, 45.5, 65.5, 45.5),
    "kz.a-b": (70, 42, 80, 50),
    "kz.a-b.y": (75.25, 43, 75.25, 43),
    "kg": (69, 39, 80, 43),
    "fj": (177, -21, -178, -12),
    "fj.west": (177.5, -18, 177.5, -18),
    "fj.east": (-179.5, -17, -179.5, -17),
    "pole": (-180, -90, 180, -60),
    "nowhere": (None, None, None, None),
}
KINDS = {0: "country", 1: "admin1", 2: "settlement"}
DATES = (
    "2011",
    "2011-05",
    "2011-05-03",
    "2011-12-03",
    "2011-12",
    "2011-22",
    "2011-11/2012-02",
    "../2011-06",
    "2012-01/..",
    "201X",
    "2012-01-01",
    "2010-12-31",
)
TYPES = ("violence", "battle", "armed-clash", "attack", "bombing", "suicide-bombing", "arrest", "crackdown")
SOURCES = {"early": "2011-12-05", "middle": "2012", "late": "2015-11"}
ACTORS = ("police", "rebels", "civilians")


def place(id, box):
    west, south, east, _ = box
    point = (south, west) if west == east else (None, None)
    country = id[:2].upper() if id[:2] in ("kz", "kg", "fj") else None
    kind = KINDS[id.count(".")] if country else "region"
    row = {
        "id": id,
        "name": id.title(),
        "kind": kind,
        "country": country,
        "latitude": point[0],
        "longitude": point[1],
        "geonameid": None,
        "names": [],
        "basis": None,
    }
    return row | dict(zip(("west", "south", "east", "north"), box, strict=True))


def source(id, published):
    span = dates.parse(published)
    return {
        "id": f"invented:{id}",
        "dataset": "invented",
        "title": id,
        "author": None,
        "publisher": None,
        "published": published,
        "published_earliest": span.first,
        "published_latest": span.last,
        "published_certainty": "stated",
        "published_basis": None,
        "known_from": span.last,
        "language": "en",
        "url": None,
        "sha256": None,
    }


def claim(rng, event, source, first):
    sides = [
        {"actor": f"invented:{actor}", "role": rng.choice(("perpetrator", "target"))} for actor in rng.sample(ACTORS, rng.randint(0, 3))
    ]
    values = {
        "date": rng.choice(DATES),
        "location": rng.choice([None, *BOXES]),
        "actors": sides,
        "fatalities": rng.choice((None, 0, 1, 7, 7, {"low": 40}, {"low": 2, "best": 3, "high": 9})),
        "injuries": rng.choice((None, None, 5)),
    }
    if first or rng.random() < 0.5:
        values |= {
            "kind": rng.choice(("incident", "incident", "incident", "series", "development")),
            "type": rng.choice(TYPES),
            "status": rng.choice(("occurred", "foiled", "alleged")),
            "title": f"Event {event}",
        }
    return {
        "id": f"{event}:{source}",
        "event": event,
        "source": f"invented:{source}",
        "attributed_to": None,
        "certainty": rng.choice(("stated", "alleged", "inferred")),
        "locator": {"paragraph": 1},
        "note": None,
        "assertions": {key: value for key, value in values.items() if value is not None},
    }


def claims_of(rng, event):
    told_by = sorted(rng.sample(list(SOURCES), rng.randint(1, 3)), key=list(SOURCES).index)
    return event, [claim(rng, event, source, number == 0) for number, source in enumerate(told_by)]


def batch(events=120, seed=1):
    rng = random.Random(seed)
    return Batch(
        dataset={
            "id": "invented",
            "title": "Invented",
            "description": "Invented.",
            "licence": "CC0-1.0",
            "licence_url": None,
            "citation": "None.",
        },
        label="1",
        released_on="2020-01-01",
        checksum=f"{events} {seed}",
        sources=[source(*each) for each in SOURCES.items()],
        locations=[place(*each) for each in BOXES.items()],
        actors=[
            {"id": f"invented:{id}", "dataset": "invented", "name": id.title(), "kind": "unidentified", "country": None, "names": []}
            for id in ACTORS
        ],
        events=[claims_of(rng, f"invented:e{number}") for number in range(events)],
        size=events,
    )


class Oracle:
    """The states of a batch's events, asked in plain Python."""

    def __init__(self, batch):
        known = {source["id"]: source["known_from"] for source in batch.sources}
        self.states = {event: claims.states([self.account(row, known) for row in rows]) for event, rows in batch.events}

    def account(self, row, known):
        return claims.Account(row["source"], known[row["source"]], row["certainty"], row["assertions"])

    def ask(self, **query):
        """By id, the state of each event that a query finds."""
        found = {event: at(states, query.get("as_of")) for event, states in self.states.items()}
        return {event: state for event, state in found.items() if state and matches(state, query)}


def at(states, as_of):
    """The state of a day; now, the last."""
    told = [state for state in states if as_of is None or state.known_from <= as_of]
    return told[-1] if told else None


def matches(state, query):
    certain = query.get("match") == "certain"
    return all(TESTS[name](state, value, certain) for name, value in query.items() if name in TESTS)


def any_of(test):
    return lambda state, wanted, certain: any(test(state, one) for one in wanted.split(","))


def dated(state, wanted, certain):
    mine, asked = dates.parse(state.values["date"]), dates.parse(wanted)
    if certain:
        return asked.first <= mine.first and mine.last <= asked.last
    return mine.first <= asked.last and asked.first <= mine.last


def boxed(state, wanted, certain):
    box = BOXES.get(state.values.get("location"))
    if box is None or box[0] is None:
        return False
    asked = tuple(map(float, wanted.split(",")))
    if certain:
        return box[1] >= asked[1] and box[3] <= asked[3] and within(box, asked)
    return box[1] <= asked[3] and box[3] >= asked[1] and any(a <= d and c <= b for a, b in pieces(box) for c, d in pieces(asked))


def pieces(box):
    """The longitudes of a box as intervals that do not cross the antimeridian."""
    west, _, east, _ = box
    return [(west, east)] if west <= east else [(west, 180), (-180, east)]


def within(box, asked):
    return all(any(c <= a and b <= d for c, d in pieces(asked)) for a, b in pieces(box))


def is_or_lies_in(state, place):
    return f"{state.values.get('location', '')}.".startswith(f"{place}.")


TESTS = {
    "country": any_of(lambda state, code: state.values.get("location", "").partition(".")[0] == code.lower()),
    "location": any_of(is_or_lies_in),
    "type": any_of(lambda state, code: state.values["type"] in TYPE.within(code)),
    "status": any_of(lambda state, code: state.values["status"] == code),
    "kind": lambda state, kind, _: kind in ("all", state.values["kind"]),
    "source": any_of(lambda state, id: id in state.sources),
    "actor": any_of(lambda state, id: any(part["actor"] == id for part in state.values.get("actors", ()))),
    "date": dated,
    "bbox": boxed,
}
