"""The landing page, for people."""

from flask import Blueprint, render_template, request

from api.operations import VERSION
from models import store
from models.database import NoStore
from models.tables import Actor, Claim, Dataset, Event, Location, Source, recorded

home = Blueprint("home", __name__)

CURRENT = Event.select().where(Event.at())
COUNTS = {
    "incidents": ("/v1/events", CURRENT.where(Event.kind == "incident")),
    "series": ("/v1/events?kind=series", CURRENT.where(Event.kind == "series")),
    "developments": ("/v1/events?kind=development", CURRENT.where(Event.kind == "development")),
    "claims": (None, Claim.select().where(recorded(Claim, None))),
    "sources": ("/v1/sources", Source.select()),
    "locations": ("/v1/locations", Location.select()),
    "actors": ("/v1/actors", Actor.select()),
}
"""What the store holds, by name: where that is listed, and the statement that finds it."""

EXAMPLES = (
    ("Clashes, attacks and plots of December 2011", "/v1/events?location=kz&date=2011-12"),
    ("Who said what about one of them, and in which paragraph", "/v1/events/kazakhstan:boralday-2011/claims"),
    ("What was known by New Year 2012, and no more", "/v1/events?as_of=2012-01-01"),
    ("Deaths by year and country, with how many events report none", "/v1/aggregates?by=year,country"),
    ("What each load created, changed and retracted", "/v1/changes"),
    ("For a map", "/v1/events?country=KZ&format=geojson"),
)


@home.get("/")
def show():
    """What this is, what it holds, and how to ask. Answers before anything is loaded, too."""
    try:
        identity = store.identity()
    except NoStore as reason:
        return render_template("home.html", version=VERSION, missing=str(reason)), 503
    counts = [(name, path, query.count()) for name, (path, query) in COUNTS.items()]
    datasets = Dataset.select().order_by(Dataset.id)
    page = render_template(
        "home.html",
        version=VERSION,
        identity=identity,
        counts=counts,
        datasets=datasets,
        examples=EXAMPLES,
        host=request.host_url.rstrip("/"),
    )
    return page, {"Cache-Control": "no-cache"}
