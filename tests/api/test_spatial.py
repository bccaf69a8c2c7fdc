"""Spatial filters over points and areas of every sort, poles and the antimeridian included, against other ways to work them out."""

import random
from dataclasses import replace

import pytest
import shapely
from conftest import bound
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support.filter_oracle import boxed, distance_to, kilometres, polygonal
from support.invented_dataset import batch, place

from models.db import database, dialect
from models.predicates import bounding_box, polygon
from models.predicates import distance as distance_filter
from models.predicates.distance import parse_circle
from models.tables.schema import Event
from seeds.batch import Record
from seeds.pipeline.load import load

CLOSE = 1e-3
"""Kilometres within which a distance found by looking closer and closer cannot be told from one that is asked for."""


def invented_boxes(rng):
    """Points and areas at random, on whole and half degrees, some of them on poles and the antimeridian."""
    for _ in range(90):
        west, east = (rng.choice([-180, 180, rng.uniform(-180, 180), rng.randrange(-180, 180, 30) / 2]) for _ in range(2))
        south, north = sorted(rng.choice([-90, 90, rng.uniform(-90, 90), rng.randrange(-90, 90, 15) / 2]) for _ in range(2))
        yield rng.choice([(west, south, west, south), (west, south, east, north), (west, south, west, north), (west, south, east, south)])
    yield -180, -90, 180, 90
    yield None, None, None, None


BOXES = {f"p{number}": box for number, box in enumerate(invented_boxes(random.Random(3)))}
PLACED = {id: box for id, box in BOXES.items() if box[0] is not None}


@pytest.fixture(scope="module")
def store(backend):
    """A store with one event at each place."""
    whole = batch(events=len(BOXES))
    records = [
        Record(event, [claim | {"assertions": claim["assertions"] | {"location": id}} for claim in claims])
        for id, (event, claims, *_) in zip(BOXES, whole.records, strict=True)
    ]
    url = backend()
    with bound(url, writable=True):
        load(replace(whole, locations=[place(id, box) for id, box in BOXES.items()], records=records))
    return url


@pytest.fixture
def reading(store):
    with bound(store) as opened:
        yield opened


def found(condition):
    return {location for (location,) in Event.select(Event.location).where(Event.at(), condition).tuples()}


def judged(test, wanted, certain):
    return {id for id, box in PLACED.items() if test(box, wanted, certain)}


def degrees(most):
    return st.floats(-most, most).map(lambda number: round(number, 4))


latitudes = degrees(90) | st.sampled_from([-90, -45, 0, 60, 89.5, 90])
longitudes = degrees(180) | st.sampled_from([-180, -90, 0, 15, 135, 179.5, 180])
distances = st.floats(0, 20016) | st.sampled_from([0.5, 111, 5000, 10007, 10008, 20015, 20016])


@given(latitude=latitudes, longitude=longitudes, km=distances, certain=st.booleans())
@example(latitude=90, longitude=0, km=20016, certain=True)
@example(latitude=0, longitude=0, km=10007.6, certain=True)
@example(latitude=0, longitude=-180, km=1000, certain=False)
def test_a_distance_is_that_of_the_nearest_or_farthest_point(reading, latitude, longitude, km, certain):
    condition = (distance_filter.is_near if certain else distance_filter.may_be_near)(parse_circle((latitude, longitude, km)))
    exact = {id: distance_to(box, latitude, longitude, certain) for id, box in PLACED.items()}
    unclear = {id for id, distance in exact.items() if abs(distance - km) < CLOSE}
    assert found(condition) - unclear == {id for id, distance in exact.items() if distance <= km} - unclear


@given(latitude=latitudes, longitude=longitudes, km=distances, data=st.data())
def test_no_sampled_point_belies_a_distance(reading, latitude, longitude, km, data):
    """By points drawn from each area alone: one that is near shows that the area may be, one that is far that it is not for certain."""
    asked = parse_circle((latitude, longitude, km))
    may, must = found(distance_filter.may_be_near(asked)), found(distance_filter.is_near(asked))
    rng = data.draw(st.randoms(use_true_random=False))
    assert must <= may
    for id, (west, south, east, north) in PLACED.items():
        width = east - west if west <= east else east + 360 - west
        distance = kilometres(latitude, longitude, south + rng.random() * (north - south), west + rng.random() * width)
        assert id in may or distance > km - CLOSE
        assert id not in must or distance < km + CLOSE


@given(km=st.sampled_from([0, 1e-6]))
def test_a_point_is_near_itself(reading, km):
    for id, (west, south, east, north) in PLACED.items():
        if (west, south) == (east, north):
            assert (
                {id}
                <= found(distance_filter.is_near(parse_circle((south, west, km))))
                <= found(distance_filter.may_be_near(parse_circle((south, west, km))))
            )


@given(west=longitudes, east=longitudes, edges=st.tuples(latitudes, latitudes).map(sorted), certain=st.booleans())
@example(west=-180, east=180, edges=[-90, 90], certain=True)
@example(west=10, east=20, edges=[80, 90], certain=True)
@example(west=-180, east=-170, edges=[-90, 90], certain=False)
def test_a_box_is_a_box_over_poles_and_antimeridian(reading, west, east, edges, certain):
    south, north = edges
    condition = (bounding_box.is_within if certain else bounding_box.may_be_within)(bounding_box.bounding_box(west, south, east, north))
    assert found(condition) == judged(boxed, f"{west},{south},{east},{north}", certain)


def star(rng, west, south, size):
    """A polygon of random corners around a point, on quarters of degrees, clipped to the globe; half of them have a hole."""
    points = shapely.MultiPoint([(west + rng.randint(-size, size) / 4, south + rng.randint(-size, size) / 4) for _ in range(9)])
    hull = shapely.convex_hull(points)
    inner = shapely.affinity.scale(hull, 0.5, 0.5) if rng.random() < 0.5 else shapely.Polygon()
    return hull.difference(inner).intersection(shapely.box(-180, -90, 180, 90))


@given(rng=st.randoms(use_true_random=False), parts=st.integers(1, 3), size=st.sampled_from([20, 200, 800]), certain=st.booleans())
def test_a_polygon_holds_what_shapely_says(reading, rng, parts, size, certain):
    shape = shapely.union_all([star(rng, rng.randrange(-180, 180, 15), rng.randrange(-90, 90, 15), size) for _ in range(parts)])
    assume(shape.geom_type in ("Polygon", "MultiPolygon") and not shape.is_empty)
    condition = polygon.is_within((polygon.covered_areas if certain else polygon.touched_areas)(shape.wkt))
    assert found(condition) == judged(polygonal, shape.wkt, certain)


def test_a_polygon_is_judged_by_its_holes_and_its_edge(reading):
    for id, (west, south, east, north) in PLACED.items():
        if (west, south) == (east, north) and -170 < west < 170 and -80 < south < 80:
            around, ring = shapely.Point(west, south).buffer(2), shapely.Point(west, south).buffer(5)
            corner = shapely.box(west, south, west + 5, south + 5)
            assert id in found(polygon.is_within(polygon.covered_areas(around.wkt))) and id in found(
                polygon.is_within(polygon.covered_areas(corner.wkt))
            )
            assert id not in found(polygon.is_within(polygon.touched_areas(ring.difference(around).wkt)))


def test_what_has_no_place_is_nowhere(reading):
    nowhere = (BOXES.keys() - PLACED.keys()).pop()
    whole = "POLYGON((-180 -90, 180 -90, 180 90, -180 90, -180 -90))"
    for condition in (
        bounding_box.may_be_within(bounding_box.bounding_box(-180, -90, 180, 90)),
        distance_filter.may_be_near(parse_circle((0, 0, 20016))),
        polygon.is_within(polygon.touched_areas(whole)),
    ):
        assert found(condition) == PLACED.keys() and nowhere not in found(condition)


def test_sqlite_without_mathematical_functions_is_given_them(monkeypatch, tmp_path):
    monkeypatch.setattr(database, "has_math_functions", lambda: False)
    given_them = database.sqlite_database(tmp_path / "given.db", writable=True)
    assert given_them.execute_sql("SELECT sin(1), cos(1), pow(2, 3)").fetchone() == (
        pytest.approx(0.8414709848),
        pytest.approx(0.5403023059),
        8,
    )
    assert given_them._functions.keys() >= {"sin", "cos", "pow"}
    given_them.close()


def test_a_place_is_looked_up_in_its_index(reading):
    if not dialect.is_postgresql(reading):
        sql, values = Event.select(Event.id).where(Event.at(), distance_filter.may_be_near(parse_circle((0, 0, 1)))).sql()
        assert "INDEX event_by_area" in str(reading.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())


# The corpus

NEAR_ALMATY = ["almaty-police-killing-2011", "boralday-2011"]
VAGUE = ["astana-plot-trial", "kyrgyzstan-shootout-2015"]
BORALDAY = "76.8 43.3, 76.9 43.3, 76.9 43.4, 76.8 43.4, 76.8 43.3"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("near=43.25,76.95,50", [*NEAR_ALMATY, *VAGUE]),
        ("near=43.25,76.95,50&match=certain", NEAR_ALMATY),
        ("near=43.35567,76.85477,0&match=certain", ["boralday-2011"]),
        ("near=43.35567,76.85477,12&match=certain", ["boralday-2011"]),
        ("near=43.35567,76.85477,13&match=certain", NEAR_ALMATY),
        (f"within=POLYGON(({BORALDAY}))&match=certain", ["boralday-2011"]),
        (f"within=POLYGON((76 43, 78 43, 78 44, 76 44, 76 43), ({BORALDAY}))&match=certain", ["almaty-police-killing-2011"]),
        (f"within=MULTIPOLYGON((({BORALDAY})), ((2 48, 3 48, 3 49, 2 49, 2 48)))&match=certain", ["boralday-2011", "paris-attacks-2015"]),
        ("within=POLYGON((-100 30, -90 30, -90 40, -100 30))", []),
        ("bbox=76,43,77,44&match=certain", NEAR_ALMATY),
    ],
)
def test_the_corpus_is_found_by_place(client, query, ids):
    assert sorted(event["id"] for event in client.get(f"/v1/events?{query}").json["data"]) == [f"kazakhstan:{id}" for id in sorted(ids)]


@given(west=st.floats(-180, 180), south=st.floats(-90, 90))
@example(0.054931640625000005, 5e-324)
@example(-1e-05, 0.00012345678901234567)
def test_any_float_is_taken_as_it_is_written(client, west, south):
    ring = f"{west!r} {south!r}, {west!r} 90, 180 90, {west!r} {south!r}"
    asked = [f"bbox={west!r},{south!r},180,90", f"near={south!r},{west!r},{abs(west)!r}"]
    for query in asked + ([f"within=POLYGON(({ring}))"] if shapely.from_wkt(f"POLYGON(({ring}))").is_valid else []):
        answer = client.get(f"/v1/events?{query}")
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("size", ["1e1", "10.0", "1E+1"])
def test_a_cell_has_the_same_key_however_its_side_is_written(client, size):
    ten, other = (client.get("/v1/aggregates", query_string={"by": "grid", "grid": each}).json["data"] for each in ("10", size))
    assert ten == other


@pytest.mark.parametrize("number", ["1e999", "nan", "inf", "1e", ".", "--1", "0x1", "1_0", "181"])
def test_what_is_no_number_on_the_globe_is_400(client, number):
    assert client.get(f"/v1/events?bbox={number},0,180,1").status_code == 400
    assert client.get(f"/v1/events?near=0,{number},1").status_code == 400
