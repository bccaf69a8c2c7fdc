"""Which events are meant by parsed parameters, and how statements ask for them: one serves all that differ but in what it binds."""

import functools

from api.filters.event_filters import FILTERS, EventFilters, bind_filters, binding_fields, event_condition
from models.db.prepared_statements import bind_parameter, bind_parameters, bind_values, cache_key
from models.domain.picks import Picks
from models.predicates import time_range

BINDING = binding_fields(EventFilters)


class Selection:
    """The events that meet `values`: parsed parameters, with the day and the revision that they mean, in a state of the store.

    `bound` are the values as conditions bind them; `slotted`, the same with slots, which `fills` fills. One statement, made with slots,
    serves all Selections of one `form`, whatever else is asked besides which events are meant.
    """

    def __init__(self, identity, values, bound_already=None):
        self.identity, self.values = identity, values
        self.bound = bind_filters(EventFilters, values) if bound_already is None else bound_already
        given = ((name, self.bound.get(name)) for name in FILTERS)
        self.cache_key = tuple([(name, cache_key(value, name in BINDING)) for name, value in given if value is not None])

    def without(self, names):
        """The same whatever these parameters ask for."""
        return self.with_values(lambda values: values | dict.fromkeys(names))

    def only_filter(self, name):
        """The same with no filter but one, and no more of it than what it says is wanted."""
        return self.with_values(lambda values: dict.fromkeys(values) | {name: without_unwanted(values[name]), "match": values["match"]})

    def with_values(self, vary):
        """The same of other values, and of what these bind, without binding them anew: for some, the store is asked."""
        return Selection(self.identity, vary(self.values), vary(self.bound))

    @property
    def given(self):
        """The names of the parameters that make a difference: those with a condition where they are given, others where they are set."""
        return [name for name, field in FILTERS.items() if name != "match" and narrows(field, self.values.get(name))]

    @functools.cached_property
    def bind_values(self):
        return dict(pair for name in self.bound_names for pair in bind_values(name, self.bound[name]))

    @functools.cached_property
    def bind_parameters(self):
        return self.bound | {name: bind_parameters(name, self.bound[name]) for name in self.bound_names}

    @property
    def bound_names(self):
        return [name for name in BINDING if self.bound.get(name) is not None]

    def condition(self, at=time_range.is_current, but=(), along=False):
        """The condition on Event, with slots, but for what some parameters ask; `along`, as it is asked of one after the other."""
        return event_condition(self.bind_parameters | dict.fromkeys(but), at, along)

    def after_key(self, way, keyed, but=(), along=False):
        """The same and, if `keyed`, of standing beyond a key on the way, with slots named as the columns of that."""
        where = self.condition(but=but, along=along)
        return where & way.after([bind_parameter(name) for name in way.columns]) if keyed else where


def without_unwanted(value):
    return value._replace(unwanted=[]) if isinstance(value, Picks) else value


def narrows(field, value):
    return value is not None if field.where else bool(value)
