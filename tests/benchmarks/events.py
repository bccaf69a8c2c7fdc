"""An invented dataset with the shape of real ones: few countries, actors and years have most events, dates and places are imprecise,
some events are told by several sources, tolls are mostly small and not always told. The same seed gives the same events."""

import itertools
import random
from datetime import date, timedelta

from benchmarks.places import DATASET, Places
from models.domain import dates
from models.domain.vocabularies import ACTOR_KIND, TYPE
from seeds.batch import Batch, Record

FIRST, LAST = date(1989, 1, 1), date(2025, 12, 31)
OUTLETS = 20
ACTORS = 2000
ONSETS, RHYMES = ("b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z", "sh", "kh"), ("a", "e", "i", "o", "u", "an", "ar", "in", "or")
WORDS = ["".join(parts) for parts in itertools.product(ONSETS, RHYMES, ONSETS[:6], RHYMES)]
TYPES = {"armed-clash": 40, "armed-attack": 20, "bombing": 15, "killing": 12, "arrest": 8, "suicide-bombing": 3, "explosion": 2}
TOLLS = {0: 35, 1: 22, 2: 12, 3: 8, 4: 5, 6: 5, 9: 4, 15: 4, 30: 3, 80: 1.5, 400: 0.4, 3000: 0.1}
PRECISIONS = {"day": 78, "days": 9, "month": 8, "season": 2, "year": 3}


class Skewed:
    """Draws from things of which some are more frequent: by their weights, or each half as often as the one half as far back."""

    def __init__(self, things):
        self.things = list(things)
        weights = things.values() if isinstance(things, dict) else (1 / rank for rank in range(1, len(self.things) + 1))
        self.weights = list(itertools.accumulate(weights))

    def draw(self, rng, number):
        return rng.choices(self.things, cum_weights=self.weights, k=number)

    def one(self, rng):
        return self.draw(rng, 1)[0]


class Teller:
    """Tells events of one dataset in their order."""

    def __init__(self, dataset, places, seed):
        self.dataset, self.places, self.rng = dataset, places, random.Random(f"events of {dataset} {seed}")
        self.words, self.types, self.tolls, self.precisions = map(Skewed, (WORDS, TYPES, TOLLS, PRECISIONS))
        self.countries, self.actors = Skewed(places.countries), Skewed(range(ACTORS))

    def event(self, number):
        """The Record of an event."""
        rng, id = self.rng, f"{self.dataset}:{number}"
        day = FIRST + timedelta(int((LAST - FIRST).days * rng.random() ** 0.6))
        tellers = 1 + (rng.random() < 0.3) + (rng.random() < 0.1)
        whole = self.account(day)
        return Record(id, [self.claim(id, whole if again == 0 else self.retold(whole), day, again) for again in range(tellers)])

    def account(self, day):
        rng = self.rng
        type, place = self.types.one(rng), self.places.draw(rng, self.countries.one(rng))
        return {
            "kind": "incident" if rng.random() < 0.98 else "development",
            "type": type,
            "status": "occurred" if rng.random() < 0.97 else "alleged",
            "title": f"{TYPE.by_code[type].label} in {self.places.names[place]}",
            "summary": " ".join(self.words.draw(rng, rng.randint(10, 40))).capitalize() + ".",
            "date": imprecise(day, self.precisions.one(rng)),
            "location": place,
            "actors": [{"actor": actor_id(self.dataset, actor), "role": role} for actor, role in self.sides()],
        } | ({"fatalities": self.toll()} if rng.random() < 0.9 else {})

    def sides(self):
        first, second = self.actors.draw(self.rng, 2)
        return [(first, "perpetrator"), (second, "target")]

    def toll(self):
        best = self.tolls.one(self.rng)
        return best if self.rng.random() < 0.7 else {"low": best // 2, "best": best, "high": best * 2 + 1}

    def retold(self, whole):
        """A later source knows another toll, in words of its own."""
        words = " ".join(self.words.draw(self.rng, 12)).capitalize()
        return {"fatalities": self.toll(), "summary": f"{words}.", "location": whole["location"]}

    def claim(self, event, assertions, day, again):
        months = day.year * 12 + day.month + again * self.rng.randint(1, 24)
        source = source_id(self.dataset, self.rng.randrange(OUTLETS), months)
        return {
            "id": f"{event}:{again}",
            "event": event,
            "source": source,
            "attributed_to": None,
            "certainty": "stated",
            "locator": {"paragraph": 1},
            "note": None,
            "assertions": assertions,
        }


def imprecise(day, precision):
    """EDTF of a day that is known so precisely."""
    return {
        "day": day.isoformat(),
        "days": f"{day}/{min(day + timedelta(5), LAST)}",
        "month": f"{day:%Y-%m}",
        "season": f"{day:%Y}-{21 + day.month % 12 // 3}",
        "year": f"{day:%Y}",
    }[precision]


def actor_id(dataset, number):
    return f"{dataset}:actor-{number}"


def actor(dataset, number):
    kind, name = ACTOR_KIND.codes[number % len(ACTOR_KIND.codes)], f"{WORDS[number]} {WORDS[number * 7 % len(WORDS)]}".title()
    return {"id": actor_id(dataset, number), "dataset": dataset, "name": name, "kind": kind, "country": None, "names": []}


def source_id(dataset, outlet, months):
    return f"{dataset}:outlet-{outlet}-{months // 12}-{months % 12 + 1:02}"


def source(dataset, outlet, months):
    """What an outlet published in a month, counted from the year 0."""
    day = f"{months // 12}-{months % 12 + 1:02}-15"
    span = dates.parse_date(day)
    return {
        "id": source_id(dataset, outlet, months), "dataset": dataset, "title": f"{WORDS[outlet].title()} Monthly, {day[:7]}",
        "author": None, "publisher": f"{WORDS[outlet].title()} Monthly", "published": day, "published_earliest": span.first,
        "published_latest": span.last, "published_certainty": "stated", "published_basis": None, "known_from": span.last,
        "language": "en", "url": None, "sha256": None,
    }  # fmt: skip


def batch(size, seed, dataset=DATASET, endless=False):
    """What the pipeline loads. `size` settles how many places there are as well; `endless`, it goes on telling events beyond it."""
    places = Places(size, seed)
    teller = Teller(dataset, places, seed)
    months = range(FIRST.year * 12, (LAST.year + 6) * 12)
    return Batch(
        dataset={
            "id": dataset, "title": f"An {dataset} dataset", "description": "Invented to measure with.", "licence": "CC0-1.0",
            "licence_url": None, "citation": "None.",
        },
        label=f"{size}.{seed}",
        released_on="2026-01-01",
        checksum=f"{size} {seed}",
        sources=[source(dataset, outlet, month) for outlet in range(OUTLETS) for month in months],
        locations=places.rows,
        actors=[actor(dataset, number) for number in range(ACTORS)],
        records=map(teller.event, itertools.count() if endless else range(size)),
    )  # fmt: skip
