"""A corpus's files: what is refused, with the file, the entry and the reason, and what YAML does not get to guess."""

import hashlib
import shutil

import pytest
from conftest import CORPUS, load_into
from support import corpora
from support.corpora import annals, change, copied, dump

from seeds.corpus.corpus import parse_corpus
from seeds.errors import LoadRefused

Y2011 = "events/2011.yaml"
WHOLE = "a whole number is wanted"
BOUNDS = "low <= best <= high is wanted"
MAPPING = "a mapping is wanted"
TWICE = "the id stands twice"
SERIES = "- id: string-of-cases-2011\n"
NOT_EDTF = "is not an EDTF date that is taken here"


def swap(file, old, new):
    return lambda directory: change(directory, file, old, new)


def add(file, text):
    def append(directory):
        with (directory / file).open("a") as out:
            out.write(f"\n{text}\n")

    return append


def put(file, content):
    return lambda directory: (directory / file).write_bytes(content)


def drop(file):
    return lambda directory: (directory / file).unlink()


def value(old, new):
    """Another value in the first claim of the first event, whose toll is 37 and of whose dead 14 are on a side."""
    return swap(Y2011, old, new)


def told(reason, entry="string-of-cases-2011", file="2011.yaml"):
    return f"{file}: {entry}: {reason}"


CLAIM = "{source: terror-plot-foiled-2015, paragraph: 1, certainty: stated, values: {}}"
ARYSTAN = "- {actor: arystan, role: responder, fatalities: 2}"
BORALDAY = "boralday-2011"

CASES = {
    "the dataset of an importer": (
        swap("dataset.yaml", "id: kazakhstan", "id: gtd"),
        told(
            "id: 'gtd' is Global Terrorism Database (GTD), whose files `annals load --dataset gtd` reads; give yours an id of its own",
            "gtd",
            "dataset.yaml",
        ),
    ),
    "an unknown field of the dataset": (
        swap("dataset.yaml", "licence_url:", "license_url:"),
        told("license_url: unknown field; did you mean 'licence_url'?", "kazakhstan", "dataset.yaml"),
    ),
    "an unknown field of a source": (
        swap("sources.yaml", "  author:", "  autor:"),
        told("autor: unknown field; did you mean 'author'?", "eurasianet-2011-12-05", "sources.yaml"),
    ),
    "an unknown field of a location": (
        swap("locations.yaml", "  latitude:", "  lattitude:"),
        told("lattitude: unknown field; did you mean 'latitude'?", "kz.almaty", "locations.yaml"),
    ),
    "an unknown field of an actor": (
        swap("actors.yaml", "  country:", "  contry:"),
        told("contry: unknown field; did you mean 'country'?", "kz-government", "actors.yaml"),
    ),
    "an unknown field of an event": (
        swap(Y2011, "\n  claims:", "\n  nots: x\n  claims:"),
        told("nots: unknown field"),
    ),
    "an unknown field of a claim": (
        swap(Y2011, "      certainty:", "      certanty:"),
        told("claims.1.certanty: unknown field; did you mean 'certainty'?"),
    ),
    "an unknown value": (
        value("fatalities: 37", "fatalites: 37"),
        told("claims.1.values.fatalites: unknown field; did you mean 'fatalities'?"),
    ),
    "an unknown bound": (
        value("fatalities: 37", "fatalities: {lwo: 37}"),
        told("claims.1.values.fatalities.lwo: unknown field; did you mean 'low'?"),
    ),
    "an unknown field of a part": (
        swap(Y2011, ARYSTAN, "- {actor: arystan, role: responder, fatalites: 2}"),
        told("claims.1.values.actors.2.fatalites: unknown field; did you mean 'fatalities'?", BORALDAY),
    ),
    "an unknown field of a weapon": (
        swap(Y2011, "{name: grenade, count: 2,", "{name: grenade, cuont: 2,"),
        told("claims.1.values.weapons.1.cuont: unknown field; did you mean 'count'?", BORALDAY),
    ),
    "an unknown field of a person": (
        swap(Y2011, "            fate: killed", "            fat: killed"),
        told("claims.1.values.persons.1.fat: unknown field; did you mean 'fate'?", BORALDAY),
    ),
    "a value that no claim supports": (
        swap(Y2011, "\n  claims:", "\n  fatalities: 7\n  claims:"),
        told("fatalities: a value that no claim supports; give it in the values of a claim"),
    ),
    "an unknown place": (
        value("location: kz\n", "location: kz.almatty\n"),
        told("claims.1: unknown place 'kz.almatty'; did you mean 'kz.almaty'?"),
    ),
    "an unknown actor": (
        swap(Y2011, ARYSTAN, "- {actor: aristan, role: responder}"),
        told("claims.1: unknown actor 'aristan'; did you mean 'arystan'?", BORALDAY),
    ),
    "an unknown series": (
        value("part_of: violence-2011-2012", "part_of: violence-2011-2013"),
        told("claims.2: unknown series 'violence-2011-2013'; did you mean 'violence-2011-2012'?"),
    ),
    "an unknown related event": (
        value("related: [religious-law-2011]", "related: [religious-law]"),
        told("claims.1: unknown event 'religious-law'; did you mean 'religious-law-2011'?"),
    ),
    "a claim on a source that is not there": (
        value("source: eurasianet-2011-12-05", "source: eurasianet-2011-12-06"),
        told("claims.1: unknown source 'eurasianet-2011-12-06'; did you mean 'eurasianet-2011-12-05'?"),
    ),
    "part of what is no series": (
        value("part_of: violence-2011-2012", "part_of: boralday-2011"),
        told("claims.2: unknown series 'boralday-2011'"),
    ),
    "part of itself": (
        value("part_of: violence-2011-2012", "part_of: string-of-cases-2011"),
        told("claims.2: the event refers to itself"),
    ),
    "part of each other": (
        swap(Y2011, "fatalities: {low: 40}", "part_of: string-of-cases-2011"),
        told("is part of itself, by way of violence-2011-2012"),
    ),
    "related to itself": (
        value("related: [religious-law-2011]", "related: [string-of-cases-2011]"),
        told("claims.1: the event refers to itself"),
    ),
    "a label that a URL would have to escape": (
        swap("dataset.yaml", '"2026.1"', '"part 1"'),
        told("release: 'part 1' is no label of a release", "kazakhstan", "dataset.yaml"),
    ),
    "an id that no index would hold": (
        add(Y2011, f"- {{id: {'x' * 201}, claims: [{CLAIM}]}}"),
        told("id: 1 to 200 characters are wanted", "x" * 201),
    ),
    "a path that no index would hold": (
        add("locations.yaml", f"- {{id: kz.{'x' * 198}, name: x, kind: settlement}}"),
        told("id: 1 to 200 characters are wanted", f"kz.{'x' * 198}", "locations.yaml"),
    ),
    "a code that no index would hold": (
        value("type: violence", f"type: violence\n        original_type: {'x' * 201}"),
        told("claims.1.values.original_type: 1 to 200 characters are wanted"),
    ),
    "lists without end": (put(Y2011, b"[" * 100_000 + b"]" * 100_000), "2011.yaml: line 1: broken YAML: more than 50 lists and mappings"),
    "claims in lists without end": (
        put(Y2011, b"\n- {id: deep, claims: " + b"[" * 3000 + b"]" * 3000 + b"}"),
        "2011.yaml: line 2: broken YAML: more than 50 lists and mappings stand within each other",
    ),
    "an event that replaces itself": (
        swap(Y2011, SERIES, f"{SERIES}  replaces: [string-of-cases-2011]\n"),
        told("the event replaces itself"),
    ),
    "an event that replaces another of the corpus": (
        swap(Y2011, SERIES, f"{SERIES}  replaces: [gone-long-ago, boralday-2011]\n"),
        told("replaces the event 'boralday-2011', which is here as well"),
    ),
    "a type outside the vocabulary": (
        value("type: violence", "type: violents"),
        told("claims.1.values.type: 'violents' is not in the vocabulary 'type': violence, armed-conflict"),
    ),
    "a date that the calendar lacks": (
        value('"2011-05/2011-12-03"', '"2011-02-30"'),
        told(f"claims.1.values.date: '2011-02-30' {NOT_EDTF}"),
    ),
    "a year 25": (value('"2011-05/2011-12-03"', '"0025"'), told("claims.1.values.date: '0025' has the year 25")),
    "a date of zeros": (value('"2011-05/2011-12-03"', "0000-00-00"), told(f"claims.1.values.date: '0000-00-00' {NOT_EDTF}")),
    "a date in no form of EDTF": (value('"2011-05/2011-12-03"', "03.12.2011"), told(f"claims.1.values.date: '03.12.2011' {NOT_EDTF}")),
    "a date of publication without end": (
        swap("sources.yaml", '"2015-11"', '"2015-11/.."'),
        told("published: '2015-11/..' has no end", "terror-plot-foiled-2015", "sources.yaml"),
    ),
    "a release without end": (
        swap("dataset.yaml", '"2026-11-22"', '"2026/.."'),
        told("released: '2026/..' has no end", "kazakhstan", "dataset.yaml"),
    ),
    "a negative toll": (value("fatalities: 37", "fatalities: -1"), told("claims.1.values.fatalities: Must be greater than or equal to 0")),
    "a toll that no column holds": (value("fatalities: 37", "fatalities: 2147483648"), told("claims.1.values.fatalities: Must be greater")),
    "half a person": (value("fatalities: 37", "fatalities: 36.5"), told(f"claims.1.values.fatalities: {WHOLE}")),
    "a toll without a number": (value("fatalities: 37", "fatalities:"), told(f"claims.1.values.fatalities: {WHOLE}")),
    "a list for a toll": (value("fatalities: 37", "fatalities: [37]"), told(f"claims.1.values.fatalities: {WHOLE}")),
    "bounds without a number": (value("fatalities: 37", "fatalities: {}"), told(f"claims.1.values.fatalities: {BOUNDS}")),
    "low over high": (value("fatalities: 37", "fatalities: {low: 40, high: 37}"), told(f"claims.1.values.fatalities: {BOUNDS}")),
    "low over best": (value("fatalities: 37", "fatalities: {low: 40, best: 37}"), told(f"claims.1.values.fatalities: {BOUNDS}")),
    "best over high": (value("fatalities: 37", "fatalities: {best: 40, high: 37}"), told(f"claims.1.values.fatalities: {BOUNDS}")),
    "sides over the total": (
        value("fatalities: 14}", "fatalities: 38}"),
        told("claims.1.values.fatalities: the sides add up to 38, more than the 37 in all"),
    ),
    "an actor twice in one role": (
        swap(Y2011, ARYSTAN, f"{ARYSTAN}\n          {ARYSTAN}"),
        told("claims.1.values.actors: arystan, responder: stands twice in one claim", BORALDAY),
    ),
    "a weapon twice": (
        swap(Y2011, "{name: grenade,", "{name: firearm,"),
        told("claims.1.values.weapons: firearm: stands twice in one claim", BORALDAY),
    ),
    "a claim inferred without a note": (
        add(Y2011, "- {id: x, claims: [{source: terror-plot-foiled-2015, paragraph: 1, certainty: inferred, values: {}}]}"),
        told("claims.1.note: an inferred claim needs a note that says from what", "x"),
    ),
    "a date of publication inferred without a basis": (
        swap("sources.yaml", "published_certainty: stated", "published_certainty: inferred"),
        told("published_basis: an inferred date of publication needs its basis", "eurasianet-2011-12-05", "sources.yaml"),
    ),
    "two claims on one source": (
        value("source: terror-plot-foiled-2015", "source: eurasianet-2011-12-05"),
        told("two claims on the source 'eurasianet-2011-12-05': one claim per source and event"),
    ),
    "an event without claims": (add(Y2011, "- {id: x, claims: []}"), told("claims: Shorter than minimum length 1", "x")),
    "a claim without a certainty": (
        swap(Y2011, "      certainty: stated\n", ""),
        told("claims.1.certainty: Missing data for required field"),
    ),
    "paragraph nought": (swap(Y2011, "paragraph: 6", "paragraph: 0"), told("claims.1.paragraph: Must be greater than or equal to 1")),
    "an event twice in two files": (
        add("events/2013.yaml", f"- {{id: boralday-2011, claims: [{CLAIM}]}}"),
        told(TWICE, BORALDAY, "2013.yaml"),
    ),
    "a source twice": (
        lambda directory: add("sources.yaml", (directory / "sources.yaml").read_text())(directory),
        told(TWICE, "eurasianet-2011-12-05", "sources.yaml"),
    ),
    "an actor twice": (add("actors.yaml", "- {id: kz-knb, name: x, kind: police}"), told(TWICE, "kz-knb", "actors.yaml")),
    "a location twice": (add("locations.yaml", "- {id: tj, name: x, kind: country}"), told(TWICE, "tj", "locations.yaml")),
    "an id in capitals": (
        add("actors.yaml", "- {id: Arystan, name: x, kind: police}"),
        told("id: 'Arystan' is not an id", "Arystan", "actors.yaml"),
    ),
    "a parent that is missing": (
        add("locations.yaml", "- {id: kz.zhambyl.taraz, name: Taraz, kind: settlement}"),
        told("unknown place 'kz.zhambyl', in which it lies", "kz.zhambyl.taraz", "locations.yaml"),
    ),
    "a point of another country": (
        add("locations.yaml", "- {id: kz.taraz, name: Taraz, kind: settlement, latitude: 71.4, longitude: 42.9}"),
        told(
            "the point lies outside its country's bounds; with latitude and longitude swapped, it would lie inside",
            "kz.taraz",
            "locations.yaml",
        ),
    ),
    "a country that is none": (
        add("locations.yaml", "- {id: xx, name: x, kind: country}"),
        told("a country, and nothing else, has an ISO 3166-1 alpha-2 code for its id", "xx", "locations.yaml"),
    ),
    "a region with a country's id": (
        add("locations.yaml", "- {id: me, name: Middle East, kind: region}"),
        told("a country, and nothing else, has an ISO 3166-1 alpha-2 code for its id", "me", "locations.yaml"),
    ),
    "an actor's country that is none": (
        swap("actors.yaml", "country: UZ", "country: UK"),
        told("country: 'UK' is not in the vocabulary 'country'", "uz-government", "actors.yaml"),
    ),
    "half a point": (
        swap("locations.yaml", "  longitude: 76.9115\n", ""),
        told("latitude: latitude and longitude go together", "kz.almaty", "locations.yaml"),
    ),
    "a longitude off the globe": (
        swap("locations.yaml", "longitude: 76.9115", "longitude: 1e3"),
        told("longitude: Must be", "kz.almaty", "locations.yaml"),
    ),
    "a latitude that is no number": (
        swap("locations.yaml", "43.25249", "nan"),
        told("latitude: Special numeric values", "kz.almaty", "locations.yaml"),
    ),
    "bounds upside down": (
        swap("locations.yaml", "[46.4, 40.5, 87.4, 55.5]", "[46.4, 55.5, 87.4, 40.5]"),
        told("bounds: west, south, east, north in degrees are wanted, south below north", "kz", "locations.yaml"),
    ),
    "a region with a point": (
        swap("locations.yaml", "  bounds: [46.4, 41.2, 64.3, 51.8]", "  latitude: 1\n  longitude: 1"),
        told("latitude: a region has bounds and no point", "kz.western-kazakhstan", "locations.yaml"),
    ),
    "a hash that is none": (
        swap("sources.yaml", "f4b9774d", "g4b9774d"),
        told("sha256: 64 hexadecimal digits", "eurasianet-2011-12-05", "sources.yaml"),
    ),
    "broken YAML": (
        value("related: [religious-law-2011]", "related: [religious-law-2011"),
        "2011.yaml: line 30: broken YAML: did not find expected ',' or ']'",
    ),
    "a key twice": (
        value("location: kz\n", "location: kz\n        location: kg\n"),
        "2011.yaml: line 25: broken YAML: the key 'location' stands twice",
    ),
    "a key that is a list": (add("actors.yaml", "- {[a, b]: c}"), "actors.yaml: line 131: broken YAML: a key is a text"),
    "a tab": (
        value("        location: kz\n", "\tlocation: kz\n"),
        "2011.yaml: line 24: broken YAML: found character that cannot start any token",
    ),
    "an alias": (
        add("actors.yaml", "- &a {id: a, name: A, kind: police}\n- *a"),
        "actors.yaml: line 132: broken YAML: the alias *a is not taken; write out what stands at &a instead",
    ),
    "an alias to itself": (add("actors.yaml", "- &a {id: *a}"), "actors.yaml: line 131: broken YAML: the alias *a is not taken"),
    "a mapping that takes in another": (
        add("actors.yaml", "- &a {id: a, name: A, kind: police}\n- {<<: *a, id: b}"),
        "actors.yaml: line 132: broken YAML: the alias *a is not taken",
    ),
    "aliases that grow without end": (
        add("actors.yaml", "- &a0 [x, x]\n" + "\n".join(f"- &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(25))),
        "actors.yaml: line 132: broken YAML: the alias *a0 is not taken",
    ),
    "two documents": (add("actors.yaml", "---\n[]"), "actors.yaml: line 131: broken YAML: but found another document"),
    "a file that is not UTF-8": (
        put("actors.yaml", "- {name: Алматы}".encode("cp1251")),
        "actors.yaml: not UTF-8: invalid start byte at byte 9",
    ),
    "a NUL written as such": (put("actors.yaml", b"- {name: a\0b}"), "actors.yaml: broken YAML: unacceptable character #x0000"),
    "a NUL in an escape": (
        put("actors.yaml", rb'- {name: "a\0b"}'),
        "actors.yaml: line 1: broken YAML: no text may hold the character NUL",
    ),
    "a mapping where a list is wanted": (put("actors.yaml", b"{id: x}"), "actors.yaml: a list of entries is wanted"),
    "a text where a list is wanted": (put(Y2011, b"nothing"), "2011.yaml: a list of entries is wanted"),
    "a list where a mapping is wanted": (put("dataset.yaml", b"[]"), f"dataset.yaml: {MAPPING}"),
    "an entry that is a text": (add("actors.yaml", "- hello"), told(MAPPING, "entry 22", "actors.yaml")),
    "claims that are a mapping": (add(Y2011, "- {id: x, claims: {source: a}}"), told("claims: Not a valid list", "x")),
    "a claim that is a text": (add(Y2011, "- {id: x, claims: [hello]}"), told(f"claims.1: {MAPPING}", "x")),
    "a claim that is a list": (add(Y2011, "- {id: x, claims: [[{a: b}]]}"), told(f"claims.1: {MAPPING}", "x")),
    "values that are a list": (
        value("values:\n        part_of: violence-2011-2012", "values: [{a: b}]"),
        told(f"claims.2.values: {MAPPING}"),
    ),
    "related events that are a text": (
        value("related: [religious-law-2011]", "related: religious-law-2011"),
        told("claims.1.values.related: Not a valid list"),
    ),
    "an empty file of events": (put(Y2011, b"# nothing\n"), "2011.yaml: the file is empty"),
    "an empty dataset": (put("dataset.yaml", b""), "dataset.yaml: the file is empty"),
    **{
        f"no {name}": (drop(name), f"{name}: the file is missing")
        for name in ("dataset.yaml", "sources.yaml", "locations.yaml", "actors.yaml")
    },
    "a directory for a file": (
        lambda directory: (drop("actors.yaml")(directory), (directory / "actors.yaml").mkdir()),
        "actors.yaml: cannot be read: Is a directory",
    ),
    "an empty directory of events": (
        lambda directory: [path.unlink() for path in directory.glob("events/*")],
        "events: there is no file of events (*.yaml)",
    ),
    "no directory of events": (lambda directory: shutil.rmtree(directory / "events"), "events: there is no file of events (*.yaml)"),
    "a file of events with another ending": (
        lambda directory: (directory / Y2011).rename(directory / "events/2011.yml"),
        "2011.yml: this file would not be read: .yaml is wanted",
    ),
}


def refusal(directory):
    with pytest.raises(LoadRefused) as refused:
        parse_corpus(directory)
    return refused.value


def broken(directory, *cases):
    """A copy of our own corpus with the faults of some cases."""
    directory = copied(directory)
    for case in cases:
        CASES[case][0](directory)
    return directory


def test_our_own_corpus_is_taken_as_it_is(tmp_path):
    assert len(parse_corpus(copied(tmp_path)).events) == 22


@pytest.mark.parametrize("case", CASES)
def test_a_corpus_is_refused_for(case, tmp_path):
    faults = refusal(broken(tmp_path, case)).faults
    assert any(str(fault).startswith(CASES[case][1]) for fault in faults)
    assert {fault.entry for fault in faults} <= {faults[0].entry, *ENTRIES.get(case, ())}


ENTRIES = {"a source twice": ["terror-plot-foiled-2015"]}
"""Where more than one entry is at fault."""


def test_a_directory_that_is_not_there_is_refused(tmp_path):
    assert str(refusal(tmp_path / "nowhere")) == f"{tmp_path / 'nowhere'}: there is no such directory"


def test_faults_in_several_files_are_all_told_and_only_they(tmp_path):
    cases = ["an unknown field of an actor", "an unknown field of a source", "an unknown place", "a weapon twice"]
    assert [str(fault) for fault in refusal(broken(tmp_path, *cases)).faults] == sorted(CASES[case][1] for case in cases)


def test_what_names_a_faulty_entry_is_not_blamed_for_it(tmp_path):
    [fault] = refusal(broken(tmp_path, "a toll without a number")).faults
    assert fault.entry == "string-of-cases-2011"


def test_while_a_file_cannot_be_read_nothing_is_said_of_what_names_its_entries(tmp_path):
    [fault] = refusal(broken(tmp_path, "no sources.yaml")).faults
    assert fault.file == "sources.yaml"


def first_values(tmp_path, old, new):
    directory = copied(tmp_path)
    change(directory, Y2011, old, new)
    return parse_corpus(directory).events[0]["claims"][0]["values"]


@pytest.mark.parametrize("text", ["no", "null", "~", "1e3", "2011-12-03", "012", "0x1F", "1:30", "yes", ".5", "=", "1_000"])
def test_a_bare_scalar_is_the_text_that_was_typed(text, tmp_path):
    assert (
        first_values(tmp_path, "title: Suspected extremist violence in Kazakhstan, May to December 2011", f"title: {text}")["title"] == text
    )


def test_a_bare_date_is_a_date(tmp_path):
    assert first_values(tmp_path, '"2011-05/2011-12-03"', "2011-12-03")["date"] == "2011-12-03"


def test_a_number_with_a_leading_nought_is_decimal(tmp_path):
    assert first_values(tmp_path, "fatalities: 37", "fatalities: 037")["fatalities"] == 37


@pytest.mark.parametrize("text", ["no", "1e3", "0x1F", "1:30", "2011-12-03", "~"])
def test_what_yaml_might_take_for_a_number_is_none(text, tmp_path):
    directory = copied(tmp_path)
    change(directory, Y2011, "fatalities: 37", f"fatalities: {text}")
    assert WHOLE in str(refusal(directory))


def test_norway_is_a_country(tmp_path):
    directory = copied(tmp_path)
    add("locations.yaml", "- {id: no, name: Norway, kind: country}")(directory)
    assert parse_corpus(directory).locations[-1]["id"] == "no"


def test_a_tag_runs_nothing(tmp_path):
    directory = copied(tmp_path)
    add("actors.yaml", f"- !!python/object/apply:os.mkdir ['{tmp_path / 'made'}']")(directory)
    assert MAPPING in str(refusal(directory))
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_line_endings_and_a_byte_order_mark_do_not_matter(ending, tmp_path):
    directory = copied(tmp_path)
    for path in directory.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ending))
    assert parse_corpus(directory) == parse_corpus(CORPUS)


@pytest.mark.parametrize("case", ["a NUL in an escape", "no sources.yaml"])
def test_the_command_ends_a_refusal_with_its_reason_and_no_store(case, backend, tmp_path):
    url = backend()
    code, output, errors = annals(url, "load", str(broken(tmp_path, case)))
    assert (code, output) == (1, "")
    assert errors.startswith("Error: refused, 1 fault(s); the store is as it was:\n" + CASES[case][1])
    assert "Traceback" not in errors
    assert dump(url) == {}


def test_the_command_lists_every_fault_and_leaves_the_store_as_it_was(backend, tmp_path):
    url = backend()
    load_into(url)
    before = dump(url)
    cases = ["an unknown field of a source", "an unknown field of an actor", "an unknown place"]
    code, output, errors = annals(url, "load", str(broken(tmp_path, *cases)))
    assert (code, output) == (1, "")
    assert errors.splitlines() == ["Error: refused, 3 fault(s); the store is as it was:", *sorted(CASES[case][1] for case in cases)]
    assert dump(url) == before != {}


def test_the_command_names_an_event_that_its_claims_do_not_support(backend, tmp_path):
    url = backend()
    bare = corpora.event("bare", early={})
    del bare["claims"][0]["values"]["title"]
    directory = corpora.save(corpora.draft(corpora.event("sound", early={}), bare), tmp_path)
    code, output, errors = annals(url, "load", str(directory))
    assert (code, output) == (1, "")
    assert errors.splitlines()[-1] == "invented: invented:bare: no claim known by 2011-12-05 gives the event's title"
    assert dump(url) == {}


def test_an_original_that_is_no_text_is_named(tmp_path):
    originals, drafted = tmp_path / "originals", corpora.draft(corpora.event("a", early={}), sources={"early": "2011-12-05"})
    originals.mkdir()
    (originals / "article.txt").write_bytes(b"caf\xe9\n")
    drafted["sources"][0]["sha256"] = hashlib.sha256(b"caf\xe9\n").hexdigest()
    directory = corpora.save(drafted, tmp_path / "corpus")
    code, _, errors = annals("", "check", str(directory), "--documents", str(originals))
    assert (code, errors.splitlines()[1:]) == (1, ["sources.yaml: early: article.txt is not UTF-8: invalid continuation byte at byte 3"])


def test_the_command_takes_no_options_with_a_directory(backend):
    url = backend()
    options = ("--release", "9", "--released", "soon", "--max-rejects", "50%", "--complete")
    code, output, errors = annals(url, "load", str(CORPUS), *options)
    assert (code, output) == (2, "")
    assert "Error: --release, --released, --complete, --max-rejects: of a corpus in a DIRECTORY, its files say all" in errors


def test_the_command_says_that_a_directory_is_not_there(tmp_path, backend):
    code, _, errors = annals(backend(), "load", str(tmp_path / "nowhere"))
    assert (code, errors) == (
        1,
        f"Error: refused, 1 fault(s); the store is as it was:\n{tmp_path / 'nowhere'}: there is no such file or directory\n",
    )
