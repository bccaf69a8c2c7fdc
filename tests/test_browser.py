"""What people see: Swagger UI and the landing page, in a real browser, with nothing amiss and nobody else asked for anything.

With SCREENSHOTS naming a directory, what was seen is left there.
"""

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import load_into, missing
from live import served
from playwright.sync_api import Page, sync_playwright

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
PATIENCE = 20_000
"""Milliseconds."""


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium")
    if program is None:
        missing("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'annals.db'}"
    load_into(url)
    with served(url) as service:
        yield service


@dataclass
class Visit:
    """A page that is looked at, and whatever the browser found amiss, or asked of another host, on the way."""

    page: Page
    base: str
    amiss: list = field(default_factory=list)

    def __post_init__(self):
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: self.amiss.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.amiss.append(f"error: {error}"))
        self.page.on("requestfailed", lambda request: self.amiss.append(f"failed: {request.url}"))
        self.page.on("request", self.leaves)
        self.page.on("response", lambda answer: self.amiss.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
        # A violation of the Content-Security-Policy is a console error too, but this names what is to be blamed.
        watch = "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
        self.page.add_init_script(watch)

    def leaves(self, request):
        if not request.url.startswith((self.base + "/", "data:", "blob:")):
            self.amiss.append(f"elsewhere: {request.url}")

    def open(self, path):
        self.page.goto(self.base + path)
        return self.page

    def shot(self, name):
        if directory := os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=Path(directory) / f"{name}.png")


@contextmanager
def visiting(browser, service):
    with browser.new_context(viewport={"width": 1300, "height": 1000}) as context:
        visit = Visit(context.new_page(), service.base)
        yield visit
        assert visit.amiss == []


@pytest.fixture
def visit(browser, service):
    with visiting(browser, service) as visit:
        yield visit


def tried(page, tag, operation):
    """The status and text of the answer that Swagger UI shows when the operation is executed as it stands, filled in with its examples."""
    block = page.locator(f"#operations-{tag}-{operation}")
    block.locator(".opblock-summary-control").click()
    block.locator("button.execute").click()
    answer = block.locator(".live-responses-table .response").first
    answer.locator(".response-col_status").wait_for()
    return answer.locator(".response-col_status").inner_text().split()[0], answer.locator(".response-col_description").inner_text()


def test_swagger_ui_shows_every_operation(visit):
    page = visit.open("/docs")
    page.locator("#operations-events-list_events").wait_for()
    visit.shot("annals-docs")
    document = visit.page.request.get(f"{visit.base}/v1/openapi.json").json()
    assert sorted(page.locator(".opblock-summary-path").evaluate_all("all => all.map(each => each.dataset.path)")) == sorted(
        document["paths"]
    )
    assert page.locator(".errors-wrapper").count() == 0


@pytest.mark.parametrize(
    ("tag", "operation", "seen"),
    [
        ("events", "list_events", '"id": "kazakhstan:boralday-2011"'),
        ("events", "get_event", '"title": "Clash with suspected militants at Boralday, near Almaty"'),
        ("aggregates", "aggregate_events", '"year": "2011"'),
    ],
)
def test_swagger_ui_executes_an_operation_with_its_examples(visit, tag, operation, seen):
    status, told = tried(visit.open("/docs"), tag, operation)
    visit.page.locator(f"#operations-{tag}-{operation} .responses-wrapper").scroll_into_view_if_needed()
    visit.shot(f"annals-docs-{operation}")
    assert status == "200"
    assert seen in told


def test_swagger_ui_shows_a_failure_with_its_reason(browser, service):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{service.base}/docs")
        page.locator("#operations-datasets-get_dataset .opblock-summary-control").click()
        page.locator("#operations-datasets-get_dataset input[placeholder=id]").fill("nowhere")
        page.wait_for_timeout(500)  # Swagger UI takes over what is typed 350 ms after the last key
        page.locator("#operations-datasets-get_dataset button.execute").click()
        answer = page.locator("#operations-datasets-get_dataset .live-responses-table .response").first
        assert "there is no dataset 'nowhere'" in answer.inner_text(timeout=PATIENCE)


def test_swagger_ui_is_a_current_one(visit):
    page = visit.open("/docs")
    page.locator("#operations-events-list_events").wait_for()
    assert page.evaluate("versions.swaggerUI.version").startswith("5.")


def test_the_landing_page_leads_only_where_there_is_an_answer(visit):
    page = visit.open("/")
    visit.shot("annals")
    links = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    here = sorted({link.partition("#")[0] for link in links if urlsplit(link).netloc == urlsplit(visit.base).netloc})
    assert f"{visit.base}/docs" in here
    assert {link: page.request.get(link).status for link in here} == dict.fromkeys(here, 200)


@pytest.mark.parametrize("path", ["/", "/docs"])
@pytest.mark.parametrize("width", [360, 1300])
def test_a_page_is_no_wider_than_the_window(visit, path, width):
    visit.page.set_viewport_size({"width": width, "height": 800})
    page = visit.open(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_no_policy_lets_in_what_stands_in_a_page(service, path):
    policy = service.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
