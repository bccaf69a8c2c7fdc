"""Claims as the store holds them or is to hold them, and which of them stand once a release has spoken."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from operator import itemgetter

import orjson

from models.domain.claims import is_known_on

CONTENT = ("id", "attributed_to", "certainty", "locator", "note", "assertions")
content = itemgetter(*CONTENT)


@dataclass(slots=True)
class ClaimRow:
    """A row of `claim`. `number` is that of the stored row, None for one that is to be written."""

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

    def covers(self, day):
        return is_known_on(self, day)

    @property
    def identity(self):
        return self.checksum, self.known_from, self.known_until


def make_claim_row(claim, known_from, of_release):
    """The ClaimRow of a claim row. Of a release's own claim the source does not count for sameness: a later one may say the same."""
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


def digest(value):
    return blake2b(orjson.dumps(value, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def claims_after_replacement(stored, told):
    """What stands of an event once its claims are those that are told: the stored ones where they are the same."""
    same = {each.identity: each for each in stored}
    return [same.get(each.identity, each) for each in told] if same else told


def claims_after_release(stored, told, day, until=None):
    """What stands of an event once a release of a day has told its claim, known from then, or (`told` empty) has told of it no more.

    What stood on that day is over then. A release that comes in late fills the time until the next that said something else, but no
    more than `until`, the day of the next complete release that is stored, from which on things stand as that left them. That a later,
    partial one repeated what stood is not kept.
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
