"""Pages: cursors bound to their query, links that keep every parameter, and walks that a load does not disturb."""

import shutil

import pytest
from conftest import CORPUS, load_into, serving

from api.queries.ordering import COLUMNS, SORTS


def walk(client, path):
    pages = []
    while path:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json)
        path = answer.json["links"]["next"]
    return pages


@pytest.mark.parametrize("size", [1, 3, 5, 15, 16])
def test_no_page_is_empty_when_the_rows_divide_evenly(client, size):
    pages = walk(client, f"/v1/events?limit={size}")
    assert [page["meta"]["returned"] for page in pages] == [size] * (15 // size) + [15 % size] * bool(15 % size)


@pytest.mark.parametrize("sort", [f"{sign}{name}" for name in COLUMNS for sign in ("-", "")])
def test_every_order_is_total_and_the_other_way_round_is_its_reverse(client, sort):
    forth = [event["id"] for page in walk(client, f"/v1/events?limit=4&kind=all&sort={sort}") for event in page["data"]]
    other = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    back = [event["id"] for page in walk(client, f"/v1/events?limit=7&kind=all&sort={other}") for event in page["data"]]
    assert forth == back[::-1]
    assert len(set(forth)) == 22


def test_unreported_deaths_sort_below_zero_on_either_database(client):
    first = client.get("/v1/events?sort=-fatalities&limit=4").json["data"]
    assert [event["fatalities"]["best"] for event in first] == [7, 7, 2, None]


def test_the_next_link_keeps_every_parameter(client):
    answer = client.get("/v1/events?country=KZ,KG&type=violence&date=2011/2015&sort=date&limit=2&match=possible")
    following = answer.json["links"]["next"]
    assert following.startswith("/v1/events?country=KZ,KG&type=violence&date=2011/2015&sort=date&limit=2&match=possible&cursor=")
    assert answer.headers["Link"] == f'<{following}>; rel="next"'


def test_the_last_page_links_nowhere(client):
    answer = client.get("/v1/events")
    assert answer.json["links"] == {"self": "/v1/events", "permanent": "/v1/events?revision=1", "prev": None, "next": None}
    assert "Link" not in answer.headers


def test_limit_and_format_may_change_on_the_way(client):
    following = client.get("/v1/events?limit=2").json["links"]["next"]
    cursor = following.partition("cursor=")[2]
    answer = client.get(f"/v1/events?limit=3&format=geojson&cursor={cursor}")
    assert len(answer.json["features"]) == 3


@pytest.mark.parametrize("query", ["country=KZ", "sort=date", "as_of=2012-01-01", "kind=all", "match=certain"])
def test_a_cursor_of_another_query_is_refused(client, query):
    cursor = client.get("/v1/events?limit=2").json["links"]["next"].partition("cursor=")[2]
    answer = client.get(f"/v1/events?{query}&cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == "cursor"
    assert "another query" in answer.json["detail"]


def test_a_cursor_of_another_path_is_refused(client):
    cursor = client.get("/v1/sources?limit=1").json["links"]["next"].partition("cursor=")[2]
    assert client.get(f"/v1/actors?limit=1&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("cursor", ["x", "W10", "null", "eyJhIjoxfQ.x", "....", "%00", "é", "a" * 4000])
def test_a_cursor_that_does_not_decode_is_the_clients_error(client, cursor):
    answer = client.get("/v1/events", query_string={"cursor": cursor})
    assert answer.status_code == 400
    assert "not a cursor of this store" in answer.json["detail"]


def test_an_altered_cursor_is_refused(client):
    cursor = client.get("/v1/events?limit=2").json["links"]["next"].partition("cursor=")[2]
    for at in range(0, len(cursor) - 1, 7):
        altered = cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :]
        assert client.get(f"/v1/events?limit=2&cursor={altered}").status_code == 400


def test_an_empty_cursor_is_the_first_page(client):
    assert client.get("/v1/events?cursor=&limit=3").json["data"] == client.get("/v1/events?limit=3").json["data"]


@pytest.mark.parametrize("path", ["/v1/sources", "/v1/locations", "/v1/actors", "/v1/datasets"])
def test_resources_are_walked_in_the_order_of_their_ids(client, path):
    ids = [each["id"] for page in walk(client, f"{path}?limit=4") for each in page["data"]]
    assert ids == sorted(ids)
    assert ids == [each["id"] for each in client.get(f"{path}?limit=1000").json["data"]]


def test_a_walk_stays_on_its_revision_while_a_load_runs(empty, tmp_path):
    load_into(empty)
    with serving(empty) as client:
        before = [event for page in walk(client, "/v1/events?limit=100") for event in page["data"]]
        first = client.get("/v1/events?limit=4").json
    changed = shutil.copytree(CORPUS, tmp_path / "corpus")
    rewrite(changed / "events" / "2011.yaml", "fatalities: 2\n", "fatalities: 3\n")
    rewrite(changed / "events" / "2015.yaml", 'date: "2015-09"', 'date: "2014-09"')
    assert load_into(empty, changed).changed == 2
    with serving(empty) as client:
        rest = walk(client, first["links"]["next"])
        assert [event for page in (first, *rest) for event in page["data"]] == before
        assert {page["meta"]["revision"] for page in rest} == {1}
        now = client.get("/v1/events?limit=100").json
        assert now["meta"]["revision"] == 2
        assert now["data"] != before
        assert client.get("/v1/events?limit=100&revision=1").json["data"] == before


def rewrite(path, old, new):
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 4, 7])
def test_a_walk_back_gives_the_same_pages(client, sort, size):
    forth = walk(client, f"/v1/events?limit={size}&kind=all&q=kazakhstan or attack or astana&sort={sort}")
    page, back = forth[-1], [forth[-1]]
    while page["links"]["prev"]:
        page = client.get(page["links"]["prev"]).json
        back.append(page)
    assert [page["data"] for page in back[::-1]] == [page["data"] for page in forth]
    assert [bool(page["links"]["next"]) for page in back] == [False] + [True] * (len(back) - 1)


def test_the_total_is_counted_on_demand(client):
    assert client.get("/v1/events?limit=2").json["meta"]["total"] is None
    assert client.get("/v1/events?limit=2&count=exact").json["meta"]["total"] == 15
    assert client.get("/v1/actors?limit=2&count=exact&kind=police").json["meta"]["total"] == 1


def test_the_permanent_link_pins_the_revision(client):
    permanent = client.get("/v1/events?country=KZ&limit=2").json["links"]["permanent"]
    assert permanent == "/v1/events?country=KZ&limit=2&revision=1"
    assert client.get(permanent).json["data"] == client.get("/v1/events?country=KZ&limit=2").json["data"]


def test_relevance_puts_titles_before_names_before_the_rest(client):
    found = client.get("/v1/events?q=astana&kind=all&sort=relevance").json["data"]
    ranks = [0 if "Astana" in event["title"] else 1 if "Astana" in f"{event['location']}{event['actors']}" else 2 for event in found]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1
    dates = [event["date"]["earliest"] for event, rank in zip(found, ranks, strict=True) if rank == 0]
    assert dates == sorted(dates, reverse=True)
