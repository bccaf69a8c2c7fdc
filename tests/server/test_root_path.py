"""Under a path of its own, behind whatever proxy: every link leads on, and nothing that is stored, asked or sealed hangs on it."""

import csv
import io
import re
import shutil
import threading
from contextlib import ExitStack, contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin

import pytest
import requests
from conftest import missing, serving
from playwright.sync_api import sync_playwright
from support.paths import path_of
from support.postgresql import free_port
from support.releases import coded, loading
from support.service import PATIENCE, served

from api.formats.registry import FORMATS
from api.operations.operation import OPERATIONS

BORALDAY = "/v1/events/kazakhstan:boralday-2011"
PUBLIC = "https://data.example.org/annals"
EXAMPLES = [path_of(operation) for operation in OPERATIONS]
QUESTIONS = [
    *EXAMPLES,
    *(f"{path}?format=csv" for path in ("/v1/events", "/v1/aggregates", "/v1/sources", "/v1/changes")),
    *(
        f"/v1/events?kind=all&limit={limit}&format={format}"
        for limit in ("3", "all")
        for format in ("json", "geojson", "ndjson", "geojsonseq")
    ),
    "/v1/events?limit=2&fields=id,links",
    "/v1/events?limit=2&fields=links.history&format=csv",
    "/v1/events?limit=2&include=claims,actors,sources",
    f"{BORALDAY}?fields=links.claims&include=claims",
    f"{BORALDAY}?format=geojson",
    "/v1/aggregates?by=year&format=ndjson",
]
LINK = re.compile(r'(?<=["<,])/v1/|(?<=^)/v1/', re.MULTILINE)
"""Where one begins: in JSON, in a header, in a cell."""


@contextmanager
def under(corpus, monkeypatch, **settings):
    """A client of an application with these settings."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with serving(corpus) as client:
        yield client


def prefixed(text, root):
    """A text of answers, with every link under a root. (What our corpus tells has no such paths.)"""
    return LINK.sub(f"{root}/v1/", text)


@pytest.mark.parametrize("path", QUESTIONS)
def test_an_answer_is_the_same_but_for_its_links_which_are_all_under_the_root(corpus, monkeypatch, path):
    with serving(corpus) as client:
        plain = client.get(path)
    with under(corpus, monkeypatch, BASE_URL=PUBLIC) as client:
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, prefixed(plain.text, PUBLIC))
        assert answer.headers.get("Link") == (prefixed(plain.headers["Link"], PUBLIC) if "Link" in plain.headers else None)
        assert answer.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("path", ["/v1/events?limit=3", BORALDAY, "/v1/sources?limit=2"])
@pytest.mark.parametrize("root", ["/annals", "/a/b.c/d~e", "/v1"])
def test_a_prefix_of_a_server_that_mounts_the_application_is_heeded(client, path, root):
    told = client.get(path, environ_overrides={"SCRIPT_NAME": root})
    assert told.json["links"]["self"].startswith(f"{root}/v1/")
    assert told.text == prefixed(client.get(path).text, root)


def test_what_texts_say_is_left_alone(empty):
    """However like a link it is."""
    title = 'See "self":"/v1/events/x" and /v1/events, or "links":{"self":"/v1/'
    with loading(empty) as load:
        client = load(coded("1", "2012-01-01", {"e": {"title": title, "original_type": "/v1/events"}}))
        for format in ("json", "geojson"):
            answer = client.get("/v1/events/coded:e", query_string={"format": format}, environ_overrides={"SCRIPT_NAME": "/annals"})
            event = answer.json.get("properties", answer.json)
            assert (event["title"], event["original_type"]) == (title, "/v1/events")
            assert event["links"]["self"] == "/annals/v1/events/coded:e"


def test_a_table_of_links_has_them_under_the_root(client):
    for format in ("csv", "parquet"):
        if not FORMATS[format].is_available():
            continue
        query = {"fields": "id,links", "format": format, "limit": "all"}
        answer = client.get("/v1/events", query_string=query, environ_overrides={"SCRIPT_NAME": "/annals"})
        if format == "csv":
            rows = list(csv.DictReader(io.StringIO(answer.text)))
            assert rows and all(row["links_self"] == f"/annals/v1/events/{row['id']}" for row in rows)
        else:
            assert b"/annals/v1/events/" in answer.data


def test_a_merge_redirects_under_the_root(empty):
    an_event = {"title": "An attack"}
    with loading(empty) as load:
        client = load(
            coded("1", "2012-01-01", {"a": an_event, "b": an_event}), coded("2", "2013-01-01", {"a": an_event}, merged={"a": ["b"]})
        )
        answer = client.get("/v1/events/coded:b?fields=id", environ_overrides={"SCRIPT_NAME": "/annals"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/annals/v1/events/coded:a?fields=id")
    assert answer.json["instance"] == "/annals/v1/events/coded:b"


def test_a_cursor_and_a_citation_hold_wherever_they_are_from(corpus, monkeypatch):
    with serving(corpus) as client:
        next = client.get("/v1/events?limit=2").json["links"]["next"]
        plain = client.get(next).json["data"]
    with under(corpus, monkeypatch, BASE_URL=PUBLIC) as client:
        assert [event["id"] for event in client.get(next).json["data"]] == [event["id"] for event in plain]
        cited = client.get("/v1/events?format=csl").json
        assert {item["URL"] for item in cited} == {f"{PUBLIC}/v1/events?revision=1"}
        assert client.get("/v1/openapi.json").json["servers"] == [{"url": PUBLIC, "description": "This server."}]


@pytest.mark.parametrize(("path", "instance"), [("/v1/nowhere", "/annals/v1/nowhere"), ("/annals/v1/event", "/annals/v1/event")])
def test_a_failure_names_paths_as_they_are_called_from_outside(corpus, monkeypatch, path, instance):
    with under(corpus, monkeypatch, BASE_URL=PUBLIC) as client:
        failed = client.get(path)
    assert (failed.status_code, failed.json["instance"]) == (404, instance)
    (fault,) = failed.json["errors"]
    assert "/annals/v1/events" in fault["allowed"]
    assert fault["did_you_mean"] is None or fault["did_you_mean"].startswith("/annals/v1/")


FORWARDED = {"X-Forwarded-Host": "data.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/annals"}


def test_what_trusted_proxies_forward_is_heeded(corpus, monkeypatch):
    with under(corpus, monkeypatch, TRUSTED_PROXIES="1") as client:
        assert client.get("/v1/events?limit=1", headers=FORWARDED).json["links"]["self"] == "/annals/v1/events?limit=1"
        assert client.get("/v1/events?format=csl", headers=FORWARDED).json[0]["URL"] == f"{PUBLIC}/v1/events?revision=1"
        assert f"curl '{PUBLIC}/v1/events" in client.get("/", headers=FORWARDED).text
        assert client.get("/v1/events?limit=1").json["links"]["self"] == "/v1/events?limit=1"


@pytest.mark.parametrize("prefix", ["/annals", "/annals/", "/evil, /annals"])
def test_the_prefix_is_what_the_last_trusted_proxy_says(corpus, monkeypatch, prefix):
    with under(corpus, monkeypatch, TRUSTED_PROXIES="1") as client:
        for path in (BORALDAY, f"/annals{BORALDAY}"):
            told = client.get(path, headers={"X-Forwarded-Prefix": prefix}).json
            assert told["links"]["self"] == f"/annals{BORALDAY}"


@pytest.mark.parametrize("prefix", ["//evil.example", "https://evil.example", '/a"b', "/a b", "/a<b", "annals", "/é", "/a/../b?c"])
def test_a_prefix_that_is_no_path_is_none(corpus, monkeypatch, prefix):
    with under(corpus, monkeypatch, TRUSTED_PROXIES="1") as client:
        told = client.get(BORALDAY, headers={"X-Forwarded-Prefix": prefix.encode("utf-8").decode("latin-1")})
    assert told.json["links"]["self"] == BORALDAY


@pytest.mark.parametrize("headers", [FORWARDED, {}])
def test_by_default_a_forwarded_prefix_is_believed_of_nobody(client, headers):
    assert client.get(BORALDAY, headers=headers).json["links"]["self"] == BORALDAY


# A real server behind a real proxy


@contextmanager
def proxied(target, prefix, strips):
    """The address of a proxy that serves what is at a target under a prefix, which it strips from paths or passes on."""

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            if not self.path.startswith(f"{prefix}/"):
                return self.send_error(404)
            path = self.path.removeprefix(prefix) if strips else self.path
            headers = {"X-Forwarded-Prefix": prefix, "X-Forwarded-Host": self.headers["Host"], "X-Forwarded-Proto": "http"}
            answer = requests.get(target + path, headers=headers, timeout=PATIENCE, allow_redirects=False)
            self.send_response(answer.status_code)
            for name in ("Content-Type", "Location", "Link", "ETag", "Content-Security-Policy"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def hrefs(page):
    found = map(unescape, re.findall(r'(?:href|src|data-url)="([^"#]+)"', page))
    return [link for link in found if not link.startswith(("http", "data:"))]


@pytest.mark.parametrize("strips", [True, False], ids=["stripping", "passing"])
def test_behind_a_proxy_every_link_leads_on(corpus, strips):
    with (
        served(corpus, TRUSTED_PROXIES="1", WEB_CONCURRENCY="1") as service,
        proxied(service.base, "/annals", strips) as host,
        requests.Session() as session,
    ):

        def get(link, base=host):
            answer = session.get(urljoin(base, link), timeout=PATIENCE)
            assert answer.status_code == 200, link
            return answer

        for page in ("/annals/", "/annals/docs"):
            links = hrefs(get(page).text)
            assert links
            for link in links:
                get(link, host + page)
        document = get("/annals/v1/openapi.json").json()
        assert document["servers"][0]["url"] == "/annals"
        seen, link = [], "/annals/v1/events?limit=5&kind=all"
        while link:
            told = get(link)
            assert (told.links["next"]["url"] if "next" in told.links else None) == told.json()["links"]["next"]
            seen += [event["id"] for event in told.json()["data"]]
            for each in told.json()["data"][0]["links"].values():
                get(each)
            get(told.json()["links"]["permanent"])
            link = told.json()["links"]["next"]
        assert len(seen) == len(set(seen)) == get("/annals/v1/events?count=exact&kind=all").json()["meta"]["total"]
        assert session.get(f"{host}/annals/v1/nowhere", timeout=PATIENCE).json()["instance"] == "/annals/v1/nowhere"


def test_swagger_ui_behind_a_proxy_asks_under_the_prefix(corpus):
    program = shutil.which("chromium")
    if program is None:
        missing("chromium is not installed (Debian: apt-get install chromium)")
    with (
        served(corpus, TRUSTED_PROXIES="1", WEB_CONCURRENCY="1") as service,
        proxied(service.base, "/annals", strips=True) as host,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=("--no-sandbox", "--disable-gpu"))
        page = browser.new_page()
        page.goto(f"{host}/annals/docs")
        block = page.locator("#operations-vocabularies-list_vocabularies")
        block.locator(".opblock-summary-control").click()
        with page.expect_response(lambda answer: "/vocabularies" in answer.url) as awaited:
            block.locator("button.execute").click()
        assert awaited.value.url.startswith(f"{host}/annals/v1/vocabularies")
        assert (awaited.value.status, awaited.value.json()["links"]["self"][:23]) == (200, "/annals/v1/vocabularies")
        browser.close()


def test_with_an_address_links_are_followed_as_they_stand(corpus):
    """`requests.get(links["next"])`, through a proxy that tells nothing."""
    with proxied_by_setting(corpus) as base:
        told = requests.get(f"{base}/v1/events?limit=5", timeout=PATIENCE).json()
        assert told["links"]["next"].startswith(f"{base}/v1/events?")
        again = requests.get(told["links"]["next"], timeout=PATIENCE).json()
        assert requests.get(again["data"][0]["links"]["claims"], timeout=PATIENCE).json()["data"]


@contextmanager
def proxied_by_setting(corpus):
    """The public address of a server that was told it, behind a proxy that is started before it."""
    port = str(free_port())
    with ExitStack() as stack:
        host = stack.enter_context(proxied(f"http://127.0.0.1:{port}", "/annals", strips=True))
        stack.enter_context(served(corpus, PORT=port, BASE_URL=f"{host}/annals", WEB_CONCURRENCY="1"))
        yield f"{host}/annals"
