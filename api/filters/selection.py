"""Which events are meant by parsed parameters, and how statements ask for them: one serves all that differ but in what it binds."""

import functools

from api.filters.event_filters import EventFilters, binding, bound, condition
from models.db.prepared_statements import fills, form, slot, slots
from models.domain.picks import Picks
from models.predicates import time_range

SLOTTED = binding(EventFilters)


class Selection:
    """The events that meet `values`: parsed parameters, with the day and the revision that they mean, in a state of the store.

    `bound` are the values as conditions bind them; `slotted`, the same with slots, which `fills` fills. One statement, made with slots,
    serves all Selections of one `form`, whatever else is asked besides which events are meant.
    """

    def __init__(self, identity, values, bound_already=None):
        self.identity, self.values = identity, values
        self.bound = bound(EventFilters, values) if bound_already is None else bound_already
        given = ((name, self.bound.get(name)) for name in EventFilters._declared_fields)
        self.form = tuple([(name, form(value, name in SLOTTED)) for name, value in given if value is not None])

    def without(self, names):
        """The same whatever these parameters ask for."""
        return self.varied(lambda values: values | dict.fromkeys(names))

    def part(self, name):
        """The same with no filter but one, and no more of it than what it says is wanted."""
        return self.varied(lambda values: dict.fromkeys(values) | {name: wanted(values[name]), "match": values["match"]})

    def varied(self, vary):
        """The same of other values, and of what these bind, without binding them anew: for some, the store is asked."""
        return Selection(self.identity, vary(self.values), vary(self.bound))

    @property
    def given(self):
        """The names of the parameters that make a difference: those with a condition where they are given, others where they are set."""
        fields = EventFilters._declared_fields
        return [name for name, field in fields.items() if name != "match" and narrows(field, self.values.get(name))]

    @functools.cached_property
    def fills(self):
        return dict(pair for name in self.bindings for pair in fills(name, self.bound[name]))

    @functools.cached_property
    def slotted(self):
        return self.bound | {name: slots(name, self.bound[name]) for name in self.bindings}

    @property
    def bindings(self):
        return [name for name in SLOTTED if self.bound.get(name) is not None]

    def condition(self, at=time_range.at, but=(), along=False):
        """The condition on Event, with slots, but for what some parameters ask; `along`, as it is asked of one after the other."""
        return condition(self.slotted | dict.fromkeys(but), at, along)

    def beyond(self, way, keyed, but=(), along=False):
        """The same and, if `keyed`, of standing beyond a key on the way, with slots named as the columns of that."""
        where = self.condition(but=but, along=along)
        return where & way.after([slot(name) for name in way.columns]) if keyed else where


def wanted(value):
    return value._replace(unwanted=[]) if isinstance(value, Picks) else value


def narrows(field, value):
    return value is not None if field.where else bool(value)
