"""The resolution rule of each property of an event. To add a property, add it to PROPERTIES with its rule.

A rule takes the values that claims assert of its property, the best-ranked claim's first, and gives a Verdict: the event's value, and
whether the claims disagree.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations
from operator import itemgetter
from typing import Any, NamedTuple

from models.domain import dates
from models.domain.vocabularies import TYPE


class Verdict(NamedTuple):
    value: Any
    disputed: bool


Rule = Callable[[Sequence[Any]], Verdict]


class PeopleRange(NamedTuple):
    """A number of people: its lower bound, best figure and upper bound; None where one is unreported. low <= best <= high always holds."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    @classmethod
    def of(cls, asserted: int | dict[str, int | None] | None) -> "PeopleRange":
        """The range of an assertion: a number, or a dict with some of low, best, high. Figures out of order widen the bounds."""
        if not isinstance(asserted, dict):
            return cls(asserted, asserted, asserted)
        low, best, high = asserted.get("low"), asserted.get("best"), asserted.get("high")
        given = [number for number in (low, best, high) if number is not None]
        return cls(None if low is None else min(given), best, None if high is None else max(given))

    @property
    def core(self) -> tuple[int | None, int | None]:
        """The bounds by which ranges compare: the best figure as both, or low and high where there is none."""
        return (self.low, self.high) if self.best is None else (self.best, self.best)

    def disagrees(self, other: "PeopleRange") -> bool:
        """Whether no number lies in the core of both ranges."""
        (low, high), (other_low, other_high) = self.core, other.core
        return exceeds(low, other_high) or exceeds(other_low, high)

    def as_dict(self) -> dict[str, int | None]:
        return {"low": self.low, "best": self.best, "high": self.high}


def exceeds(low: int | None, high: int | None) -> bool:
    """Whether a lower bound is above an upper one; an unreported bound exceeds nothing."""
    return low is not None and high is not None and low > high


def take_best_ranked(values: Sequence[Any]) -> Verdict:
    """The best-ranked claim's value, disputed where not all values are equal."""
    return Verdict(values[0], any(value != values[0] for value in values))


def take_wording(values: Sequence[Any]) -> Verdict:
    """The best-ranked claim's wording, never disputed."""
    return Verdict(values[0], False)


def resolve_branch(values: Sequence[str]) -> Verdict:
    """The best-ranked claim's code, disputed where the code of one claim is neither above nor under that of another."""
    disputed = any(a not in TYPE.within(b) and b not in TYPE.within(a) for a, b in combinations(set(values), 2))
    return Verdict(values[0], disputed)


def resolve_dates(values: Sequence[str]) -> Verdict:
    """The most precise of the dates where some day lies in all of them, else the span that covers them all, disputed."""
    spans = [dates.parse_date(value) for value in values]
    if max(span.first for span in spans) <= min(span.last for span in spans):
        return Verdict(min(spans, key=lambda span: span.days).edtf, False)
    return Verdict(covering_span(spans).edtf, True)


def covering_span(spans: Sequence[dates.Span]) -> dates.Span:
    """The shortest Span in which all of some spans lie."""
    earliest, latest = min(span.first for span in spans), max(span.last for span in spans)
    return dates.span_of_stored(earliest, latest)


def resolve_place(values: Sequence[str]) -> Verdict:
    """The innermost location where it lies inside all others, else the best-ranked claim's location, disputed."""
    inmost = max(values, key=len)
    if all(f"{inmost}.".startswith(f"{value}.") for value in values):
        return Verdict(inmost, False)
    return Verdict(values[0], True)


def resolve_casualties(values: Sequence[int | dict[str, int | None]]) -> Verdict:
    """The range of several ranges: low and high are the least and the greatest figure claimed, where any claim gives that bound; best is
    the best-ranked claim's. Unreported stays null. Disputed where two ranges disagree."""
    if len(values) == 1:
        return Verdict(PeopleRange.of(values[0]).as_dict(), False)
    ranges = [PeopleRange.of(value) for value in values]
    lows, bests, highs = ([figure for figure in figures if figure is not None] for figures in zip(*ranges, strict=True))
    claimed = lows + bests + highs
    whole = PeopleRange(low=min(claimed) if lows else None, best=bests[0] if bests else None, high=max(claimed) if highs else None)
    return Verdict(whole.as_dict(), any(a.disagrees(b) for a, b in combinations(ranges, 2)))


def unite(values: Sequence[Iterable[Any]]) -> Verdict:
    """The union of the claims' lists, sorted, never disputed."""
    return Verdict(sorted({item for value in values for item in value}), False)


REMARKS = ("note", "capacity")
"""Fields of an entry that are never disputed."""


def unite_by(*key: str) -> Rule:
    """A rule for lists of dicts: the union of all entries, one for each key, each field from the best-ranked claim that gives it.

    Disputed where claims give different values to one field of an entry, other than REMARKS."""

    identity = itemgetter(*key)

    def rule(values: Sequence[Iterable[dict[str, Any]]]) -> Verdict:
        entries: dict[Any, dict[str, Any]] = {}
        disputed = False
        for entry in chain.from_iterable(values):
            known = entries.setdefault(identity(entry), entry)
            if known is not entry and known != entry:
                disputed |= any(known.get(field, value) != value for field, value in entry.items() if field not in REMARKS)
                entries[identity(entry)] = entry | known
        return Verdict([entries[each] for each in sorted(entries)], disputed)

    rule.__doc__ = f"The union of all entries, one for each {' and '.join(key)}, each field from the best-ranked claim that gives it."
    return rule


PROPERTIES: dict[str, Rule] = {
    "kind": take_best_ranked,
    "type": resolve_branch,
    "status": take_best_ranked,
    "title": take_wording,
    "summary": take_wording,
    "date": resolve_dates,
    "time": take_wording,
    "location": resolve_place,
    "coordinates": take_best_ranked,
    "fatalities": resolve_casualties,
    "injuries": resolve_casualties,
    "arrests": resolve_casualties,
    "participants": resolve_casualties,
    "actors": unite_by("actor", "role"),
    "weapons": unite_by("name"),
    "persons": unite_by("name"),
    "part_of": take_best_ranked,
    "related": unite,
    "original_type": take_best_ranked,
}

UNRESOLVED = {
    name for name, rule in PROPERTIES.items() if rule in (take_best_ranked, take_wording, resolve_branch, resolve_dates, resolve_place)
}
"""The properties whose rules give the claimed value unchanged where all claims agree."""
