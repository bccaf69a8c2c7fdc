"""Claims as rows of the store, and which of them stand after a release is applied."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import itemgetter
from typing import Any

import orjson

from models.domain.claims import is_known_on

CONTENT = ("id", "attributed_to", "certainty", "locator", "note", "assertions")
content = itemgetter(*CONTENT)


@dataclass(slots=True)
class ClaimRow:
    """A row of `claim`. `number` is that of the stored row; None for a new one."""

    id: str
    event: str
    source: str
    attributed_to: str | None
    certainty: str
    cites: list
    locator: dict
    note: str | None
    assertions: dict
    known_from: str
    known_until: str | None
    checksum: str
    number: int | None = None

    def covers(self, day: str) -> bool:
        return is_known_on(self, day)

    @property
    def identity(self) -> Any:
        return self.checksum, self.known_from, self.known_until


def make_claim_row(claim: dict[str, Any], known_from: str, of_release: bool) -> ClaimRow:
    """The ClaimRow of a claim. The source of a release's own claim is left out of its checksum: a later release may say the same."""
    cites = claim.get("cites", [])
    told = [*content(claim), cites, None if of_release else claim["source"]]
    return ClaimRow(
        id=claim["id"],
        event=claim["event"],
        source=claim["source"],
        attributed_to=claim["attributed_to"],
        certainty=claim["certainty"],
        cites=cites,
        locator=claim["locator"],
        note=claim["note"],
        assertions=claim["assertions"],
        known_from=known_from,
        known_until=None,
        checksum=digest(told),
    )


def digest(value: list[Any]) -> str:
    return blake2b(orjson.dumps(value, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def claims_after_replacement(stored: list[ClaimRow], told: list[ClaimRow]) -> list[ClaimRow]:
    """The claim rows of an event whose claims are replaced by `told`; stored rows are kept where they are equal."""
    same = {each.identity: each for each in stored}
    return [same.get(each.identity, each) for each in told] if same else told


def claims_after_release(stored: list[ClaimRow], told: list[ClaimRow], day: str, until: str | None = None) -> list[ClaimRow]:
    """The claim rows of an event after applying a release dated `day`; an empty list `told` retracts the event from then on.

    What stood on that day ends. A release that is loaded late fills the time until the next release that says otherwise, but no further
    than `until`, the day of the next complete release in the store. Repetitions by later partial releases are not kept.
    """
    standing = next((each for each in stored if each.covers(day)), None)
    if standing and told and standing.checksum == told[0].checksum:
        return stored
    rest = [each for each in stored if each is not standing]
    following = standing.known_until if standing else min((each.known_from for each in rest if each.known_from > day), default=None)
    end = min((other for other in (following, until) if other), default=None)
    if standing and until and standing.covers(until):
        rest.append(replace(standing, known_from=until, number=None))
    if standing and standing.known_from < day:
        rest.append(replace(standing, known_until=day, number=None))
    return rest + ([replace(each, known_until=end) for each in told] if end else told)
