"""Events as they are compared, and the pairs that are: those of one country with dates that lie close together."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import heappop, heappush
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from peewee import JOIN, chunked

from models.db import bulk, dialect
from models.domain.vocabularies import INCIDENT
from models.tables.schema import Actor, Area, Event, Participation
from models.text.tokenizer import tokenize
from seeds.linking.extents import Extent, extent
from seeds.linking.similarity import COMMON, DAYS_APART

LONGEST = 31
"""Days of a date that is precise enough to be compared."""

CHUNK = 1000
TOLD = (Event.state, Event.id, Event.dataset, Event.type, Event.country, Event.location, Event.date_earliest, Event.date_latest)
TOLLS = (Event.fatalities_low, Event.fatalities_best, Event.fatalities_high)
BOUNDS = (Area.west, Area.south, Area.east, Area.north)


class CasualtyFigures(NamedTuple):
    low: float
    best: float
    high: float


@dataclass(slots=True)
class Candidate:
    """An event. `first` and `last` are the days of its date, as ordinals; `words` those of its actors' names."""

    id: str
    dataset: str
    type: str
    country: str
    location: str
    first: int
    last: int
    toll: CasualtyFigures | None
    extent: Extent | None
    words: frozenset


def candidate_pairs(datasets: Any) -> Iterator[Any]:
    """(a, b) for all Candidates of different datasets, of one country, whose dates lie close enough together."""
    for _, found in groupby(read_candidates(datasets), attrgetter("country")):
        yield from sweep_by_date(found)


def sweep_by_date(found: Any) -> Iterator[Any]:
    """The pairs of Candidates of one country, in the order of their first days: memory holds those alone which are still within reach."""
    reach = defaultdict(list)
    for each in found:
        for dataset, heap in reach.items():
            while heap and heap[0][0] < each.first - DAYS_APART:
                heappop(heap)
            if dataset != each.dataset:
                yield from ((other, each) for _, _, other in heap)
        heappush(reach[each.dataset], (each.last, each.id, each))


def read_candidates(datasets: Any) -> Iterator[Any]:
    """The current incidents of some datasets that have a country and a date that is precise enough, by country and day."""
    query = (
        Event.select(*TOLD, *TOLLS, *BOUNDS)
        .join(Area, JOIN.LEFT_OUTER)
        .where(Event.at(), Event.kind == INCIDENT, Event.country.is_null(False), Event.dataset.in_(datasets))
        .order_by(Event.country, Event.date_earliest, Event.id)
    )
    told = ActorWords()
    for chunk in chunked(dialect.stream_rows(query), CHUNK):
        named = told.words_of([row.state for row in chunk])
        found = (make_candidate(row, named[row.state]) for row in chunk)
        yield from (each for each in found if each.last - each.first < LONGEST)


def make_candidate(row: Any, named: frozenset[str]) -> Candidate:
    return Candidate(
        row.id, row.dataset, row.type, row.country, row.location,
        first=ordinal(row.date_earliest),
        last=ordinal(row.date_latest),
        toll=complete_figures(row.fatalities_low, row.fatalities_best, row.fatalities_high),
        extent=None if row.west is None else extent(row.west, row.south, row.east, row.north),
        words=named,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@lru_cache(maxsize=65536)
def complete_figures(low: int | None, best: int | None, high: int | None) -> CasualtyFigures | None:
    """The CasualtyFigures of a toll, without gaps, in the way of models.predicates.casualties; None where nothing is reported."""
    if low is high is None:
        return None
    return CasualtyFigures(first_known(low, 0), first_known(best, low, high), first_known(high, math.inf))


def first_known(*figures: Any) -> int:
    return next(figure for figure in figures if figure is not None)


class ActorWords:
    """The words of actors' names, kept by actor."""

    def __init__(self) -> None:
        self.actors = {}

    def words_of(self, states: Any) -> Any:
        """By state, the words of its actors' names."""
        parts = list(
            Participation.select(Participation.state, Participation.actor).where(bulk.where_among(Participation.state, states)).tuples()
        )
        self.fetch({actor for _, actor in parts} - self.actors.keys())
        found = defaultdict(frozenset)
        for state, actor in parts:
            found[state] |= self.actors[actor]
        return found

    def fetch(self, ids: Any) -> Any:
        for id, name, names in Actor.select(Actor.id, Actor.name, Actor.names).where(bulk.where_among(Actor.id, ids)).tuples():
            told = chain.from_iterable(map(tokenize, (name, *names)))
            self.actors[id] = frozenset(word for word in told if len(word) > 2 and word.isalpha() and word not in COMMON)
