"""One rule for each property of an event: what it is, and whether claims disagree. To add a property, add it to PROPERTIES with its rule.

A rule sees the values that claims assert of its property, the best-ranked claim's first.
"""

from collections import namedtuple
from itertools import chain, combinations
from operator import itemgetter
from typing import Any, NamedTuple, Self

from models.domain import dates
from models.domain.vocabularies import TYPE

Verdict = namedtuple("Verdict", "value disputed")


class PeopleRange(NamedTuple):
    """A number of people as far as it is known; None where it is not. low <= best <= high always holds."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    @classmethod
    def of(cls, asserted: dict[str, Any] | int) -> Any:
        """The range that an assertion gives: a number, or what there is of low, best, high. Figures out of order widen it to hold them."""
        if not isinstance(asserted, dict):
            return cls(asserted, asserted, asserted)
        low, best, high = asserted.get("low"), asserted.get("best"), asserted.get("high")
        given = [number for number in (low, best, high) if number is not None]
        return cls(None if low is None else min(given), best, None if high is None else max(given))

    @property
    def core(self) -> tuple[Any, ...]:
        """What it comes down to: its best figure, or its bounds where it names none."""
        return (self.low, self.high) if self.best is None else (self.best, self.best)

    def disagrees(self, other: Self) -> bool:
        """No number lies in the core of both."""
        (low, high), (other_low, other_high) = self.core, other.core
        return exceeds(low, other_high) or exceeds(other_low, high)

    def as_dict(self) -> dict[str, Any]:
        return {"low": self.low, "best": self.best, "high": self.high}


def exceeds(low: int | None, high: int | None) -> bool:
    return low is not None and high is not None and low > high


def take_best_ranked(values: list[str]) -> Verdict:
    """What the best-ranked claim says; claims disagree when they do not all say the same."""
    return Verdict(values[0], any(value != values[0] for value in values))


def take_wording(values: list[str]) -> Verdict:
    """The coder's words on the best-ranked claim; words are never in dispute."""
    return Verdict(values[0], False)


def resolve_branch(values: list[str]) -> Verdict:
    """The best-ranked claim's code; claims disagree when one's code is neither above nor under another's."""
    apart = any(a not in TYPE.within(b) and b not in TYPE.within(a) for a, b in combinations(set(values), 2))
    return Verdict(values[0], apart)


def resolve_dates(values: Any) -> Verdict:
    """The most precise of the dates when all are compatible (some day lies in every one), else the hull of them all, disputed."""
    spans = [dates.parse_date(value) for value in values]
    if max(span.first for span in spans) <= min(span.last for span in spans):
        return Verdict(min(spans, key=lambda span: span.days).edtf, False)
    return Verdict(covering_span(spans).edtf, True)


def covering_span(spans: Any) -> dates.Span:
    earliest, latest = min(span.first for span in spans), max(span.last for span in spans)
    return dates.span_of_stored(earliest, latest)


def resolve_place(values: list[str]) -> Verdict:
    """The deepest place when each lies inside the one above it, else the best-ranked claim's place, disputed."""
    inmost = max(values, key=len)
    if all(f"{inmost}.".startswith(f"{value}.") for value in values):
        return Verdict(inmost, False)
    return Verdict(values[0], True)


def resolve_casualties(values: list[Any]) -> Verdict:
    """Low and high are the least and the most that was claimed, where any claim sets that bound; best is the best-ranked claim's best.

    Unreported stays null.
    """
    if len(values) == 1:
        return Verdict(PeopleRange.of(values[0]).as_dict(), False)
    ranges = [PeopleRange.of(value) for value in values]
    lows, bests, highs = ([figure for figure in figures if figure is not None] for figures in zip(*ranges, strict=True))
    claimed = lows + bests + highs
    whole = PeopleRange(low=min(claimed) if lows else None, best=bests[0] if bests else None, high=max(claimed) if highs else None)
    return Verdict(whole.as_dict(), any(a.disagrees(b) for a, b in combinations(ranges, 2)))


def unite(values: list[Any]) -> Verdict:
    """All that any claim names."""
    return Verdict(sorted({item for value in values for item in value}), False)


REMARKS = ("note", "capacity")
"""Fields of an entry that are never in dispute."""


def unite_by(*key: Any) -> Any:
    """A rule: all the entries that any claim names, one for each key, each field from the best-ranked claim that gives it."""

    identity = itemgetter(*key)

    def rule(values: Any) -> Any:
        entries, disputed = {}, False
        for entry in chain.from_iterable(values):
            known = entries.setdefault(identity(entry), entry)
            if known is not entry and known != entry:
                disputed |= any(known.get(field, value) != value for field, value in entry.items() if field not in REMARKS)
                entries[identity(entry)] = entry | known
        return Verdict([entries[each] for each in sorted(entries)], disputed)

    rule.__doc__ = f"All that any claim names, one for each {' and '.join(key)}; of its fields the best-ranked claim's count."
    return rule


PROPERTIES = {
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
"""The properties whose rules take a value as it stands where no claim says otherwise."""
