"""The published document is what the code says, valid, and complete: every parameter has an example that returns a small true answer."""

import re
import subprocess
from operator import itemgetter

import pytest
import yaml
from conftest import ROOT, serving
from openapi_spec_validator import OpenAPIV31SpecValidator
from support import npm
from support.needed_parameters import NEEDS
from support.paths import path_of
from support.service import ANNALS

from api.docs.openapi import openapi_document
from api.operations.operation import OPERATIONS
from api.parameters.base import query_string_text

PUBLISHED = ROOT / "openapi.yaml"
ALWAYS = {"200", "304", "400", "406", "500", "503"}
LARGEST, MOST = 100_000, 12
"""A small answer: in bytes, and in things."""

OPERATION = {get["operationId"]: (path, get) for path, item in openapi_document()["paths"].items() for get in item.values()}
SCHEMAS = openapi_document()["components"]["schemas"]
PATH = {operation.name: path_of(operation) for operation in OPERATIONS}
FIELDS = {(operation.name, name): field for operation in OPERATIONS for name, field in operation.query.fields.items()}
PARAMETERS = [(id, parameter["name"]) for id, (_, get) in OPERATION.items() for parameter in get["parameters"]]
UNREPORTED = ("injuries_min", "injuries_max", "original_type")
"""No event of the corpus reports injuries or has another code for its type, so that no example of these is true."""

EXAMPLES = [(id, name) for id, name in FIELDS if name not in {*UNREPORTED, *NEEDS}]


@pytest.fixture(scope="module")
def client(corpus):
    with serving(corpus) as client:
        yield client


def parameters(id, where):
    return [parameter for parameter in OPERATION[id][1]["parameters"] if parameter["in"] == where]


def call(client, id, names):
    """The answer to an operation with the examples of these parameters."""
    asked = {name: FIELDS[id, name].example for name in names if FIELDS[id, name].example is not None}
    return client.get(PATH[id], query_string={name: query_string_text(example) for name, example in asked.items()})


def things(answer):
    """What an answer holds: the members of a list, or itself."""
    return answer.json.get("data") or answer.json.get("features") or [answer.json] * ("meta" not in answer.json)


def test_the_published_document_is_what_the_command_prints():
    printed = subprocess.run([ANNALS, "openapi"], capture_output=True, check=True, env={"TZ": "Asia/Almaty"}).stdout
    assert printed.decode() == PUBLISHED.read_text(encoding="utf-8")


def test_the_document_is_valid():
    assert list(OpenAPIV31SpecValidator(yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))).iter_errors()) == []


def test_the_document_is_openapi_3_1():
    assert openapi_document()["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    "lint",
    [
        ("redocly", "lint", "--config", npm.NODE / "redocly.yaml"),
        ("spectral", "lint", "--ruleset", npm.NODE / "spectral.yaml", "--fail-severity", "hint"),
    ],
    ids=itemgetter(0),
)
def test_linters_find_nothing_amiss(lint):
    ran = npm.run(*lint, PUBLISHED)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("id", OPERATION)
def test_every_answer_in_json_is_of_a_schema_with_a_name(id):
    content = OPERATION[id][1]["responses"]["200"]["content"]
    formats = [content[media_type]["schema"] for media_type in ("application/json", "application/geo+json") if media_type in content]
    assert [list(schema) for schema in formats] == [["$ref"]] * len(formats)


def test_what_is_listed_gives_a_list_its_name():
    named = [name for name in SCHEMAS if name.endswith(("List", "Feature", "FeatureCollection"))]
    assert {"EventList", "EventFeature", "EventFeatureCollection", "AggregateList", "LocationFeature", "SourceList"} <= set(named)
    parts = [("List", "data", ""), ("FeatureCollection", "features", "Feature")]
    listed = {name: (key, name.removesuffix(end) + of) for end, key, of in parts for name in named if name.endswith(end)}
    assert {name: SCHEMAS[name]["properties"][key]["items"]["$ref"] for name, (key, _) in listed.items()} == {
        name: f"#/components/schemas/{of}" for name, (_, of) in listed.items()
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_object_is_without_a_schema_of_its_own(name):
    """Generators would make up a name for it, such as EventLocation."""
    found = [each for field in SCHEMAS[name]["properties"].values() for each in below(field)]
    assert [each for each in found if "properties" in each or "nullable" in each] == []
    assert [each for each in found if each.get("type") == "object" and "additionalProperties" not in each] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_may_be_null_has_one_type_beside_null(name):
    for field in SCHEMAS[name]["properties"].values():
        for each in below(field):
            assert len({*each.get("type", [])} - {"null"}) == 1 or not isinstance(each.get("type"), list)
            assert "anyOf" not in each or (
                [list(one) for one in each["anyOf"]] == [["$ref"], ["type"]] and each["anyOf"][1]["type"] == "null"
            )


def test_no_schema_has_a_name_that_languages_have():
    """Generators of clients would rename it."""
    assert {
        "Array",
        "Boolean",
        "Date",
        "Error",
        "Function",
        "List",
        "Map",
        "Number",
        "Object",
        "Range",
        "Record",
        "Set",
        "String",
    }.isdisjoint(SCHEMAS)


def below(schema):
    """A schema, and those of what it holds."""
    inner = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])]
    return [schema, *(each for part in inner if isinstance(part, dict) for each in below(part))]


def test_the_document_served_lets_keys_be_added_to_answers(client):
    assert '"additionalProperties":false' not in client.get("/v1/openapi.json").text.replace(" ", "")


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/v1/openapi.yaml"])
def test_the_document_is_served_as_it_is_published(client, path):
    """But for what differs from one store of the corpus to the next: when it was loaded, and the cursors that it signs."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert steady(yaml.safe_load(answer.data)) == steady(yaml.safe_load(PUBLISHED.read_text(encoding="utf-8")))


def steady(document):
    """A document without moments and cursors."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}\+00:00|cursor=[\w.-]+", "", yaml.safe_dump(document))


def test_every_operation_is_named_after_its_view():
    assert sorted(OPERATION) == sorted({operation.view.__name__ for operation in OPERATIONS})


def test_every_operation_has_a_summary_and_one_known_tag():
    tags = {tag["name"] for tag in openapi_document()["tags"]}
    assert [
        id for id, (_, get) in OPERATION.items() if not get["summary"] or len(get["tags"]) != 1 or not tags.issuperset(get["tags"])
    ] == []


@pytest.mark.parametrize("id", OPERATION)
def test_every_operation_declares_how_it_can_end(id):
    path, get = OPERATION[id]
    assert set(get["responses"]) >= ALWAYS | ({"404"} if "{" in path else set())


@pytest.mark.parametrize("id", ["get_event", "list_event_claims"])
def test_an_operation_on_what_can_be_retracted_declares_410(id):
    assert "410" in OPERATION[id][1]["responses"]


@pytest.mark.parametrize("id", OPERATION)
def test_every_failure_is_declared_as_a_problem(id):
    failures = {status: answer for status, answer in OPERATION[id][1]["responses"].items() if status >= "400"}
    assert {tuple(answer["content"]) for answer in failures.values()} == {("application/problem+json",)}


@pytest.mark.parametrize(("id", "name"), PARAMETERS)
def test_every_parameter_has_a_type_and_a_description(id, name):
    (parameter,) = (each for each in OPERATION[id][1]["parameters"] if each["name"] == name)
    schema = parameter["schema"]
    assert {each["type"] for each in schema.get("oneOf", [schema])} <= {"string", "integer", "number", "boolean", "array"}
    assert parameter["description"].strip()


@pytest.mark.parametrize(("id", "name"), EXAMPLES)
def test_every_parameter_says_in_words_what_swagger_ui_would_send(id, name):
    """An example, which it would fill in, and a default."""
    (parameter,) = (each for each in OPERATION[id][1]["parameters"] if each["name"] == name)
    field = FIELDS[id, name]
    assert field.example is not None
    assert not {"example", "examples", "default"} & {*parameter, *parameter["schema"], *parameter["schema"].get("items", {})}
    chosen = "enum" in field.schema or field.schema.get("type") == "boolean" or field.example == ""
    assert (f"Such as `{query_string_text(field.example)}`." in parameter["description"]) != chosen
    if field.load_default not in (None, "", ()):
        assert f"By default `{query_string_text(field.load_default)}`." in parameter["description"]


@pytest.mark.parametrize("id", OPERATION)
def test_an_empty_value_is_taken_only_where_the_document_allows_one(client, id):
    found, told = {}, {}
    for parameter in parameters(id, "query"):
        told[parameter["name"]] = allows_nothing(parameter["schema"].get("items", parameter["schema"]))
        found[parameter["name"]] = client.get(PATH[id], query_string={parameter["name"]: ""}).status_code == 200
    assert found == told


def allows_nothing(schema):
    """Whether a schema of a text, or one of the alternatives, allows an empty one."""
    alternatives = schema.get("oneOf", [schema])
    texts = [each for each in alternatives if each["type"] == "string" and not each.get("minLength") and "" in each.get("enum", [""])]
    return any(re.search(each.get("pattern", ""), "") for each in texts)


@pytest.mark.parametrize(("id", "name"), EXAMPLES)
def test_every_example_alone_returns_a_true_answer(client, id, name):
    answer = call(client, id, {name})
    assert answer.status_code == 200
    assert len(answer.data) < LARGEST
    assert things(answer)


@pytest.mark.parametrize(("id", "name"), [(id, name) for id, name in EXAMPLES if (id, "limit") in PARAMETERS])
def test_every_example_returns_few_things_beside_that_of_limit(client, id, name):
    assert 1 <= len(things(call(client, id, {name, "limit"}))) <= MOST


@pytest.mark.parametrize("id", OPERATION)
def test_all_examples_together_return_a_small_true_answer(client, id):
    answer = call(client, id, {name for operation, name in EXAMPLES if operation == id})
    assert answer.status_code == 200
    assert len(answer.data) < LARGEST
    assert 1 <= len(things(answer)) <= MOST


@pytest.mark.parametrize("id", ["list_events", "get_event", "list_event_claims", "list_event_history"])
def test_the_examples_lead_to_the_clash_at_boralday(client, id):
    assert b"kazakhstan:boralday-2011" in call(client, id, {name for operation, name in EXAMPLES if operation == id}).data
