"""The difference between the claims and states that are stored of an event and those that shall stand."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from seeds.pipeline.event_states import event_states


class StateChanges(NamedTuple):
    """States that became or ceased to be current in a revision; input of the summary tables.

    `begun` are new current states, `stored` has for the number of a stored state +1 where it becomes current and -1 where it ceases to be.
    """

    begun: list
    stored: dict[int, int]


def state_changes(differences: list[Any]) -> StateChanges:
    """The StateChanges of some EventDiffs."""
    ended = {each.before: -1 for each in differences if each.before is not None}
    again = {each.after: 1 for each in differences if each.after is not None and each.after not in each.states}
    return StateChanges([each.states[each.after] for each in differences if each.after in each.states], ended | again)


@dataclass(slots=True)
class EventPlan:
    """An event, its dataset, its stored ClaimRows and those that shall stand."""

    event: str
    dataset: str
    stored: list
    standing: list


@dataclass(slots=True)
class EventDiff:
    """The numbers of the claims and states that end, what begins, and the numbers of the current state before and after (None: none)."""

    event: str
    ended_claims: list
    ended_states: list
    statements: list
    states: dict
    before: int | None
    after: int | None

    @property
    def outcome(self) -> str:
        """What the diff does to the event, in one word."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "retracted"
        return "changed" if self.ended_claims or self.statements or self.ended_states or self.states else "unchanged"


def diff_event(plan: EventPlan, old: dict[str, Any], numbers: Any, references: Any) -> EventDiff:
    """The EventDiff of an EventPlan. `old` has, by checksum, each open state's number and whether it is the current one.

    Raises claims.UnsupportedValue.
    """
    found = event_states(plan.event, plan.dataset, plan.standing, references)
    begun = {next(numbers): state for state in found if state.checksum not in old}
    kept = {state.checksum for state in found}
    still = {each.number for each in plan.standing}
    standing = [number for checksum, (number, current) in old.items() if current and checksum in kept]
    return EventDiff(
        plan.event,
        ended_claims=[each.number for each in plan.stored if each.number not in still],
        ended_states=[number for checksum, (number, _) in old.items() if checksum not in kept],
        statements=[each for each in plan.standing if each.number is None],
        states=begun,
        before=next((number for number, current in old.values() if current), None),
        after=next(iter([number for number, state in begun.items() if state.known_until is None] + standing), None),
    )
