"""What of an event ends and what begins when other statements stand of it than are stored."""

from dataclasses import dataclass
from typing import NamedTuple

from seeds.pipeline.event_states import event_states


class StateChanges(NamedTuple):
    """`begun`: new states (seeds.pipeline.event_states.EventState) that are current. `stored`: by number, +1 for a stored state that
    becomes current, -1 for one that ceases to be."""

    begun: list
    stored: dict[int, int]


def state_changes(differences):
    """The StateChanges of seeds.pipeline.diff."""
    ended = {each.before: -1 for each in differences if each.before is not None}
    again = {each.after: 1 for each in differences if each.after is not None and each.after not in each.states}
    return StateChanges([each.states[each.after] for each in differences if each.after in each.states], ended | again)


@dataclass(slots=True)
class EventPlan:
    """An event, its dataset, the ClaimRows that are stored of it and those that are to stand."""

    event: str
    dataset: str
    stored: list
    standing: list


@dataclass(slots=True)
class EventDiff:
    """By their numbers, the claims and states that end; what begins; the numbers of the current state before and after, if any."""

    event: str
    ended_claims: list
    ended_states: list
    statements: list
    states: dict
    before: int | None
    after: int | None

    @property
    def outcome(self):
        """What it does to the event, in one word."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "retracted"
        return "changed" if self.ended_claims or self.statements or self.ended_states or self.states else "unchanged"


def diff_event(plan, old, numbers, references):
    """The EventDiff of an EventPlan. `old` is by checksum the number of each open state, and whether it is the current one.

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
