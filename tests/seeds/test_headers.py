"""Which row is the header, and what is said of a file: titles and comments above, delimiters, sheets, files without a header."""

import pytest
from openpyxl import Workbook
from support.corpora import annals

from seeds.errors import LoadRefused
from seeds.files.read_options import ReadOptions
from seeds.files.table import open_table

ROWS = "id,notes,date\n1,x,2011\n2,y,2012\n"
MAPPING = """\
dataset: {id: mine, title: Mine, description: D, licence: CC0-1.0, citation: C, publisher: P}
id: {column: id}
title: {column: notes}
date: {column: date}
type: violence
"""


@pytest.fixture
def reading(tmp_path):
    """A function that gives columns, rows with their numbers, and remarks of a file of this text."""

    def read(text, name="events.csv", **options):
        (tmp_path / name).write_text(text)
        return read_path(tmp_path / name, **options)

    return read


def read_path(path, **options):
    with open_table(path, options=ReadOptions(**options)) as table:
        return table.columns, [(row.number, row.originals) for row in table], table.remarks


ABOVE = {
    "a title": ("Events of 2011\n", 1),
    "titles and blank lines": ("Events of 2011\n\nBy nobody\n\n", 2),
    "a title with a comma": ('"Events, of 2011",,\n', 1),
    "comments": ("# Downloaded today\n#\n# by nobody\n", 3),
}


@pytest.mark.parametrize(("above", "passed"), ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize("delimiter", ",;\t|")
def test_titles_and_comments_above_the_header_are_passed_over_with_a_remark(reading, above, passed, delimiter):
    columns, rows, remarks = reading((above + ROWS).replace(",", delimiter))
    first = above.count("\n") + 2
    assert (columns, rows) == (["id", "notes", "date"], [(first, ["1", "x", "2011"]), (first + 1, ["2", "y", "2012"])])
    assert remarks == [f"{passed} row(s) above the header passed over"]


@pytest.mark.parametrize(
    "text", ["notes\nx\ny\n", "#,notes\n1,x\n2,y\n", "# id,notes,\n1,x,y\n", "notes\na, b and c\nx\n", "a,b\n1\n2\n", "id,notes\n"]
)
def test_a_first_row_that_may_be_the_header_is_it(reading, text):
    columns, _, remarks = reading(text)
    assert (columns[0], remarks) == (text.partition("\n")[0].partition(",")[0], [])


def test_the_header_is_the_row_that_is_said(reading):
    assert reading("a,b,c\nd,e,f\n1,2,3\n", header_row=2) == (["d", "e", "f"], [(3, ["1", "2", "3"])], [])


@pytest.mark.parametrize("row", [2, 9])
def test_a_row_that_is_said_to_be_the_header_and_holds_nothing_is_refused(reading, row):
    with pytest.raises(LoadRefused, match=f"its row {row}, which is said to be the header, holds nothing"):
        reading("a,b\n\n1,2\n", header_row=row)


def test_a_file_without_a_header_has_the_columns_that_are_said(reading):
    assert reading("1\tx\n2\ty\n", columns=("Id", "Notes"))[:2] == (["id", "notes"], [(1, ["1", "x"]), (2, ["2", "y"])])


def test_the_delimiter_is_the_one_that_is_said(reading):
    assert reading("a^b,c\n1^2,3\n", delimiter="^")[:2] == (["a", "b,c"], [(2, ["1", "2,3"])])


@pytest.fixture
def workbook(tmp_path):
    """A workbook with a sheet of no use before the one with events, which has titles above its header."""
    book = Workbook()
    for row in (["Read me"], ["Nothing here"]):
        book.active.append(row)
    sheet = book.create_sheet("Events")
    for row in (["Events of 2011"], [], ["id", "notes", "date"], [1, "x", 2011], [2, "y"], [3, None, 2012]):
        sheet.append(row)
    book.save(tmp_path / "events.xlsx")
    return tmp_path / "events.xlsx"


@pytest.mark.parametrize("sheet", ["Events", " events", "2"])
def test_the_sheet_is_the_one_that_is_said(workbook, sheet):
    rows = [(4, ["1", "x", "2011"]), (5, ["2", "y", ""]), (6, ["3", "", "2012"])]
    assert read_path(workbook, sheet=sheet) == (["id", "notes", "date"], rows, ["1 row(s) above the header passed over"])


@pytest.mark.parametrize("sheet", ["Event", "3", "0"])
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(workbook, sheet):
    with pytest.raises(LoadRefused, match=rf"events\.xlsx: there is no sheet '{sheet}'.*; there are Sheet, Events$"):
        read_path(workbook, sheet=sheet)


def loaded(url, directory, mapping, *options):
    (directory / "my.yaml").write_text(mapping)
    return annals(url, "load", "--mapping", f"{directory}/my.yaml", "--release", "1", "--rejects", str(directory), *options)


def test_a_column_that_is_not_there_is_told_with_the_sheet_and_its_columns(empty, tmp_path, workbook):
    *_, errors = loaded(empty, tmp_path, MAPPING.replace("notes", "title"), "--sheet", "events", str(workbook))
    assert "my.yaml: line 3: there is no column 'title' in events.xlsx, sheet 'Events'; its columns are id, notes, date" in errors


def test_what_a_mapping_says_of_files_holds_unless_the_command_says_otherwise(empty, tmp_path):
    (file := tmp_path / "events.csv").write_text("a;b;c\nid;notes;date\n1;x,y;2011\n2;z;soon\n")
    mapping = MAPPING + "file: {header_row: 2, delimiter: ','}\n"
    assert loaded(empty, tmp_path, mapping, str(file))[0] == 1
    assert loaded(empty, tmp_path, mapping, "--delimiter", ";", "--max-rejects", "1", str(file))[0] == 0
    rejects = tmp_path / "events.csv.mine-1.rejects.csv"
    rejects.write_text(rejects.read_text().replace("soon", "2012"))
    assert "1 read = 1 new" in loaded(empty, tmp_path, mapping, str(rejects))[1], "a file of rejects is in a form of ours"


def test_a_mapping_names_the_columns_of_a_file_without_a_header(empty, tmp_path):
    (file := tmp_path / "events.csv").write_text("1\tx\t2011\n2\ty\t2012\n")
    assert "2 read = 2 new" in loaded(empty, tmp_path, MAPPING + "file: {columns: [id, notes, date]}\n", str(file))[1]


FAULTS = {
    "{header_row: 0}": "file.header_row: Must be greater than or equal to 1.",
    "{delimiter: '||'}": "file.delimiter: '||' is no delimiter: one character is wanted, such as ; or |, or the word tab",
    "{header: 2}": "file.header: unknown field; did you mean 'header_row'?",
    "{columns: []}": "file.columns: Shorter than minimum length 1.",
    "{columns: [a], header_row: 1}": "file.columns: a file with a header names its columns itself: leave out this or header_row",
}


@pytest.mark.parametrize(("said", "reason"), FAULTS.items())
def test_what_a_mapping_cannot_say_of_files_is_refused_with_its_line(empty, tmp_path, said, reason):
    assert f"my.yaml: line 6: {reason}" in loaded(empty, tmp_path, f"{MAPPING}file: {said}\n", __file__)[2]


def test_a_suggested_mapping_reads_as_the_command_was_told(empty, tmp_path):
    (file := tmp_path / "events.csv").write_text("a;b;c\nid;notes;date\n1;x,y;2011\n2;z;2012\n")
    status, output, errors = annals(empty, "mapping", "suggest", "--header-row", "2", "--delimiter", ";", str(file))
    assert (status, "\nfile: {delimiter: ;, header_row: 2}\n" in output) == (0, True), errors
    assert "id: {column: id}" in output
