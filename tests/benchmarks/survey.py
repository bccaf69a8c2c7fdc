"""Whatever else is asked, one question after the other: `python -m benchmarks.survey STORE` prints milliseconds, first and at best.

The store is a SQLite file that `make bench` has made. What stands in braces is a value that many or few of its events have.
"""

import sys
import time

from api.app import create_app
from benchmarks.events import WORDS, actor_id, source_id
from benchmarks.places import COUNTRIES, DATASET

TIMES = 3
LONGEST = 3
"""Seconds after which a question is not asked again."""

VALUES = {
    "often": COUNTRIES[0], "seldom": COUNTRIES[40], "country": COUNTRIES[0].lower(), "town": f"{COUNTRIES[40].lower()}.province-1",
    "leader": actor_id(DATASET, 0), "follower": actor_id(DATASET, 500), "source": source_id(DATASET, 7, 2022 * 12 + 9),
    "word": WORDS[2], "rarity": WORDS[300], "dataset": DATASET,
}  # fmt: skip

EVENTS = """
    sort=date  sort=-fatalities  sort=-updated  kind=all  kind=development  kind=development&sort=-fatalities
    country={often}  country={often}&sort=-fatalities  country={seldom}  country={seldom}&sort=-fatalities
    country={often},{seldom}  date=2015  date=2015&sort=-fatalities  date=2015-06-15  date=2015-06&match=certain
    type=bombing  type=battle  type=bombing&country={seldom}&sort=-fatalities  status=alleged&country={seldom}
    location={country}  location={town}  location={town},{country}.province-1  location={country}&sort=-fatalities
    actor={leader}  actor={leader}&sort=-fatalities  actor={follower}  actor={leader}&country={seldom}  source={source}
    bbox=-180,-90,180,90  bbox=0,0,90,90  bbox=0,0,8,8  bbox=0,0,90,90&country={seldom}  near=0,0,50  near=0,0,3000
    within=POLYGON((0+0,6+0,6+6,0+0))  fatalities_min=100  fatalities_min=1000  fatalities_min=1000&match=certain
    fatalities_min=100000  fatalities_max=0  disputed=true  has=injuries  has=coordinates  lacks=coordinates
    part_of={dataset}:1  related=same_as  updated_since=2000-01-01  updated_since=2999-01-01
    q={word}  q={rarity}  q={word}&country={seldom}  q={rarity}&sort=relevance  q={word}&sort=relevance
    as_of=2010-01-01  as_of=2010-01-01&country={seldom}  revision=1  distinct=true  distinct=true&country={seldom}
    count=exact  count=exact&date=2015  count=exact&actor={leader}  count=exact&bbox=0,0,8,8
    facets=type,country,year  facets=actor,source  facets=actor&country={seldom}  include=claims  format=geojson  limit=1000
"""
AGGREGATES = """
    by=year  by=month&country={often}  by=day&country={seldom}  by=week&country={seldom}  by=country&date=2015
    by=year,country&date=2005/2015  by=month&date=2015&country={often}
    by=actor&country={seldom}  by=actor&date=2015  by=actor_kind&country={seldom}  by=location&country={seldom}  by=source&country={seldom}
    by=grid&grid=5&country={often}  by=year&fatalities_min=100  by=year&actor={follower}  by=year&q={rarity}  by=year&as_of=2000-01-01
    by=actor  by=location
"""
OTHERS = """
    /  /v1/actors  /v1/actors?limit=1000  /v1/actors?q=b  /v1/actors/{leader}  /v1/locations  /v1/locations?q=b  /v1/locations?kind=country
    /v1/sources  /v1/sources?language=en  /v1/datasets  /v1/vocabularies/role  /v1/vocabularies/certainty
    /v1/changes  /v1/changes?country={seldom}  /v1/events/{dataset}:1  /v1/events/{dataset}:1/claims  /v1/events/{dataset}:1/history
"""


def paths():
    asked = (("/v1/events?", EVENTS), ("/v1/aggregates?", AGGREGATES), ("", OTHERS))
    return [prefix + query.format(**VALUES) for prefix, queries in asked for query in queries.split()]


def timed(client, path):
    """Seconds of each asking."""
    taken = []
    while len(taken) < TIMES and sum(taken) < LONGEST:
        begun = time.perf_counter()
        answer = client.get(path)
        size = len(answer.get_data())
        taken.append(time.perf_counter() - begun)
        assert answer.status_code == 200, (path, answer.text)
    return taken, size


def main(store):
    client = create_app(f"sqlite:///{store}").test_client()
    print("| ms first | ms at best | bytes | |\n| --- | --- | --- | --- |")
    for path in paths():
        taken, size = timed(client, path)
        print(f"| {taken[0] * 1000:.1f} | {min(taken) * 1000:.1f} | {size:,} | {path} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
