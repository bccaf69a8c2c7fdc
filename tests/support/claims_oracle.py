"""What claims add up to, worked out the long way, by other means than models/domain/claims.py; and what releases do, in whatever order."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

CERTAINTIES = ("stated", "alleged", "inferred")
BOUNDS = ("low", "best", "high")

DATES = {
    "2011-12-03": ("2011-12-03", "2011-12-03"),
    "2011-12-04": ("2011-12-04", "2011-12-04"),
    "2011-12-03?": ("2011-12-03", "2011-12-03"),
    "2011-12": ("2011-12-01", "2011-12-31"),
    "2011-11": ("2011-11-01", "2011-11-30"),
    "2011": ("2011-01-01", "2011-12-31"),
    "2011-05/2011-07": ("2011-05-01", "2011-07-31"),
    "2011-07/2011-09": ("2011-07-01", "2011-09-30"),
    "2011-24": ("2011-12-01", "2012-02-29"),
    "2012-02": ("2012-02-01", "2012-02-29"),
    "201X": ("2010-01-01", "2019-12-31"),
    "../2011-11": ("0001-01-01", "2011-11-30"),
    "2011-12-04/..": ("2011-12-04", "9999-12-31"),
    "../..": ("0001-01-01", "9999-12-31"),
}
"""Dates with the first and the last day of each; an open end is the end of the calendar."""


@dataclass(slots=True)
class Account:
    """An account as models.domain.claims takes it."""

    source: str
    known_from: str
    certainty: str
    assertions: dict
    known_until: str | None = None
    cites: tuple = ()


def best_first(accounts):
    """Accounts by their rank: certainty, then the later publication, then the source."""
    return sorted(accounts, key=lambda each: (CERTAINTIES.index(each.certainty), -ordinal(each.known_from), each.source))


def ordinal(day):
    return date.fromisoformat(day).toordinal()


def asserted(accounts, name):
    return [account.assertions[name] for account in best_first(accounts) if name in account.assertions]


def when(texts):
    """(EDTF, disputed) of dates, the best-ranked first."""
    spans = {text: days(*DATES[text]) for text in texts}
    if any(all(span[0] in other for other in spans.values()) for span in spans.values()):
        return min(spans, key=lambda text: len(spans[text])), False
    first, last = min(DATES[text][0] for text in texts), max(DATES[text][1] for text in texts)
    return f"{'..' if first == '0001-01-01' else first}/{'..' if last == '9999-12-31' else last}", True


def days(first, last):
    return range(ordinal(first), ordinal(last) + 1)


def how_many(claims):
    """(low, best and high, disputed) of numbers of people, the best-ranked first."""
    given = [claim if isinstance(claim, dict) else dict.fromkeys(BOUNDS, claim) for claim in claims]
    figures = [figure for each in given for figure in each.values()]
    value = {
        "low": min(figures) if any("low" in each for each in given) else None,
        "best": next((each["best"] for each in given if "best" in each), None),
        "high": max(figures) if any("high" in each for each in given) else None,
    }
    return value, any(allowed(a, max(figures)).isdisjoint(allowed(b, max(figures))) for a, b in combinations(given, 2))


def allowed(given, most):
    """Every number that a claim leaves possible, as far as any claim goes."""
    return {given["best"]} if "best" in given else set(range(given.get("low", 0), given.get("high", most) + 1))


def where(places):
    """(place, disputed) of places, the best-ranked first."""
    paths = sorted((place.split(".") for place in places), key=len)
    chain = all(deeper[: len(path)] == path for path, deeper in pairwise(paths))
    return (".".join(paths[-1]), False) if chain else (places[0], True)


class Heard:
    """What releases told of events: by event, from which day on what was told (None: that it is no more).

    A release that repeats what stands on its day is not heard. One that comes late is heard until the next that was, or the next
    complete one: from there on things are as that left them.
    """

    def __init__(self):
        self.told, self.whole = {}, set()

    def load(self, day, events, complete):
        """What each event is told as, by its id, from a day on."""
        gone = {id: None for id in self.world(day) if id not in events} if complete else {}
        for id, value in (events | gone).items():
            self.hear(id, day, value)
        if complete:
            self.whole.add(day)

    def hear(self, id, day, value):
        if self.at(id, day) == value:
            return
        until = min((other for other in self.whole if other > day), default=None)
        if until and not any(day < other <= until for other in self.told.get(id, ())):
            self.told[id] = self.told.get(id, {}) | {until: self.at(id, until)}
        self.told.setdefault(id, {})[day] = value

    def at(self, id, day):
        return next((value for since, value in sorted(self.told.get(id, {}).items(), reverse=True) if since <= day), None)

    def world(self, day):
        """By id, what stands on a day."""
        return {id: value for id in self.told if (value := self.at(id, day)) is not None}
