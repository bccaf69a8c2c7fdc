"""Coordinates are read as people write them, and not where they could be read in two ways."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import acled_rows
from support.gtd_rows import attack

from seeds.errors import RowRejected
from seeds.files.row import Row
from seeds.gazetteer.coordinates import LATITUDE, LONGITUDE, ORDERS, parse_degrees, parse_point
from seeds.importers.gtd.importer import point_of


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("32.75", 32.75),
        ("-32.75", -32.75),
        ("\u221232,75", -32.75),
        ("32,75", 32.75),
        (" 32.75 N ", 32.75),
        ("32.75° S", -32.75),
        ("s32.75", -32.75),
        ("32.75 north", 32.75),
        ("32°45'00\"N", 32.75),
        ("32º 45′ 0″ S", -32.75),
        ("32° 45’ 0,0’’ N", 32.75),
        ("-32°45'", -32.75),
        ("32°45.5'", 32.7583333),
        ("32 45 0 N", 32.75),
        ("32:45:00", 32.75),
        ("32 deg 45 min 0 sec S", -32.75),
        ("0°30' S", -0.5),
        ("0 S", 0.0),
        ("90", 90.0),
    ],
)
def test_degrees_are_read_as_people_write_them(text, degrees):
    assert repr(parse_degrees(text, LATITUDE)) == repr(degrees)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("32 45", "is not a number of degrees"),
        ("1.234,5", "is not a number of degrees"),
        ("32.5°45'", "is not a number of degrees, minutes and seconds"),
        ("32°60'", "is not a number of degrees, minutes and seconds"),
        ("32 E", "is no latitude"),
        ("-32 S", "tells by more than one letter or sign on which side it lies"),
        ("N 32 N", "tells by more than one letter or sign on which side it lies"),
        ("91 N", "is not a number from -90 to 90"),
        ("90°0'1\"N", "is not a number from -90 to 90"),
        ("N", "is not a number of degrees"),
        ("about 32", "is not a number of degrees"),
        ("1" * 200, "is not a number of degrees"),
    ],
)
def test_what_is_no_latitude_is_not_read_and_the_reason_told(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_degrees(text, LATITUDE)


@pytest.mark.parametrize(
    "text",
    [
        "50.1, -36.1",
        "50.1,-36.1",
        "50.1 -36.1",
        "(50.1, -36.1)",
        "[50.1; -36.1]",
        "50.1/-36.1",
        "50,1; -36,1",
        "50,1 -36,1",
        "50,1, -36,1",
        "50.1 N 36.1 W",
        "50.1N36.1W",
        "36.1 W, 50.1 N",
        "50.1, 36.1 W",
        "50°6'N, 36°6'W",
        "50 6 0 N 36 6 0 W",
        "50° 6′ 0″ N 36° 6′ 0″ W",
        "POINT (-36.1 50.1)",
        "point(-36.1 50.1)",
        "SRID=4326;POINT Z (-36.1 50.1 200)",
    ],
)
def test_a_pair_is_read_as_people_write_it(text):
    assert parse_point(text, "lat-lon") == (50.1, -36.1)


@pytest.mark.parametrize("text", ["", ",", " ( , ) ", "POINT EMPTY"])
def test_a_pair_of_nothing_is_no_point(text):
    assert parse_point(text, "lat-lon") is None


def test_the_order_is_as_it_is_said_unless_the_text_tells_it():
    assert parse_point("36.1, 50.1", "lon-lat") == (50.1, 36.1)
    assert parse_point("50.1 N, 36.1 E", "lon-lat") == parse_point("POINT (36.1 50.1)", "lon-lat") == (50.1, 36.1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("48,5,11", "may be several pairs of coordinates"),
        ("116.4, 39.9", "is no pair of latitude and longitude, and would be one with `order: lon-lat`"),
        ("50.1", "is no pair of coordinates, such as"),
        ("50.1, 36.1, 250", "is no pair of coordinates, such as"),
        ("32 N, 33 N", "is no pair of coordinates, such as"),
        ("POINT (181 50)", "is not a number from -180 to 180"),
        ("SRID=3857;POINT (4018634 6460421)", "is no pair of coordinates, such as"),
        ("POLYGON ((1 2, 3 4, 5 6, 1 2))", "is no pair of coordinates, such as"),
        ("Inventown " * 1000, "is no pair of coordinates, such as"),
    ],
)
def test_what_is_no_pair_is_not_read_and_the_reason_told(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_point(text, "lat-lon")


HALVES = {LATITUDE: "NS", LONGITUDE: "EW"}


def plain(value, axis):
    return f"{value:.5f}"


def lettered(value, axis):
    return f"{abs(value):.5f} {HALVES[axis][value < 0]}"


def sexagesimal(value, axis):
    seconds = round(abs(value) * 3600)
    return f"{seconds // 3600}°{seconds // 60 % 60:02}'{seconds % 60:02}\"{HALVES[axis][value < 0]}"


@given(
    st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(list(ORDERS)),
    st.sampled_from([plain, lettered, sexagesimal]), st.sampled_from([".", ","]), st.sampled_from(["; ", " ", " / "]),
)  # fmt: skip
@example(-0.00001, 0.0, "lon-lat", sexagesimal, ",", " ")
def test_a_pair_that_is_written_is_read_as_the_point_that_it_was(latitude, longitude, order, write, mark, between):
    point = {LATITUDE: latitude, LONGITUDE: longitude}
    text = between.join(write(point[axis], axis).replace(".", mark) for axis in ORDERS[order])
    assert parse_point(text, order) == pytest.approx((latitude, longitude), abs=0.51 / 3600)


@given(st.text("0123456789.,-+°'\" NSEWnsew;/()", max_size=30), st.sampled_from(list(ORDERS)))
def test_whatever_is_read_is_on_the_globe(text, order):
    try:
        found = parse_point(text, order)
    except ValueError:
        return
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)


def test_importers_read_degrees_as_a_spreadsheet_writes_them():
    place = acled_rows.told(acled_rows.cells("C", latitude="-1,25", longitude="36,75")).place
    assert (place.latitude, place.longitude) == (-1.25, 36.75)
    assert point_of(Row(2, attack(latitude="29,799", longitude="66.845"))) == (29.799, 66.845)
    with pytest.raises(RowRejected, match=r"latitude '1\.234,5' is not a number of degrees"):
        acled_rows.told(acled_rows.cells("C", latitude="1.234,5"))
