"""Parameters that have no effect without another, and queries without those that have none."""

import api.app  # noqa: F401 (registers the operations)
from api.operations import OPERATIONS
from api.parameters import is_given

NEEDS = {name: field.needs for operation in OPERATIONS for name, field in operation.query.fields.items() if field.needs}
"""By parameter, what it needs."""


def effective(query):
    """The same query, of texts by name, without the parameters that need what it lacks."""
    return {name: value for name, value in query.items() if name not in NEEDS or is_given(NEEDS[name], query)}
