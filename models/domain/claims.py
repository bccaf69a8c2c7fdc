"""Ranks claims, and resolves them into the states of an event.

Claims are ranked: certainty first (stated, alleged, inferred), then the later publication, then the source's id and the
content, so that the order in which claims arrive never matters. models.domain.resolution_rules then has a rule for each property.
"""

from collections.abc import Sequence
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

Account = Any
"""What a claim says of an event, as an object with the attributes `source` (id), `certainty`, `assertions` (values by property), `cites`
(ids of the sources that it rests on), `known_from` and `known_until` (ISO days between which it is known; None: still is)."""


def is_known_on(account: Account, day: str) -> bool:
    """Whether an account is known on an ISO day. The interval is half-open, an open end is None."""
    return account.known_from <= day and (account.known_until is None or day < account.known_until)


class UnsupportedValue(Exception):
    """No claim gives a value that the event must have."""


@dataclass(slots=True)
class ResolvedState:
    """The state of an event by its claims, valid from the day known_from until before the day known_until (None: still valid).

    `values` are by property, `disputed` has the names of properties on which claims disagree, `sources` the ids of all sources."""

    known_from: str
    known_until: str | None
    values: dict[str, Any]
    disputed: list[str]
    sources: list[str]


def rank_claims(accounts: Sequence[Account]) -> Sequence[Account]:
    """Accounts, the best-ranked first."""
    if len(accounts) == 1:
        return accounts
    has_distinct_sources = len({account.source for account in accounts}) == len(accounts)
    stable = sorted(accounts, key=SOURCE if has_distinct_sources else lambda account: (account.source, claim_content(account)))
    latest = sorted(stable, key=KNOWN_FROM, reverse=True)
    return sorted(latest, key=lambda account: CERTAINTIES.index(account.certainty))


def claim_content(account: Account) -> bytes:
    """The assertions of an account as JSON with sorted keys, to sort by."""
    return orjson.dumps(account.assertions, option=orjson.OPT_SORT_KEYS)


def resolve(accounts: Sequence[Account]) -> tuple[dict[str, Any], list[str]]:
    """(values by property, names of the disputed properties) of the event that at least one account describes."""
    asserted = assertions_by_property(rank_claims(accounts))
    values, disputed = {}, []
    for name in filter(asserted.__contains__, PROPERTIES):
        candidates = asserted[name]
        if name in UNRESOLVED and candidates.count(candidates[0]) == len(candidates):
            values[name] = candidates[0]
            continue
        values[name], is_disputed = PROPERTIES[name](candidates)
        if is_disputed:
            disputed.append(name)
    return values, disputed


def assertions_by_property(accounts: Sequence[Account]) -> dict[str, list[Any]]:
    """By property, the values that accounts assert, in the order of the accounts."""
    asserted = {name: [value] for account in accounts[:1] for name, value in account.assertions.items() if value is not None}
    for account in accounts[1:]:
        for name, value in account.assertions.items():
            if value is not None:
                asserted.setdefault(name, []).append(value)
    return asserted


def resolve_states(accounts: Sequence[Account]) -> list[ResolvedState]:
    """The states of one event in order of time: a new one begins on each day on which an account begins or ends to be known.

    Days on which no account is known have no state. Raises UnsupportedValue.
    """
    if len(accounts) == 1 and accounts[0].known_until is None:
        return [resolve_state(accounts, accounts[0].known_from, None)]
    days = sorted({day for account in accounts for day in (account.known_from, account.known_until) if day})
    intervals = [([account for account in accounts if is_known_on(account, day)], day, until) for day, until in pairwise([*days, None])]
    return [resolve_state(*interval) for interval in intervals if interval[0]]


def resolve_state(known: Sequence[Account], day: str, until: str | None) -> ResolvedState:
    """The state by the accounts known from a day until another. Raises UnsupportedValue where a required property has no value."""
    values, disputed = resolve(known)
    missing = [name for name in REQUIRED if name not in values]
    if missing:
        raise UnsupportedValue(f"no claim known by {day} gives the event's {', '.join(missing)}")
    return ResolvedState(day, until, values, disputed, sorted({source for account in known for source in (account.source, *account.cites)}))
