"""Sources: the documents that claims are read from, releases of datasets and what those cite included."""

from typing import Any

from marshmallow import fields

from api.formats.registry import LISTS
from api.http import problems
from api.operations.api_request import ApiRequest
from api.operations.operation import operation
from api.parameters.dates import EdtfParameter
from api.parameters.ids import IdsParameter
from api.parameters.texts import LanguagesParameter, StoredPhrase
from api.routes.collection import PageQuery, Resource, ResourceLinksSchema, event_count_field
from models.domain.vocabularies import CERTAINTY
from models.serialization.schemas import AnswerSchema, optional_text, text_field
from models.tables.schema import Dataset, Source


def is_published_in(span: Any) -> Any:
    return (Source.published_earliest <= span.last) & (Source.published_latest >= span.first)


class SourceQuery(PageQuery):
    dataset = IdsParameter(Dataset, where=Source.dataset.in_, example=["kazakhstan"], about="Of any of these datasets.")
    publisher = StoredPhrase(Source.publisher, example="EurasiaNet", about="By this publisher, as `publisher` names it, in any case.")
    language = LanguagesParameter(Source.language, example=["en"], about="In any of these languages: ISO 639-1 codes.")
    published = EdtfParameter(where=is_published_in, example="2011-12", about="Published in this time: an EDTF date or interval.")


class SourceSchema(AnswerSchema):
    """A document."""

    id = text_field("Its id.")
    dataset = text_field("The dataset that is coded from it, or cites it.")
    title = text_field("Its title.")
    author = optional_text("Who wrote it.")
    publisher = optional_text("Who published it.")
    published = optional_text("When it was published, in EDTF; null where unknown.")
    published_certainty = optional_text("Whether that is stated in it or is inferred.", enum=[*CERTAINTY.codes, None])
    published_basis = optional_text("From what it is inferred.")
    known_from = optional_text("The last day that its date allows: by then it was out for certain.", format="date")
    language = optional_text("Its language, ISO 639-1.")
    url = optional_text("Where it can be read.")
    sha256 = optional_text("Of the file that was coded.")
    events = event_count_field()
    links = fields.Nested(ResourceLinksSchema)


SOURCES = Resource(Source, SourceQuery, SourceSchema)


@operation("/v1/sources", query=SourceQuery, answer=SourceSchema, many=True, formats=LISTS)
def list_sources(request: ApiRequest) -> Any:
    """Sources, in the order of their ids.

    The documents that claims are read from, each with the number of incidents that it reports. A release of a dataset is one, too,
    and so is what its events cite.
    """
    return SOURCES.list(request)


@operation("/v1/sources/<id>", answer=SourceSchema, fails=[problems.NotFound])
def get_source(request: ApiRequest, id: str) -> Any:
    """One source.

    With its author, publisher and date, and the number of incidents that it reports.
    """
    return SOURCES.get(id)
