"""The OpenAPI document, from the operations and their schemas."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

import yaml
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

import api
from api.docs.examples import Examples
from api.formats.registry import FORMATS
from api.http import problems as problem_types
from api.http.version import VERSION
from api.operations.envelope import collection_schema, feature_schema, list_schema
from api.operations.operation import OPERATIONS, PART

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
    problem_types.BadParameters, problem_types.NotAcceptable, problem_types.PreconditionFailed, problem_types.QueryTooLong,
    problem_types.InternalError, problem_types.NotReady, problem_types.StoreUnavailable, problem_types.Busy, problem_types.DeadlineExceeded,
)  # fmt: skip
TOLD = (*ALWAYS[1:], problem_types.Merged, problem_types.Gone)
"""Problems of which no example can be had by asking, or one that hangs on what is installed."""
GUIDE = "/guide"
SINGULAR = {"vocabularies": "vocabulary"}


def openapi_document(samples: Examples | None = None, root: str = "") -> dict[str, Any]:
    """The OpenAPI document as a dict, with the examples that are in Examples, of a service whose paths lie under a root."""
    samples = samples or Examples()
    spec = APISpec(
        title="Annals",
        version=VERSION,
        openapi_version=OPENAPI,
        info={"description": api.__doc__.replace(f"]({GUIDE}", f"]({root}{GUIDE}"), "license": LICENSE},
        security=[],
        servers=[{"url": root or "/", "description": "This server."}],
        tags=[{"name": name, "description": about} for name, about in TAGS.items()],
        plugins=[MarshmallowPlugin(schema_name_resolver=schema_name)],
    )
    spec.components.schema(schema_name(problem_types.ProblemSchema), schema=problem_types.ProblemSchema)
    for problem in TOLD:
        spec.components.example(problem.code, {"value": problem_example(problem)})
    for operation in OPERATIONS:
        spec.path(PART.sub(r"{\1}", operation.path), operations={"get": operation_object(operation, samples)})
    return spec.to_dict()


def problem_example(problem: Any) -> dict[str, Any]:
    """An example of a problem."""
    instance = {problem_types.InternalError: f"urn:uuid:{UUID(int=0)}", problem_types.QueryTooLong: ""}.get(
        problem, "/v1/events/ucdp-ged:1"
    )
    return problem_types.problem_members(problem.status, problem.code, problem.title, problem.example, instance)


class PlainDumper(yaml.SafeDumper):
    """YAML for people: without anchors, and with the lines of a text as they are."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_str(self, text: str) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


PlainDumper.add_representer(str, PlainDumper.represent_str)


def openapi_yaml(document: dict[str, Any]) -> str:
    """The document as the YAML of openapi.yaml."""
    return yaml.dump(document, Dumper=PlainDumper, sort_keys=False, allow_unicode=True, width=120)


def schema_name(schema: Any) -> str:
    schema = schema if isinstance(schema, type) else type(schema)
    return schema.__name__.removesuffix("Schema")


def operation_object(operation: Any, samples: Examples) -> dict[str, Any]:
    return {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary.rstrip("."),
        "description": operation.description,
        "parameters": [*path_parameters(operation, samples), *query_parameters(operation, samples)],
        "responses": responses(operation, samples),
    }


def path_parameters(operation: Any, samples: Examples) -> Iterator[Any]:
    """The part of the path that tells things apart, if there is one, with an id of the store that Swagger UI fills in."""
    if operation.part:
        kind, id = SINGULAR.get(operation.tag, operation.tag.removesuffix("s")), samples.ids.get(operation.tag)
        yield {
            "in": "path",
            "name": operation.part,
            "required": True,
            "description": f"The {kind}'s {operation.part}.",
            "schema": {"type": "string", "format": f"{kind}-{operation.part}"},
            **({"example": id} if id else {}),
        }


def query_parameters(operation: Any, samples: Examples) -> Iterator[Any]:
    """The parameters, examples in their descriptions: Swagger UI would send them unasked."""
    for name, field in operation.query.fields.items():
        schema = field.openapi()
        listed = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
        about = field.described(samples.value(operation, name, field))
        yield {"in": "query", "name": name, "required": False, "description": about, "schema": schema, **listed}


def responses(operation: Any, samples: Examples) -> dict[str, Any]:
    later = {problem_types.NotFound} if "revision" in operation.query.fields else set()  # one that has not been loaded yet
    fails = groupby(sorted([*ALWAYS, *operation.fails, *later], key=problem_status), problem_status)
    good = {
        "200": {"description": operation.summary, "headers": HEADERS, "content": success_content(operation, samples)},
        "304": {"description": "Not modified."},
    }
    return good | {str(code): failure_response(operation, list(dict.fromkeys(problems)), samples) for code, problems in fails}


HEADERS = {
    "ETag": {"description": "Names this representation; send it back as If-None-Match.", "schema": {"type": "string"}},
    "Annals-Revision": {"description": "The revision of the store that the answer is from.", "schema": {"type": "integer"}},
    "Link": {
        "description": "The neighbouring pages, as `next` and `prev`. Where the body has no `meta`, `describedby` leads to the dataset "
        "with its licence and citation, or to how to cite the answer.",
        "schema": {"type": "string"},
    },
}


def problem_status(problem: Any) -> int:
    return problem.status


def failure_response(operation: Any, problems: list[Any], samples: Examples) -> dict[str, Any]:
    """What a status is answered with, which may stand for several problems."""
    declared = {name: header for problem in problems for name, header in problem.declared.items()}
    examples = {problem.code: {"$ref": f"#/components/examples/{problem.code}"} for problem in problems if problem in TOLD}
    shown = {"examples": examples} if examples else example(operation, problems[0].status, problem_types.MEDIA_TYPE, samples)
    return {
        "description": "; or: ".join(problem.title for problem in problems) + ".",
        **({"headers": declared} if declared else {}),
        "content": {problem_types.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, **shown}},
    }


def success_content(operation: Any, samples: Examples) -> dict[str, Any]:
    types = {FORMATS[name].media_type: answer_schema(name, operation) for name in operation.formats}
    return {type: {"schema": schema, **example(operation, 200, type, samples)} for type, schema in types.items()}


def example(operation: Any, status: int, media_type: str, samples: Examples) -> Any:
    """What the store that the Examples are of answers; nothing where it has none."""
    known = operation.name, status, media_type
    return {"example": samples.answers[known]} if known in samples.answers else {}


def answer_schema(name: str, operation: Any) -> Any:
    """What an answer in a format is made of, as far as a schema can say it."""
    return SHAPES[name](operation) if name in SHAPES else FORMATS[name].schema


def json_schema(operation: Any) -> type:
    return list_schema(operation.answer) if operation.many else operation.answer


def geojson_schema(operation: Any) -> type:
    return collection_schema(operation.answer) if operation.many else feature_schema(operation.answer)


SHAPES = {"json": json_schema, "geojson": geojson_schema}
