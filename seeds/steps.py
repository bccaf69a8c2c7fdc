"""What the current states of events were and are, for what is counted of them: of each step from one to the next, both ends."""

from typing import NamedTuple


class Steps(NamedTuple):
    """`begun`: new states (seeds.derive.State) that are current. `stored`: by number, +1 for a stored state that becomes current, -1 for
    one that ceases to be."""

    begun: list
    stored: dict[int, int]


def steps(differences):
    """The Steps of seeds.differences."""
    ended = {each.before: -1 for each in differences if each.before is not None}
    again = {each.after: 1 for each in differences if each.after is not None and each.after not in each.states}
    return Steps([each.states[each.after] for each in differences if each.after in each.states], ended | again)
