"""Changes: what each revision did to which event, in order, for those who keep a copy."""

from typing import Any

import orjson
from marshmallow import fields
from peewee import JOIN, SQL, fn

from api.filters.contradictions import not_above
from api.filters.event_filters import EventFilters, bind_filters, combine_conditions
from api.formats.base import Item
from api.formats.registry import LISTS
from api.formats.sparse_fields import Paths
from api.operations.api_request import ApiRequest, check_revision
from api.operations.operation import operation
from api.parameters.numbers import IntegerParameter
from api.parameters.paging import count_parameter, cursor_parameter, limit_parameter
from api.queries.empty_result import NO_MATCH, make_explanation
from api.queries.include import EventSchema
from api.queries.keyset import Order
from api.queries.missing_event import RETRACTED
from models.db import dialect
from models.db.database import database
from models.domain.limits import LARGEST
from models.serialization.schemas import AnswerSchema, optional_text, text_field
from models.tables.schema import Change, Document, Event, Release

ACTIONS = ["create", "update", "retract", "merge"]
INCIDENTAL = {"revision", "known_from", "links"}
"""What differs between states of an event without saying anything of it."""

REASONS = {"revert": "a load was reverted", "link": "events of different datasets were linked"}
"""By what made a revision, why it brought an event to what it is; a load needs no reason."""

UNSEEN = "no property differs: names or titles by which full text finds it do, or since when it is known"
ORDER = Order({"revision": Change.revision, "number": Change.number})


class DifferenceSchema(AnswerSchema):
    """One property, before and after."""

    old = fields.Raw(metadata={"description": "What it was: a value of any type, or null."})
    new = fields.Raw(metadata={"description": "What it is now, likewise."})


class ChangeSchema(AnswerSchema):
    """What a revision did to one event."""

    revision = fields.Integer(metadata={"description": "The revision."})
    number = fields.Integer(metadata={"description": "Its place among the changes of the revision."})
    event = text_field("The event's id.")
    action = text_field("What became of the event.", enum=ACTIONS)
    dataset = text_field("The event's dataset.")
    release = text_field("The label of the release that did it; of a revert, of the one that is in force again.")
    loaded_at = text_field("When it was loaded.", format="date-time")
    reason = optional_text("Why, for people; null for what a release plainly says.")
    into = optional_text("The event that it was merged into.")
    selected = fields.Boolean(
        metadata={"description": "Whether the event meets the filters now. If so, keep `after`; if not, let go of the event."}
    )
    changed = fields.Dict(
        keys=fields.String(), values=fields.Nested(DifferenceSchema),
        metadata={"description": "Of an update, the properties that differ, by name; not its revision and since when it is known."},
    )  # fmt: skip
    after = fields.Nested(EventSchema, allow_none=True, metadata={"description": "The event after it; null where it is no more."})


class ChangeQuery(EventFilters):
    since = IntegerParameter(
        0, LARGEST, default=0, example=0, contrary=(not_above("revision"),),
        about="What came after this load: `meta.revision` of the last answer. 0, everything.",
    )  # fmt: skip
    revision = IntegerParameter(
        1, LARGEST, example=1, about="Up to this load and with it, one not before `since`; by default, up to the latest."
    )
    limit = limit_parameter()
    cursor = cursor_parameter()
    count = count_parameter()
    fields = Paths(  # type: ignore[assignment]  # a parameter, not marshmallow's own attribute of the name
        ChangeSchema, example=["event", "action", "changed"], about="Only these parts of a change: dotted paths."
    )

    class Meta:
        exclude = ("as_of", "distinct", "prefer")


@operation("/v1/changes", query=ChangeQuery, answer=ChangeSchema, many=True, formats=LISTS)
def list_changes(request: ApiRequest) -> Any:
    """What each load did to which event, in the order in which it was done.

    To keep a copy of all events, or of those that filters select: take every page, and of each change keep `after` where it is
    `selected`, else let go of `event`; next time, ask with `since` set to `meta.revision`. A change is listed where the event met
    the filters before it or meets them after it, so that you learn what has left your selection; as everywhere, they are
    incidents unless `kind` says otherwise. Nothing is left out, however much there is: pages, or `limit=all`, go on to the end.
    What a release that is loaded late reports of the past alone changes no event as it is now, and is no change.
    A walk ends at the revision that was the latest when it began.
    """
    since, where = (
        check_revision(request.values["since"], request.identity),
        combine_conditions(EventFilters, bind_filters(EventFilters, request.at)),
    )
    page = request.page(changes_query(where).where(Change.revision > since, Change.revision <= request.revision), ORDER)
    nothing = f"no change of an event that meets every filter lies after revision {since}, up to {request.revision}"
    return request.listing(map(change_item, page.rows), page, when_empty=lambda: {"empty": make_explanation(request, NO_MATCH, nothing)})


def changes_query(where: Any) -> Any:
    """The changes of events of which the state before or after meets a condition on Event (None: any), with both documents."""
    state, old, new = Event.alias(), Document.alias(), Document.alias()
    before, after = state_matches(Change.before, where), state_matches(Change.after, where)
    made = Release.label, Release.action.alias("by"), Release.loaded_at
    return (
        Change.select(Change, *made, state.dataset, old.body.alias("old"), new.body.alias("new"), after.alias("selected"))
        .join(Release, on=Release.number == Change.revision)
        .join_from(Change, state, on=state.state == fn.COALESCE(Change.after, Change.before))
        .join_from(Change, old, JOIN.LEFT_OUTER, on=old.state == Change.before)
        .join_from(Change, new, JOIN.LEFT_OUTER, on=new.state == Change.after)
        .where(before | after)
    )


def state_matches(number: Any, where: Any) -> Any:
    """The state of this number is there and meets a condition on Event."""
    found = Event.select(SQL("1")).where(Event.state == number)
    return dialect.exists(database, found if where is None else found.where(where))


def change_item(row: Any) -> Item:
    action, changed = action_of(row), changed_properties(row) if row.old and row.new else {}
    told = {
        "revision": row.revision,
        "number": row.number,
        "event": row.event,
        "action": action,
        "dataset": row.dataset,
        "release": row.label,
        "loaded_at": row.loaded_at,
        "reason": change_reason(row, action, changed),
        "into": row.into,
        "selected": bool(row.selected),
        "changed": changed,
    }
    return Item(orjson.dumps(told)[:-1] + b',"after":' + (bytes(row.new) if row.new else b"null") + b"}", row.dataset)


def action_of(row: Any) -> str:
    if row.new:
        return "update" if row.old else "create"
    return "merge" if row.into else "retract"


def changed_properties(row: Any) -> dict[str, Any]:
    """By name, the old and new values of the properties that differ."""
    old, new = orjson.loads(row.old), orjson.loads(row.new)
    names = [name for name in new if name not in INCIDENTAL and old.get(name) != new[name]]
    return {name: {"old": old.get(name), "new": new[name]} for name in names}


def change_reason(row: Any, action: str, changed: dict[str, Any]) -> str | None:
    if action == "merge":
        return f"merged into {row.into}"
    if action == "retract":
        return RETRACTED[row.by].format(release=row.label)
    return REASONS.get(row.by) or (UNSEEN if action == "update" and not changed else None)
