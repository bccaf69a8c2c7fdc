"""Cells: read as what they should be, or rejected by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.limits import LARGEST
from seeds.errors import RowRejected
from seeds.files.row import Row


def cell(text, missing=frozenset()):
    return Row(2, {"deaths": text}, missing)


@pytest.mark.parametrize(
    ("text", "value"), [("x", "x"), (" x y\n", "x y"), ("", None), (" \t", None), ("NA", None), (" NA ", None), ("NAN", "NAN")]
)
def test_a_text_has_no_space_around_it_and_marks_of_the_missing_are_none(text, value):
    assert cell(text, frozenset({"NA"})).text("deaths") == value


@pytest.mark.parametrize("read", [Row.text, Row.whole, Row.number_in])
def test_a_column_that_the_file_does_not_have_reads_as_nothing(read):
    assert read(cell("1"), "another") is None


def test_a_cell_that_must_hold_something_is_rejected_by_name():
    assert cell(" 1 ").required("deaths") == "1"
    for row, column in ((cell("  "), "deaths"), (cell("NA", frozenset({"NA"})), "deaths"), (cell("1"), "relid")):
        with pytest.raises(RowRejected, match=f"^{column} is empty$"):
            row.required(column)


@given(st.integers(0, LARGEST))
def test_whole_numbers_are_read_however_they_are_written(number):
    for text in (str(number), f" {number}.0 ", f"+{number}", f"{number}.", f"000{number}", f"{number}.0e0"):
        value = cell(text).whole("deaths")
        assert value == number
        assert type(value) is int


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_as_python_writes_them(number):
    assert cell(str(number)).number_in("deaths") == number


@pytest.mark.parametrize(
    "text", ["x", "1,5", "1 000", "1_000", "0x10", "٣", "²", "nan", "inf", "-Infinity", "1e999", "1.97E+", "--1", ".", "e5", "1-2", "5\n6"]
)
def test_what_is_no_number_is_rejected_with_what_it_is(text):
    for read in (Row.whole, Row.number_in):
        with pytest.raises(RowRejected) as reject:
            read(cell(text), "deaths")
        assert str(reject.value) == f"deaths {text!r} is not a number"


@pytest.mark.parametrize(
    ("text", "least", "most"), [("-1", 0, LARGEST), (str(LARGEST + 1), 0, LARGEST), ("1.5", 0, LARGEST), ("4", 1, 3), ("0", 1, 3)]
)
def test_whole_numbers_keep_to_their_bounds(text, least, most):
    with pytest.raises(RowRejected) as reject:
        cell(text).whole("deaths", least, most)
    assert str(reject.value) == f"deaths {text!r} is not a whole number from {least} to {most}"


def test_numbers_keep_to_their_bounds_and_may_be_them():
    assert [cell(text).number_in("deaths", -90, 90) for text in ("-90", "90.0", "1.5e1", ".5", "")] == [-90, 90, 15, 0.5, None]
    for text in ("-90.001", "91"):
        with pytest.raises(RowRejected, match=f"^deaths '{text}' is not a number from -90 to 90$"):
            cell(text).number_in("deaths", -90, 90)
