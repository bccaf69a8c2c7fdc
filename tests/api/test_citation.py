"""Citation: BibTeX and CSL-JSON that others can read, with a link at which the very answer can be fetched again."""

import re
from dataclasses import replace

import pytest
from conftest import CORPUS, load_into, serving
from pybtex.database import parse_string
from support.batches import batch, load_batch
from support.corpora import copied
from support.releases import coded, loading, release, undo

TITLE = r'Deaths & injuries: 100% of {all} $x_1$ #2 \today ~ ^ "quoted" } Қазақстан'
SPELT = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}
CSL = {"id", "type", "title", "version", "publisher", "issued", "note", "URL"}
"""All of them stand in the schema of CSL-JSON 1.0.2, which takes no others than its own."""

QUERIES = ["", "country=KZ&limit=2", "kind=all&as_of=2012-01-01", "type=violence&sort=-fatalities&fields=id,status"]


def told(label, day, events, **more):
    """A release that names itself in what is to be said of its dataset."""
    return named(release(label, day, events, **more))


def named(batch):
    about = {"title": f"Title {batch.label}", "licence": f"L-{batch.label}", "citation": f"Told (20{batch.label})."}
    return replace(batch, dataset=batch.dataset | about)


EARLY, MIDDLE, LATE = (told(label, f"20{label[:2]}-02-01", {"a": {"fatalities": toll}}) for toll, label in enumerate(("21", "22", "23")))


@pytest.fixture
def load(empty):
    with loading(empty) as load:
        yield load


def said(client, query="", path="/v1/events"):
    """The releases that an answer about one dataset names, as it should, throughout: as BibTeX, CSL-JSON and in its meta."""
    (entry,), (item,) = bibtex(client, query, path).values(), csl(client, query, path)
    assert (item["version"], item["title"], item["note"]) == (entry.fields["version"], plain(entry.fields["title"]), entry.fields["note"])
    label = item["version"]
    about = {"title": f"Title {label}", "licence": f"L-{label}", "citation": f"Told (20{label})."}
    (dataset,) = client.get(f"{path}?{query}").json["meta"]["datasets"]
    assert dataset == {"id": dataset["id"]} | about
    assert item["title"] == about["title"]
    assert item["note"].startswith(about["citation"]) and item["note"].endswith(f"Licence {about['licence']}.")
    return label


def in_force(client, id="told"):
    """The label of the release in force as `/v1/datasets` tells it, and the revision that brought it."""
    dataset = client.get(f"/v1/datasets/{id}").json
    (listed,) = client.get("/v1/datasets").json["data"]
    assert listed == dataset
    label = dataset["release"]
    assert (dataset["title"], dataset["licence"], dataset["citation"]) == (f"Title {label}", f"L-{label}", f"Told (20{label}).")
    assert dataset["released_on"] == f"20{label}-02-01"
    return label, dataset["revision"]


def bibtex(client, query="", path="/v1/events"):
    """The entries by key, as pybtex reads them."""
    answer = client.get(f"{path}?{query}&format=bibtex")
    assert answer.status_code == 200, answer.text
    return parse_string(answer.data.decode(), "bibtex").entries


def csl(client, query="", path="/v1/events"):
    return client.get(f"{path}?{query}&format=csl").json


def plain(text):
    """A TeX text as TeX would set it."""
    pattern = "|".join(map(re.escape, SPELT))
    return re.sub(rf"{pattern}|\\([&%$#_])", lambda found: found[1] or SPELT[found[0]], text.removeprefix("{").removesuffix("}"))


def local(url):
    assert url.startswith("http://localhost/v1/")
    return url.removeprefix("http://localhost")


def doubted(directory):
    """The corpus with all that occurred told as alleged."""
    changed = copied(directory)
    for file in (changed / "events").iterdir():
        file.write_text(file.read_text().replace("status: occurred", "status: alleged"))
    return changed


def test_bibtex_says_what_to_cite(client):
    dataset = client.get("/v1/datasets/kazakhstan").json
    (entry,) = bibtex(client).values()
    assert (entry.type, entry.key) == ("misc", "annals-kazakhstan-r1")
    assert plain(entry.fields["title"]) == dataset["title"]
    assert entry.fields["year"] == dataset["released_on"][:4]
    assert entry.fields["version"] == dataset["release"]
    assert plain(entry.fields["note"]) == f"{dataset['citation']} Revision 1. Licence {dataset['licence']}."


def test_csl_says_the_same(client):
    (item,) = csl(client)
    ((key, entry),) = bibtex(client).items()
    assert item.keys() == CSL
    assert (item["id"], item["type"]) == (key, "dataset")
    assert item["title"] == plain(entry.fields["title"])
    assert item["note"] == plain(entry.fields["note"])
    assert item["URL"] == entry.fields["url"]
    ((year, month, day),) = item["issued"]["date-parts"]
    assert f"{year}-{month:02}-{day:02}" == client.get("/v1/datasets/kazakhstan").json["released_on"]


@pytest.mark.parametrize(("path", "query"), [*(("/v1/events", query) for query in QUERIES), ("/v1/aggregates", "by=year,type&country=KZ")])
def test_the_link_leads_to_the_data_that_is_cited(client, path, query):
    (entry,) = bibtex(client, query, path).values()
    assert client.get(local(entry.fields["url"])).json["data"] == client.get(f"{path}?{query}").json["data"]


@pytest.mark.parametrize("query", QUERIES)
def test_what_was_cited_can_be_fetched_again_after_a_load_that_changed_it(empty, tmp_path, query):
    load_into(empty)
    with serving(empty) as client:
        cited, (entry,) = client.get(f"/v1/events?{query}").json["data"], bibtex(client, query).values()
    assert load_into(empty, doubted(tmp_path)).changed > 10
    with serving(empty) as client:
        assert client.get(local(entry.fields["url"])).json["data"] == cited
        assert client.get(f"/v1/events?{query}").json["data"] != cited
        (again,) = bibtex(client, query).values()
        assert again.key == "annals-kazakhstan-r2"
        (past,) = bibtex(client, f"{query}&revision=1".strip("&")).values()
        assert (past.key, past.fields["url"]) == (entry.key, entry.fields["url"])


def test_a_later_page_and_another_format_keep_their_permanent_link(empty, tmp_path):
    load_into(empty)
    with serving(empty) as client:
        second = client.get(client.get("/v1/events?limit=4").json["links"]["next"]).json
        map = client.get("/v1/events?limit=4&format=geojson").json
    load_into(empty, doubted(tmp_path))
    with serving(empty) as client:
        assert client.get(second["links"]["permanent"]).json["data"] == second["data"]
        assert client.get(map["links"]["permanent"]).json["features"] == map["features"]


def test_a_page_is_cited_as_the_whole_that_it_is_of(client):
    cursor = client.get("/v1/events?limit=4").json["links"]["next"].partition("cursor=")[2]
    assert csl(client, f"limit=4&cursor={cursor}") == csl(client, "limit=4")


def test_each_dataset_that_the_answer_draws_on_is_cited_and_no_other(empty):
    load_into(empty, CORPUS)
    load_batch(empty, batch({"drafted:e": {"date": "2008"}}, title=TITLE))
    with serving(empty) as client:
        for query, drawn_on in (
            ("", ["drafted", "kazakhstan"]),
            ("date=2008", ["drafted"]),
            ("country=KZ", ["kazakhstan"]),
        ):
            told = client.get(f"/v1/events?{query}").json["meta"]["datasets"]
            assert [dataset["id"] for dataset in told] == drawn_on
            keys = [f"annals-{dataset}-r2" for dataset in drawn_on]
            assert (list(bibtex(client, query)), [item["id"] for item in csl(client, query)]) == (keys, keys)


def test_an_empty_answer_cites_nothing(client):
    assert len(bibtex(client, "country=ML")) == 0
    assert csl(client, "country=ML") == []


def test_characters_that_tex_would_read_as_commands_are_escaped(empty):
    load_batch(empty, batch({"drafted:e": {}}, title=TITLE))
    with serving(empty) as client:
        (entry,), (item,) = bibtex(client, "type=attack&date=2011-12/2012&status=!foiled").values(), csl(client)
    assert plain(entry.fields["title"]) == item["title"] == TITLE
    assert not re.search(r"(?<!\\)[&%$#_~^]", entry.fields["title"])
    assert entry.fields["url"] == "http://localhost/v1/events?type=attack&date=2011-12/2012&status=!foiled&revision=1"


def test_the_address_is_the_public_one_where_that_is_set(corpus, monkeypatch):
    for address in ("https://data.example.org", "https://data.example.org/"):
        monkeypatch.setenv("BASE_URL", address)
        with serving(corpus) as client:
            assert csl(client, "type=attack")[0]["URL"] == "https://data.example.org/v1/events?type=attack&revision=1"
            assert "curl 'https://data.example.org/v1/events" in client.get("/").text
            assert client.get("/v1/events?limit=1").json["links"]["self"] == "https://data.example.org/v1/events?limit=1"


# Which release is cited


@pytest.mark.parametrize("path", ["/v1/events", "/v1/aggregates"])
def test_by_a_day_the_release_is_cited_that_was_out_by_then(load, path):
    client = load(EARLY, MIDDLE, LATE)
    for query, label in (
        ("", "23"),
        ("as_of=2023-02-01", "23"),
        ("as_of=2023-01-31", "22"),
        ("as_of=2022-01-31", "21"),
        ("as_of=told@22", "22"),
        ("as_of=2023-01-31&revision=1", "21"),
    ):
        assert said(client, query, path) == label


def test_a_release_that_is_loaded_late_is_cited_only_where_it_is_what_was_told(load):
    client = load(MIDDLE, EARLY)
    assert (said(client), said(client, "as_of=2021-12-31"), said(client, "revision=1")) == ("22", "21", "22")
    assert in_force(client) == ("22", 1)
    assert in_force(load(LATE)) == ("23", 3)


def test_of_releases_of_one_day_the_one_that_was_loaded_last_is_cited(load):
    client = load(EARLY, told("22", "2021-02-01", {"a": {"fatalities": 5}}))
    assert said(client) == "22"


def test_what_is_cited_after_a_revert_is_the_release_in_force_again_and_before_it_what_was_then(load, empty):
    client = load(EARLY, LATE)
    before = client.get("/v1/events").json
    undo(empty, "told")
    client = load()
    assert (said(client), said(client, "revision=2"), said(client, "revision=1")) == ("21", "23", "21")
    assert in_force(client) == ("21", 3)
    again = client.get(before["links"]["permanent"]).json
    assert (again["data"], again["meta"]) == (before["data"], before["meta"])


def test_the_revert_of_a_release_that_was_loaded_late_leaves_the_one_in_force(load, empty):
    load(LATE, EARLY)
    assert undo(empty, "told").label == "23"
    client = load()
    assert (said(client), in_force(client)) == ("23", ("23", 3))
    assert client.get("/v1/datasets/told/releases").json["data"][0]["label"] == "23"


def test_a_dataset_of_which_no_load_is_in_force_is_told_as_it_was_last(load, empty):
    load(EARLY)
    undo(empty, "told")
    client = load()
    dataset = client.get("/v1/datasets/told").json
    assert (dataset["release"], dataset["title"], dataset["revision"]) == ("none", "Title 21", 2)
    assert client.get("/v1/sources").json["meta"]["datasets"] == [
        {"id": "told", "title": "Title 21", "licence": "L-21", "citation": "Told (2021)."}
    ]
    assert said(client, "revision=1") == "21"


def test_a_corpus_is_cited_as_it_was_loaded_last_whatever_day_is_asked_for(load):
    client = load(*(named(coded(label, f"20{label}-02-01", {"a": {"fatalities": toll}})) for toll, label in enumerate(("22", "21"))))
    assert (said(client), said(client, "as_of=2020-12-31"), said(client, "revision=1")) == ("21", "21", "22")
    assert in_force(client, "coded") == ("21", 2)


def test_a_part_is_cited_with_the_releases_that_it_rests_on(load):
    part, later = (told(label, f"20{label}-02-01", {f"e{label}": {}}, complete=False) for label in ("22", "23"))
    client = load(EARLY, part, later)
    for query, releases in (("", " Releases 21 to 23."), ("as_of=2022-06-01", " Releases 21 to 22."), ("revision=1", "")):
        label = said(client, query)
        (entry,) = bibtex(client, query).values()
        assert entry.fields["note"].startswith(f"Told (20{label}).{releases} Revision ")
