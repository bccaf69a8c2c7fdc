"""Which codes the cells of a column seem to stand for: types of events, countries."""

from models.domain.terms import Vocabulary
from models.domain.vocabularies import TYPE, UNTYPED
from models.text.tokenizer import tokenize
from seeds.files.table import format_names
from seeds.mapping.cells.cell_readers import cell_reader
from seeds.mapping.cells.text_cells import codes_by_name
from seeds.mapping.fields import LOOK_UPS
from seeds.mapping.suggest.sample import SampleColumn
from seeds.mapping.suggest.type_inference import Guess, guess_text, reads_enough, texts_read

MOST_CODES, LONGEST_CODE = 60, 80
"""Distinct texts of a column of codes, and their letters; with more it is prose."""

ALONE = {"explosion"}
"""Codes that a label stands for only alone: with another word beside it, the cause is told, and it may be an accident."""

LIKENESS = "Codes by likeness of words, to be checked; /v1/vocabularies/type has them all."


def word_stems(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s").removesuffix("e") for word in tokenize(text))


def closest_term(text: str, vocabulary: Vocabulary) -> str | None:
    """The code that a text seems to mean: its own; that of an everyday word which it is; or that of the label which has most words in
    common with it, and on one side no other. One word of several in a label is not enough."""
    words = word_stems(text)
    labels = {term.code: word_stems(term.label) for term in vocabulary.terms}
    near = {code: label for code, label in labels.items() if label <= words or (label > words and len(words) > 1)}
    near = {code: label for code, label in near.items() if code not in ALONE or label == words}
    closest = max(near, key=lambda code: (len(near[code] & words), -len(near[code] ^ words)), default=None)
    said = {word_stems(word): term.code for term in vocabulary.terms for word in term.said}
    return codes_by_name(vocabulary).get(text.casefold()) or said.get(words) or closest


def guess_type_code(column: SampleColumn) -> Guess | None:
    if len(column.counts) > MOST_CODES or max(map(len, column.counts)) > LONGEST_CODE:
        return None
    codes = {text: closest_term(text, TYPE) for text in column.counts}
    known = {text: code for text, code in codes.items() if code}
    unknown = [text for text, code in codes.items() if not code]
    remarks = [LIKENESS] if known else []
    remarks += [f"No code was found for {format_names(map(repr, unknown))}: {UNTYPED!r} stands for it."] if unknown else []
    return Guess({"column": column.name, **({"codes": known} if known else {}), "default": UNTYPED}, tuple(remarks))


def guess_type_word(column: SampleColumn) -> Guess | None:
    """The same of a column whose name is not enough to tell that it is one of types: it is in words."""
    return guess_type_code(column) if guess_text(column) else None


def guess_country(column: SampleColumn) -> Guess | None:
    look_ups = {by: look_up for by, look_up in LOOK_UPS.items() if by != "fips" or by in column.name}
    found = {by: texts_read(cell_reader(column.name, look_up), column) for by, look_up in look_ups.items()}
    by = max(found, key=lambda by: column.rows_with(found[by]))
    if not reads_enough(found[by], column):
        return None
    unknown = [text for text, _ in column.counts.most_common() if text not in found[by]]
    remarks = (f"Not found: {format_names(map(repr, unknown))}; with `codes: {{{unknown[0]}: ...}}` they would be.",) if unknown else ()
    return Guess({"column": column.name, "by": by}, remarks)
