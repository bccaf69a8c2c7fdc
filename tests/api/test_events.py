"""Events of the corpus: what it is known for, now and as it was told then."""

import pytest

BORALDAY = "/v1/events/kazakhstan:boralday-2011"
TARAZ = "/v1/events/kazakhstan:taraz-attack-2011"


def ids(answer):
    return [event["id"].removeprefix("kazakhstan:") for event in answer.json["data"]]


def test_boralday_is_the_one_incident_of_december_2011(client):
    (event,) = client.get("/v1/events?location=kz&date=2011-12").json["data"]
    assert event["id"] == "kazakhstan:boralday-2011"
    assert event["date"] == {"edtf": "2011-12-03", "earliest": "2011-12-03", "latest": "2011-12-03", "precision": "day"}
    assert event["fatalities"] == {"low": 7, "best": 7, "high": 7}
    deaths = {actor["id"]: actor["fatalities"] for actor in event["actors"]}
    assert deaths["kazakhstan:arystan"] == 2
    assert deaths["kazakhstan:boralday-group"] == 5


def test_an_event_has_the_keys_of_the_contract(client):
    event = client.get(BORALDAY).json
    contract = (
        "id dataset kind type status title summary date location fatalities injuries actors sources part_of related same_as disputed "
        "original_type known_from revision links"
    )
    assert event.keys() >= set(contract.split())
    assert event["location"].keys() >= {"id", "name", "kind", "country", "latitude", "longitude", "precision"}
    assert event["links"] == {"self": BORALDAY, "claims": f"{BORALDAY}/claims", "history": f"{BORALDAY}/history"}
    assert event["injuries"] == {"low": None, "best": None, "high": None}


def test_claims_say_who_said_what_and_where(client):
    (claim,) = client.get(f"{BORALDAY}/claims").json["data"]
    assert claim["source"]["title"] == "Seven Dead in Militant Violence near Almaty"
    assert claim["attributed_to"] == "prosecutor's office"
    assert claim["certainty"] == "stated"
    assert claim["locator"]["paragraph"] == 4
    assert claim["values"]["fatalities"] == 7


def test_as_of_2012_knows_nothing_of_the_second_article(client):
    answer = client.get("/v1/events?as_of=2012-01-01&kind=all&limit=1000")
    cited = {source["id"] for event in answer.json["data"] for source in event["sources"]}
    assert cited == {"kazakhstan:eurasianet-2011-12-05"}
    assert not [event["id"] for event in answer.json["data"] if "2015" in repr(event)]
    assert answer.json["meta"]["as_of"] == "2012-01-01"


def test_taraz_has_no_toll_until_the_second_article(client):
    assert client.get(f"{TARAZ}?as_of=2012-01-01").json["fatalities"] == {"low": None, "best": None, "high": None}
    assert client.get(TARAZ).json["fatalities"] == {"low": 7, "best": 7, "high": 7}
    assert len(client.get(f"{TARAZ}/claims?as_of=2012-01-01").json["data"]) == 1
    assert len(client.get(f"{TARAZ}/claims").json["data"]) == 2


def test_history_tells_both_states_of_taraz(client):
    before, now = client.get(f"{TARAZ}/history").json["data"]
    assert (before["known_from"], before["known_until"]) == ("2011-12-05", "2015-11-30")
    assert (now["known_from"], now["known_until"], now["revision_until"]) == ("2015-11-30", None, None)
    assert before["event"]["fatalities"]["best"] is None
    assert now["event"] == client.get(TARAZ).json


@pytest.mark.parametrize("path", ["", "/claims"])
def test_an_event_that_is_not_known_yet_is_404_and_says_since_when_it_is(client, path):
    answer = client.get(f"/v1/events/kazakhstan:paris-attacks-2015{path}?as_of=2012-01-01")
    assert answer.status_code == 404
    assert "known from 2015-11-30" in answer.json["detail"]


@pytest.mark.parametrize("path", ["", "/claims", "/history"])
def test_an_event_that_never_was_is_404(client, path):
    answer = client.get(f"/v1/events/kazakhstan:none{path}")
    assert answer.status_code == 404
    assert "there is no event 'kazakhstan:none'" in answer.json["detail"]


def test_a_revision_to_come_is_404(client):
    assert "revision 2 has not been loaded" in client.get("/v1/events?revision=2").json["detail"]
    assert client.get("/v1/events?revision=2").status_code == 404
    assert client.get("/v1/events?revision=1").json["data"] == client.get("/v1/events").json["data"]


def test_lists_cover_incidents_unless_asked_otherwise_and_say_so(client):
    plain = client.get("/v1/events").json
    assert {event["kind"] for event in plain["data"]} == {"incident"}
    assert plain["meta"]["defaults"] == {"kind": "incident"}
    everything = client.get("/v1/events?kind=all").json
    assert {event["kind"] for event in everything["data"]} == {"incident", "series", "development"}
    assert "defaults" not in everything["meta"]


def test_a_toll_of_a_series_is_not_added_to_those_of_its_members(client):
    series = client.get("/v1/events/kazakhstan:string-of-cases-2011").json
    assert series["fatalities"]["best"] == 37
    members = [event for event in client.get("/v1/events").json["data"] if event["part_of"] == series["id"]]
    assert len(members) == 8
    (row,) = client.get("/v1/aggregates").json["data"]
    assert row["fatalities"]["best"] == sum(event["fatalities"]["best"] or 0 for event in members) == 16


def test_an_imprecise_date_matches_where_it_may_and_not_where_it_must(client):
    july = "/v1/events?date=2011-07&location=kz"
    assert set(ids(client.get(july))) == {"western-kazakhstan-clash-2011", "astana-car-explosion-2011"}
    assert ids(client.get(f"{july}&match=certain")) == ["western-kazakhstan-clash-2011"]


def test_a_vague_place_is_an_area_and_no_point(client):
    event = client.get("/v1/events/kazakhstan:western-kazakhstan-clash-2011").json
    assert (event["location"]["latitude"], event["location"]["precision"]) == (None, "region")
    near_aktobe = "/v1/events?bbox=57,50,58,51&type=violence"
    assert set(ids(client.get(near_aktobe))) == {"western-kazakhstan-clash-2011", "aktobe-suicide-bombing-2011"}
    assert ids(client.get(f"{near_aktobe}&match=certain")) == ["aktobe-suicide-bombing-2011"]


def test_a_country_is_asked_for_in_any_case_and_a_type_with_what_lies_under_it(client):
    assert ids(client.get("/v1/events?country=kg,tj")) == ["tajikistan-uprising-2015", "kyrgyzstan-shootout-2015"]
    assert ids(client.get("/v1/events?type=battle&country=TJ,KG")) == ["tajikistan-uprising-2015", "kyrgyzstan-shootout-2015"]


def test_geojson_is_a_feature_collection_with_null_geometry_where_there_is_no_point(client):
    answer = client.get("/v1/events?format=geojson&date=2011-07/2011-12&sort=date")
    assert answer.content_type == "application/geo+json"
    assert answer.json["type"] == "FeatureCollection"
    by_id = {feature["properties"]["id"]: feature for feature in answer.json["features"]}
    assert by_id["kazakhstan:boralday-2011"]["geometry"] == {"type": "Point", "coordinates": [76.85477, 43.35567]}
    assert by_id["kazakhstan:western-kazakhstan-clash-2011"]["geometry"] is None
    assert by_id["kazakhstan:boralday-2011"]["properties"] == client.get(BORALDAY).json
    feature = client.get(f"{BORALDAY}?format=geojson").json
    assert feature == by_id["kazakhstan:boralday-2011"]
