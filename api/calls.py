"""One request, understood: what was asked of which state of the store, and what its answer says of itself."""

import functools
from dataclasses import dataclass

from api import errors, pagination
from api.formats import Listing
from models.store import Identity
from models.tables import Dataset, Event
from models.vocabularies import KIND


@dataclass(frozen=True)
class Call:
    """`values` are the parsed parameters by name, `args` the query string as (name, value) pairs, in their order."""

    path: str
    args: list[tuple[str, str]]
    values: dict
    identity: Identity

    @functools.cached_property
    def cursor(self):
        """(key, revision) of the cursor, (None, None) on a first page. Raises errors.BadParameters."""
        return pagination.unsealed(self.values.get("cursor"), self.path, self.values, self.identity.store)

    @functools.cached_property
    def at(self):
        """The parameters with the revision that they mean: the cursor's on a later page; None where that is the latest.

        Raises errors.NotFound for a revision that is still to come.
        """
        revision = self.values.get("revision") or self.cursor[1]
        if revision and revision > self.identity.revision:
            raise errors.NotFound(f"revision {revision} has not been loaded; the latest is {self.identity.revision}")
        return self.values | {"revision": None if revision == self.identity.revision else revision}

    @property
    def revision(self):
        return self.at["revision"] or self.identity.revision

    def page(self, query, order):
        """(rows, the link to the next page or None) of a query in an order."""
        rows, key = pagination.page(query, order, self.values["limit"], self.cursor[0])
        if key is None:
            return rows, None
        cursor = pagination.sealed(key, self.revision, self.path, self.values, self.identity.store)
        return rows, pagination.next_link(self.path, self.args, cursor)

    def listing(self, items, next=None, drawn_on=None, **meta):
        """The Listing of items. `drawn_on` are the ids of the datasets it draws on, by default those of its items."""
        drawn_on = {item.dataset for item in items} if drawn_on is None else drawn_on
        meta = {
            "returned": len(items),
            "total": None,
            "revision": self.revision,
            "as_of": self.values.get("as_of"),
            "datasets": [dataset for dataset in datasets(self.identity) if dataset["id"] in drawn_on],
        } | meta
        if "kind" in self.values and "kind" not in dict(self.args) and other_kinds(self.identity):
            meta["defaults"] = {"kind": self.values["kind"]}
        return Listing(items, meta, {"self": self.here, "next": next})

    @property
    def here(self):
        return pagination.link(self.path, self.args)


@functools.lru_cache(maxsize=8)
def datasets(identity):
    """What is said of each dataset in the answers that draw on it."""
    return list(Dataset.select(Dataset.id, Dataset.title, Dataset.licence, Dataset.citation).order_by(Dataset.id).dicts())


@functools.lru_cache(maxsize=8)
def other_kinds(identity):
    """Whether the store has events that lists and counts leave out unless asked."""
    return Event.select(Event.state).where(Event.at(), Event.kind != KIND.codes[0]).exists()
