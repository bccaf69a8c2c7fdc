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
from axe_playwright_python.sync_playwright import Axe
from conftest import load_into, missing
from playwright.sync_api import Page, sync_playwright
from support.batches import load_batch
from support.filter_oracle import BATCH
from support.service import served, until

import api.app  # noqa: F401 (registers the operations)
from api.operations.operation import OPERATIONS

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


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A service of a store that has nothing of our corpus."""
    url = f"sqlite:///{tmp_path_factory.mktemp('elsewhere') / 'annals.db'}"
    load_batch(url, BATCH)
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


DEBOUNCE = 500
"""Milliseconds after which Swagger UI has taken over what was typed: it does so 350 after the last key."""


class Form:
    """An operation in Swagger UI, opened, and used as a person does."""

    def __init__(self, page, tag, operation):
        self.page, self.block = page, page.locator(f"#operations-{tag}-{operation}")
        self.block.locator(".opblock-summary-control").click()

    def close(self):
        self.block.locator(".opblock-summary-control").click()

    def field(self, name):
        return self.block.locator(f"tr[data-param-name='{name}']").locator("input, select")

    def type(self, name, text):
        """Empty a field and type into it key by key."""
        self.field(name).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text, delay=20)

    def choose(self, name, *values):
        self.field(name).select_option(list(values))

    def accept(self, media_type):
        self.block.locator("tr.response[data-code='200'] .content-type").select_option(media_type)

    def execute(self):
        """What is asked: (the request, its answer)."""
        self.page.wait_for_timeout(DEBOUNCE)
        with self.page.expect_response(lambda answer: "/v1/" in answer.url) as told:
            self.block.locator("button.execute").click()
        assert self.block.locator(".invalid").count() == 0
        return told.value.request, told.value

    def sent(self):
        """The query string of what is asked, which is answered 200."""
        request, answer = self.execute()
        assert answer.status == 200
        return urlsplit(request.url).query

    def told(self):
        """The text of the answer as it is shown."""
        answer = self.block.locator(".live-responses-table .response").first
        answer.locator(".response-col_status").wait_for()
        return answer.locator(".response-col_description").inner_text()


@pytest.fixture
def form(visit):
    return Form(visit.open("/docs"), "events", "list_events")


def test_swagger_ui_shows_every_operation(visit):
    page = visit.open("/docs")
    page.locator("#operations-events-list_events").wait_for()
    visit.shot("annals-docs")
    document = visit.page.request.get(f"{visit.base}/v1/openapi.json").json()
    assert sorted(page.locator(".opblock-summary-path").evaluate_all("all => all.map(each => each.dataset.path)")) == sorted(
        document["paths"]
    )
    assert page.locator(".errors-wrapper").count() == 0


def test_each_operation_untouched_sends_nothing_and_is_answered(browser, elsewhere):
    """On a store without our corpus; the parts of paths are filled in with what that has."""
    with visiting(browser, elsewhere) as visit:
        page = visit.open("/docs")
        for operation in OPERATIONS:
            form = Form(page, operation.tag, operation.name)
            assert form.sent() == "", operation.name
            form.close()


def test_one_field_filled_in_sends_just_that(form, visit):
    form.type("country", "KZ")
    assert form.sent() == "country=KZ"
    assert '"country": "KZ"' in form.told()
    visit.shot("annals-docs-list_events")


def test_a_list_is_typed_with_commas(form):
    form.type("country", "KZ,KG")
    assert form.sent() == "country=KZ,KG"


@pytest.mark.parametrize("nothing", [[], [""]])
def test_a_list_of_choices_is_set_and_cleared(form, nothing):
    form.choose("has", "coordinates", "fatalities")
    assert form.sent() == "has=coordinates,fatalities"
    form.choose("has", *nothing)
    assert form.sent() == ""


def test_no_choice_beside_another_is_not_sent(form):
    form.choose("has", "", "fatalities")
    assert form.sent() == "has=fatalities"


TYPED = [("date", "2011-12"), ("limit", "2"), ("fatalities_min", "1"), ("country", "KZ"), ("q", "clash")]
CHOSEN = [("disputed", "false"), ("kind", "series"), ("sort", "date"), ("match", "certain")]


def test_a_text_emptied_again_is_not_sent(form):
    for name, text in TYPED:
        form.type(name, text)
        assert form.sent() == f"{name}={text}"
        form.type(name, "")
        assert form.sent() == ""


def test_a_choice_taken_back_is_not_sent(form):
    for name, value in CHOSEN:
        form.choose(name, value)
        assert form.sent() == f"{name}={value}"
        form.choose(name, "")
        assert form.sent() == ""


def test_the_media_type_that_is_chosen_is_answered(form):
    form.accept("text/csv")
    request, answer = form.execute()
    assert (request.headers["accept"], urlsplit(request.url).query) == ("text/csv", "")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text().startswith("id,dataset,kind,type")
    assert "Download file" in form.told()


def test_swagger_ui_shows_true_examples(form, visit):
    for text in ("200", "400", "503"):
        assert "urn:annals" in form.block.locator(f".responses-table tr.response[data-code='{text}']").inner_text() or text == "200"
    shown = form.block.locator("tr.response[data-code='200'] .example").inner_text()
    assert '"id": "kazakhstan:' in shown
    assert '"string"' not in form.block.locator(".responses-wrapper").inner_text()


def test_swagger_ui_shows_a_failure_with_its_reason(browser, service):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{service.base}/docs")
        form = Form(page, "datasets", "get_dataset")
        form.type("id", "nowhere")
        assert form.execute()[1].status == 404
        assert "there is no dataset 'nowhere'" in form.told()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_operations_begin_in_the_first_window(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    first = visit.open("/docs").locator(".opblock").first
    first.wait_for()
    assert first.bounding_box()["y"] < 700


@pytest.mark.parametrize("width", [390, 1280])
def test_an_open_operation_with_its_answer_is_no_wider_than_the_window(visit, width):
    visit.page.set_viewport_size({"width": width, "height": 900})
    form = Form(visit.open("/docs"), "events", "list_events")
    form.execute()
    form.told()
    visit.shot(f"annals-docs-open-{width}")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


LIGHTNESS = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, each) => sum + Number(each), 0) / 3"


@pytest.mark.parametrize("path", ["/", "/guide", "/docs"])
def test_a_page_is_dark_where_the_system_is_and_follows_it(visit, path):
    page = visit.open(path)
    page.wait_for_load_state("networkidle")
    for scheme, wanted in (("light", "> 200"), ("dark", "< 60"), ("light", "> 200")):
        page.emulate_media(color_scheme=scheme)
        until(lambda wanted=wanted: page.evaluate(f"{LIGHTNESS} {wanted}"))
        visit.shot(f"annals{path.replace('/', '-').rstrip('-')}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/guide"])
def test_a_page_can_be_used_by_all(visit, path, scheme):
    visit.page.emulate_media(color_scheme=scheme)
    assert violations(visit.open(path)) == []


def test_every_field_of_swagger_ui_has_a_name(visit):
    page = visit.open("/docs")
    events = {operation.name: Form(page, operation.tag, operation.name) for operation in OPERATIONS}["list_events"]
    events.execute()
    events.told()
    named = {"runOnly": {"type": "rule", "values": ["label", "select-name", "button-name", "link-name", "input-button-name"]}}
    assert violations(page, named) == []
    assert events.block.get_by_role("textbox", name="country", exact=True).count() == 1
    assert events.block.get_by_role("listbox", name="has", exact=True).count() == 1
    assert page.locator("input, select").count() > page.locator("tr[data-param-name]").count() > 100


def violations(page, options=None):
    """What axe finds wrong in a page: the rule, and the elements."""
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def test_swagger_ui_is_a_current_one(visit):
    page = visit.open("/docs")
    page.locator("#operations-events-list_events").wait_for()
    assert page.evaluate("versions.swaggerUI.version").startswith("5.")


@pytest.mark.parametrize("path", ["/", "/guide", "/docs"])
@pytest.mark.parametrize("store", ["service", "elsewhere"])
def test_a_page_leads_only_where_there_is_an_answer(browser, request, store, path):
    with visiting(browser, request.getfixturevalue(store)) as visit:
        page = visit.open(path)
        page.wait_for_load_state("networkidle")
        visit.shot(f"annals{path.replace('/', '-').rstrip('-')}")
        links = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        here = sorted({link.partition("#")[0] for link in links if urlsplit(link).netloc == urlsplit(visit.base).netloc})
        assert f"{visit.base}/guide" in here
        assert {link: page.request.get(link).status for link in here} == dict.fromkeys(here, 200)


def test_the_sections_of_the_guide_can_be_gone_to(visit):
    page = visit.open("/guide")
    anchors = page.locator(".contents a").evaluate_all("links => links.map(link => link.hash.slice(1))")
    assert len(anchors) > 10
    assert anchors == page.locator("main h2").evaluate_all("all => all.map(each => each.id)")


@pytest.mark.parametrize("path", ["/", "/guide", "/docs"])
@pytest.mark.parametrize("width", [360, 1300])
def test_a_page_is_no_wider_than_the_window(visit, path, width):
    visit.page.set_viewport_size({"width": width, "height": 800})
    page = visit.open(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/guide", "/docs"])
def test_no_policy_lets_in_what_stands_in_a_page(service, path):
    policy = service.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
