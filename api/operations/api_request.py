"""The request as understood: what is asked of which state of the store; and what every list that answers it says of itself."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from api.aggregates.measures import as_dict
from api.filters.as_of import resolve_moment
from api.filters.selection import Selection
from api.formats.base import Format, Item, Listing, StoredBodies, StoredListing
from api.formats.citation_text import cite_datasets
from api.http import links, problems
from api.http.request import Request
from api.parameters import paging
from api.queries import cursor as cursors
from api.queries import keyset, left_out
from api.queries.include import are_immutable
from models import store
from models.db.prepared_statements import prepare
from models.domain.vocabularies import INCIDENT
from models.releases import releases_in_force
from models.store import Identity
from models.tables.schema import Event


@dataclass(frozen=True)
class ApiRequest:
    """What a Request asks of the store that `identity` tells, and in which format.

    `values` are its parsed parameters by name, `at` the same as filters take them: with the day and the revision that they mean, the latest
    being None. `given` are the (name, value) pairs of those that say what is asked, not how to go on or what to show; `digest` tells this
    query from others, whatever page of it is asked for. `streams` is whether everything is asked for at once.
    `position` is where the page begins, `revision` the one that the answer tells of. `pinned` is that revision where it is asked for, on a
    later page by its cursor; None for the latest, or where answers do not keep. `is_immutable` is whether the answer stays the same
    whatever is loaded later, `basis` the Identity of the store that decides on it.
    """

    http: Request
    values: dict[str, Any]
    identity: Identity
    format: Format
    at: dict[str, Any]
    given: tuple[tuple[str, str], ...]
    digest: str
    streams: bool
    position: keyset.Position
    revision: int
    pinned: int | None
    is_immutable: bool
    basis: Identity

    @functools.cached_property
    def selection(self) -> Selection:
        """The Selection of events that is asked for."""
        if self.values.get("within"):
            return Selection(self.identity, self.at)  # what a polygon binds may be megabytes, too much to keep
        path, day, revision = self.http.path, self.at["as_of"], self.at["revision"]
        return cached_selection(self.identity, cursors.RequestKey((path, self.given, day, revision), self.at))

    def page(self, query: Any, order: keyset.Order) -> keyset.Page:
        """The Page of a query in an order."""
        return self.page_from(keyset.OrderedQuery(query, order))

    def page_from(self, source: Any) -> keyset.Page:
        """The Page of an OrderedQuery or EventSearch; with `limit=all`, all rows, streamed."""
        total = source.count() if self.values.get("count") == "exact" else None
        if self.streams:
            return keyset.Page(source.stream(self.position), total=total)
        return keyset.page(source, self.values["limit"], self.position, total)

    def listing(
        self,
        items: Iterable[Item] | StoredBodies,
        page: keyset.Page | None = None,
        *,
        columns: list | None = None,
        closing: Callable[[Listing], dict] | None = None,
        when_empty: Callable[[], dict] | None = None,
        **meta: Any,
    ) -> Listing:
        """The Listing of items, or of StoredBodies, with more members of its meta. `closing` gives members that are known only at the end,
        `when_empty` those for an empty list."""
        total, next, prev = (page.total, page.next, page.prev) if page else (None, None, None)
        said = self.meta | {"total": total} | meta
        kind = StoredListing if isinstance(items, StoredBodies) else Listing
        return kind(items, said, self.links(next, prev), columns=columns, closing=closing, when_empty=when_empty)

    def citation(self) -> Listing:
        """The Listing that cites the datasets of the selected events."""
        datasets = {dataset for (dataset,) in prepare(datasets_query, self.selection).tuples(**self.selection.bind_values)}
        found = cite_datasets(datasets, self.identity, self.revision, self.at["as_of"], self.http.base + self.permanent_link)
        return Listing([], self.meta, self.links(), references=found)

    @property
    def meta(self) -> dict[str, Any]:
        """The meta of every list; of its `datasets`, a Listing keeps those that it draws on."""
        said = {
            "returned": 0,
            "total": None,
            "revision": self.revision,
            "as_of": self.values.get("as_of"),
            "datasets": dataset_notes(self.identity, self.at["revision"], self.at["as_of"]),
        }
        return said | ({"defaults": self.defaults} if self.defaults else {})

    @functools.cached_property
    def defaults(self) -> dict[str, str]:
        """The filters that apply by default and leave something out."""
        applies = self.values.get("kind") and "kind" not in dict(self.http.args)
        return {"kind": INCIDENT} if applies and left_out.has_other_kinds(self.identity, self.at["revision"]) else {}

    @property
    def left_out(self) -> dict[str, Any]:
        """The member of meta that counts the events which the default filters leave out."""
        return {"left_out": {name: as_dict(left_out.count_left_out(self.selection)) for name in self.defaults}} if self.defaults else {}

    def links(self, next: keyset.Position | None = None, prev: keyset.Position | None = None) -> dict[str, str | None]:
        """The links of a list by relation: itself, its permanent link, and the next and previous page (None: there is none)."""
        here = {"self": links.link(self.http.path, self.http.args), "permanent": self.permanent_link}
        return here | {"next": next and self.page_link(next), "prev": prev and self.page_link(prev)}

    @property
    def permanent_link(self) -> str | None:
        """The link that always gives this very answer; None for an operation without `revision`."""
        if "revision" not in self.values:
            return None
        if self.position.key is not None and not self.format.is_citation:
            return links.link(self.http.path, self.http.args)  # the cursor keeps the revision
        return self.whole_link(*(("format",) if self.format.is_citation else ()))

    def whole_link(self, *dropped: str, **more: Any) -> str:
        """The link to the list that this is a page of, at its revision, without the parameters in `dropped` and with `more`."""
        kept = tuple([pair for pair in self.http.args if pair[0] not in ("revision", "cursor", *dropped)])
        return links.link(self.http.path, (*kept, ("revision", self.revision), *more.items()))

    def page_link(self, position: keyset.Position) -> str:
        cursor = cursors.encode_cursor(position, self.revision, self.digest, self.identity.store)
        return links.with_cursor(self.http.path, self.http.args, cursor)


def understand(http_request: Request, values: dict[str, Any], identity: Identity, format: Format) -> ApiRequest:
    """The ApiRequest of a Request and its parsed parameters.

    Raises problems.BadParameters for a cursor of another query or an unknown release, and problems.NotFound for a revision that is not
    loaded yet.
    """
    given = tuple([pair for pair in http_request.args if pair[0] not in cursors.FREE])
    digest = cursors.query_digest(http_request.path, cursors.RequestKey(given, values))
    cursor = values.get("cursor")
    position = cursors.decode_cursor(cursor, digest, identity.store) if cursor else keyset.START
    pinned = (values["revision"] or position.revision) if "revision" in values else None
    day, revision = resolve_moment(values.get("as_of"), check_revision(pinned, identity), identity)
    at = values | {"as_of": day, "revision": None if revision == identity.revision else revision}
    is_immutable = pinned is not None and are_immutable(values.get("include"))
    basis = store.identity_at(identity, pinned) if is_immutable and pinned != identity.revision else identity
    streams, shown = values.get("limit") == paging.ALL, at["revision"] or identity.revision
    return ApiRequest(http_request, values, identity, format, at, given, digest, streams, position, shown, pinned, is_immutable, basis)


def check_revision(revision: int | None, identity: Identity) -> int | None:
    """Return the revision. Raises problems.NotFound for one that is not loaded yet."""
    if revision and revision > identity.revision:
        raise problems.NotFound(f"revision {revision} has not been loaded; the latest is {identity.revision}")
    return revision


def with_stored_spellings(request: ApiRequest, spelt: dict[str, Any]) -> ApiRequest:
    """The ApiRequest with parameters as the store spells them (api.filters.stored_texts)."""
    return replace(request, at=request.at | spelt) if spelt else request


@functools.lru_cache(maxsize=512)
def cached_selection(identity: Identity, asked: cursors.RequestKey) -> Selection:
    """The Selection of a RequestKey, with all that it binds; recent ones are cached."""
    return Selection(identity, asked.values)


def datasets_query(selection: Selection) -> Any:
    """The query for the ids of the datasets that a Selection draws on."""
    return Event.select(Event.dataset).where(selection.condition()).distinct()


@functools.lru_cache(maxsize=256)
def dataset_notes(identity: Identity, revision: int | None, day: str | None) -> list[dict[str, Any]]:
    """What answers say of each dataset that they draw on, at a revision (None: the latest) by a day (None: now)."""
    return [{"id": id} | each.note for id, each in releases_in_force(identity, revision, day).items()]
