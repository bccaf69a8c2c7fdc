"""Why an event is not there at the moment asked for: never, not yet, retracted, or merged into another."""

from typing import Any
from urllib.parse import quote

from peewee import fn

from api.http import links, problems
from models.tables.schema import Change, Event, Release

TIMES = (Event.dataset, Event.known_from, Event.known_until, Event.revision_from, Event.revision_until)
RETRACTED = {"load": "release {release} no longer has it", "revert": "the load that told of it was reverted"}
"""By what made a revision, why it retracted an event."""


def missing_event_problem(request: Any, id: str) -> Any:
    """The problems.Problem for an event without a state at the day and the revision asked for."""
    as_of, revision = request.at["as_of"], request.revision
    states = list(Event.select(*TIMES).where(Event.id == id).namedtuples())
    begun = [each for each in states if each.revision_from <= revision]
    held = [each for each in begun if each.revision_until is None or each.revision_until > revision]
    if not states:
        return problems.NotFound(f"there is no event {id!r}")
    if not begun:
        first = min(each.revision_from for each in states)
        return problems.NotFound(f"{id!r} was not in the store at revision {revision}; it is from revision {first}")
    first = min(each.known_from for each in held or begun)
    if as_of and as_of < first:
        return problems.NotFound(f"no source had told of {id!r} by {as_of}; it is known from {first}")
    return gone_or_merged(request, id, ending_release(begun, held, as_of, revision))


def ending_release(begun: list[Any], held: list[Any], as_of: str | None, revision: int) -> Release:
    """The release that ended the last of the states `begun` by a revision: as one `held` there tells, or by closing them all."""
    if not held:
        return Release.get_by_id(max(each.revision_until for each in begun))
    day = max(each.known_until for each in held if each.known_until and (as_of is None or each.known_until <= as_of))
    told = Release.select().where(Release.dataset == held[0].dataset, Release.released_on == day, Release.action == "load")
    return told.where(Release.number <= revision).order_by(Release.number.desc()).get()


def gone_or_merged(request: Any, id: Any, release: Any) -> problems.Gone | problems.Merged:
    """problems.Merged where a merge ended the event, else problems.Gone."""
    told = {"dataset": release.dataset_id, "release": release.label, "released_on": release.released_on, "revision": release.number}
    path = merge_chain(id, request.revision)
    if path and path[0].revision <= release.number:
        into = path[-1].into
        http_request = request.http
        here = f"{http_request.root}/v1/events/{quote(into, safe=':')}" + http_request.path.removeprefix(f"/v1/events/{id}")
        return problems.Merged(
            f"{id!r} was merged into {into!r} at revision {path[0].revision}", links.link(here, http_request.args), **told
        )
    reason = RETRACTED[release.action].format(release=f"{release.label} of {release.released_on}")
    return problems.Gone(f"{id!r} was retracted at revision {release.number}: {reason}; /v1/events/{id}/history has what it was", **told)


def merge_chain(id: str, revision: int) -> list[Change]:
    """The changes by which an event was merged into another, that into the next, and so on, by a revision."""
    found, merge = [], last_merge(id, 0, revision)
    while merge:
        found.append(merge)
        merge = last_merge(merge.into, merge.revision, revision)
    return found


def last_merge(id: str, since: int, revision: int) -> Change | None:
    """The last change between two revisions that merged an event; None without one, or where the event began again."""
    begun = Event.id == id, Event.known_until.is_null(), Event.revision_from > Change.revision, Event.revision_from <= revision
    merged = Change.select().where(Change.event == id, Change.into.is_null(False), Change.revision > since, Change.revision <= revision)
    again = Event.select(Event.state).where(*begun)
    return merged.where(~fn.EXISTS(again)).order_by(Change.revision.desc()).first()
