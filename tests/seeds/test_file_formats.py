"""Formats other than text: what was written by the libraries of others is read; each that is refused is told what it is, and what to do."""

import bz2
import gzip
import importlib.util
import io
import lzma
import os
import subprocess
import zipfile
import zlib
from base64 import b85decode
from datetime import date, datetime
from decimal import Decimal

import geopandas
import pandas
import pyarrow
import pytest
import shapely
from conftest import missing, serving
from pyarrow import parquet
from support.corpora import annals
from support.service import ANNALS

from seeds.errors import LoadRefused
from seeds.files.read_options import ReadOptions
from seeds.files.table import open_table

CSV = b"id,notes\n1,x\n2,y\n"


def rows_of(path, **options):
    with open_table(path, options=ReadOptions(**options)) as table:
        return table.format, [row.cells for row in table], table.remarks


def reason_of(path, **options):
    with pytest.raises(LoadRefused) as refused:
        rows_of(path, **options)
    return refused.value.faults[0].reason


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in files.items():
            archive.writestr(name, inner)
    return content.getvalue()


WRAPPED = {
    "bzip2": bz2.compress(CSV),
    "xz": lzma.compress(CSV),
    "a zip of NDJSON": zipped({"events.ndjson": '{"id": 1, "notes": "x"}\n{"id": 2, "notes": "y"}\n', "read.me": "x"}),
    "a zip of TSV": zipped({"events.tsv": CSV.replace(b",", b"\t")}),
    "a zip in which a folder is": zipped({"in/": "", "in/events.csv": CSV}),
}


@pytest.mark.parametrize("content", WRAPPED.values(), ids=WRAPPED)
def test_a_table_is_read_whatever_it_is_wrapped_in(tmp_path, content):
    (tmp_path / "events").write_bytes(content)
    assert rows_of(tmp_path / "events")[1] == [{"id": "1", "notes": "x"}, {"id": "2", "notes": "y"}]


# Parquet


def test_parquet_is_read_with_dates_and_nested_values(tmp_path):
    rows = [
        {"Id": 1, "when": date(2011, 12, 3), "at": datetime(2011, 12, 3, 13, 5), "dead": 2, "where": {"town": "A"}, "tags": ["x", "y"]},
        {"Id": 2, "when": None, "at": datetime(2011, 12, 4), "dead": None, "where": {"town": None}, "tags": []},
    ]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "events.parquet")
    first = {"id": "1", "when": "2011-12-03", "at": "2011-12-03T13:05:00", "dead": "2", "where.town": "A", "tags": "x;y"}
    second = {"id": "2", "when": "", "at": "2011-12-04", "dead": "", "where.town": "", "tags": ""}
    assert rows_of(tmp_path / "events.parquet") == ("Parquet", [first, second], [])
    (tmp_path / "events.gz").write_bytes(gzip.compress((tmp_path / "events.parquet").read_bytes()))
    assert rows_of(tmp_path / "events.gz")[1] == [first, second]


def test_plain_parquet_of_many_rows_keeps_each_value(tmp_path):
    table = pyarrow.table({"n": range(5000), "x": [Decimal(f"{n}.25") for n in range(5000)]})
    parquet.write_table(table, tmp_path / "events.parquet", row_group_size=700)
    assert rows_of(tmp_path / "events.parquet")[1] == [{"n": str(n), "x": f"{n}.25"} for n in range(5000)]


def test_damaged_parquet_is_refused(tmp_path):
    (tmp_path / "events.parquet").write_bytes(b"PAR1 and no more")
    assert reason_of(tmp_path / "events.parquet").startswith("it cannot be read as Parquet: ")


# Maps

PLACES = geopandas.GeoDataFrame(
    {"id": [1, 2, 3], "notes": ["Взрыв", None, "z"], "geometry": [shapely.Point(71.4, 42.9), shapely.Point(-1.5, 5), None]}, crs=4326
)
EXPECTED = [
    {"id": "1", "notes": "Взрыв", "geometry": "POINT (71.4 42.9)", "longitude": "71.4", "latitude": "42.9"},
    {"id": "2", "notes": "", "geometry": "POINT (-1.5 5)", "longitude": "-1.5", "latitude": "5.0"},
    {"id": "3", "notes": "z", "geometry": "", "longitude": "", "latitude": ""},
]


@pytest.mark.parametrize("name", ["events.gpkg", "events.shp", "events.parquet", "events.geojson"])
def test_maps_are_read_with_their_points(tmp_path, name):
    write = {"parquet": "to_parquet"}.get(name.rpartition(".")[2], "to_file")
    getattr(PLACES, write)(tmp_path / name)
    assert rows_of(tmp_path / name)[1] == EXPECTED


@pytest.mark.parametrize("name", ["events.gpkg", "events.shp", "events.parquet"])
def test_coordinates_of_another_system_become_degrees(tmp_path, name):
    turned = PLACES.to_crs(32642)
    getattr(turned, "to_parquet" if name.endswith("parquet") else "to_file")(tmp_path / name)
    found = rows_of(tmp_path / name)[1]
    for row, expected in zip(found[:2], EXPECTED[:2], strict=True):
        assert (float(row["longitude"]), float(row["latitude"])) == pytest.approx(
            (float(expected["longitude"]), float(expected["latitude"]))
        )
    assert found[2] == EXPECTED[2]


def test_a_shapefile_is_read_out_of_a_zip(tmp_path):
    PLACES.to_file(tmp_path / "events.shp")
    files = {f"in/{path.name}": path.read_bytes() for path in tmp_path.iterdir()}
    (tmp_path / "events.zip").write_bytes(zipped(files | {"in/read.me": "x"}))
    assert rows_of(tmp_path / "events.zip") == ("map", EXPECTED, [])


def test_a_shapefile_without_its_other_files_is_refused(tmp_path):
    PLACES.to_file(tmp_path / "events.shp")
    (tmp_path / "alone").mkdir()
    (tmp_path / "events.shp").rename(tmp_path / "alone" / "events.shp")
    assert reason_of(tmp_path / "alone" / "events.shp").startswith("it cannot be read as a GeoPackage or shapefile: ")


def test_the_layer_of_a_geopackage_is_the_first_or_the_one_that_is_said(tmp_path):
    PLACES.to_file(tmp_path / "events.gpkg", layer="events")
    geopandas.GeoDataFrame({"name": ["A"], "geometry": [shapely.box(0, 0, 1, 2)]}, crs=4326).to_file(
        tmp_path / "events.gpkg", layer="areas"
    )
    assert rows_of(tmp_path / "events.gpkg") == ("map", EXPECTED, ["1 more sheet with rows not read"])
    (area,) = rows_of(tmp_path / "events.gpkg", sheet="areas")[1]
    assert (area["name"], shapely.from_wkt(area["geometry"]).bounds) == ("A", (0, 0, 1, 2))
    assert reason_of(tmp_path / "events.gpkg", sheet="area").endswith("did you mean 'areas'?; there are events, areas")


def test_a_geopackage_of_many_features_is_read_whole_in_a_gzip_as_well(tmp_path):
    many = geopandas.GeoDataFrame({"id": range(10_000), "geometry": shapely.points(range(10_000), 0)}, crs=4326)
    many.to_file(tmp_path / "events.gpkg")
    (tmp_path / "events.gz").write_bytes(gzip.compress((tmp_path / "events.gpkg").read_bytes(), 1))
    assert [row["id"] for row in rows_of(tmp_path / "events.gz")[1]] == [str(number) for number in range(10_000)]


# Stata, and old workbooks


@pytest.mark.parametrize("version", [114, 117, 118, 119])
def test_a_file_of_stata_is_read_with_its_labels(tmp_path, version):
    kinds = pandas.Categorical(["battle", "riot"])
    frame = pandas.DataFrame(
        {"id": [1, 2], "when": pandas.to_datetime(["2011-12-03", None]), "dead": [2.0, None], "kind": kinds, "town": ["A", ""]}
    )
    frame.to_stata(tmp_path / "events.dta", write_index=False, version=version, convert_dates={"when": "td"})
    first = {"id": "1", "when": "2011-12-03", "dead": "2.0", "kind": "battle", "town": "A"}
    assert rows_of(tmp_path / "events.dta") == ("Stata", [first, {"id": "2", "when": "", "dead": "", "kind": "riot", "town": ""}], [])


XLS = b"""\
c-rk4TS!z<aL&Ew?!(-5-PS;hWf8J6h1Ncbz}7-jsB4d(N`lh%hGO2eb$i%{S+<`+&{q+GU`0PxKfQzMr#=FsK7t_7{PZg*=|jEEnS1Z9nt=;twA@+FoHKJ~
<~(N3oU`}cNb%_4{jxEb2U|gg8N&;%Sv-ctYZC#$e!~z=yY^r)9Qd!m>p@4l6nN@;>lQu~{vHDf?(vt10lr{41l`b_(6z`C!giWND-(05WiE_82_y14Vn3A9
%z}iE5?)UDE=fNlTt}QsglkcDl(oP}thsWt70Cyra_aLVX7G@7J`pDhCGbW>^0~{*lvQ9`vZM8Q-gks~Aq)YAL8GQ?NkJFEO(+03h)}Jn)%EpZ?t@$6psT7H
5$rH8f!iV(WMv{vO<PoT6hatGL-5^*0DQBv#*2u<Us^r`<o}q<cmIa(L3c02_oB}i;uoOn=ku>f9H1YJBTO8uG#;=?E@I3DO&#&LrVGw4mzioBPHB3oCk;Nh
A?^;0!`-QNEja}(unb9zJaHoRgdZ%?Na9$eW<xZJ+>W>+x>8yXnm^sH=}2}Z^i(^NJtvbIl3G`Hs#gIP<ePXM-^pt@#`_sz)y#T<Ia$v~nV=AH9Ezx2O!**y
+cI_M>wC3rPwX&p`st=K@59w%xnRI~p@GW&Opl2xNn<_X3uJXAwaW;HaLHI#>?yGtI|fMRBK20_I2#E*#MaDeuf=wHV(+7HdOWrc+ry1xXG6muV}nqRu8O0+
_zgf6t76x#3V0l|Yi8xm&xA{V$)O%8V9njIF8v~yCQktF2fYlWAUqJFm}9fB6uYW`Z8g7km01!Jt!}P_L=pm<l-NHxLrF;S3?(C_WGIf5D?=$rxvg<z+RN-X
eNqAOvhp&GBmD6kS0<x=5MK33xSA(@VjM;CAm%i8VNuLMo@bGh#R=K8$jPF3J<8}!juu0ZT=n`ybaK3oA`1RRMCI!__1foj!CiI00S6p#zyW5yvFZNj)*DOQ
vTp0U&NP-8=QBy(!ahjgFNJ^N8bHT73B5VR&k9hOZHp~Z$NpX@U_XwYgidIqd35F+zxYaGv)8j|#lW9CLb;AVlgm8+^7uai0)b=e"""
"""What xlwt wrote of a hidden sheet, one of events with a title above its header, and another."""


@pytest.fixture
def old_workbook(tmp_path):
    if not importlib.util.find_spec("xlrd"):
        missing("xlrd is not installed")
    (tmp_path / "events.xls").write_bytes(zlib.decompress(b85decode(XLS.replace(b"\n", b""))))
    return tmp_path / "events.xls"


def test_an_old_workbook_is_read_as_a_new_one(old_workbook):
    first = {"id": "1", "notes": "Взрыв", "when": "2011-12-03", "month": "2011-12", "sure": "true", "empty": ""}
    second = {"id": "2.5", "notes": "x", "when": "2011-12-04T13:05:00", "month": "", "sure": "", "empty": ""}
    remarks = ["1 more sheet with rows not read", "1 row(s) above the header passed over"]
    assert rows_of(old_workbook) == ("xls", [first, second], remarks)
    assert reason_of(old_workbook, sheet="x") == "there is no sheet 'x'; there are Hidden, Events, Other"


# What is no table here

SIGNED = {
    "a web page": b"\n<!DOCTYPE html>\n<html><body>Log in</body></html>",
    "a PDF": b"%PDF-1.7\n",
    "KML": b'<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"></kml>',
    "XML": b'<?xml version="1.0"?>\n<events/>',
    "a SQLite database": b"SQLite format 3\0" + bytes(100),
    "an Arrow or Feather file": b"ARROW1\0\0",
    "an SPSS file": b"$FL2@(#) SPSS",
    "an R file": gzip.compress(b"RDX3\nX\n\0\0\0"),
    "compressed by zstd": b"\x28\xb5\x2f\xfd\0",
    "a tar archive": gzip.compress(b"events.csv".ljust(257, b"\0") + b"ustar\0"),
    "a pointer to a file in Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    "an OpenDocument file": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
}


@pytest.mark.parametrize("what", SIGNED)
def test_a_file_that_is_no_table_here_is_told_what_it_is(tmp_path, what):
    (tmp_path / "events.csv").write_bytes(SIGNED[what])
    reason = reason_of(tmp_path / "events.csv")
    assert reason.startswith(f"it is {what}") and len(reason) > len(f"it is {what}") + 10


LACKING = {
    "pyarrow": (b"PAR1", "it is Parquet, which needs pyarrow: `make parquet` installs it"),
    "pyogrio": (b"\x00\x00\x27\x0a", "it is a GeoPackage or shapefile, which needs pyogrio: `make files` installs it"),
    "pandas": (b"<stata_dta>", "it is a Stata file, which needs pandas: `make files` installs it"),
    "xlrd": (
        bytes.fromhex("d0cf11e0a1b11ae1"),
        "it is a workbook of Excel up to 2003 (xls), or one under a password, which needs xlrd: `make files`",
    ),
}


@pytest.mark.parametrize("library", LACKING)
def test_what_an_extra_would_read_is_told_with_how_to_install_it(tmp_path, library):
    content, reason = LACKING[library]
    (tmp_path / "events").write_bytes(content)
    (tmp_path / f"{library}.py").write_text("raise ImportError('it is not installed')")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = [ANNALS, "mapping", "suggest", tmp_path / "events"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr


# Standard input

MAPPING = """\
dataset: {id: mine, title: Mine, description: D, licence: CC0-1.0, citation: C, publisher: P}
id: {column: id}
title: {column: notes}
date: 2011
type: violence
"""


def piped(content, url, directory, *arguments):
    """The command with a content as its standard input."""
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run([ANNALS, *arguments], cwd=directory, env=environment, input=content, capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("content", [CSV, gzip.compress(CSV)], ids=["plain", "gzip"])
def test_a_table_comes_over_standard_input_and_its_rejects_are_kept(empty, tmp_path, content):
    (tmp_path / "my.yaml").write_text(MAPPING)
    load = ("load", "--mapping", "my.yaml", "--release", "1", "--max-rejects", "1")
    status, output, errors = piped(content, empty, tmp_path, *load, "-")
    assert (status, "2 read = 2 new" in output) == (0, True), errors
    assert "rejected rows are in stdin.mine-1.rejects.csv" in piped(b"id,notes\n3,\n4,z\n", empty, tmp_path, *load, "-")[1]
    with serving(empty) as client:
        assert {event["title"] for event in client.get("/v1/events").json["data"]} == {"x", "y", "z"}


def test_a_mapping_is_suggested_for_standard_input(empty, tmp_path):
    status, output, errors = piped(CSV, empty, tmp_path, "mapping", "suggest", "-")
    assert (status, "\nid: {column: id}\n" in output) == (0, True), errors


def test_standard_input_is_of_files_and_of_no_corpus(empty, tmp_path):
    assert "--dataset or --mapping must say what FILEs are" in piped(CSV, empty, tmp_path, "load", "-")[2]
    assert annals(empty, "load", str(tmp_path / "-"))[0] == 1
