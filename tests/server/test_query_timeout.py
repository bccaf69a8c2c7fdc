"""Questions that would take longer than the server allows."""

import time

import pytest
from conftest import disconnect, serving

from api.app import create_app
from models.db import connections
from models.db.database import bind

HEAVY = "/v1/aggregates?by=actor,location,year&as_of=2030-01-01"


@pytest.fixture
def hurried(many, monkeypatch):
    """What makes a client of a server that allows so many seconds, over a store in which there is something to do."""
    monkeypatch.setattr(connections, "STEPS", 1000)

    def client(seconds):
        disconnect()
        application = create_app(many)
        bind(many, patience=seconds)
        return application.test_client()

    yield client
    disconnect()


def test_a_question_that_takes_too_long_is_told(hurried):
    client = hurried(0.001)
    answer = client.get(HEAVY)
    assert (answer.status_code, answer.json["type"]) == (503, "urn:annals:problem:overdue")
    assert "60 seconds" in answer.json["detail"] and "ask for less" in answer.json["detail"]
    assert client.head(HEAVY).status_code == 503


def test_it_is_answered_where_there_is_time(hurried):
    for seconds, expected in ((0.001, 503), (60, 200), (0.001, 503), (None, 200)):
        assert hurried(seconds).get(HEAVY).status_code == expected


@pytest.mark.parametrize("format", ["ndjson", "csv", "geojson"])
def test_a_stream_may_take_its_time_once_it_has_begun(hurried, many, format):
    path = f"/v1/events?limit=all&format={format}"
    with serving(many) as client:
        expected = client.get(path).data
    answer = hurried(1).get(path, buffered=False)
    pieces = answer.iter_encoded()
    first = next(pieces)
    time.sleep(1.2)
    assert first + b"".join(pieces) == expected


def test_it_is_told_beside_the_lack_of_a_store(many):
    with serving(many) as client:
        for path in client.get("/v1/openapi.json").json["paths"].values():
            description = path["get"]["responses"]["503"]["description"]
            assert description.startswith("There is no store to answer from; or: ") and description.endswith(
                "or: The answer takes too long."
            )
