"""How often current events name actors, sources, places and datasets, and how certain claims are; loads keep it in step with the states."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from models.db import bulk
from models.db.bulk import insert
from models.domain.location_paths import lineage
from models.domain.vocabularies import INCIDENT
from models.tables.schema import Citation, Claim, Event, Mention, Participation

MOST = 200_000
"""Names held in memory."""

CONFLICT = "ON CONFLICT (kind, id) DO UPDATE SET number = mention.number + excluded.number"
NOBODY = ("",)
actor_of, role_of = itemgetter("id"), itemgetter("role")


class NamedRows(NamedTuple):
    """What one state names, each actor as often as it has a role."""

    kind: str
    dataset: str
    location: str | None
    sources: Sequence[str]
    actors: Sequence[str]
    roles: Sequence[str]


class Counters:
    """What is to be added to the stored numbers: by kind and id."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def record(self, steps: Any) -> None:
        """Take in StateChanges."""
        self.change(Counter.update, [names_of_state(state) for state in steps.begun])
        stored = list(read_states(steps.stored))
        for sign, method in ((1, Counter.update), (-1, Counter.subtract)):
            self.change(method, [names for state, names in stored if steps.stored[state] == sign])
        if sum(map(len, self.numbers.values())) > MOST:
            self.flush()

    def record_claims(self, differences: Collection[Any]) -> None:
        """Take in the claims that seeds.pipeline.diff begin and end."""
        numbers = self.numbers["certainty"]
        numbers.update([statement.certainty for each in differences for statement in each.statements])
        ended = [number for each in differences for number in each.ended_claims]
        numbers.subtract([certainty for (certainty,) in bulk.rows_for_ids(claims(ended).tuples(), ended)])

    def change(self, method: Callable[..., None], states: Iterable[NamedRows]) -> None:
        for kind, ids in without_nobody(states).items():
            method(self.numbers[kind], ids)

    def flush(self) -> None:
        """Add it to the stored numbers; what is named no more goes."""
        found, self.numbers = self.numbers, defaultdict(Counter)
        values = [(kind, *pair) for kind, numbers in sorted(found.items()) for pair in sorted(numbers.items()) if pair[1]]
        insert(Mention, ("kind", "id", "number"), values, CONFLICT)
        Mention.delete().where(Mention.number == 0).execute()


def without_nobody(states: Iterable[NamedRows]) -> dict[str, list[str]]:
    """By kind of Mention, the ids that count for the NamedRows of states, one after the other."""
    roles: list[str] = []
    datasets: list[str] = []
    places: list[str] = []
    sources: list[str] = []
    actors: list[str] = []
    for kind, dataset, location, cited, taking_part, in_roles in states:
        roles += in_roles
        if kind == INCIDENT:
            datasets.append(dataset)
            places += lineage(location) if location else ()
            sources += set(cited) or NOBODY
            actors += set(taking_part) or NOBODY
    return {"role": roles, "dataset": datasets, "location": places, "source": sources, "actor": actors}


def claims(numbers: Collection[int]) -> Any:
    return Claim.select(Claim.certainty).where(bulk.where_among(Claim.number, numbers))


def names_of_state(state: Any) -> NamedRows:
    """The Names of a seeds.pipeline.event_states.EventState."""
    columns = state.columns
    actors, roles = map(actor_of, state.parts), map(role_of, state.parts)
    return NamedRows(columns["kind"], columns["dataset"], columns["location"], state.citations, list(actors), list(roles))


def read_states(states: Collection[int]) -> Iterator[tuple[int, NamedRows]]:
    """The states that are stored by number, and the NamedRows of each."""
    sources, parts = linked_ids(Citation, states, "source"), linked_ids(Participation, states, "actor", "role")
    columns = (Event.state, Event.kind, Event.dataset, Event.location)
    query = Event.select(*columns).where(bulk.where_among(Event.state, states)).tuples()
    for state, kind, dataset, location in bulk.rows_for_ids(query, states):
        actors, roles = zip(*parts[state], strict=True) if state in parts else ((), ())
        yield state, NamedRows(kind, dataset, location, [source for (source,) in sources.get(state, ())], actors, roles)


def linked_ids(table: Any, states: Collection[int], *columns: str) -> dict[int, list[list[Any]]]:
    """By state, the values of the columns in the rows of a table of links."""
    found: dict[int, list[list[Any]]] = {}
    query = table.select(table.state, *(getattr(table, name) for name in columns)).where(bulk.where_among(table.state, states))
    for state, *values in bulk.rows_for_ids(query.tuples(), states):
        found.setdefault(state, []).append(values)
    return found
