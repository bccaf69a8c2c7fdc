"""Encodings: stated, or told apart; what would come out as mojibake is refused, with what it would have been."""

import gzip

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from support.corpora import annals

from seeds.errors import LoadRefused
from seeds.files.read_options import ReadOptions
from seeds.files.table import open_table

RUSSIAN = (
    "взрыв прогремел центре города сегодня утром пострадали люди сотрудники полиции задержали нападение область обстрел погибли жители"
)
ARABIC = "هجوم مسلح بغداد أسفر مقتل ثلاثة جنود انفجار سيارة مفخخة الموصل الشرطة أعلنت"
GREEK = "έκρηξη αθήνα τραυματίστηκαν τρεις άνθρωποι αστυνομία ανακοίνωσε επίθεση θεσσαλονίκη"
CHINESE = "北京发生爆炸事件造成三人死亡 上海的袭击事件 武装冲突在这个地区 警方已经逮捕了嫌疑人 他们说是我们的人 不知道为什么"
POLISH = "wybuch w Łodzi zginęły trzy osoby źródła policja Kraków Gdańsk świątynia mężczyzna śmierć rannych zostało pięć"
FRENCH = "l’attaque près de N’Djaména a été revendiquée deux soldats tués blessés à Ménaka où côte forêt française"
SPANISH = "explosión en México dejó tres muertos también Bogotá Medellín región niños más información Peñón"
GERMAN = "Anschlag in Köln und Zürich – “drei” Tote Mädchen großer Überfall"
TOLD = {
    "cp1251": RUSSIAN, "koi8_r": RUSSIAN, "cp866": RUSSIAN, "cp1256": ARABIC, "cp1253": GREEK, "gb18030": CHINESE, "cp1250": POLISH,
    "cp1252": f"{FRENCH} {SPANISH} {GERMAN}",
}  # fmt: skip
FOREIGN = {name: text for name, text in TOLD.items() if name not in ("cp1250", "cp1252")}


def table_of(words):
    return "id,notes\n" + "".join(f"{number},{word}\n" for number, word in enumerate(words, 1))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("encodings") / "events.csv"


def notes_in(path, content, **options):
    path.write_bytes(content)
    with open_table(path, options=ReadOptions(**options)) as table:
        return [row.text("notes") for row in table], table.remarks


def reason_of(path, content, **options):
    with pytest.raises(LoadRefused) as refused:
        notes_in(path, content, **options)
    return refused.value.faults[0].reason


@pytest.mark.parametrize(("encoding", "text"), TOLD.items(), ids=TOLD)
def test_an_encoding_is_told_by_its_words_and_remarked(path, encoding, text):
    words = text.split()
    told = (words, [f"read as {encoding}, since the file is not UTF-8"])
    assert notes_in(path, table_of(words).encode(encoding)) == told
    assert notes_in(path, gzip.compress(table_of([f"plain {n}" for n in range(5000)] + words).encode(encoding)))[0][5000:] == words


@given(data=st.data())
def test_words_in_another_script_are_read_right_or_refused(path, data):
    encoding = data.draw(st.sampled_from(sorted(FOREIGN)))
    words = data.draw(st.lists(st.sampled_from([word for word in FOREIGN[encoding].split() if len(word) > 2]), min_size=1, unique=True))
    try:
        assert notes_in(path, table_of(words).encode(encoding))[0] == words
    except LoadRefused as refused:
        assert "its encoding cannot be told for sure" in str(refused)


@pytest.mark.parametrize(
    ("encoding", "text", "shown"), [("cp1251", "Взрыв", "in cp1251 'Взрыв'"), ("cp1254", "Diyarbakır", "in cp1254 'Diyarbakır'")]
)
def test_what_cannot_be_told_is_refused_with_what_it_might_be(path, encoding, text, shown):
    reason = reason_of(path, table_of([text]).encode(encoding))
    assert reason.startswith("it is not UTF-8, and its encoding cannot be told for sure: in ")
    assert shown in reason and reason.endswith("say which with --encoding or in the mapping")


@pytest.mark.parametrize("encoding", [*TOLD, "utf-8", "utf-16", "utf-16-le", "utf-8-sig", "koi8-u", "mac_cyrillic"])
def test_a_stated_encoding_is_taken_without_a_remark(path, encoding):
    words = TOLD.get(encoding, RUSSIAN).split()
    assert notes_in(path, table_of(words).encode(encoding), encoding=encoding) == (words, [])


@pytest.mark.parametrize("text", [RUSSIAN, GERMAN, CHINESE])
def test_an_encoding_that_makes_mojibake_of_utf_8_is_refused(path, text):
    reason = reason_of(path, table_of(text.split()).encode(), encoding="cp1252")
    assert reason.startswith("it is UTF-8, and would read ") and reason.endswith(" in cp1252: leave the encoding out")


def test_a_byte_that_the_stated_encoding_has_not_costs_its_row(path):
    path.write_bytes(table_of(["взрыв", "x"]).encode("cp1251") + b"3,\x98\n")
    with open_table(path, options=ReadOptions(encoding="cp1251")) as table:
        assert [row.fault for row in table] == [None, None, "notes holds a byte that is no character of the file's encoding"]


MAPPING = """\
dataset: {id: mine, title: Mine, description: D, licence: CC0-1.0, citation: C, publisher: P}
id: {column: id}
title: {column: notes}
date: 2011
type: violence
"""


def load(url, directory, mapping, *options):
    (directory / "my.yaml").write_text(mapping)
    return annals(url, "load", "--mapping", f"{directory}/my.yaml", "--release", "1", "--rejects", str(directory), *options)


def test_the_encoding_is_that_of_the_command_or_else_of_the_mapping(empty, tmp_path):
    (file := tmp_path / "events.csv").write_bytes(table_of(["Взрыв", "Мир"]).encode("cp1251"))
    status, _, errors = load(empty, tmp_path, MAPPING, str(file))
    assert (status, "its encoding cannot be told for sure" in errors) == (1, True)
    stated = MAPPING + "file: {encoding: koi8-r}\n"
    assert load(empty, tmp_path, stated, "--encoding", "cp1251", str(file))[0] == 0
    with serving(empty) as client:
        assert {event["title"] for event in client.get("/v1/events").json["data"]} == {"Взрыв", "Мир"}
    assert load(empty, tmp_path, stated.replace("koi8-r", "Windows-1251"), str(file))[:2] == (
        0,
        "mine 1: 2 read = 0 new, 0 changed, 2 unchanged, 0 rejected; 0 retracted; nothing to do, no new revision\n",
    )


@pytest.mark.parametrize("name", ["utf-9", "base64", ""])
def test_an_encoding_that_is_none_is_refused_by_command_and_mapping(empty, tmp_path, name):
    (file := tmp_path / "events.csv").write_text(table_of(["x"]))
    assert f"'{name}' is no encoding that is known, such as utf-8" in load(empty, tmp_path, MAPPING, "--encoding", name, str(file))[2]
    errors = load(empty, tmp_path, MAPPING + f"file:\n  encoding: '{name}'\n", str(file))[2]
    assert f"my.yaml: line 7: file.encoding: '{name}' is no encoding that is known" in errors
