"""What may be meant by a word that is none of those accepted is named, and nothing that is unrelated; case never matters in names."""

import re

import pytest
from conftest import bound, load_into, serving
from hypothesis import assume, given
from hypothesis import strategies as st
from marshmallow import ValidationError
from rapidfuzz.distance import OSA

from api.http.problems import SHOWN
from api.operations.operation import OPERATIONS
from api.parameters.base import ChoiceParameter, CodesParameter, NamesParameter
from api.parameters.choices import ChoiceRegistry
from api.parameters.countries import CountriesParameter
from api.parameters.synonyms import VALUE_SYNONYMS, normalize_name
from models.domain.country_names import ACCEPTED_NAMES
from models.domain.terms import normalize_term
from models.domain.vocabularies import COUNTRY, VOCABULARIES
from models.tables.schema import Release
from models.text.spelling import allowed_slips, closest_match

CHOSEN = [
    (operation.path, name, field)
    for operation in OPERATIONS
    for name, field in operation.query.fields.items()
    if isinstance(field, ChoiceParameter | CodesParameter | NamesParameter)
    and name != "limit"  # of which there is one word, and numbers elsewhere
]
"""Every parameter that takes words out of some: the path of its operation, its name and its field."""
NAMED = [f"{path.removeprefix('/v1/')}-{name}" for path, name, _ in CHOSEN]

TYPED = [
    ("events", "country", "Turky", "TR"),
    ("events", "country", "Germny", "DE"),
    ("events", "country", "Ukrane", "UA"),
    ("events", "country", "Afganistan", "AF"),
    ("events", "country", "Columbia", "CO"),
    ("events", "country", "Kazakstan", "KZ"),
    ("events", "country", "uzbek", "UZ"),
    ("events", "country", "Wakanda", None),
    ("events", "country", "Atlantis", None),
    ("events", "country", "KAX", None),
    ("events", "country", "XX", None),
    ("events", "country", "Middle East", None),
    ("events", "country", "united", None),
    ("events", "type", "terrorism", "attack"),
    ("events", "type", "kidnapping", "abduction"),
    ("events", "type", "kidnaping", "abduction"),
    ("events", "type", "drone strike", "air-strike"),
    ("events", "type", "airstrikes", "air-strike"),
    ("events", "type", "demonstrations", "protest"),
    ("events", "type", "assassination", "killing"),
    ("events", "type", "armed assault", "armed-attack"),
    ("events", "type", "battles", "battle"),
    ("events", "type", "prote", "protest"),
    ("events", "type", "territory", None),
    ("events", "type", "quake", "earthquake"),
    ("events", "type", "wedding", None),
    ("events", "type", "deaths", None),
    ("events", "status", "confirmed", "occurred"),
    ("events", "status", "prevented", "foiled"),
    ("events", "status", "rumour", None),
    ("events", "sort", "date:desc", "-date"),
    ("events", "sort", "date desc", "-date"),
    ("events", "sort", "date_asc", "date"),
    ("events", "sort", "desc(date)", "-date"),
    ("events", "sort", "desc", "-date"),
    ("events", "sort", "descending", "-date"),
    ("events", "sort", "asc", "date"),
    ("events", "sort", "newest", "-date"),
    ("events", "sort", "deaths", "fatalities"),
    ("events", "sort", "-deaths", "-fatalities"),
    ("events", "sort", "deaths:desc", "-fatalities"),
    ("events", "sort", "fatalities.DESC", "-fatalities"),
    ("events", "sort", "updted", "updated"),
    ("events", "sort", "order", None),
    ("events", "sort", "random", None),
    ("events", "sort", "title:desc", None),
    ("aggregates", "sort", "events:desc", "-events"),
    ("aggregates", "sort", "desc", "-events"),
    ("aggregates", "sort", "deaths desc", "-fatalities"),
    ("aggregates", "by", "deaths", None),
    ("aggregates", "by", "countries", "country"),
    ("aggregates", "by", "perpetrator", "actor"),
    ("events", "has", "deaths", "fatalities"),
    ("events", "lacks", "injured", "injuries"),
    ("events", "has", "lat", "coordinates"),
    ("events", "has", "weapons", None),
    ("events", "fields", "deaths", "fatalities"),
    ("events", "fields", "locaton.country", "location.country"),
    ("events", "include", "claim", "claims"),
    ("events", "format", "geojsn", "geojson"),
    ("events", "format", "xml", None),
    ("events", "match", "maybe", None),
    ("actors", "kind", "civilian", "civilians"),
    ("actors", "kind", "taleban", None),
    ("actors", "kind", "rebels", None),
    ("locations", "kind", "city", None),
]
"""By list and parameter, what people type, and what may be meant by it."""


@pytest.fixture
def client(corpus):
    with serving(corpus) as client:
        yield client


def fault(client, path, **query):
    answer = client.get(path, query_string=query)
    assert answer.status_code == 400, answer.text
    (error,) = answer.json["errors"]
    return error


@pytest.mark.parametrize(("path", "name", "text", "meant"), TYPED)
def test_a_word_that_is_not_accepted_leads_to_what_is_meant_or_nowhere(client, path, name, text, meant):
    assert fault(client, f"/v1/{path}", **{name: text})["did_you_mean"] == meant


PARAMETERS = [("order", "sort"), ("oder", None), ("contry", "country"), ("deaths", "fatalities_min"), ("colour", None), ("bananas", None)]


@pytest.mark.parametrize(("name", "meant"), PARAMETERS)
def test_a_parameter_that_there_is_not_leads_to_what_is_meant_or_nowhere(client, name, meant):
    assert fault(client, "/v1/events", **{name: "x"})["did_you_mean"] == meant


def accepted(field):
    """What a field takes, by what that is compared as."""
    if isinstance(field, CountriesParameter):
        return {normalize_term(name): code for code, names in ACCEPTED_NAMES.items() for name in names}
    if isinstance(field, CodesParameter):
        return {normalize_term(text): term.code for term in field.vocabulary.terms for text in (term.code, term.label, *term.said)}
    return field.registry.said | field.registry.known


def told(field, text):
    """(what is read, what is meant) of a text, of which one is None."""
    try:
        value = field.deserialize(text)
    except ValidationError as error:
        return None, error.messages["did_you_mean"]
    return (value if isinstance(value, str) else (value.wanted if isinstance(field, CodesParameter) else value)[0]), None


def wordy(field):
    """What a field takes and is told by when it is misspelt, of which a letter tells little."""
    known = accepted(field) if isinstance(field, CodesParameter) else field.registry.known
    return {text: known[text] for text in sorted(known) if len(text) >= 5}


@pytest.mark.parametrize(
    "field",
    [field for *_, field in CHOSEN if wordy(field)],
    ids=[name for name, (*_, field) in zip(NAMED, CHOSEN, strict=True) if wordy(field)],
)
@given(data=st.data())
def test_one_letter_amiss_is_no_hindrance(field, data):
    known = wordy(field)
    text = data.draw(st.sampled_from(list(known)))
    at, letter = data.draw(st.integers(1, len(text) - 1)), data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    turned = text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    wrong = data.draw(
        st.sampled_from([text[:at] + letter + text[at:], text[:at] + text[at + 1 :], text[:at] + letter + text[at + 1 :], turned])
    )
    assume("!" not in wrong[:1])
    read, meant = told(field, wrong)
    if read is None and meant is None:
        assert isinstance(field, CountriesParameter)
        assert "is a part of" in reason(field, wrong) or "may be" in reason(field, wrong)
    elif meant is not None and meant != known[text]:
        assert is_near(wrong, meant, accepted(field)) or "is a part of" in reason(field, wrong)


def reason(field, text):
    with pytest.raises(ValidationError) as error:
        field.deserialize(text)
    return error.value.messages["detail"]


WAY = re.compile("(de|a)sc(ending)?")
"""A direction in the name of an order."""


def is_near(text, meant, known):
    """Whether what is meant is called so that a text is its beginning, or few slips away from it."""
    called = [each for each in known if known[each] == meant]
    return any(each.startswith(text) or OSA.distance(text, each) <= allowed_slips(text) for each in called)


@pytest.mark.parametrize(("path", "name", "field"), CHOSEN, ids=NAMED)
@given(text=st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14))
def test_nothing_unrelated_is_named(path, name, field, text):
    _, meant = told(field, text)
    if meant is not None and not (isinstance(field, CountriesParameter) and "is a part of" in reason(field, text)):
        known = accepted(field)
        assert is_near(text, meant, known) or is_near(
            WAY.sub("", text), meant.lstrip("-"), {each.lstrip("-"): known[each].lstrip("-") for each in known}
        )


@pytest.mark.parametrize(("path", "name", "field"), CHOSEN, ids=NAMED)
def test_case_never_matters_in_names(path, name, field):
    values = field.vocabulary.codes if isinstance(field, CodesParameter) else field.registry.names
    for value in values:
        for text in {value.upper(), value.lower(), value.title(), value.replace("-", "_").lstrip("_") if value[0] != "-" else value}:
            assert told(field, text) == (value, None)


@pytest.mark.parametrize("vocabulary", VOCABULARIES.values(), ids=VOCABULARIES)
def test_what_is_said_for_a_code_is_no_other_code(vocabulary):
    said = [(normalize_term(word), term.code) for term in vocabulary.terms for word in term.said]
    assert len({word for word, _ in said}) == len(said)
    assert all(vocabulary.by_word.get(word) is None for word, _ in said)


@pytest.mark.parametrize("vocabulary", [each for each in VOCABULARIES.values() if each is not COUNTRY], ids=lambda each: each.name)
def test_no_label_is_the_code_or_the_label_of_another(vocabulary):
    assert all(
        vocabulary.by_word[normalize_term(term.label)] == vocabulary.by_word[normalize_term(term.code)] == term.code
        for term in vocabulary.terms
    )


@pytest.mark.parametrize(
    ("label", "code"), [("Armed clash", "armed-clash"), ("air_strike", "air-strike"), ("Mine or remote explosive", "remote-explosive")]
)
@pytest.mark.parametrize("sign", ["", "!"])
def test_a_label_is_understood_for_its_code(client, sign, label, code):
    by_label, by_code = (client.get("/v1/events", query_string={"type": sign + text}) for text in (label, code))
    assert (by_label.status_code, by_label.json["data"]) == (200, by_code.json["data"])


def test_what_is_said_for_a_value_is_said_of_one_that_there_is():
    values = {name for _, _, field in CHOSEN if not isinstance(field, CodesParameter) for name in field.registry.names}
    assert set(VALUE_SYNONYMS) <= values | {name.lstrip("-") for name in values}
    assert all(
        normalize_name(word) not in map(normalize_name, VALUE_SYNONYMS) for words in VALUE_SYNONYMS.values() for word in words.split()
    )


@pytest.mark.parametrize(("path", "name", "field"), CHOSEN, ids=NAMED)
def test_a_list_of_accepted_values_that_is_cut_says_so(client, path, name, field):
    number = len(field.accepted if isinstance(field, CodesParameter) else field.registry.names)
    answer = client.get(path.replace("<id>", "kazakhstan").replace("<name>", "type"), query_string={name: "qqqqqq"})
    error = next(each for each in answer.json["errors"] if each["parameter"] == name)
    assert len(error["allowed"]) == min(number, SHOWN)
    says = f" ({SHOWN} of {number} shown; all in /v1/"
    assert (says in error["detail"]) == (number > SHOWN)
    if number > SHOWN:
        everything = client.get(error["detail"].partition("all in ")[2].rstrip(")"))
        assert everything.status_code == 200
        assert all(f'"{value}"' in everything.text for value in error["allowed"])


@pytest.fixture
def released(empty):
    """A store in which a dataset has more releases than an error lists."""
    load_into(empty)
    with bound(empty, writable=True):
        row = Release.select().dicts().get()
        Release.insert_many([row | {"number": number, "label": f"{number}.0"} for number in range(2, SHOWN + 3)]).execute()
    return empty


@pytest.mark.parametrize(
    ("as_of", "all_in", "meant"),
    [("kazakhstan@9", "/v1/datasets/kazakhstan/releases", "kazakhstan@9.0"), ("gtd@9", "/v1/datasets/kazakhstan/releases", None)],
)
def test_a_list_of_releases_that_is_cut_says_so(released, as_of, all_in, meant):
    with serving(released) as client:
        error = fault(client, "/v1/events", as_of=as_of)
    assert error["detail"].endswith(f" ({SHOWN} of {SHOWN + 2} shown; all in {all_in})")
    assert (len(error["allowed"]), error["did_you_mean"]) == (SHOWN, meant)


def test_names_of_three_letters_may_only_change_places():
    assert [closest_match(text, ["low", "best"]) for text in ("lwo", "lox", "lo", "LOW")] == ["low", None, None, "low"]


def test_of_several_that_begin_so_the_one_that_all_begin_with_is_meant():
    registry = ChoiceRegistry(["protest", "protest-march", "prose"])
    assert [registry.near(text) for text in ("prote", "pro", "protest-")] == ["protest", None, "protest-march"]
