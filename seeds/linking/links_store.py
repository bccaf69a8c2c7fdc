"""The rows of `twin`: those that are open, and how they become those that are to be."""

from collections import defaultdict
from typing import Any

from models.db.bulk import insert_many
from models.tables.schema import Event, Twin
from models.tables.validity import known_at, recorded_at
from seeds.linking.matching import Pair


def current_pairs() -> Any:
    """The open Pairs of which both events are there."""
    one, other = Event.alias(), Event.alias()
    there = [known_at(each, None) & recorded_at(each, None) for each in (one, other)]
    query = (
        Twin.select(Twin.a, Twin.b, one.dataset, other.dataset.alias("of_b"), Twin.score)
        .join(one, on=(one.id == Twin.a) & there[0])
        .join_from(Twin, other, on=(other.id == Twin.b) & there[1])
        .where(recorded_at(Twin, None))
    )
    return [Pair(*row) for row in query.tuples()]


def stored_pairs() -> Any:
    """By (a, b), the group and the score of each pair that is open."""
    columns = (Twin.a, Twin.b, Twin.group, Twin.score)
    return {(a, b): (group, score) for a, b, group, score in Twin.select(*columns).where(recorded_at(Twin, None)).tuples()}


def write_pairs(revision: int, before: dict[tuple[Any, ...], Any], after: dict[tuple[Any, ...], Any]) -> Any:
    """End and begin what differs between pairs as `stored` gives them."""
    for a, b in (key for key, told in before.items() if after.get(key) != told):
        Twin.update(revision_until=revision).where(Twin.a == a, Twin.b == b, recorded_at(Twin, None)).execute()
    begun = [(*key, *told) for key, told in after.items() if before.get(key) != told]
    opened = {"revision_from": revision, "revision_until": None}
    insert_many(Twin, [{"a": a, "b": b, "group": group, "score": score} | opened for a, b, group, score in begun])


def changed_events(before: dict[tuple[Any, ...], Any], after: dict[tuple[Any, ...], Any]) -> list[str]:
    """The ids of the events that are the same as others than before."""
    old, new = groups_by_event(before), groups_by_event(after)
    return sorted(id for id in old.keys() | new.keys() if old.get(id) != new.get(id))


def groups_by_event(pairs: dict[tuple[Any, ...], Any]) -> dict[str, Any]:
    """By event, the ids of all that are the same, its own among them."""
    groups = defaultdict(set)
    for (a, b), (group, _) in pairs.items():
        groups[group] |= {a, b}
    return {id: members for members in groups.values() for id in members}
