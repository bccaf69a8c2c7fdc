"""Files of rows: whatever the container, format and encoding, what was written is read, and what cannot be read is said."""

import csv
import gzip
import io
import json
import re
import tracemalloc
import zipfile
from datetime import date, datetime, time

import pytest
from conftest import ROOT, missing
from hypothesis import assume, example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart

from seeds.errors import LoadRefused
from seeds.files.csv_reader import LONGEST_CELL, SAMPLE
from seeds.files.readers.json_reader import LARGEST_JSON
from seeds.files.row import Row
from seeds.files.row_groups import SPOOL, group_rows
from seeds.files.table import detect_layout, open_table
from seeds.files.text_encoding import CHUNK

UCDP = ROOT.parent / "shared" / "data" / "ucdp-ged"


def csv_text(rows, delimiter=",", ending="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return text.getvalue()


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in files.items():
            archive.writestr(name, inner)
    return content.getvalue()


def as_it_stands(sheet, value):
    """A cell in which a text is no formula, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return cell


def workbook(rows):
    book, content = Workbook(write_only=True), io.BytesIO()
    for name in ("first", "second"):
        sheet = book.create_sheet(name)
        for row in rows if name == "first" else [["another", "sheet"]]:
            sheet.append([as_it_stands(sheet, value) for value in row])
    book.save(content)
    return content.getvalue()


def objects(rows):
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


CONTAINERS = {
    "csv": lambda rows: csv_text(rows).encode(),
    "newlines": lambda rows: csv_text(rows, ending="\n").encode(),
    "gzip": lambda rows: gzip.compress(csv_text(rows).encode()),
    "zip": lambda rows: zipped({"README.txt": "words", "__MACOSX/._data.csv": "x", "data.CSV": csv_text(rows)}),
    "marked": lambda rows: csv_text(rows).encode("utf-8-sig"),
    "utf-16": lambda rows: csv_text(rows).encode("utf-16"),
    "utf-16 big": lambda rows: b"\xfe\xff" + csv_text(rows).encode("utf-16-be"),
    "semicolons": lambda rows: csv_text(rows, delimiter=";").encode(),
    "tabs": lambda rows: csv_text(rows, delimiter="\t").encode(),
    "json": lambda rows: json.dumps(objects(rows)).encode(),
    "json in gzip": lambda rows: gzip.compress(json.dumps(objects(rows), ensure_ascii=False).encode("utf-8-sig")),
    "api": lambda rows: json.dumps({"TotalCount": 1, "Result": objects(rows), "NextPageUrl": ""}).encode(),
    "another api": lambda rows: json.dumps({"status": 200, "data": objects(rows)}).encode(),
    "xlsx": workbook,
}
OTHER_DELIMITERS = {"semicolons", "tabs"}
"""Which a header of one column does not tell."""

FORMATS = {"json": "JSON", "json in gzip": "JSON", "api": "JSON", "another api": "JSON", "xlsx": "xlsx"}
A_NAME = st.from_regex(r"[\w.()'-][\w .()'-]{0,10}", fullmatch=True)
A_CHARACTER = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\"',;#")
A_CELL = st.text(A_CHARACTER, max_size=12).filter(lambda text: not re.search(r"\n\S+[,;\t].*[,;\t]", text))
"""Without lines that look like rows."""


@st.composite
def tables(draw):
    """A header and rows of as many cells, in which something stands."""
    header = draw(st.lists(A_NAME, min_size=1, max_size=5, unique_by=lambda name: name.strip().lower()))
    cells = st.lists(A_CELL, min_size=len(header), max_size=len(header))
    something = cells.filter(lambda row: "".join(row).strip()).filter(lambda row: not all(cell.startswith("#") for cell in row if cell))
    return [header, *draw(st.lists(something, min_size=1, max_size=6))]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("tables") / "données.csv"


@pytest.fixture
def reading(path):
    """A function that gives all rows of a file with some content."""

    def rows(content, **options):
        path.write_bytes(content)
        with open_table(path, **options) as table:
            return list(table)

    return rows


@pytest.fixture
def refusal(reading):
    """A function that gives the reason for which a content is refused, which names the file."""

    def reason(content):
        with pytest.raises(LoadRefused) as refused:
            reading(content)
        (fault,) = refused.value.faults
        assert fault.file == "données.csv"
        return fault.reason

    return reason


# What was written is read


@pytest.mark.parametrize("container", CONTAINERS)
@given(rows=tables())
@example(rows=[["id", "notes"], ["1", 'He said ""no""\nand, "left";\n\nso'], ["2", "Шымкент “x” \U0001f600"], ["3", " spaced "]])
def test_every_container_gives_the_rows_that_were_put_in(path, container, rows):
    assume(len(rows[0]) > 1 or container not in OTHER_DELIMITERS)
    path.write_bytes(CONTAINERS[container](rows))
    with open_table(str(path)) as table:
        assert table.format == FORMATS.get(container, "CSV")
        assert table.header == rows[0]
        assert table.columns == [name.strip().lower() for name in rows[0]]
        read = list(table)
        assert [row.originals for row in read] == rows[1:]
        assert [row.cells for row in read] == [dict(zip(table.columns, row, strict=True)) for row in rows[1:]]
        assert [row.number for row in read] == list(range(2, len(rows) + 1))
        assert not any(row.fault for row in read)
        assert table.size == path.stat().st_size


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like_and_the_last_one_need_not(reading, ending):
    assert [row.originals for row in reading(f"a,b{ending}1,2{ending}3,é".encode("cp1252"))] == [["1", "2"], ["3", "é"]]


def test_reading_goes_on_to_the_end_of_the_file(path):
    path.write_bytes(gzip.compress(csv_text([["a", "b"], *([str(n), "x" * n] for n in range(2000))]).encode()))
    with open_table(path) as table:
        progress = [table.bytes_read for _ in table]
    assert progress == sorted(progress)
    assert progress[-1] == table.size


def test_marks_of_what_is_missing_are_handed_to_the_rows(reading):
    (row,) = reading(b"a,b\nNA,x\n", missing=frozenset({"NA"}))
    assert (row.text("a"), row.text("b"), row.originals) == (None, "x", ["NA", "x"])


# Encodings


def test_cp1252_is_known_from_one_byte_far_down(reading):
    content = b"a,b\n" + b"1,plain\n" * 200_000 + "2,Köln – “x”\n".encode("cp1252")
    assert reading(content)[-1].text("b") == "Köln – “x”"


def test_a_letter_may_lie_across_the_chunks_in_which_bytes_are_looked_at(reading):
    assert {row.text("a") for row in reading(("a\n" + "ш" * 700_000).encode())} == {"ш" * 700_000}


KAZAKH = "a,b\n" + "1,Алматы\n" * 20


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (KAZAKH.encode() + b"\xff,x\n2,y\n", ["\udcff", "x"]),
        (KAZAKH.encode("utf-8-sig") + b"\xd0,x\n2,y\n", ["\udcd0", "x"]),
        ("a,b\n1,Köln\n\x81é,x\n2,y\n".encode("latin-1"), ["\udc81é", "x"]),
    ],
)
def test_a_byte_that_is_no_character_costs_its_row_alone(reading, content, cells):
    *before, broken, after = reading(content)
    assert (broken.originals, broken.fault) == (cells, "a holds a byte that is no character of the file's encoding")
    assert {row.text("b") for row in before} <= {"Алматы", "Köln"} and not any(row.fault for row in before)
    assert after.originals == ["2", "y"] and not after.fault


def test_a_letter_of_which_the_end_is_cut_off_is_no_character(reading):
    assert [row.fault is None for row in reading((KAZAKH + "2,ы").encode()[:-1])] == [True] * 20 + [False]


@pytest.mark.parametrize("content", ["a\nx\ud800y\n".encode("utf-16", "surrogatepass"), "a\nx\n".encode("utf-16")[:-1]])
def test_utf_16_that_is_broken_is_refused(refusal, content):
    assert refusal(content).startswith("it begins as utf-16-le and is not that throughout: ")


def test_a_header_with_a_byte_that_is_no_character_is_refused(refusal):
    assert "its header holds a NUL character, or a byte that is no character" in refusal("Алматы,".encode() + b"\xff\n1,2\n")
    assert "its header holds a NUL character" in refusal(b'[{"a\\u0000": 1}]')


def test_half_a_character_of_json_is_replaced_by_the_mark_for_that(reading):
    assert [row.text("a") for row in reading(b'[{"a": "x\\ud800y"}]')] == ["x\ufffdy"]


# Headers, hashtags, empty rows


def test_the_row_of_hashtags_is_passed_over_and_counted(reading):
    rows = reading(b"Id,Name,\n#id,,#x\n1,x,y\n#2,#,\n")
    assert [(row.number, row.originals) for row in rows] == [(3, ["1", "x", "y"]), (4, ["#2", "#", ""])]


def test_a_second_row_with_another_cell_than_hashtags_is_a_row(reading):
    assert [row.originals for row in reading(b"a,b\n#id,x\n")] == [["#id", "x"]]


@pytest.mark.parametrize(
    "content",
    [
        b"\n,\na,b\n\n1,2\n,\n\n3,4\n,\n",
        workbook([[], [None, ""], ["a", "b"], [], ["1", 2], [], [], [3, 4], [""]]),
        b" , \n\t\na,b\n ,\n1,2\n , \n\n3,4\n",
    ],
)
def test_rows_of_nothing_are_passed_over_and_counted(reading, content):
    assert [(row.number, row.originals) for row in reading(content)] == [(5, ["1", "2"]), (8, ["3", "4"])]


@pytest.mark.parametrize("first", [[], [None, None], ["", " "]])
def test_a_sheet_is_as_wide_as_its_header_whatever_is_above(reading, first):
    rows = reading(workbook([first, ["a", "b", "c"], ["1", None, "x"], ["2"]]))
    assert [(row.number, row.originals, row.fault) for row in rows] == [(3, ["1", "", "x"], None), (4, ["2", "", ""], None)]


@pytest.mark.parametrize("above", ["\n", "\r\n\r\n", " \n", "{0}{0}\n", "sep={0}\r\n", "SEP={0}\n"])
@pytest.mark.parametrize("delimiter", ",;\t")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_stands_between_cells_is_known_below_blank_lines_and_as_excel_says(reading, above, delimiter, encoding):
    rows = reading((above.format(delimiter) + csv_text([["a", "b"], ["1", "x"]], delimiter)).encode(encoding))
    assert [(row.cells, row.number) for row in rows] == [({"a": "1", "b": "x"}, 2 if "=" in above else above.count("\n") + 2)]


def test_excel_may_be_told_of_what_is_known_to_nobody_else(reading):
    assert [row.cells for row in reading(b"sep=|\na|b,c\n1|2\n")] == [{"a": "1", "b,c": "2"}]


def test_a_header_that_only_looks_like_a_word_of_excel_is_a_header(reading):
    assert [row.cells for row in reading(b"sep=x\n1\n")] == [{"sep=x": "1"}]


@pytest.mark.parametrize("name", ["{no}", "[no]", "{", "["])
def test_a_column_named_in_brackets_makes_no_json_of_a_table(reading, name):
    assert [row.cells for row in reading(f"{name},b\n1,2\n".encode())] == [{name: "1", "b": "2"}]


def test_a_column_without_a_name_is_named_by_its_place(reading):
    assert [row.cells for row in reading(b",Name,\n1,x,y\n")] == [{"column 1": "1", "name": "x", "column 3": "y"}]


@pytest.mark.parametrize("content", [b"id,Name, name ,ID,x\n1,2,3,4,5\n", b'[{"id": 1, "ID": 2, "name": 3, "Name": 4}]'])
def test_two_columns_of_one_name_are_refused_by_name(refusal, content):
    assert refusal(content) == "its header names columns more than once: id, name"


# Rows that cannot be read


@pytest.mark.parametrize(
    ("row", "reason", "cells"),
    [
        (b"1", "it has 1 cells where the header has 3", ["1"]),
        (b"1,2,3,4,5", "it has 5 cells where the header has 3", ["1", "2", "3", "4", "5"]),
        (b"1,\0,3", "b holds a NUL character", ["1", "\0", "3"]),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_keeps_its_cells(reading, row, reason, cells):
    before, faulty, after = reading(b"a,b,c\n1,2,3\n" + row + b"\n4,5,6\n")
    assert (faulty.number, faulty.fault, faulty.originals) == (3, reason, cells)
    assert (before.originals, after.originals) == (["1", "2", "3"], ["4", "5", "6"])


HEADER = "id,date,country,town,title,dead\n"
UNCLOSED = (
    HEADER
    + """\
1,2020-01-01,Kenya,Lamu,"Attack, one",1
2,2020-01-02,Kenya,Lamu,"Attack two, near the market,2
3,2020-01-03,Kenya,Lamu,"Attack three",300
4,2020-01-04,Kenya,Lamu,"Attack, four",4
"""
)


def incidents(titles, count=1000):
    """A table of so many incidents, with these titles by number as they stand, the others plain."""
    return (HEADER + "".join(f"{n},2020,Kenya,Lamu,{titles.get(n, f'Attack {n}')},{n}\n" for n in range(1, count + 1))).encode()


def test_a_quotation_mark_that_is_not_closed_costs_its_row_alone(reading):
    first, second, third, fourth = reading(UNCLOSED.encode())
    assert second.fault.startswith("a quotation mark opens or ends a cell where none does")
    assert second.originals == ["2", "2020-01-02", "Kenya", "Lamu", '"Attack two', " near the market", "2"]
    assert [row.cells["title"] for row in (first, third, fourth)] == ["Attack, one", "Attack three", "Attack, four"]
    assert [row.number for row in (first, second, third, fourth)] == [2, 3, 4, 5]
    assert not (first.fault or third.fault or fourth.fault)


@pytest.mark.parametrize(
    ("titles", "lost"),
    [
        ({10: '"Attack ten', 500: '"Attack 500'}, {10, 500}),
        ({10: '"Attack ten'}, {10}),
        ({10: '"Attack, ten', 400: '"Attack, 400"'}, {10}),
        ({10: '"Attack ten', 400: 'Attack 400"'}, {10}),
        ({10: '"Attack ten', 11: 'Attack 11"'}, {10}),
        ({10: '"Attack ten', 400: '""', 600: '"Attack, 600"'}, {10}),
        ({10: 'He said "no" "', 20: '"He said "no" to it"', 30: '"x" y'}, {20, 30}),
    ],
)
def test_rows_after_one_with_a_stray_quotation_mark_are_read(reading, titles, lost):
    rows = reading(incidents(titles))
    assert len(rows) == 1000
    assert {int(row.text("id")) for row in rows if row.fault} == lost
    assert all(row.text("dead") == row.text("id") for row in rows if not row.fault)


@pytest.mark.parametrize("delimiter", ",;\t")
def test_a_cell_of_several_lines_of_prose_is_one(reading, delimiter):
    prose = 'He said "no", left,and came back;\n\nthen, of 1,000,000 people; 2,500 fled, "all, of, them", at once.\n12,000 stayed.'
    rows = [["id", "who", "notes", "dead"], ["1", "One,\nor two,\nmen", prose, "3"], ["2", "x", "y", "4"]]
    read = reading(csv_text(rows, delimiter).encode())
    assert [(row.originals, row.fault) for row in read] == [(row, None) for row in rows[1:]]


def test_a_header_with_a_stray_quotation_mark_is_refused(refusal):
    assert refusal(b'id,"the "title"",dead\n1,x,2\n').startswith("its header cannot be read: a quotation mark opens or ends a cell")


def test_a_file_of_rejects_may_have_a_stray_quotation_mark_as_well(reading):
    damaged, whole = reading(b'rejected_row,rejected_reason,a,b\n7,bad,"x"y,1\n9,bad,z,2\n')
    assert (damaged.number, damaged.originals, whole.number, whole.fault) == (7, ['"x"y', "1"], 9, None)
    assert damaged.fault.startswith("a quotation mark")


def test_a_sheet_has_faulty_rows_too(reading):
    short, long = reading(workbook([["a", "b"], ["1"], [1, 2, 3]]))
    assert (short.fault, short.originals) == (None, ["1", ""])
    assert (long.fault, long.originals) == ("it has 3 cells where the header has 2", ["1", "2", "3"])


# Values that are no texts


def test_json_values_become_texts(reading):
    first, second = reading(
        b'{"Result": [{"n": 1, "f": 369.0, "t": true, "z": null, "Deep": {"a": [1, "\xc3\xa9"]}}, {"f": -1.5, "new": "", "t": false}]}'
    )
    assert first.cells == {"n": "1", "f": "369.0", "t": "true", "z": "", "deep.a": "1;é", "new": ""}
    assert second.cells == {"n": "", "f": "-1.5", "t": "false", "z": "", "deep.a": "", "new": ""}


def test_workbook_values_become_texts(reading):
    values = [date(2020, 2, 9), datetime(2020, 2, 9, 13, 5), time(4, 5), 7.0, 0.25, 197000000001, True, None, "x"]
    (row,) = reading(workbook([[f"c{n}" for n in range(len(values))], values]))
    assert row.originals == ["2020-02-09", "2020-02-09T13:05:00", "04:05:00", "7", "0.25", "197000000001", "true", "", "x"]


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("mmm yyyy", "2011-12"), ("yyyy", "2011"), ('[$-409]mmmm\\ "de" yyyy;@', "2011-12"), ("YY", "2011"), ("mmm", "2011-12"),
        ("yyyy-mm-dd", "2011-12-03"), ("d mmm", "2011-12-03"), ("yyyy hh", "2011-12-03"), ("[Red]yyyy/mm/dd", "2011-12-03"),
        ("mm:ss", "2011-12-03"),
    ],
)  # fmt: skip
def test_a_date_of_a_workbook_is_no_more_precise_than_it_is_shown(reading, number_format, text):
    book = Workbook()
    book.active.append(["when"])
    book.active.append([datetime(2011, 12, 3)])
    book.active["A2"].number_format = number_format
    assert [row.originals for row in reading(saved(book))] == [[text]]


def test_characters_that_a_workbook_escapes_are_read(reading):
    assert [row.originals for row in reading(workbook([["a"], ["x_x000D_\ny _x005F_x000D_"]]))] == [["x\r\ny _x000D_"]]


def test_the_first_visible_sheet_with_rows_is_read_and_others_are_remarked(path):
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    for rows in ([], [[" "]], [["a"], ["1"]], [], [["b"]], [["c"]]):
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.active = 3
    path.write_bytes(saved(book))
    with open_table(path) as table:
        assert (table.columns, [row.originals for row in table]) == (["a"], [["1"]])
        assert table.remarks == ["2 more sheets with rows not read"]


def test_a_sheet_that_is_a_chart_is_passed_over(reading):
    """Of one with names of its own, openpyxl says that it has no such attribute."""
    book = Workbook()
    for row in (["a"], [1]):
        book.active.append(row)
    book.create_chartsheet("Chart", 0).add_chart(BarChart())
    content = io.BytesIO()
    names = b'<definedNames><definedName name="x" localSheetId="0">Sheet!$A$1</definedName></definedNames><calcPr'
    with zipfile.ZipFile(io.BytesIO(saved(book))) as written, zipfile.ZipFile(content, "w") as archive:
        for name in written.namelist():
            inner = written.read(name)
            inner = re.sub(b"<definedNames ?/><calcPr", names, inner) if name == "xl/workbook.xml" else inner
            archive.writestr(name, inner)
    assert names in zipfile.ZipFile(content).read("xl/workbook.xml")
    assert [row.cells for row in reading(content.getvalue())] == [{"a": "1"}]


def test_a_workbook_without_rows_is_empty(refusal):
    assert refusal(saved(Workbook())) == "it is empty"


def sheet_of(*cells):
    """A workbook whose sheet has in its second row these cells, in XML, and beside them a text."""
    written, content = zipfile.ZipFile(io.BytesIO(workbook([["a", "b"], ["x", "y"]]))), io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in written.namelist():
            inner = written.read(name).decode()
            row = f'<row r="2">{"".join(cells)}<c r="B2" t="inlineStr"><is><t>y</t></is></c></row>'
            archive.writestr(name, re.sub('<row r="2".*?</row>', row, inner) if name.endswith("sheet1.xml") else inner)
    return content.getvalue()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<f>1+2</f><v>3</v>", "3"),
        ('<f t="shared" si="0"/><v>3</v>', "3"),
        ("<f>A1&amp;B1</f><v>x</v>", "x"),
        ("<f>IF(B1=1,1,&quot;&quot;)</f><v></v>", ""),
        ("<f>IF(B1=1,1,&quot;&quot;)</f><v/>", ""),
    ],
)
def test_a_formula_is_read_as_its_value(reading, cell, value):
    kind = "" if value == "3" else ' t="str"'
    assert [row.originals for row in reading(sheet_of(f'<c r="A2"{kind}>{cell}</c>'))] == [[value, "y"]]


@pytest.mark.parametrize("cell", ["<f>1+2</f><v></v>", "<f>1+2</f><v/>", "<f>1+2</f><v />", "<f>1+2</f>", '<f t="shared" si="0"/>'])
@pytest.mark.parametrize("before", [0, CHUNK, CHUNK - 300, CHUNK - 310, CHUNK - 320])
def test_a_formula_without_its_value_is_refused(refusal, cell, before):
    content = sheet_of(f'{" " * before}<c r="A2" s="1">{cell}</c>')
    assert refusal(content).startswith("A2 holds a formula without its value: open the file in a spreadsheet and save it there")


def test_a_formula_without_its_value_may_be_in_a_cell_without_its_place(refusal):
    assert refusal(sheet_of("<c><f>1+2</f></c>")).startswith("a cell holds a formula without its value")


def test_a_formula_that_openpyxl_writes_is_refused(refusal):
    book, content = Workbook(), io.BytesIO()
    for row in (["ref", "dead"], ["1", "=1+2"]):
        book.active.append(row)
    book.save(content)
    assert refusal(content.getvalue()).startswith("B2 holds a formula without its value")


# Files that are refused

GZIPPED = gzip.compress(csv_text([["a", "b"], *([str(n * n), "x"] for n in range(5000))]).encode())
NEW_ZIP = zipped({"a.csv": "a"}).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x63")
CUT_OFF = "it is damaged or was cut off"
NO_TEXT = "its first row is no text; CSV, JSON, GeoJSON, NDJSON and xlsx"
NO_OBJECTS = 'JSON must be a list of objects, {"Result": [objects]} or {"data": [objects]}'
TEN = "0.txt, 1.txt, 2.txt, 3.txt, 4.txt, 5.txt, 6.txt, 7.txt, 8.txt, 9.txt"
REFUSED = {
    "nothing": (b"", "it is empty"),
    "newlines": (b"\n\n", "it is empty"),
    "gzip of nothing": (gzip.compress(b""), "it is empty"),
    "no objects": (b"[]", "it holds no objects: what it answers found nothing"),
    "an answer of nothing": (b'{"TotalCount": 0, "Result": []}', "it holds no objects: what it answers found nothing"),
    "objects of nothing": (b"[{}]", "it is empty"),
    "no header": (b"1,0,Mali,0,-9.5,-9.5\n", "its header names columns more than once: 0, -9.5; is its first row one of data, without"),
    "zeros": (b"\0" * 3 * SAMPLE, NO_TEXT),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b">\x00\x03\x00\xfe\xff\n",
        "it cannot be read as an xls workbook, or is under a password",
    ),
    "half a gzip": (GZIPPED[: len(GZIPPED) // 2], f"{CUT_OFF}: Compressed file ended before the end-of-stream marker was reached"),
    "a broken gzip": (GZIPPED[:-8] + b"\0" * 8, f"{CUT_OFF}: CRC check failed"),
    "rubbish as gzip": (b"\x1f\x8b\x08\x00 what is this", CUT_OFF),
    "rubbish as zip": (b"PK\x03\x04 what is this", f"{CUT_OFF}: File is not a zip file"),
    "half a zip": (zipped({"a.csv": "a,b\n1,2\n"})[:60], f"{CUT_OFF}: File is not a zip file"),
    "a zip of nothing": (zipped({}), "a zip must hold one CSV, or one table of another format; this one holds nothing"),
    "a zip of two": (
        zipped({"a.csv": "", "b/c.csv": "", "d.txt": ""}),
        "a zip must hold one CSV, or one table of another format; this one holds a.csv, b/c.csv, d.txt",
    ),
    "a zip of texts": (
        zipped({f"{n}.txt": "" for n in range(13)}),
        f"a zip must hold one CSV, or one table of another format; this one holds {TEN} and 3 more",
    ),
    "a zip to come": (NEW_ZIP, "the zip cannot be opened: zip file version 9.9"),
    "a document": (zipped({"[Content_Types].xml": "<x/>", "word/document.xml": ""}), "it cannot be read as an xlsx workbook"),
    "no JSON": (b'{"Result": [', "it is no valid JSON: Expecting value"),
    "deep JSON": (b"[" * 100_000, "it is no valid JSON: maximum recursion depth exceeded"),
    "JSON in cp1252": ('[{"a": "é"}]'.encode("cp1252"), "it is no valid JSON"),
    "another JSON": (b'{"rows": [1]}', NO_OBJECTS),
    "a list of lists": (b"[[1, 2]]", NO_OBJECTS),
    "long JSON": (b"[" + b" " * LARGEST_JSON + b"]", "JSON of more than 64 MB is not read; take the CSV, NDJSON, or pages of the API"),
    "an open quotation": (b'a,b\n1,2\n3,"4\n5,6\n', "it ends inside quotation marks: it was cut off, or a quotation mark is never closed"),
    "an endless cell": (b'a,b\n1,"' + b"xyz\n" * (LONGEST_CELL // 4 + 1), "a cell has more than 16,777,216 characters"),
}


@pytest.mark.parametrize("content", REFUSED)
def test_a_file_that_is_no_table_is_refused_with_the_reason(refusal, content):
    bytes_, reason = REFUSED[content]
    assert refusal(bytes_).startswith(reason)


def test_a_zip_under_a_password_is_refused(refusal):
    content, flags = zipped({"a.csv": "a,b\n1,2\n"}), b"\x01\x00"
    entry = content.index(b"PK\x01\x02")
    assert "encrypted" in refusal(content[:6] + flags + content[8 : entry + 8] + flags + content[entry + 10 :])


def test_a_directory_is_refused_by_the_name_that_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LoadRefused, match=r"^\.: it cannot be read: Is a directory"), open_table("."):
        pass


def test_a_file_that_is_not_there_is_refused(tmp_path):
    for path, reason in ((tmp_path / "no.csv", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(LoadRefused, match=f"{path.name}: it cannot be read: {reason}"), open_table(path):
            pass


BEGINNINGS = [b"PK\x03\x04", b"\x1f\x8b\x08\0", b"[{", b"a,b\n"]


def read_or_refused(path, content):
    path.write_bytes(content)
    try:
        with open_table(path) as table:
            return all(isinstance(row, Row) for row in table)
    except LoadRefused as refused:
        return str(refused).startswith("données.csv: ")


@given(content=st.binary(max_size=300) | st.builds(bytes.__add__, st.sampled_from(BEGINNINGS), st.binary()))
def test_whatever_the_bytes_a_file_is_read_or_refused(path, content):
    assert read_or_refused(path, content)


@pytest.mark.parametrize("container", ["xlsx", "zip", "gzip"])
@given(place=st.integers(0, 5000), byte=st.integers(0, 255))
def test_a_damaged_archive_is_read_or_refused(path, container, place, byte):
    content = bytearray(CONTAINERS[container]([["a", "b"], ["1", "x"], ["2", "2.5"]]))
    content[place % len(content)] = byte
    assert read_or_refused(path, bytes(content))


def test_an_error_of_the_reader_is_not_taken_for_one_of_the_file(path):
    path.write_bytes(b"a\n1\n")
    with pytest.raises(OSError, match="disk full"), open_table(path) as table:
        for _ in table:
            raise OSError("disk full")


# Layouts

ERAS = {"new": frozenset({"id", "relid", "code_status"}), "old": frozenset({"id", "year"})}


def test_the_first_layout_whose_columns_are_all_there_is_the_era():
    assert detect_layout(["code_status", "id", "relid", "year", "iso3"], ERAS, "x.csv") == "new"
    assert detect_layout(["year", "relid", "id"], ERAS, "x.csv") == "old"


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (["relid", "id"], r"\(relid, id\) are of no known layout; the nearest is 'new', of which it lacks code_status"),
        (["2", "Mali"], r"\(2, Mali\) are of no known layout; the nearest is 'old', of which it lacks id, year"),
        ([f"c{n}" for n in range(12)], r"\(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more\) are of no known layout"),
    ],
)
def test_another_layout_is_refused_with_what_was_found_and_what_is_lacking(columns, reason):
    with pytest.raises(LoadRefused, match=f"^GED.csv: its columns {reason}"):
        detect_layout(columns, ERAS, "/somewhere/GED.csv")


# Memory


def most_memory(consume):
    tracemalloc.start()
    try:
        consume()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("key", [None, "id"])
def test_memory_does_not_grow_with_the_file(path, key):
    def consume():
        with open_table(path) as table:
            assert sum(len(rows) for rows in group_rows(table, key)) == 8000

    path.write_bytes(gzip.compress(csv_text([["id", "text"], *([str(n // 2), "x" * 2000] for n in range(8000))]).encode(), 1))
    assert most_memory(consume) < 6_000_000 < 8000 * 2000


# Rows of one event

EVENTS = [("b", "1"), ("a", "2"), ("", "3"), ("b", "4"), (" ", "5"), ("c", "6"), ("a", "7"), (" b ", "8"), ("NA", "9"), ("NA", "10")]


def keyed(events):
    return [Row(number, {"id": key, "n": value}, frozenset({"NA"})) for number, (key, value) in enumerate(events, 2)]


def test_rows_of_one_key_come_together_where_the_first_stands():
    groups = [[row.text("n") for row in rows] for rows in group_rows(keyed(EVENTS), "id")]
    assert groups == [["1", "4", "8"], ["2", "7"], ["3"], ["5"], ["6"], ["9"], ["10"]]


def test_without_a_key_each_row_is_alone_and_waits_for_no_other():
    rows = iter(keyed(EVENTS))
    assert next(group_rows(rows)) == keyed(EVENTS)[:1]
    assert next(rows) == keyed(EVENTS)[1]


def test_a_row_that_cannot_be_read_is_alone_and_unchanged():
    faulty = Row(3, {"id": "a"}, frozenset(), "it has 3 cells where the header has 1", ("x", "y"))
    rows = [Row(2, {"id": "a"}), faulty, Row(4, {"id": "a"})]
    assert list(group_rows(rows, "id")) == [[rows[0], rows[2]], [faulty]]


def test_without_room_to_bring_rows_together_the_file_is_refused_and_it_is_said_how_to_make_some(monkeypatch):
    monkeypatch.setattr("seeds.files.row_groups.SPOOL", SPOOL + "PRAGMA max_page_count = 50;")
    rows = [Row(number, {"id": str(number), "text": "x" * 1000}) for number in range(1000)]
    with pytest.raises(LoadRefused, match=r"^the temporary directory: database or disk is full: .*SQLITE_TMPDIR"):
        list(group_rows(rows, "id"))


@given(keys=st.lists(st.sampled_from(["", "a", "A", "b", "é", "0", "00", "1e1", "10"]), max_size=20))
def test_grouping_is_that_of_a_dict(keys):
    rows, expected = keyed([(key, str(n)) for n, key in enumerate(keys)]), {}
    for row in rows:
        expected.setdefault(row.text("id") or row.number, []).append(row)
    assert list(group_rows(rows, "id")) == list(expected.values())


# The real ones


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [("GEDEvent_v21_01_21_12.csv.gz", 17_407, 49), ("GEDEvent_v22_0_2.csv.gz", 984, 49), ("ged191_subset_BGD_MMR.csv.gz", 3_194, 42)],
)
def test_the_files_of_ucdp_are_read_whole(name, rows, columns):
    if not (UCDP / name).is_file():
        missing(f"UCDP's files are not in {UCDP}")
    with open_table(UCDP / name) as table, gzip.open(UCDP / name, "rt", encoding="utf-8", newline="") as file:
        assert len(table.columns) == columns
        read = list(table)
        assert [row.originals for row in read] == list(csv.reader(file))[1:]
        assert len(read) == rows
        assert not any(row.fault for row in read)
