"""The way past Flask: what it reads of a request is what werkzeug reads, and what fails on it is told by Flask, met once."""

import io

import pytest
from conftest import selects, serving
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import wrappers
from werkzeug.test import EnvironBuilder

from api.http.request import Request

PIECES = st.text(st.sampled_from("aé€😀 +%&=;/.!,:~'\"\t") | st.characters(codec="utf-8"), max_size=12)
RAW = st.text(st.sampled_from("ab/?&=+;%é\xe4\xb8\xad\xff21C"), max_size=20).filter(lambda text: "?" not in text)


def same(environ):
    question, request = Request(environ), wrappers.Request(environ)
    assert "/" + question.path.lstrip("/") == request.path
    assert question.args == tuple(request.args.items(multi=True))
    assert question.base + "/" == request.root_url


@given(
    path=PIECES.filter(lambda text: "?" not in text),
    args=st.lists(st.tuples(PIECES, PIECES), max_size=4),
    host=st.sampled_from(["localhost:8000", "örks.example", "[::1]"]),
)
def test_a_request_is_read_as_werkzeug_reads_it(path, args, host):
    same(EnvironBuilder(f"/v1/{path}", query_string=args, headers={"Host": host}).get_environ())


@given(path=RAW.map("/{}".format), query=RAW.filter(lambda text: text.encode("latin-1").decode("utf-8", "replace").isprintable()))
def test_a_request_is_read_whatever_bytes_it_has(path, query):
    environ = EnvironBuilder("/").get_environ() | {"PATH_INFO": path, "QUERY_STRING": query}
    try:
        same(environ)
    except UnicodeDecodeError:  # of werkzeug's, of which Flask would make a fault of the server
        assert Request(environ).args is not None


def test_a_request_need_not_have_a_query_string(client):
    environ = EnvironBuilder("/v1/events").get_environ()
    del environ["QUERY_STRING"]
    assert client.get("/v1/events").data.startswith(b"".join(answered(client.application, environ))[:1000])


def answered(app, environ):
    """The body that a WSGI application answers, its status 200."""
    told = []
    body = app(environ, lambda status, headers: told.append(status))
    assert told == ["200 OK"]
    return body


def test_what_fails_is_not_tried_again(client, statements):
    client.get("/v1/events/kazakhstan:no-such-event")
    once = len(selects(statements))
    statements.clear()
    assert client.head("/v1/events/kazakhstan:no-such-event").status_code == 404
    assert once == len(selects(statements)) > 0


@pytest.mark.parametrize(
    "path", ["/v1/events", "/v1/events?limit=all&format=ndjson", "/v1/events?format=csv", "/v1/events?limit=0", "/v1/nowhere"]
)
def test_flask_answers_the_same_where_it_is_asked(corpus, path):
    with serving(corpus) as client:
        front = client.application.wsgi_app
        past = told(client.get(path))
        client.application.wsgi_app = front.flask
        assert told(client.get(path)) == past


def told(answer):
    return answer.status, answer.data, sorted(answer.headers)


def test_the_body_of_a_request_is_left_alone(client):
    assert client.get("/v1/events?limit=1", input_stream=io.BytesIO(b"x" * 10), content_length=10).status_code == 200
