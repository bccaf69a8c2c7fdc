"""Probes: whether the process lives, and whether it can answer."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, jsonify

from models import store
from models.tables.schema import SCHEMA_VERSION

health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/live")
def live() -> Any:
    return jsonify(status="alive")


@health.get("/ready")
def ready() -> Any:
    """503, as a problem, where there is no store to answer from."""
    identity = store.snapshot()
    age = datetime.now(UTC) - datetime.fromisoformat(identity.loaded_at)
    return jsonify(
        status="ready",
        schema=SCHEMA_VERSION,
        revision=identity.revision,
        loaded_at=identity.loaded_at,
        age_seconds=int(age.total_seconds()),
    )


@health.after_request
def without_caching(response: Any) -> Any:
    response.cache_control.no_store = True
    return response
