"""Datasets: bodies of events, each with one licence and citation, and the releases of each."""

from typing import Any

import orjson
from marshmallow import fields

from api.formats.base import Item
from api.formats.registry import LISTS
from api.http import problems
from api.http.links import link
from api.operations.api_request import ApiRequest
from api.operations.operation import operation
from api.queries.keyset import Order
from api.routes.collection import PageQuery, Resource, ResourceLinksSchema, event_count_field
from models.domain.vocabularies import ALL
from models.serialization.schemas import AnswerSchema, optional_text, text_field
from models.tables.schema import Dataset, Release


class DatasetSchema(AnswerSchema):
    """A body of events with one licence and citation."""

    id = text_field("Its id.")
    title = text_field("Its title.")
    description = text_field("What it covers.")
    licence = text_field("Its licence, by SPDX identifier.")
    licence_url = optional_text("The text of the licence.")
    citation = text_field("How to cite it.")
    release = text_field("The label of the release in force: the latest by its day of those loaded and not reverted, or `none`.")
    released_on = text_field("The day of that release.", format="date")
    revision = fields.Integer(metadata={"description": "The load that brought it, or the revert that brought it back."})
    events = event_count_field()
    links = fields.Nested(ResourceLinksSchema)


RELEASED = [Release.label.alias("release"), Release.released_on]


class Datasets(Resource):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.rows = self.rows.select_extend(*RELEASED).join(Release, on=Release.number == Dataset.revision)

    def dataset(self, row: Any) -> Any:
        return row.id


DATASETS = Datasets(Dataset, PageQuery, DatasetSchema)


@operation("/v1/datasets", query=PageQuery, answer=DatasetSchema, many=True, formats=LISTS)
def list_datasets(request: ApiRequest) -> Any:
    """Datasets, in the order of their ids.

    Each with its licence, how to cite it, its latest release and the number of its incidents.
    """
    return DATASETS.list(request)


@operation("/v1/datasets/<id>", answer=DatasetSchema, fails=[problems.NotFound])
def get_dataset(request: ApiRequest, id: Any) -> Item | None:
    """One dataset.

    With its licence, how to cite it, its latest release and the number of its incidents.
    """
    return DATASETS.get(id)._replace(dataset=None)  # it needs no link to itself


class ReleaseCountsSchema(AnswerSchema):
    """Events. Of a load, read = new + changed + unchanged + rejected; a revert reads none."""

    read = fields.Integer(metadata={"description": "In the files."})
    new = fields.Integer(metadata={"description": "Not current before: created or, by a release loaded late, reported for the past alone."})
    changed = fields.Integer(metadata={"description": "Told otherwise than before; by a release loaded late, mostly of the past alone."})
    unchanged = fields.Integer(metadata={"description": "Told as before."})
    rejected = fields.Integer(metadata={"description": "Not read, for a reason that the loader was given."})
    retracted = fields.Integer(metadata={"description": "Stored before and no longer reported."})


class ReleaseLinksSchema(AnswerSchema):
    events = fields.String(metadata={"description": "The dataset's events as it left them.", "format": "uri-reference"})
    changes = fields.String(metadata={"description": "What it changed of what is current.", "format": "uri-reference"})


class ReleaseSchema(AnswerSchema):
    """A load of a release, or of a part of it, or the undoing of one."""

    revision = fields.Integer(metadata={"description": "The revision of the store that it made."})
    action = text_field("Whether a release was loaded or a load undone.", enum=["load", "revert"])
    label = text_field("The release's label; of a revert, that of the release in force again, `none` where none is.", example="2026.1")
    released_on = text_field("The day of the release: from then on its claims are known.", format="date")
    loaded_at = text_field("When it was loaded.", format="date-time")
    complete = fields.Boolean(metadata={"description": "All of the dataset's events were in it, so that others were retracted."})
    counts = fields.Nested(ReleaseCountsSchema)
    remarks = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "By remark, of how many events the load remarked it."}
    )
    checksum = text_field("sha256 over the bytes of the files.")
    links = fields.Nested(ReleaseLinksSchema)


RELEASE = ReleaseSchema()


@operation(
    "/v1/datasets/<id>/releases",
    query=PageQuery,
    answer=ReleaseSchema,
    many=True,
    formats=LISTS,
    fails=[problems.NotFound],
)
def list_dataset_releases(request: ApiRequest, id: str) -> Any:
    """The releases of a dataset that were loaded, the last first.

    Each load is one revision, and so is the undoing of one. `as_of=dataset@label` answers as a release had told it.
    """
    DATASETS.get(id)
    page = request.page(Release.select().where(Release.dataset == id), Order({"number": Release.number}, descending=True))
    return request.listing(map(release_item, page.rows), page)


def release_item(row: Any) -> Item:
    at = {"dataset": row.dataset, "kind": ALL, "revision": row.number}
    links = {"events": link("/v1/events", tuple(at.items())), "changes": link("/v1/changes", (*at.items(), ("since", row.number - 1)))}
    told = row._asdict() | {"revision": row.number, "counts": row._asdict(), "links": links}
    return Item(orjson.dumps(RELEASE.dump(told)), row.dataset)
