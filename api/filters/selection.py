"""The events that parsed parameters select, as conditions with bind parameters: one statement serves all selections of one shape."""

import functools
from collections.abc import Callable, Iterable
from typing import Any, Self

from api.filters.event_filters import FILTERS, EventFilters, bind_filters, binding_fields, event_condition
from models.db.prepared_statements import bind_parameter, bind_parameters, bind_values, cache_key
from models.domain.picks import Picks
from models.predicates import time_range

BINDING = binding_fields(EventFilters)


class Selection:
    """The events that meet `values` (parsed parameters, with the day and the revision that they mean) in one state of the store.

    `bound` has the values as conditions take them, `bind_parameters` the same with placeholders, and `bind_values` what fills those. All
    Selections with one `cache_key` share a statement.
    """

    def __init__(self, identity: Any, values: dict[str, Any], bound_already: dict[str, Any] | None = None) -> None:
        self.identity, self.values = identity, values
        self.bound = bind_filters(EventFilters, values) if bound_already is None else bound_already
        given = ((name, self.bound.get(name)) for name in FILTERS)
        self.cache_key = tuple([(name, cache_key(value, name in BINDING)) for name, value in given if value is not None])

    def without(self, names: Iterable[Any]) -> Self:
        """This Selection without these parameters."""
        return self.with_values(lambda values: values | dict.fromkeys(names))

    def only_filter(self, name: str) -> Self:
        """The Selection of this one filter alone, without the values that it excludes."""
        return self.with_values(lambda values: dict.fromkeys(values) | {name: without_unwanted(values[name]), "match": values["match"]})

    def with_values(self, vary: Callable[..., Any]) -> Any:
        """A Selection with other values. `vary` maps both the values and what they bind, since binding anew may query the store."""
        return Selection(self.identity, vary(self.values), vary(self.bound))

    @property
    def given(self) -> list[str]:
        """The names of the parameters that restrict or change the selection."""
        return [name for name, field in FILTERS.items() if name != "match" and narrows(field, self.values.get(name))]

    @property
    def is_columnar(self) -> bool:
        """Whether the column store has all that the filters ask for: full text has its index in the store alone."""
        return self.values.get("q") is None

    @functools.cached_property
    def bind_values(self) -> dict[str, Any]:
        return dict(pair for name in self.bound_names for pair in bind_values(name, self.bound[name]))

    @functools.cached_property
    def bind_parameters(self) -> Any:
        return self.bound | {name: bind_parameters(name, self.bound[name]) for name in self.bound_names}

    @property
    def bound_names(self) -> list[str]:
        return [name for name in BINDING if self.bound.get(name) is not None]

    def condition(self, at: Callable[..., Any] = time_range.is_current, but: Iterable[Any] = (), along: bool = False) -> Any:
        """The condition on Event with bind parameters, without the parameters in `but`; `along`: tested event by event
        (models.db.expressions)."""
        return event_condition(self.bind_parameters | dict.fromkeys(but), at, along)

    def after_key(self, way: Any, keyed: bool, but: Iterable[Any] = (), along: bool = False) -> Any:
        """The condition and, if `keyed`, that of standing after a key in the order `way`; bind parameters are named as the order's
        columns."""
        where = self.condition(but=but, along=along)
        return where & way.after([bind_parameter(name) for name in way.columns]) if keyed else where


def without_unwanted(value: Any) -> Any:
    return value._replace(unwanted=[]) if isinstance(value, Picks) else value


def narrows(field: Any, value: Any) -> bool:
    return value is not None if field.where else bool(value)
