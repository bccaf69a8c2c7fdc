"""The document and the pages while the store comes, grows and goes."""

import re

from conftest import disconnect, load_into, serving
from support.batches import load_batch
from support.filter_oracle import BATCH
from support.releases import undo

LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')


def shown(answer):
    """The example of a list of events in a document."""
    return answer.json["paths"]["/v1/events"]["get"]["responses"]["200"]["content"]["application/json"]["example"]


def test_without_a_store_the_document_has_no_examples_of_things(empty):
    with serving(empty) as client:
        document = client.get("/v1/openapi.json").json
        assert client.get("/docs").status_code == 200
        assert client.get("/guide").status_code == 200
        page = client.get("/")
    examples = [each.get("example") for item in document["paths"].values() for each in item["get"]["parameters"] if each["in"] == "path"]
    assert set(examples) <= {None, "status"}
    assert "example" not in document["paths"]["/v1/events"]["get"]["responses"]["200"]["content"]["application/json"]
    assert page.status_code == 503
    assert "There is nothing to show" in page.text


def test_the_document_follows_the_store(empty):
    load_batch(empty, BATCH)
    with serving(empty) as client:
        before = client.get("/v1/openapi.json")
        assert client.get("/v1/openapi.json", headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
        disconnect()
        load_into(empty)
    with serving(empty) as client:
        after = client.get("/v1/openapi.json", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert shown(before)["meta"]["revision"] == 1
    assert shown(after)["meta"]["revision"] == 2


def test_a_store_that_lost_all_its_events_still_has_a_page(empty):
    load_batch(empty, BATCH)
    undo(empty, BATCH.dataset["id"])
    with serving(empty) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert client.get("/docs").status_code == 200
        document = client.get("/v1/openapi.json")
        assert document.status_code == 200
        for link in LINK.findall(page.text):
            assert client.get(link.replace("&amp;", "&")).status_code == 200
