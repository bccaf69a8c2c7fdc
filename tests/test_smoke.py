"""The corpus is served."""


def test_boralday_is_the_one_incident_of_december_2011(client):
    answer = client.get("/v1/events?location=kz&date=2011-12")
    assert [event["id"] for event in answer.json["data"]] == ["kazakhstan:boralday-2011"]
