"""Examples in the document and links on the pages are those of the store that is served, whatever it holds."""

import re
from urllib.parse import quote

import pytest
from conftest import serving
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from api.docs import examples, swagger_ui
from api.http.problems import MEDIA_TYPE
from api.operations.operation import OPERATIONS

BY_NAME = {operation.name: operation for operation in OPERATIONS}
LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')
SUCH_AS = re.compile(r"Such as `([^`]+)`\.")
HANGS_ON_THE_STORE = {
    *("country", "location", "date", "dataset", "source", "actor", "part_of", "prefer", "as_of", "bbox", "near", "within"),
    *("q", "publisher", "language", "published"),
}
ANY_WORDS = ("list_events", "aggregate_events", "list_changes")
"""Operations of which `q` shows how a question is spelt, whatever the store has."""


@pytest.fixture(scope="module", params=["corpus", "invented"])
def client(request, corpus, invented):
    with serving({"corpus": corpus, "invented": invented}[request.param]) as client:
        yield client


@pytest.fixture(scope="module")
def document(client):
    return client.get("/v1/openapi.json").json


def operations(document):
    """(path with the examples of its parts, operation) of a document."""
    for path, item in document["paths"].items():
        given = {each["name"]: quote(each["example"], safe=":") for each in item["get"]["parameters"] if each["in"] == "path"}
        yield path.format_map(given), item["get"]


def things(answer):
    return answer.json.get("data", [answer.json])


def test_every_operation_answers_untouched(client, document):
    for path, operation in operations(document):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert things(answer) or operation["operationId"] == "list_events"


def test_what_is_told_as_an_example_of_the_store_leads_to_something_there(client, document):
    tried = set()
    for path, operation in operations(document):
        for each in operation["parameters"]:
            example = SUCH_AS.search(each["description"])
            name = each["name"]
            if not example or name not in HANGS_ON_THE_STORE or (name == "q" and operation["operationId"] in ANY_WORDS):
                continue
            more = {"distinct": "true"} if name == "prefer" else {"kind": "all"} if operation["operationId"] in ANY_WORDS else {}
            answer = client.get(path, query_string={name: example[1], **more})
            assert answer.status_code == 200, answer.text
            assert things(answer), (path, name, example[1])
            tried.add(name)
    assert len(tried) > len(HANGS_ON_THE_STORE) / 2


def test_every_answer_that_is_a_text_or_json_has_an_example_that_is_true(client, document):
    for path, operation in operations(document):
        offered = operation["responses"]["200"]["content"]
        for media_type, content in offered.items():
            if content["schema"].get("format") == "binary":
                continue
            pages = any(each["name"] == "cursor" for each in operation["parameters"])
            query = {"limit": "1"} if pages else {"by": "status"} if operation["operationId"] == "aggregate_events" else {}
            answer = client.get(path, query_string=query, headers={"Accept": media_type})
            told = answer.text if isinstance(content["example"], str) else answer.json
            assert steady(told) == steady(content["example"])


def steady(told):
    """A text or JSON without the host, which citations name."""
    return re.sub(r"http://localhost(:8000)?", "", told if isinstance(told, str) else repr(told))


def test_every_example_of_json_meets_its_schema(document):
    for _, operation in operations(document):
        for status, answer in operation["responses"].items():
            for media_type, content in answer.get("content", {}).items():
                if "json" in media_type and not isinstance(content.get("example", ""), str):
                    schema = content["schema"] | {"components": document["components"]}
                    faults = list(OAS31Validator(schema, format_checker=oas31_format_checker).iter_errors(content["example"]))
                    assert faults == [], (operation["operationId"], status)


def test_every_failure_has_an_example_of_its_own_status(document):
    for _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status > "304":
                content = answer["content"][MEDIA_TYPE]
                refs = [each["$ref"].rpartition("/")[2] for each in content.get("examples", {}).values()]
                shown = [document["components"]["examples"][name]["value"] for name in refs] or [content["example"]]
                assert {each["status"] for each in shown} == {int(status)}


def test_an_example_of_a_wrong_question_is_what_that_gets(client, document):
    for path, operation in operations(document):
        assert client.get(f"{path}?format=jsn").json == operation["responses"]["400"]["content"][MEDIA_TYPE]["example"]


def test_the_landing_page_asks_what_has_an_answer(client):
    links = {link.replace("&amp;", "&") for link in LINK.findall(client.get("/").text)}
    answers = {link: client.get(link) for link in links}
    assert {link: answer.status_code for link, answer in answers.items()} == dict.fromkeys(links, 200)
    asked = re.findall(r'class="example"><a href="([^"]*)"', client.get("/").text)
    assert len(asked) == 6
    for link in asked:
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.json.get("data") or answer.json.get("features"), link


def test_the_curl_of_a_question_asks_it(client):
    page = client.get("/").text
    for link in re.findall(r'class="example"><a href="([^"]*)"', page):
        assert f"curl &#39;http://localhost{link}&#39;" in page or f"curl 'http://localhost{link}'" in page


@pytest.mark.parametrize("root", ["", "/annals"])
def test_the_document_and_the_pages_know_under_which_prefix_they_are_served(client, root):
    def ask(path):
        return client.get(path, base_url=f"http://localhost{root}/")

    document = ask("/v1/openapi.json").json
    assert document["servers"][0]["url"] == (root or "/")
    assert f"]({root}/guide)" in document["info"]["description"]
    for page in ("/", "/guide", "/docs"):
        links = re.findall(r'(?:href|src|data-url)="(/[^"]*)"', ask(page).text)
        assert links
        assert [link for link in links if not link.startswith(f"{root}/")] == []


def test_the_description_is_short_and_leads_to_the_guide(document):
    description = document["info"]["description"]
    assert len(description.split()) < 100
    assert "[guide](/guide)" in description


def test_examples_are_not_counted_as_requests(client):
    def counted():
        return [
            line for line in client.get("/metrics").text.splitlines() if line.startswith("annals_requests_total") and "other" not in line
        ]

    before = counted()
    swagger_ui.cached_document.cache_clear()
    swagger_ui.cached_yaml.cache_clear()
    examples.collect_examples.cache_clear()
    assert "example" in client.get("/v1/openapi.yaml").text
    assert counted() == before
