"""The resources, a module each, named as in their URL. Importing them registers their operations."""

from api.routes import (
    actors,  # noqa: F401
    aggregates,  # noqa: F401
    changes,  # noqa: F401
    datasets,  # noqa: F401
    events,  # noqa: F401
    guide,  # noqa: F401
    health,  # noqa: F401
    home,  # noqa: F401
    locations,  # noqa: F401
    sources,  # noqa: F401
    vocabularies,  # noqa: F401
)
