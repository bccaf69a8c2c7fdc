"""Sources: the documents that claims are read from, releases of datasets and what those cite included."""

from marshmallow import fields

from api.formats.registry import LISTS
from api.http import problems
from api.operations.operation import operation
from api.parameters.dates import Edtf
from api.parameters.ids import Ids
from api.parameters.texts import Languages, Words
from api.routes.collection import Paged, Resource, ResourceLinksSchema, event_count
from models.domain.vocabularies import CERTAINTY
from models.serialization.schemas import AnswerSchema, optional, text
from models.tables.schema import Dataset, Source


def published_in(span):
    return (Source.published_earliest <= span.last) & (Source.published_latest >= span.first)


class SourceQuery(Paged):
    dataset = Ids(Dataset, where=Source.dataset.in_, example=["kazakhstan"], about="Of any of these datasets.")
    publisher = Words(Source.publisher, example="EurasiaNet", about="By this publisher, as `publisher` names it, in any case.")
    language = Languages(Source.language, example=["en"], about="In any of these languages: ISO 639-1 codes.")
    published = Edtf(where=published_in, example="2011-12", about="Published in this time: an EDTF date or interval.")


class SourceSchema(AnswerSchema):
    """A document."""

    id = text("Its id.")
    dataset = text("The dataset that is coded from it, or cites it.")
    title = text("Its title.")
    author = optional("Who wrote it.")
    publisher = optional("Who published it.")
    published = optional("When it was published, in EDTF; null where that is not told.")
    published_certainty = optional("Whether that stands in it or is inferred.", enum=[*CERTAINTY.codes, None])
    published_basis = optional("From what it is inferred.")
    known_from = optional("The last day that its date allows: by then it was out for certain.", format="date")
    language = optional("Its language, ISO 639-1.")
    url = optional("Where it can be read.")
    sha256 = optional("Of the file that was coded.")
    events = event_count()
    links = fields.Nested(ResourceLinksSchema)


SOURCES = Resource(Source, SourceQuery, SourceSchema)


@operation("/v1/sources", query=SourceQuery, answer=SourceSchema, many=True, formats=LISTS)
def list_sources(call):
    """Sources, in the order of their ids.

    The documents that claims are read from, each with the number of incidents that it tells of. A release of a dataset is one, too,
    and so is what its events cite.
    """
    return SOURCES.list(call)


@operation("/v1/sources/<id>", answer=SourceSchema, fails=[problems.NotFound])
def get_source(call, id):
    """One source.

    With its author, publisher and date, and the number of incidents that it tells of.
    """
    return SOURCES.get(id)
