"""What is pinned to a revision: the same bytes under the same tag for ever, whatever is loaded, undone or linked later."""

from contextlib import suppress

import pytest
from conftest import bound
from hypothesis import given
from hypothesis import strategies as st
from support.examples import examples
from support.releases import close, coded, history, loading, release, undo

from seeds.errors import LoadRefused
from seeds.linking.link import link

LASTING, FLEETING = "public, max-age=31536000, immutable", "public, no-cache"
QUESTIONS = [
    "/v1/events?revision={n}&kind=all",
    "/v1/events?revision={n}&count=exact&limit=2&facets=type,location,actor,source,year,dataset",
    "/v1/events?revision={n}&kind=all&include=claims",
    "/v1/events?revision={n}&format=csv",
    "/v1/events?revision={n}&format=geojson&sort=-fatalities",
    "/v1/events?revision={n}&format=ndjson&limit=all&sort=updated",
    "/v1/events?revision={n}&q=bomb+or+police&sort=relevance",
    "/v1/events?revision={n}&location=fj&fatalities_min=1&match=certain",
    "/v1/events?revision={n}&as_of=2013-01-01",
    "/v1/events?revision={n}&distinct=true&kind=all&fields=id,same_as",
    "/v1/events?revision={n}&format=bibtex",
    "/v1/events?revision={n}&format=csl",
    "/v1/events?revision={n}&country=ML",
    "/v1/events?revision={n}&q=nowhere",
    "/v1/events?revision={n}&as_of=2001-01-01",
    "/v1/aggregates?revision={n}",
    "/v1/aggregates?revision={n}&by=year,type",
    "/v1/aggregates?revision={n}&by=country,dataset&kind=all&format=csv",
    "/v1/aggregates?revision={n}&by=actor,location&sort=-events",
    "/v1/aggregates?revision={n}&by=actor&top=1",
    "/v1/aggregates?revision={n}&by=month&fill=true&cumulative=true",
    "/v1/aggregates?revision={n}&by=grid&format=geojson",
    "/v1/aggregates?revision={n}&country=ML",
    "/v1/changes?revision={n}&kind=all",
    "/v1/changes?revision={n}&since={n}",
]
AN_EVENT = {"title": "An attack", "fatalities": 1}


def told(client, path, **headers):
    """All that a client sees of an answer."""
    answer = client.get(path, headers=headers)
    return answer.status_code, answer.data, dict(answer.headers)


def remember(client, number, seen):
    """Keep what is told now of a revision, and of each page of a walk at it and of some of its events."""
    paths = [question.format(n=number) for question in QUESTIONS]
    page = client.get(f"/v1/events?kind=all&limit=3&revision={number}").json
    paths += [f"/v1/events/{event['id']}{more}?revision={number}" for event in page["data"] for more in ("", "/claims")]
    while next := page["links"]["next"]:
        paths.append(next)
        page = client.get(next).json
    seen.update({path: answer for path in paths if (answer := told(client, path))[0] == 200})


def assert_kept(client, seen):
    """All that was told at a revision is told again, byte for byte, and a client that has it need not be told."""
    for path, answer in seen.items():
        assert told(client, path) == answer, path
        tag = answer[2]["ETag"]
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"], again.headers["Cache-Control"]) == (304, tag, LASTING), path


def relink(url):
    """Find out anew which events are the same, where there are two datasets."""
    close()
    with bound(url, writable=True), suppress(LoadRefused):
        link([], 0.5)


@examples(3)
@given(seed=st.integers(0, 9999))
def test_what_is_told_of_a_revision_is_told_so_for_ever(backend, seed):
    """Through loads, parts, late releases, merges, names that change, links, and loads that are undone."""
    url, seen = backend(), {}
    with loading(url) as load:
        for number, batch in enumerate(history(4, seed)):
            client = load(batch)
            now = client.get("/health/ready").json["revision"]
            remember(client, now, seen)
            if number % 2:
                relink(url)
        assert_kept(load(), seen)
        undo(url, batch.dataset["id"])
        assert_kept(load(), seen)
    assert {answer[2]["Cache-Control"] for answer in seen.values()} == {LASTING}


@pytest.fixture
def load(empty):
    with loading(empty) as load:
        yield load


def named(title, label, url=None, name="Police"):
    """A release that calls its one source so, with an actor of this name."""
    actors = {"fatalities": 1, "actors": [{"actor": "police", "role": "target"}]}
    batch = coded(label, "2020-02-01", {"e": actors}, names={"police": name})
    batch.sources[0].update(title=title, url=url)
    return batch


def test_claims_name_their_source_as_it_was_called_then(load):
    paths = ["/v1/events/coded:e/claims?revision=1", "/v1/events/coded:e?include=claims&revision=1", "/v1/events?include=claims&revision=1"]
    client = load(named("The first title", "1"))
    before = [told(client, path) for path in paths]
    client = load(named("Another title", "2"))
    assert [told(client, path) for path in paths] == before
    assert all(b"The first title" in body and b"Another" not in body for _, body, _ in before)
    for path in paths:
        now = client.get(path.replace("revision=1", "revision=2")).text
        assert "Another title" in now and "The first" not in now


@pytest.mark.parametrize("include", ["actors", "sources", "claims,sources"])
def test_what_is_told_as_later_loads_have_it_is_not_called_lasting(load, include):
    path = f"/v1/events?revision=1&include={include}"
    client = load(named("A title", "1"))
    before = client.get(path)
    assert before.headers["Cache-Control"] == FLEETING
    after = load(named("A title", "2", url="https://example.org/", name="The police")).get(path)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert (before.headers["Annals-Revision"], after.headers["Annals-Revision"]) == ("1", "1")


def test_the_latest_is_asked_for_each_time_and_has_another_tag_after_a_load(load):
    client = load(release("1", "2012-01-01", {"e": AN_EVENT}))
    before = client.get("/v1/events")
    assert before.headers["Cache-Control"] == FLEETING
    assert client.get("/v1/events?revision=1").headers["Cache-Control"] == LASTING
    after = load(release("2", "2013-01-01", {"e": {"fatalities": 2}})).get("/v1/events", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.headers["Annals-Revision"]) == (200, "2")


def test_a_walk_is_pinned_from_its_second_page_on(load):
    client = load(release("1", "2012-01-01", {f"e{number}": AN_EVENT for number in range(5)}))
    first = client.get("/v1/events?limit=2")
    client = load(release("2", "2013-01-01", {"f": AN_EVENT}))
    pages = [client.get(first.json["links"]["next"])]
    while next := pages[-1].json["links"]["next"]:
        pages.append(client.get(next))
    assert len(pages) == 2
    for page in pages:
        assert (page.headers["Annals-Revision"], page.headers["Cache-Control"], page.json["meta"]["revision"]) == ("1", LASTING, 1)
        again = client.get(page.json["links"]["self"], headers={"If-None-Match": page.headers["ETag"]})
        assert (again.status_code, again.headers["Annals-Revision"]) == (304, "1")


def test_the_revision_of_an_answer_is_told_in_its_head(load):
    events = {f"e{number}": AN_EVENT for number in range(3)}
    load(release("1", "2012-01-01", events), release("2", "2013-01-01", events | {"f": AN_EVENT}))
    client = load(coded("a", "2014-01-01", {"e": AN_EVENT}))
    for query, number in (("", "3"), ("?revision=1", "1"), ("?as_of=told@1", "1"), ("?as_of=told@2", "2"), ("?as_of=2012-06-01", "3")):
        for path in ("/v1/events", "/v1/aggregates", "/v1/events/told:e1"):
            for format in ("json", "geojson"):
                answer = client.get(path + query, headers={"Accept": f"application/{'geo+' * (format == 'geojson')}json"})
                assert answer.headers["Annals-Revision"] == number
    for path in ("/v1/sources?limit=1", "/v1/changes?limit=1", "/v1/vocabularies"):
        assert client.get(path).headers["Annals-Revision"] == "3"


def test_a_release_means_another_revision_when_more_of_it_is_loaded(load):
    """So what it names is not called lasting, unless a revision is asked for as well."""
    path = "/v1/events?as_of=told@1"
    client = load(release("1", "2012-01-01", {"e": AN_EVENT}, complete=False))
    before, pinned = client.get(path), told(client, f"{path}&revision=1")
    assert (before.headers["Cache-Control"], pinned[2]["Cache-Control"]) == (FLEETING, LASTING)
    client = load(release("1", "2012-01-01", {"f": AN_EVENT}, complete=False))
    after = client.get(path)
    assert (after.headers["Annals-Revision"], len(after.json["data"])) == ("2", 2)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert told(client, f"{path}&revision=1") == pinned


@pytest.mark.parametrize("path", ["/v1/events?revision=2", "/v1/events/told:f?revision=1", "/v1/events/told:e?revision=2"])
def test_no_failure_lasts(load, path):
    """A revision may come, and a thing that was not there at one is retracted or merged in the words of later loads."""
    load(release("1", "2012-01-01", {"e": AN_EVENT}))
    if path != "/v1/events?revision=2":
        load(release("2", "2013-01-01", {"f": AN_EVENT}))
    answer = load().get(path)
    assert answer.status_code in (404, 410)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "ETag" not in answer.headers


def test_what_a_list_that_keeps_nothing_tells_is_of_the_latest_revision_on_every_page(load):
    client = load(coded("1", "2012-01-01", {"e": AN_EVENT}), release("1", "2012-01-01", {"e": AN_EVENT}))
    next = client.get("/v1/sources?limit=1").json["links"]["next"]
    page = load(release("2", "2013-01-01", {"e": {"fatalities": 2}})).get(next)
    assert (page.headers["Annals-Revision"], page.headers["Cache-Control"], page.json["meta"]["revision"]) == ("3", FLEETING, 3)


def test_a_304_of_what_is_pinned_costs_one_query_once_the_revision_is_known(load, statements):
    load(release("1", "2012-01-01", {"e": AN_EVENT}))
    client = load(release("2", "2013-01-01", {"e": {"fatalities": 2}}))
    tag = client.get("/v1/events?revision=1").headers["ETag"]
    statements.clear()
    assert client.get("/v1/events?revision=1", headers={"If-None-Match": tag}).status_code == 304
    assert len([record for record in statements.records if "SELECT" in record.getMessage()]) == 1
