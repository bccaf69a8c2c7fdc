"""The landing page, for people."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from flask import Blueprint, current_app, render_template, request, url_for

from api.aggregates.group_by import count_current
from api.docs.examples import example_event
from api.http.request import Request
from api.http.version import VERSION
from models import store
from models.db.database import StoreNotFound
from models.domain.country_codes import COUNTRY
from models.domain.vocabularies import INCIDENT
from models.store import Identity
from models.summaries.counter_query import counters
from models.tables.schema import Actor, Dataset, Location, Source

home = Blueprint("home", __name__)

KINDS = {"incidents": INCIDENT, "series": "series", "developments": "development"}
TABLES = {"sources": Source, "locations": Location, "actors": Actor}


@home.get("/")
def show() -> Any:
    """What this is, what it holds, and how to ask. Answers before anything is loaded, too."""
    try:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # as Flask documents it
        event = example_event(app, store.identity(), request.script_root)
        identity = store.snapshot()
    except StoreNotFound as reason:
        return render_template("home.html", version=VERSION, missing=str(reason)), 503
    counts = list(store_counts(identity))
    datasets = Dataset.select().order_by(Dataset.id)
    page = render_template(
        "home.html",
        version=VERSION,
        identity=identity,
        counts=counts,
        datasets=datasets,
        examples=example_questions(event, Request(request.environ).base) if event else (),
    )
    return page, {"Cache-Control": "no-cache"}


def example_questions(event: Any, host: Any) -> Iterator[Any]:
    """Questions that an event, given as its JSON, is among the answers to: what is asked, the path, and the address at a host."""
    country, day = (event["location"] or {}).get("country"), event["date"]["earliest"]
    kind = {} if event["kind"] == INCIDENT else {"kind": event["kind"]}
    where = {"country": country} if country else {}
    when = {"date": day[:4]} if day else {}
    there = f" in {COUNTRY.by_code[country].label}" if country else ""
    asked = (
        (f"What happened{there}{f' in {day[:4]}' if day else ''}", "list_events", where | when | kind),
        ("Who said what about one of them, and where in the source", "list_event_claims", {"id": event["id"]}),
        (f"What was known by {event['known_from']}, and no more", "list_events", {"as_of": event["known_from"]} | kind),
        ("Deaths by year and country, with how many events report none", "aggregate_events", {"by": "year,country"} | kind),
        ("What each load created, changed and retracted", "list_changes", kind),
        ("For a map", "list_events", where | kind | {"format": "geojson"}),
    )
    for about, operation, parameters in asked:
        path = url_for(operation, **parameters)
        yield about, path, urljoin(host, path)


def store_counts(identity: Identity) -> Iterator[Any]:
    """What the store holds: a name, where that is listed, None if nowhere, and how many there are."""
    kinds = count_current("kind", identity)
    for name, kind in KINDS.items():
        yield name, url_for("list_events", kind=None if kind == INCIDENT else kind), kinds.get(kind, 0)
    yield "claims", None, sum(number for _, number in counters("certainty").tuples())
    for name, table in TABLES.items():
        yield name, url_for(f"list_{name}"), table.select().count()
