"""An invented dataset with every kind of imprecision; tests/support/filter_oracle.py has the oracle that answers questions about it."""

import random

from models.domain import dates
from seeds.batch import Batch, Record

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
    "north-pole": (20, 90, 20, 90),
    "arctic": (100, 80, -100, 90),
    "seam": (180, 10, 180, 10),
    "other-seam": (-180, 10, -180, 10),
    "up-to-seam": (170, 5, 180, 15),
    "meridian": (20, -30, 20, 40),
    "parallel": (-60, 35, 120, 35),
    "globe": (-180, -90, 180, 90),
    "nowhere": (None, None, None, None),
}
"""By place, its west, south, east and north."""

NAMES = {
    "kz": ("Kazakhstan", ["Qazaqstan", "Қазақстан"]),
    "kz.a.x": ("Aqtöbe", ["Ақтөбе", "Gur’yev"]),
    "kz.a-b.y": ("Al-Farabi Street", ["Улица аль-Фараби"]),
    "fj.west": ("Suva", []),
    "globe": ("Oʻzbekiston & the World", ["Łódź"]),
}
"""Names of places and their other names, where they have more than their ids."""

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
    "2011-12-31/2012-01-01",
    "2011-10-31/2011-11-02",
)
TYPES = ("violence", "battle", "armed-clash", "attack", "bombing", "suicide-bombing", "arrest", "crackdown")
ORIGINAL_TYPES = {"battle": "Battle-No change", "armed-clash": "3 & more", "attack": "battle-no change", "bombing": "7"}
"""By type, the code that the dataset has for it."""

SOURCES = {
    "early": ("2011-12-05", "Seven die in bomb attack"),
    "middle": ("2012", "Взрыв в Алматы"),
    "late": ("2015-11", "Police: 'no attack'"),
}
"""By source, when it was published and its title."""

ACTORS = {
    "police": ("Police", ["Полиция", "Bomb squad of Suva"]),
    "rebels": ("Al-Qaeda rebels", []),
    "civilians": ("Civilians", ["The people"]),
}
"""By actor, its name and other names."""

ACTOR_KINDS = {"police": "police", "rebels": "unidentified", "civilians": "unidentified"}

WORDS = (
    "bomb",
    "Attack",
    "police",
    "al-Qaeda",
    "in",
    "Алматы",
    "взрыв",
    "café",
    "CAFÉ",
    "prosecutor's",
    "Straße",
    "ﬁre",
    "7",
    "x²",
    "“or”",
    "-",
    "ёлка",
)
TOLLS = (
    None,
    None,
    0,
    1,
    7,
    7,
    {"low": 40},
    {"high": 9},
    {"best": 5},
    {"low": 1, "high": 4},
    {"best": 3, "high": 6},
    {"low": 2, "best": 3, "high": 9},
)
SERIES = ("invented:e0", "invented:e1")


def names_of(place):
    return NAMES.get(place, (place.title(), []))


def place(id, box):
    west, south, east, north = box
    point = (south, west) if (west, south) == (east, north) else (None, None)
    country = id[:2].upper() if id[:2] in ("kz", "kg", "fj") else None
    name, names = names_of(id)
    row = {
        "id": id,
        "dataset": "invented",
        "name": name,
        "kind": KINDS[id.count(".")] if country else "region",
        "country": country,
        "latitude": point[0],
        "longitude": point[1],
        "geonameid": None,
        "names": names,
        "basis": None,
    }
    return row | dict(zip(("west", "south", "east", "north"), box, strict=True))


def source(id, published, title):
    span = dates.parse_date(published)
    return {
        "id": f"invented:{id}",
        "dataset": "invented",
        "title": title,
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


def actor(id, name, names):
    return {"id": f"invented:{id}", "dataset": "invented", "name": name, "kind": ACTOR_KINDS[id], "country": None, "names": names}


def sentence(rng, most):
    return " ".join(rng.choices(WORDS, k=rng.randint(1, most)))


def claim(rng, event, source, first):
    sides = [
        {"actor": f"invented:{actor}", "role": rng.choice(("perpetrator", "target"))}
        for actor in rng.sample(list(ACTORS), rng.randint(0, 3))
    ]
    values = {
        "date": rng.choice(DATES),
        "location": rng.choice([None, *BOXES]),
        "actors": sides,
        "fatalities": rng.choice(TOLLS),
        "injuries": rng.choice(TOLLS),
        "part_of": rng.choice([None, None, *SERIES]),
        "summary": rng.choice([None, sentence(rng, 9)]),
    }
    if first or rng.random() < 0.5:
        values |= {
            "kind": rng.choice(("incident", "incident", "incident", "series", "development")),
            "type": rng.choice(TYPES),
            "status": rng.choice(("occurred", "foiled", "alleged")),
            "title": sentence(rng, 4),
        }
        values["original_type"] = ORIGINAL_TYPES.get(values["type"])
        values["related"] = [SERIES[0]] if values["kind"] == "development" else None
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


def batch(events=160, seed=1):
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
        sources=[source(id, *each) for id, each in SOURCES.items()],
        locations=[place(*each) for each in BOXES.items()],
        actors=[actor(id, *each) for id, each in ACTORS.items()],
        records=[Record(*claims_of(rng, f"invented:e{number}")) for number in range(events)],
    )
