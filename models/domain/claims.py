"""Which claim wins, and the states that claims add up to.

Claims are ranked: certainty first (stated, alleged, inferred), then the later publication, then the source's id and the
content, so that the order in which claims arrive never matters. models.domain.resolution_rules then has a rule for each property.

An account is what a claim brings to an event: anything with its `source`, `certainty` and `assertions` (by property), with `cites`, the
sources that it rests on, and known from the day `known_from` until `known_until` (ISO days; None: still so).
"""

from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any

import orjson

from models.domain.resolution_rules import PROPERTIES, UNRESOLVED
from models.domain.vocabularies import CERTAINTY

REQUIRED = ("kind", "type", "status", "title", "date")
CERTAINTIES = CERTAINTY.codes
SOURCE, KNOWN_FROM = attrgetter("source"), attrgetter("known_from")


def is_known_on(account: Any, day: str) -> bool:
    """Whether an account is known on a day (ISO): the interval is half-open, an open end is None."""
    return account.known_from <= day and (account.known_until is None or day < account.known_until)


class UnsupportedValue(Exception):
    """An event lacks a value that no claim gives."""


@dataclass(slots=True)
class ResolvedState:
    """What claims add up to, for the days from known_from until known_until (None: still so)."""

    known_from: str
    known_until: str | None
    values: dict
    disputed: list
    sources: list


def rank_claims(accounts: list[Any]) -> list[Any]:
    """Accounts, the best first."""
    if len(accounts) == 1:
        return accounts
    apart = len({account.source for account in accounts}) == len(accounts)
    stable = sorted(accounts, key=SOURCE if apart else lambda account: (account.source, claim_content(account)))
    latest = sorted(stable, key=KNOWN_FROM, reverse=True)
    return sorted(latest, key=lambda account: CERTAINTIES.index(account.certainty))


def claim_content(account: Any) -> Any:
    return orjson.dumps(account.assertions, option=orjson.OPT_SORT_KEYS)


def resolve(accounts: list[Any]) -> tuple[Any, ...]:
    """(values by property, names of the disputed properties) of the event that accounts, at least one, add up to."""
    said = assertions_by_property(rank_claims(accounts))
    values, disputed = {}, []
    for name in filter(said.__contains__, PROPERTIES):
        told = said[name]
        if name in UNRESOLVED and told.count(told[0]) == len(told):
            values[name] = told[0]
            continue
        values[name], is_disputed = PROPERTIES[name](told)
        if is_disputed:
            disputed.append(name)
    return values, disputed


def assertions_by_property(accounts: list[Any]) -> dict[str, Any]:
    """By property, all that is asserted of it."""
    said = {name: [value] for account in accounts[:1] for name, value in account.assertions.items() if value is not None}
    for account in accounts[1:]:
        for name, value in account.assertions.items():
            if value is not None:
                said.setdefault(name, []).append(value)
    return said


def resolve_states(accounts: list[Any]) -> list[ResolvedState]:
    """The states of one event, one from each day on which an account came or went until the next; none where none stands.

    Raises UnsupportedValue.
    """
    if len(accounts) == 1 and accounts[0].known_until is None:
        return [resolve_state(accounts, accounts[0].known_from, None)]
    days = sorted({day for account in accounts for day in (account.known_from, account.known_until) if day})
    told = [([account for account in accounts if is_known_on(account, day)], day, until) for day, until in pairwise([*days, None])]
    return [resolve_state(*each) for each in told if each[0]]


def resolve_state(told: list[Any], day: str, until: str | None) -> ResolvedState:
    values, disputed = resolve(told)
    missing = [name for name in REQUIRED if name not in values]
    if missing:
        raise UnsupportedValue(f"no claim known by {day} gives the event's {', '.join(missing)}")
    return ResolvedState(day, until, values, disputed, sorted({source for account in told for source in (account.source, *account.cites)}))
