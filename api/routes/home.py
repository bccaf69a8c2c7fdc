"""The landing page, for people."""

from flask import Blueprint, render_template, request

from api.build import VERSION
from api.mentions import mentions
from api.questions import Question
from api.rollups import events_by
from models import store
from models.database import NoStore
from models.tables import Actor, Dataset, Location, Rollup, Source
from models.vocabularies import INCIDENT

home = Blueprint("home", __name__)

KINDS = {
    "incidents": (INCIDENT, "/v1/events"),
    "series": ("series", "/v1/events?kind=series"),
    "developments": ("development", "/v1/events?kind=development"),
}
TABLES = {"sources": Source, "locations": Location, "actors": Actor}

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
        identity = store.snapshot()
    except NoStore as reason:
        return render_template("home.html", version=VERSION, missing=str(reason)), 503
    counts = list(counted())
    datasets = Dataset.select().order_by(Dataset.id)
    page = render_template(
        "home.html",
        version=VERSION,
        identity=identity,
        counts=counts,
        datasets=datasets,
        examples=EXAMPLES,
        host=Question(request.environ).base,
    )
    return page, {"Cache-Control": "no-cache"}


def counted():
    """What the store holds: a name, where that is listed, None if nowhere, and how many there are."""
    kinds = dict(events_by(Rollup.kind).tuples())
    yield from ((name, path, kinds.get(kind, 0)) for name, (kind, path) in KINDS.items())
    yield "claims", None, sum(number for _, number in mentions("certainty").tuples())
    for name, table in TABLES.items():
        yield name, f"/v1/{name}", table.select().count()
