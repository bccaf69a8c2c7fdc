"""Full text and names: what a query means, and that both databases find what a plain Python matcher does."""

import re
import string
from urllib.parse import urlencode

import pytest
from conftest import bound, load_into, serving
from hypothesis import example, given
from hypothesis import strategies as st
from support import corpora
from support.examples import examples
from support.filter_oracle import BATCH, ORACLE, is_asked, occurs, rank, texts, tokens, told
from support.invented_dataset import ACTORS, NAMES, WORDS

from models.db import dialect
from models.predicates import autocomplete, fulltext
from models.predicates.fulltext import compile_query
from models.tables.schema import Actor, Event, Location, Name
from models.text.search_query import Clause, parse_query
from models.text.tokenizer import tokenize
from seeds.pipeline.load import AGAIN, load


@pytest.fixture
def reading(invented):
    with bound(invented) as database:
        yield database


@pytest.fixture
def known(invented):
    with serving(invented) as client:
        yield client


# Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Al-Qaeda's 2nd cell", ["al", "qaeda", "s", "2nd", "cell"]),
        ("Aqtöbe, AQTÖBE, Aqto\u0308be", ["aqtobe"] * 3),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Ёлка Йод Ақтөбе", ["елка", "иод", "ақтөбе"]),
        ("Oʻzbekiston O‘zbekiston", ["ozbekiston", "o", "zbekiston"]),
        ("x² ﬁre ½ ｆｕｌｌ", ["x2", "fire", "1", "2", "full"]),
        ("co\u00adoperate \u200fمصر\u200f", ["cooperate", "مصر"]),
        ("_under_score_ a.b:c", ["under", "score", "a", "b", "c"]),
        ("İstanbul", ["istanbul"]),
        ("...!?*'\"", []),
        ("a" * 300, ["a" * 100]),
    ],
)
def test_words_are_runs_of_letters_and_digits_without_case_and_diacritics(text, found):
    assert tokenize(text) == tuple(found)


@given(st.text())
def test_words_are_those_of_the_plain_way(text):
    assert tokenize(text) == tuple(word[:100] for word in tokens(text))


@given(st.text())
def test_words_do_not_change_when_they_are_read_again(text):
    assert tokenize(" ".join(tokenize(text))) == tokenize(text)


# What a query means


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("bomb", [(["bomb"], [])]),
        ("Bomb POLICE", [(["bomb", "police"], [])]),
        ('"in the city" bomb', [(["in the city", "bomb"], [])]),
        ("bomb -police", [(["bomb"], ["police"])]),
        ('bomb -"the police"', [(["bomb"], ["the police"])]),
        ("-bomb", [([], ["bomb"])]),
        ("bomb or fire", [(["bomb"], []), (["fire"], [])]),
        ("a b OR c -d", [(["a", "b"], []), (["c"], ["d"])]),
        ('bomb "or" fire', [(["bomb", "or", "fire"], [])]),
        ("bomb -or fire", [(["bomb", "fire"], ["or"])]),
        ("or bomb or or fire or", [(["bomb"], []), (["fire"], [])]),
        ("al-Qaeda", [(["al qaeda"], [])]),
        ('bomb "in the', [(["bomb", "in the"], [])]),
        ("“in the” city", [(["in the", "city"], [])]),
        ("--bomb - fire", [(["fire"], ["bomb"])]),
        ('a"b"c', [(["a", "b", "c"], [])]),
        ("title:x NEAR/2 ^y", [(["title x", "near 2", "y"], [])]),
        ("bomb bomb", [(["bomb"], [])]),
        ("Taliban AND Kabul", [(["taliban", "kabul"], [])]),
        ("taliban and kabul", [(["taliban", "and", "kabul"], [])]),
        ('bomb "AND" police', [(["bomb", "and", "police"], [])]),
        ("bomb NOT police", [(["bomb"], ["police"])]),
        ("bomb AND NOT police", [(["bomb"], ["police"])]),
        ("NOT bomb", [([], ["bomb"])]),
        ("bomb not police", [(["bomb", "not", "police"], [])]),
        ("bomb NOT -police", [(["bomb", "police"], [])]),
        ("bomb -NOT", [(["bomb"], ["not"])]),
        ("(bomb or fire) police", [(["bomb", "police"], []), (["fire", "police"], [])]),
        ("police AND(bomb OR fire)AND city", [(["police", "bomb", "city"], []), (["police", "fire", "city"], [])]),
        ("bomb -(fire or police)", [(["bomb"], ["fire", "police"])]),
        ("bomb NOT (fire police)", [(["bomb"], ["fire"]), (["bomb"], ["police"])]),
        ("-(-bomb)", [(["bomb"], [])]),
        ("((bomb) ())", [(["bomb"], [])]),
        ('bomb "(fire"', [(["bomb", "fire"], [])]),
        ("(bomb or fire) -bomb", [(["fire"], ["bomb"])]),
        ("Talib*", [(["talib*"], [])]),
        ("al-Qaed* -polic*", [(["al qaed*"], ["polic*"])]),
        ('"in the ci*" "armed cla"*', [(["in the ci*", "armed cla*"], [])]),
        ("TALIB*, Kabul", [(["talib*", "kabul"], [])]),
    ],
)
def test_a_query_reads_as_people_mean_it(text, clauses):
    assert parse_query(text) == tuple(Clause(*(tuple(tuple(phrase.split()) for phrase in part) for part in clause)) for clause in clauses)


@pytest.mark.parametrize("text", ["", " ", "-", '""', "'()^:", "or", '-"" or ()'])
def test_a_query_without_a_word_is_refused(text):
    with pytest.raises(ValueError, match="no word"):
        parse_query(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bomb AND", "write bomb AND police"),
        ("AND bomb", "write bomb AND police"),
        ("bomb AND or police", "write bomb AND police"),
        ("bomb AND AND police", "write bomb AND police"),
        ("bomb AND ()", "write bomb AND police"),
        ("bomb NOT", "write bomb NOT police"),
        ("bomb (NOT) police", "write bomb NOT police"),
        ("(bomb or police", "not closed"),
        ("bomb) police", "not opened"),
        (")bomb(", "not opened"),
        ("*", r"behind the beginning of a word, such as Talib\*"),
        ("bomb *", "behind the beginning of a word"),
        ("*bomb", "behind the beginning of a word"),
        ("bo*mb", "behind the beginning of a word"),
        ("bomb**", "behind the beginning of a word"),
        ('"bom* police"', "behind the beginning of a word"),
        ('"bomb *"', "behind the beginning of a word"),
        ("b*", "less than 2 letters"),
        ("al-q*", "less than 2 letters"),
        ("bomb -bomb", "cannot be met"),
        ("bomb or police -bomb", None),
        ("(bomb -bomb) or (police AND NOT police)", "cannot be met"),
    ],
)
def test_what_says_nothing_is_refused_with_the_right_spelling(client, text, reason):
    answer = client.get("/v1/events", query_string={"q": text})
    assert answer.status_code == (400 if reason else 200)
    assert reason is None or re.search(reason, answer.json["errors"][0]["detail"])


def test_parentheses_may_be_as_deep_as_a_url_has_room_for():
    assert parse_query("-(" * 3000 + "bomb" + ")" * 3000) == parse_query("bomb")


def test_alternatives_are_written_out_as_far_as_is_allowed():
    pairs = [f"(a{number} or b{number})" for number in range(30)]
    assert len(parse_query(" ".join(pairs[:4]))) == 16
    none_of_all = f"-({' or '.join(f'(a{number} b{number})' for number in range(30))})"
    for text in (" ".join(pairs[:5]), " ".join(pairs), none_of_all):
        with pytest.raises(ValueError, match="at most 64"):
            parse_query(text)


def test_a_query_of_too_many_words_is_refused():
    numbers = [f"w{number}" for number in range(65)]
    assert len(parse_query(" or ".join(numbers[:64]))) == 64
    with pytest.raises(ValueError, match="65 words"):
        parse_query(" ".join(numbers))


# What it finds


def found(client, q, **query):
    answer = client.get("/v1/events", query_string={"q": q, "kind": "all", "limit": 1000} | query)
    assert answer.status_code == 200, answer.text
    return [event["id"] for event in answer.json["data"]]


def expected(q):
    return {event for event, states in ORACLE.states.items() if told(states[-1], q, None)}


def walked(client, path, rel):
    """The answers from a path on, by links."""
    while path:
        answer = client.get(path).json
        yield answer
        path = answer["links"][rel]


@examples(60)
@given(
    q=st.sampled_from(
        ["in", "bomb", "bomb or police", "attack -bomb", "-bomb", "nowhere at all", '"the people" or suva', "po*", "(bo* or in) NOT at*"]
    ),
    sort=st.sampled_from(["-date", "date", "-fatalities", "relevance"]),
    limit=st.sampled_from([3, 7, 20, 49, 150]),
    kind=st.sampled_from(["all", "incident"]),
    more=st.fixed_dictionaries(
        {},
        optional={
            "date": st.sampled_from(["2011", "2011-06/2012-02", "2012/.."]),
            "match": st.just("certain"),
            "status": st.sampled_from(["occurred", "!occurred"]),
            "location": st.sampled_from(["kz", "!kz"]),
            "disputed": st.sampled_from(["true", "false"]),
            "distinct": st.just("true"),
        },
    ),
)
def test_pages_of_what_words_find_are_walked_both_ways_in_order(known, q, sort, limit, kind, more):
    asked = {"kind": kind, "sort": sort, "limit": 1000, "fields": "id"} | more
    everything = known.get("/v1/events", query_string=asked).json["data"]
    matching = expected(q)
    wanted = [event["id"] for event in everything if event["id"] in matching]
    if sort == "relevance":
        wanted.sort(key=lambda id: rank(ORACLE.states[id][-1], q), reverse=True)
    there = list(walked(known, f"/v1/events?{urlencode(asked | {'q': q, 'limit': limit})}", "next"))
    back = list(walked(known, there[-1]["links"]["prev"], "prev"))
    pages = [[event["id"] for event in answer["data"]] for answer in there]
    assert [id for page in pages for id in page] == wanted
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert [[event["id"] for event in answer["data"]] for answer in reversed(back)] == pages[:-1]


noise = st.text([each for each in string.punctuation + " " if each not in '-"_()*'], max_size=3)
OPERATORS = ["or", "AND", "NOT", "-", '"', '-"', "(", ")", "-(", "*"]
vocabulary = st.sampled_from([*WORDS, *OPERATORS, "attack", "алматы", "suva", "qaeda", "-bomb", "-police", '"al qaeda"', "polic*", "-ata*"])
anything = st.lists(vocabulary | noise | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4)).map(
    " ".join
)


@given(q=anything)
@example(q='"')
@example(q="a" * 3000)
@example(q="'; DROP TABLE search; --")
@example(q="{title} : bomb AND NOT NEAR(attack, 2) ^7 + suva")
@example(q="bomb:* & !attack | <-> 'police':A \\")
@example(q="%_ bomb % _")
@example(q=" or ".join(f"w{number} -x{number}" for number in range(32)))
def test_any_text_finds_what_the_plain_matcher_does_or_holds_no_word(known, q):
    try:
        parse_query(q.strip())
    except ValueError:
        assert known.get("/v1/events", query_string={"q": q}).status_code == 400
    else:
        assert set(found(known, q)) == set(found(known, q, sort="relevance")) == expected(q)


PHRASES = ["bomb", "attack", "police", "suva", "in", "7", "al qaeda", "po*", "bom*", "al qa*", "атт*", "алмат*", "sq*", "seven die*"]


def joined_by(children):
    """Trees of what some trees say, together, as alternatives or not."""
    several = st.lists(children, min_size=2, max_size=3)
    return st.tuples(st.sampled_from(["and", "or"]), several) | st.tuples(st.just("not"), children)


trees = st.recursive(st.sampled_from(PHRASES), joined_by, max_leaves=5)
SPELT = {"and": (" AND ", " "), "or": (" OR ", " or ")}


def written(tree, way):
    """A tree as a query; of two ways to write it, one."""
    if isinstance(tree, str):
        return f'"{tree}"' if " " in tree else tree
    joint, inner = tree
    if joint == "not":
        return f"{('NOT ', '-')[way]}{grouped(inner, way)}"
    return SPELT[joint][way].join(grouped(each, way) for each in inner)


def grouped(tree, way):
    return written(tree, way) if isinstance(tree, str) else f"({written(tree, way)})"


def holds(tree, found):
    """What a tree says is true of texts."""
    if isinstance(tree, str):
        return occurs(tree.split(), found)
    joint, inner = tree
    return not holds(inner, found) if joint == "not" else (all if joint == "and" else any)(holds(each, found) for each in inner)


@examples(100)
@given(tree=trees, way=st.sampled_from([0, 1]), sort=st.sampled_from(["-date", "relevance"]))
def test_operators_and_parentheses_say_what_they_say_everywhere(known, tree, way, sort):
    states = {event: states[-1] for event, states in ORACLE.states.items()}
    meant = {event for event, state in states.items() if holds(tree, texts(state))}
    answer = known.get("/v1/events", query_string={"q": written(tree, way), "kind": "all", "limit": 1000, "sort": sort})
    if answer.status_code == 400:  # what cannot be met, or holds too many alternatives
        assert not meant or "at most 64" in answer.json["detail"]
    else:
        assert {event["id"] for event in answer.json["data"]} == meant


@pytest.mark.parametrize("q", ["pol*", '"al qa*"', "атт*", "алма*"])
def test_a_beginning_finds_what_all_the_words_do_that_begin_so(known, q):
    """And those alone: the words of all events are looked through."""
    *before, start = tokens(q)
    there = {word for states in ORACLE.states.values() for column in texts(states[-1]) for text in column for word in text}
    whole = [" ".join([*before, word]) for word in there if word.startswith(start)]
    assert set(found(known, q)) == (set(found(known, " or ".join(f'"{each}"' for each in whole))) if whole else set())


@given(terms=st.lists(st.sampled_from(["bomb", "attack", "police", "-7", "suva"]), min_size=1), marks=st.lists(noise, min_size=1))
def test_punctuation_is_no_more_than_a_space(known, terms, marks):
    noisy = "".join(f" {mark.strip()} {term}{mark}" for term, mark in zip(terms, marks * len(terms), strict=False))
    assert found(known, noisy) == found(known, " ".join(terms))


@pytest.mark.parametrize("q", ["bomb", "al-qaeda", '"police bomb"', "алматы -bomb"])
def test_a_query_and_its_opposite_part_all_events(known, q):
    everything = {event["id"] for event in known.get("/v1/events?kind=all&limit=1000").json["data"]}
    words_found = [set(found(known, f'"{" ".join(phrase)}"')) for clause in parse_query(q) for phrase in clause.wanted]
    for phrase, matched in zip((phrase for clause in parse_query(q) for phrase in clause.wanted), words_found, strict=True):
        assert matched and set(found(known, f'-"{" ".join(phrase)}"')) == everything - matched


def test_a_phrase_does_not_run_from_one_text_into_the_next(known):
    """The people and the Police are names of two actors, side by side in many an event."""
    assert found(known, "people police")
    assert found(known, '"the people police"') == found(known, '"people police"') == []


several = st.lists(st.sampled_from(["bomb", "attack", "police", "suva", "-7", "in", "7", "po*"]), min_size=1, max_size=3).map(" ".join)


@given(q=st.lists(several, min_size=1, max_size=3).map(" or ".join).filter(is_asked))
def test_titles_count_more_than_names_and_those_more_than_the_rest(reading, q):
    query = Event.select(Event.id, fulltext.relevance(compile_query(parse_query(q)))).where(
        Event.at(), fulltext.matches_query(compile_query(parse_query(q)))
    )
    assert dict(query.tuples()) == {event: rank(ORACLE.states[event][-1], q) for event in expected(q)}


def test_a_query_of_alternatives_may_be_as_long_as_is_allowed(reading):
    q = compile_query(parse_query(" or ".join(f"w{number} -x{number}" for number in range(32))))
    assert list(Event.select(Event.id).where(fulltext.matches_query(q)).order_by(fulltext.relevance(q), Event.id)) == []


def test_a_state_is_found_as_it_was_told_then(client):
    assert found(client, "gunman", as_of="2012-01-01") == []
    assert found(client, "gunman") == ["kazakhstan:taraz-attack-2011"]


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("boralday", "almaty-police-killing-2011 boralday-2011 prosecutor-statement-2011 string-of-cases-2011"),
        ("boralday arystan", "boralday-2011"),
        ("Арыстан", "boralday-2011"),
        ("Бурундай", "boralday-2011"),
        ('"suicide bomber"', "aktobe-suicide-bombing-2011"),
        ("гурьев or gunman", "atyrau-explosion-2011-1 atyrau-explosion-2011-2 taraz-attack-2011"),
        ("paris -attacks", ""),
        ("suicid*", "aktobe-suicide-bombing-2011"),
        ("(гурьев or gunman) NOT atyrau", "taraz-attack-2011"),
    ],
)
def test_the_corpus_is_found_by_titles_summaries_actors_places_and_sources(client, q, ids):
    assert sorted(found(client, q)) == [f"kazakhstan:{id}" for id in ids.split()]


# The index


def test_words_are_indexed_however_many_are_held_back(empty, monkeypatch):
    asked = ["bomb", "in", "police -attack", "suva"]
    monkeypatch.setattr("seeds.store.fulltext_buffer.MOST", 1000)
    with bound(empty, writable=True):
        load(BATCH)
    with serving(empty) as client:
        assert {q: set(found(client, q)) for q in asked} == {q: expected(q) for q in asked}


def test_a_load_that_is_refused_leaves_nothing_to_be_found(empty, tmp_path):
    directory = corpora.save(corpora.draft(corpora.event("e", early={})), tmp_path)
    load_into(empty, directory)
    with pytest.raises(ZeroDivisionError):
        load_into(empty, corpora.save(corpora.draft(corpora.event("e", early={"title": "Xylophone"})), tmp_path), lambda done: 1 / 0)
    with bound(empty):
        assert Event.select().where(fulltext.matches_query(compile_query(parse_query("xylophone")))).count() == 0
        assert Event.select().where(fulltext.matches_query(compile_query(parse_query("attack")))).count() == 1


def test_another_name_of_an_actor_finds_its_events_from_the_load_on_that_brings_it(empty, tmp_path):
    drafted = corpora.draft(corpora.event("e", early={"actors": [{"actor": "rebels", "role": "target"}]}))
    load_into(empty, corpora.save(drafted, tmp_path))
    drafted["actors"][1]["names"] = ["Повстанцы"]
    assert load_into(empty, corpora.save(drafted, tmp_path)).remarks == {AGAIN: 1}
    with serving(empty) as client:
        assert found(client, "повстанцы") == ["invented:e"]
        assert found(client, "повстанцы", revision=1) == []


def test_long_texts_are_indexed_alike_as_far_as_the_index_goes(empty, tmp_path):
    """A tsvector holds 255 places of a word, words of 2046 bytes and 16383 places."""
    summary = " ".join(["often"] * 300 + ["then"] + [f"w{number}" for number in range(9500)] + ["я" * 1300])
    load_into(empty, corpora.save(corpora.draft(corpora.event("e", early={"summary": summary})), tmp_path))
    with serving(empty) as client:
        assert [bool(found(client, q)) for q in ("often", '"w1 w2"', "w8600", '"w8600 w8601"', "w9400", '"often then"', "я" * 1300)] == [
            True, True, True, True, False, False, False,
        ]  # fmt: skip


def test_words_and_names_are_looked_up_in_an_index(reading):
    if dialect.is_postgresql(reading):  # in so small a table it would read all the rows instead
        assert "USING gin (words)" in str(reading.execute_sql("SELECT indexdef FROM pg_indexes WHERE tablename = 'search'").fetchall())
        return
    assert "VIRTUAL TABLE INDEX" in plan(reading, Event.select(Event.id).where(fulltext.matches_query(compile_query(parse_query("bomb")))))
    assert "SEARCH t2 USING PRIMARY KEY (kind=? AND text" in plan(
        reading, Location.select().where(autocomplete.starts_with(Location, "al"))
    )


def plan(database, query):
    sql, values = query.sql()
    return str(database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())


# Names


def spelt(name):
    """All that may be typed for a name: any beginning of any word of it, with apostrophes left out or not."""
    whole = tokens(name), tokens("".join(each for each in name if each not in "'’‘`´"))
    return {" ".join(each[at:]) for each in whole for at in range(len(each))}


def fit(all_names, typed):
    """The best that a list of names does: 0 the very name, 1 its beginning, 2 that of a word; None for nothing."""
    starts = [(text, at) for name in all_names for text in spelt(name) for at in [text not in whole(name)]]
    ranks = [0 if text == typed and not at else 1 + at for text, at in starts if text.startswith(typed)]
    return min(ranks, default=None)


def whole(name):
    return {" ".join(tokens(name)), " ".join(tokens("".join(each for each in name if each not in "'’‘`´")))}


def listed(client, path, typed):
    return [each["id"] for each in client.get(path, query_string={"q": typed, "limit": 1000}).json["data"]]


ALL_NAMES = {row["id"]: [row["name"], *row["names"]] for row in BATCH.locations}


@given(data=st.data())
def test_a_place_is_found_by_the_beginning_of_any_word_of_any_name(known, data):
    name = data.draw(st.sampled_from(sorted(each for all_names in ALL_NAMES.values() for each in all_names)))
    start = data.draw(st.integers(0, len(name) - 1))
    typed = autocomplete.normalize_prefix(name[start : data.draw(st.integers(start + 1, len(name)))])
    ranks = {id: fit(all_names, typed) for id, all_names in ALL_NAMES.items()} if typed else {}
    best_first = sorted((rank, id) for id, rank in ranks.items() if rank is not None)
    assert not typed or listed(known, "/v1/locations", typed) == [id for _, id in best_first]


@pytest.mark.parametrize(
    ("path", "typed", "ids"),
    [
        ("/v1/locations", "boral", ["kz.almaty-region.boralday"]),
        ("/v1/locations", "Боралдай", ["kz.almaty-region.boralday"]),
        ("/v1/locations", "almaty", ["kz.almaty", "kz.almaty-region"]),
        ("/v1/locations", "ALMATY-REG", ["kz.almaty-region"]),
        ("/v1/locations", "aqtobe", ["kz.aktobe-region.aktobe", "kz.aktobe-region"]),
        ("/v1/locations", "Gur'yev", ["kz.atyrau-region.atyrau", "kz.atyrau-region"]),
        ("/v1/locations", "oʻzb", ["uz"]),
        ("/v1/locations", "o'zb", ["uz"]),
        ("/v1/locations", "ozb", ["uz"]),
        ("/v1/locations", "lmaty", []),
        ("/v1/locations", "%", None),
        ("/v1/locations", "alm_ty", []),
        ("/v1/actors", "aryst", ["kazakhstan:arystan"]),
        ("/v1/actors", "special u", ["kazakhstan:arystan"]),
        ("/v1/actors", "кнб", ["kazakhstan:kz-knb"]),
    ],
)
def test_names_of_the_corpus_are_found_while_they_are_typed(client, path, typed, ids):
    answer = client.get(path, query_string={"q": typed})
    assert answer.status_code == (400 if ids is None else 200)
    assert ids is None or [each["id"] for each in answer.json["data"]] == ids


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_names_are_in_order_of_closeness_both_ways(client, size):
    every = [each["id"] for each in client.get("/v1/locations?q=a&limit=1000").json["data"]]
    forth, pages = [], [client.get(f"/v1/locations?q=a&limit={size}").json]
    while pages[-1]["links"]["next"]:
        pages.append(client.get(pages[-1]["links"]["next"]).json)
    forth = [each["id"] for page in pages for each in page["data"]]
    assert forth == every and len(every) > 4
    assert client.get(pages[-1]["links"]["prev"]).json["data"] == pages[-2]["data"]


def test_names_follow_what_a_load_renames(empty, tmp_path):
    drafted = corpora.draft(corpora.event("e", early={}))
    load_into(empty, corpora.save(drafted, tmp_path))
    drafted["locations"][1] |= {"name": "Verny", "names": ["Верный"]}
    load_into(empty, corpora.save(drafted, tmp_path))
    with serving(empty) as client:
        assert listed(client, "/v1/locations", "верн") == listed(client, "/v1/locations", "ver") == ["kz.almaty"]
        assert "kz.almaty" not in listed(client, "/v1/locations", "alm")


def test_every_name_of_the_batch_is_kept(reading):
    kept = set(Name.select(Name.kind, Name.id).tuples())
    assert kept == {("location", row["id"]) for row in BATCH.locations} | {("actor", row["id"]) for row in BATCH.actors}
    assert Actor.select().where(autocomplete.starts_with(Actor, "полиция")).count() == 1
    assert len(ACTORS) == 3 and NAMES
