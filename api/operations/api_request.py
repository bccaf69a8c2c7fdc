"""One request, understood: what was asked of which state of the store, and what its answer says of itself."""

import functools
from dataclasses import dataclass, field, replace

from api.aggregates.measures import as_dict
from api.filters.as_of import moment
from api.filters.selection import Selection
from api.formats.base import Format, Listing, Stored, StoredListing
from api.formats.citation_text import references
from api.http import links, problems
from api.http.request import Question
from api.parameters import paging
from api.queries import cursor as cursors
from api.queries import keyset, left_out
from api.queries.include import lasting
from models import store
from models.db.prepared_statements import statement
from models.domain.vocabularies import INCIDENT
from models.releases import standing
from models.store import Identity
from models.tables.schema import Event


@dataclass(frozen=True)
class Call:
    """`values` are the parsed parameters of a Question by name, `spelt` those that the store spells otherwise
    (api.filters.stored_texts)."""

    question: Question
    values: dict
    identity: Identity
    format: Format
    spelt: dict = field(default_factory=dict)

    path = property(lambda self: self.question.path)
    args = property(lambda self: self.question.args)

    @functools.cached_property
    def position(self):
        """Where the page begins. Raises errors.BadParameters."""
        cursor = self.values.get("cursor")
        return cursors.unsealed(cursor, self.query, self.identity.store) if cursor else keyset.START

    @functools.cached_property
    def query(self):
        """What tells this query from others, whatever page of it is asked for."""
        return cursors.digest(self.path, cursors.Asked(self.asked, self.values))

    @functools.cached_property
    def pinned(self):
        """The revision that is asked for, on a later page by its cursor; None for the latest, or where answers do not keep."""
        return (self.values["revision"] or self.position.revision) if "revision" in self.values else None

    @property
    def lasts(self):
        """Its answer stays the same whatever is loaded later."""
        return self.pinned is not None and lasting(self.values.get("include"))

    @property
    def stands_on(self):
        """The Identity of the store that decides on its answer."""
        if not self.lasts or self.pinned == self.identity.revision:
            return self.identity
        return store.left_by(self.identity, self.loaded(self.pinned))

    @functools.cached_property
    def at(self):
        """The parameters as spelt in the store, with the day and the revision that they mean: on a later page, the cursor's revision; the
        latest is None.

        Raises errors.NotFound for a revision that is still to come, errors.BadParameters for a release that there is not.
        """
        day, revision = moment(self.values.get("as_of"), self.loaded(self.pinned), self.identity)
        return self.values | self.spelt | {"as_of": day, "revision": None if revision == self.identity.revision else revision}

    def loaded(self, revision):
        """The same revision. Raises errors.NotFound for one that is still to come."""
        if revision and revision > self.identity.revision:
            raise problems.NotFound(f"revision {revision} has not been loaded; the latest is {self.identity.revision}")
        return revision

    @property
    def revision(self):
        return self.at["revision"] or self.identity.revision

    @property
    def streams(self):
        """Everything is asked for at once."""
        return self.values.get("limit") == paging.ALL

    @property
    def asked(self):
        """The parameters as they were given, but for those that say how to go on and what to show."""
        return tuple((name, value) for name, value in self.args if name not in cursors.FREE)

    @functools.cached_property
    def selection(self):
        """The events that are meant."""
        if self.values.get("within"):
            return Selection(self.identity, self.at)  # what a polygon binds may be megabytes, too much to keep
        asked = cursors.Asked((self.path, self.asked, self.at["as_of"], self.at["revision"]), self.at)
        return selected(self.identity, asked)

    def page(self, query, order):
        """The pagination.Page of a query in an order."""
        return self.page_of(keyset.Ordered(query, order))

    def page_of(self, source):
        """The pagination.Page of an Ordered or the like; all of its rows, one after the other, where everything is asked for."""
        total = source.count() if self.values.get("count") == "exact" else None
        if self.streams:
            return keyset.Page(source.stream(self.position), total=total)
        return replace(keyset.page(source, self.values["limit"], self.position), total=total)

    def listing(self, items, page=None, drawn_on=None, columns=None, when_empty=dict, closing=dict, **meta):
        """The Listing of items, or of what is Stored. `drawn_on` gives the ids of the datasets it draws on, by default those of its items;
        `closing` gives what its meta says besides, `when_empty` what it says where there is no item. They are asked when the items have
        been taken."""

        def close(listing):
            said = self.meta(listing.returned, listing.drawn_on if drawn_on is None else drawn_on())
            return said | {"total": page.total if page else None} | meta | closing() | ({} if listing.returned else when_empty())

        kind = StoredListing if isinstance(items, Stored) else Listing
        return kind(items, close, self.links(page), columns)

    def citation(self):
        """The Listing that says how to cite the events that are meant."""
        datasets = {dataset for (dataset,) in statement(drawn_on, self.selection).tuples(**self.selection.fills)}
        found = references(datasets, self.identity, self.revision, self.at["as_of"], self.question.base + self.permanent)
        return Listing([], lambda listing: self.meta(0, datasets), self.links(None), references=found)

    def meta(self, returned, drawn_on):
        said = {
            "returned": returned,
            "total": None,
            "revision": self.revision,
            "as_of": self.values.get("as_of"),
            "datasets": [each for each in datasets(self.identity, self.at["revision"], self.at["as_of"]) if each["id"] in drawn_on],
        }
        return said | ({"defaults": self.defaults} if self.defaults else {})

    @functools.cached_property
    def defaults(self):
        """The filters that apply though they were not given, where that leaves something out."""
        applies = self.values.get("kind") and "kind" not in dict(self.args) and left_out.leave_out(self.identity, self.at["revision"])
        return {"kind": INCIDENT} if applies else {}

    @property
    def left_out(self):
        """What meta says of the events that are left out by that."""
        return {"left_out": {name: as_dict(left_out.left_out(self.selection)) for name in self.defaults}} if self.defaults else {}

    def links(self, page):
        """The links of an answer by relation: itself, and the pages after and before it, null where there is none."""
        here = {"self": links.link(self.path, self.args), "permanent": self.permanent}
        return here | {rel: page and self.link_to(getattr(page, rel)) for rel in ("next", "prev")}

    @property
    def permanent(self):
        """The link at which this very answer can be fetched again, or None where answers do not keep."""
        if "revision" not in self.values:
            return None
        if self.position.key is not None and not self.format.cites:
            return links.link(self.path, self.args)  # the cursor keeps the revision
        return self.whole(*(("format",) if self.format.cites else ()))

    def whole(self, *dropped, **more):
        """The link to what this is a page of, at its revision, without some parameters and with more."""
        kept = tuple((name, value) for name, value in self.args if name not in ("revision", "cursor", *dropped))
        return links.link(self.path, (*kept, ("revision", self.revision), *more.items()))

    def link_to(self, position):
        if position is None:
            return None
        cursor = cursors.sealed(position, self.revision, self.query, self.identity.store)
        return links.with_cursor(self.path, self.args, cursor)


@functools.lru_cache(maxsize=512)
def selected(identity, asked):
    """The Selection of what is Asked, which is known of what was asked lately, with all that it binds."""
    return Selection(identity, asked.values)


def drawn_on(selection):
    return Event.select(Event.dataset).where(selection.condition()).distinct()


@functools.lru_cache(maxsize=256)
def datasets(identity, revision, day):
    """What is said of each dataset in the answers that draw on it, at a revision (None: the latest) by a day (None: now)."""
    return [{"id": id} | each.said for id, each in standing(identity, revision, day).items()]
