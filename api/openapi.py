"""The OpenAPI document, from the operations and their schemas."""

import re
from itertools import groupby

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

import api
from api import errors
from api.build import VERSION
from api.envelope import collection_of, feature_of, list_of
from api.formats import FORMATS
from api.operations import OPERATIONS

OPENAPI = "3.1.0"
"""In 3.0 nothing that generators of clients understand says that what has a schema of its own may be null."""

LICENSE = {"name": "MIT (the software; each dataset has a licence of its own)", "identifier": "MIT"}
TAGS = {
    "events": "Events, their claims and their history.",
    "aggregates": "Counts and sums of events.",
    "sources": "The documents that claims are read from.",
    "locations": "The places of events.",
    "actors": "Who takes part in events.",
    "datasets": "Bodies of events, with licence and citation, and their releases.",
    "changes": "What each load did to which event, in order.",
    "vocabularies": "Every code, with its definition.",
}
ALWAYS = (
    errors.BadParameters, errors.NotAcceptable, errors.Unmet, errors.TooLong, errors.Problem, errors.Unready, errors.Unreadable,
    errors.Busy, errors.Overdue,
)  # fmt: skip
PATH_PARAMETER = re.compile(r"<(\w+)>")
SINGULAR = {"vocabularies": "vocabulary"}


def document():
    """The OpenAPI document as a dict."""
    spec = APISpec(
        title="Annals",
        version=VERSION,
        openapi_version=OPENAPI,
        info={"description": api.__doc__, "license": LICENSE},
        security=[],
        servers=[{"url": "/", "description": "This server."}],
        tags=[{"name": name, "description": about} for name, about in TAGS.items()],
        plugins=[MarshmallowPlugin(schema_name_resolver=name_of)],
    )
    spec.components.schema(name_of(errors.ProblemSchema), schema=errors.ProblemSchema)
    for operation in OPERATIONS:
        spec.path(PATH_PARAMETER.sub(r"{\1}", operation.path), operations={"get": described(operation)})
    return spec.to_dict()


class Plain(yaml.SafeDumper):
    """YAML for people: without anchors, and with the lines of a text as they are."""

    def ignore_aliases(self, data):
        return True

    def represent_str(self, text):
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Plain.add_representer(str, Plain.represent_str)


def text(document):
    """The document as the YAML of openapi.yaml."""
    return yaml.dump(document, Dumper=Plain, sort_keys=False, allow_unicode=True, width=120)


def name_of(schema):
    schema = schema if isinstance(schema, type) else type(schema)
    return schema.__name__.removesuffix("Schema")


def described(operation):
    return {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary.rstrip("."),
        "description": operation.description,
        "parameters": [*path_parameters(operation), *query_parameters(operation)],
        "responses": responses(operation),
    }


def path_parameters(operation):
    for name in PATH_PARAMETER.findall(operation.path):
        kind = SINGULAR.get(operation.tag, operation.tag.removesuffix("s"))
        schema = {"type": "string", "format": f"{kind}-{name}"}
        yield {
            "in": "path",
            "name": name,
            "required": True,
            "description": f"The {kind}'s {name}.",
            "schema": schema,
            "example": operation.examples[name],
        }


def query_parameters(operation):
    for name, field in operation.query.fields.items():
        schema = field.openapi()
        listed = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
        yield {"in": "query", "name": name, "required": False, **field.metadata, "schema": schema, **listed}


def responses(operation):
    later = {errors.NotFound} if "revision" in operation.query.fields else set()  # one that has not been loaded yet
    fails = groupby(sorted([*ALWAYS, *operation.fails, *later], key=status), status)
    good = {
        "200": {"description": operation.summary, "headers": HEADERS, "content": content(operation)},
        "304": {"description": "Not modified."},
    }
    return good | {str(code): failure(list(dict.fromkeys(problems))) for code, problems in fails}


HEADERS = {
    "ETag": {"description": "Names this representation; send it back as If-None-Match.", "schema": {"type": "string"}},
    "Annals-Revision": {"description": "The load that the answer stands on.", "schema": {"type": "integer"}},
    "Link": {
        "description": "The neighbouring pages, as `next` and `prev`. Where the body has no `meta`, `describedby` leads to the dataset "
        "with its licence and citation, or to how to cite the answer.",
        "schema": {"type": "string"},
    },
}


def status(problem):
    return problem.status


def failure(problems):
    """What a status is answered with, which may stand for several problems."""
    declared = {name: header for problem in problems for name, header in problem.declared.items()}
    return {
        "description": "; or: ".join(problem.title for problem in problems) + ".",
        **({"headers": declared} if declared else {}),
        "content": {errors.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def content(operation):
    return {FORMATS[name].media_type: {"schema": shape(name, operation)} for name in operation.formats}


def shape(name, operation):
    """What an answer in a format is made of, as far as a schema can say it."""
    return SHAPES[name](operation) if name in SHAPES else FORMATS[name].schema


def json_shape(operation):
    return list_of(operation.answer) if operation.many else operation.answer


def geojson_shape(operation):
    return collection_of(operation.answer) if operation.many else feature_of(operation.answer)


SHAPES = {"json": json_shape, "geojson": geojson_shape}
