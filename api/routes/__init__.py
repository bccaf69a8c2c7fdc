"""The resources, a module each, named as in their URL. Importing them registers their operations."""

from api.routes import actors, aggregates, changes, datasets, events, guide, health, home, locations, sources, vocabularies  # noqa: F401
