"""Datasets: bodies of events, each with one licence and citation."""

from marshmallow import Schema, fields
from peewee import fn

from api import errors
from api.formats import LISTS
from api.operations import operation
from api.resources import LinksSchema, Paged, Resource, event_count, optional, words
from models.tables import Dataset, Event, Release

EXAMPLE = {"id": "kazakhstan"}


class DatasetQuery(Paged):
    """Nothing but the page."""


class DatasetSchema(Schema):
    """A body of events with one licence and citation."""

    id = words("Its id.", example=EXAMPLE["id"])
    title = words("Its title.")
    description = words("What it covers.")
    licence = words("Its licence, by SPDX identifier.")
    licence_url = optional("The text of the licence.")
    citation = words("How to cite it.")
    release = words("The label of its latest release.")
    released_on = words("The day of that release.", format="date")
    revision = fields.Integer(metadata={"description": "The load that brought it."})
    events = event_count()
    links = fields.Nested(LinksSchema)


LATEST = Release.number == Release.select(fn.MAX(Release.number)).where(Release.dataset == Dataset.id)
RELEASED = [Release.label.alias("release"), Release.released_on, Release.number.alias("revision")]


class Datasets(Resource):
    def __init__(self, *args):
        super().__init__(*args)
        self.rows = self.rows.select_extend(*RELEASED).join(Release, on=LATEST)

    def dataset(self, row):
        return row.id


DATASETS = Datasets(Dataset, DatasetQuery, DatasetSchema, [Event.dataset == Dataset.id], "dataset")


@operation("/v1/datasets", query=DatasetQuery, answer=DatasetSchema, many=True, formats=LISTS)
def list_datasets(call):
    """Datasets, in the order of their ids.

    Each with its licence, how to cite it, its latest release and the number of its incidents.
    """
    return DATASETS.list(call)


@operation("/v1/datasets/<id>", answer=DatasetSchema, fails=[errors.NotFound], examples=EXAMPLE)
def get_dataset(call, id):
    """One dataset."""
    return DATASETS.get(id)
