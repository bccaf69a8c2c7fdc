"""From the claim rows of an event to its states, each with the columns, parts and document that are stored of it."""

import hashlib
import struct
from dataclasses import dataclass, field

import orjson

from models import claims, dates, search
from models.documents import References, document
from models.tables import Actor, Location, Source

UNORDERED = -1
"""Where unreported deaths stand among counts of deaths: before zero. A sort key is never null."""
PLACED = ("country", "latitude", "longitude")
BOUNDS = ("west", "south", "east", "north")


@dataclass
class Derived:
    """Claims and states of events, each keyed by what makes it the same as a stored one."""

    claims: dict = field(default_factory=dict)
    states: dict = field(default_factory=dict)

    def same_as(self, other):
        return self.claims.keys() == other.claims.keys() and self.states.keys() == other.states.keys()

    def without(self, other):
        return Derived(
            {key: row for key, row in self.claims.items() if key not in other.claims},
            {key: row for key, row in self.states.items() if key not in other.states},
        )

    def extend(self, other):
        self.claims |= other.claims
        self.states |= other.states


def references_of(chunk):
    """The stored rows that a chunk of events names, by id."""
    accounts = [claim for _, event_claims in chunk for claim in event_claims]
    places = {claim["assertions"].get("location") for claim in accounts} - {None}
    actors = {part["actor"] for claim in accounts for part in claim["assertions"].get("actors", ())}
    return References(
        sources=by_id(Source, {claim["source"] for claim in accounts}),
        locations=by_id(Location, places),
        actors=by_id(Actor, actors),
    )


def by_id(table, ids):
    return {row.id: row for row in table.select().where(table.id.in_(sorted(ids)))} if ids else {}


def derived(event, dataset, claim_rows, references):
    """The Derived of one event. Raises claims.Unsupported when its claims do not make an event."""
    known = {row["source"]: references.sources[row["source"]].known_from for row in claim_rows}
    accounts = [claims.Account(row["source"], known[row["source"]], row["certainty"], row["assertions"]) for row in claim_rows]
    stored = [row | {"known_from": known[row["source"]]} for row in claim_rows]
    states = [state_row(event, dataset, state, references) for state in claims.states(accounts)]
    return Derived({(row["id"], digest(row)): row for row in stored}, {state_key(row): row for row in states})


def state_row(event, dataset, state, references):
    """One state: its columns, and under `document`, `parts`, `citations`, `box` and `words` what other tables hold of it."""
    body = document(event, dataset, state, references)
    place = references.locations.get(state.values.get("location"))
    area, words = area_of(place), texts(body, place, references)
    columns = {
        "id": event,
        "dataset": dataset,
        "kind": body["kind"],
        "type": body["type"],
        "status": body["status"],
        "date_earliest": body["date"]["earliest"] or dates.FIRST_DAY,
        "date_latest": body["date"]["latest"] or dates.LAST_DAY,
        "location": place.id if place else None,
        **{column: getattr(place, column, None) for column in PLACED},
        "area": area["id"] if area else None,
        **{f"{measure}_{bound}": body[measure][bound] for measure in ("fatalities", "injuries") for bound in ("low", "best", "high")},
        "fatalities_order": UNORDERED if body["fatalities"]["best"] is None else body["fatalities"]["best"],
        "disputed": bool(state.disputed),
        "part_of": body["part_of"],
        "known_from": state.known_from,
        "known_until": state.known_until,
    }
    parts = [{"actor": part["id"], **{key: part[key] for key in ("role", "fatalities", "injuries")}} for part in body["actors"]]
    beside = {"document": body, "parts": parts, "citations": state.sources, "box": area, "words": words}
    return columns | beside | {"checksum": digest([columns, body, words])}


def area_of(place):
    """The row of Area for a location, its id a hash of the bounds; None where it has none."""
    bounds = [getattr(place, name, None) for name in BOUNDS]
    if None in bounds:
        return None
    id = int.from_bytes(hashlib.blake2b(struct.pack("<4d", *bounds), digest_size=8).digest()) >> 1
    return {"id": id} | dict(zip(BOUNDS, bounds, strict=True))


def texts(body, place, references):
    """The words by which full text finds a state. The other names of actors and places count, so that a new one makes a new state."""
    named = [references.actors[part["id"]] for part in body["actors"]] + ([place] if place else [])
    names = [name for each in named for name in (each.name, *each.names)]
    told = [body["summary"] or "", *(source["title"] for source in body["sources"])]
    return search.texts(body["title"], names, told)


def state_key(row):
    return row["id"], row["checksum"]


def digest(value):
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
