"""The words of the app: the same sentences in both languages, each of them used."""

import ast
import re
import string
from functools import cache

import numpy as np
import pytest
from checkout import ROOT

from insight.language.catalogue import (
    LANGUAGES,
    PLURALS,
    Sentence,
    Text,
    both,
    catalogue,
    is_plain,
    locale_of,
    one_line,
    read_sentences,
    say,
)

SOURCES = [*ROOT.glob("insight/**/*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("app.py")]
NORWEGIAN, ENGLISH = catalogue("nb"), catalogue("en")
SECTIONS = {key.split(".")[0] for key in NORWEGIAN}
KEY = re.compile(r"[a-z_]+\.(?!(?:py|toml)$)[a-z_0-9]+")


def formats(sentence: str) -> dict[str, str]:
    """The fields of a sentence, each with how it is formatted."""
    return {name: spec or "" for _, name, spec, _ in string.Formatter().parse(sentence) if name}


def fields(sentence: str) -> set[str]:
    return set(formats(sentence))


@cache
def strings() -> list[str]:
    """Every string of the source that could be a key; a filled-in part of one is a star."""
    found = []
    for path in SOURCES:
        inner: set[int] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                inner |= {id(part) for part in node.values}
                parts = [str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "*"
                         for part in node.values]  # fmt: skip
                found.append("".join(parts))
            elif isinstance(value := getattr(node, "value", None), str) and id(node) not in inner:
                found.append(value)
    return found


def used() -> set[str]:
    """The keys that the source names; what ends so is the name of a file."""
    keys = {one for one in strings() if KEY.fullmatch(one) and not one.endswith(".csv")}
    return {one for one in keys if one.split(".")[0] in SECTIONS}


def patterns() -> list[re.Pattern[str]]:
    """What the keys look like of which the source fills in a part."""
    return [
        re.compile(re.escape(one).replace(r"\*", "[a-z_0-9]+"))
        for one in strings()
        if re.fullmatch(r"[a-z_*]+\.[a-z_0-9*]+", one) and "*" in one
    ]


def test_both_languages_have_the_same_keys():
    assert set(NORWEGIAN) == set(ENGLISH)


def fields_of(sentence: Sentence) -> set[str]:
    """The fields of a sentence, where a form may leave out the number that chooses it."""
    many = fields(sentence.forms["other"])
    for form in sentence.forms.values():
        assert form.strip()
        assert fields(form) | {sentence.counted} - {None} == many
    return many


def test_a_sentence_has_the_same_fields_in_both_languages():
    for key in set(NORWEGIAN) & set(ENGLISH):
        assert fields_of(NORWEGIAN[key]) == fields_of(ENGLISH[key]), key


def test_every_key_that_the_source_names_exists():
    assert used() - set(NORWEGIAN) == set()


def test_every_sentence_is_used():
    filled_in = patterns()
    unnamed = set(NORWEGIAN) - used()
    assert {key for key in unnamed if not any(one.fullmatch(key) for one in filled_in)} == set()


HOSTILE = [
    ("a\nb", r"a\nb"),
    ("\r\x1b[31m", r"\r\x1b[31m"),
    ("\u2028", r"\u2028"),
    ("\u202e", r"\u202e"),
    ("\udcff", r"\udcff"),
    ("{0}", "{0}"),
    ("68\N{NO-BREAK SPACE}%", "68\N{NO-BREAK SPACE}%"),
    ("æøå “»", "æøå “»"),
]


@pytest.mark.parametrize(("given", "shown"), HOSTILE)
def test_a_field_cannot_break_out_of_its_line(given, shown):
    assert one_line(given) == shown
    assert is_plain(given) == (given == shown)
    assert say("en", "fault.absent", value=given) == f"“{shown}” is missing."


def test_a_bilingual_field_follows_the_language():
    age = Text("Alder", "Age")
    assert say("nb", "fault.absent", value=age) == "«Alder» mangler."
    assert say("en", "fault.absent", value=age) == "“Age” is missing."


def test_a_sentence_can_be_said_in_both_languages_at_once():
    age = Text("Alder", "Age")
    assert both("fault.absent", value=age) == Text("«Alder» mangler.", "“Age” is missing.")


# --- Numbers and their plurals --------------------------------------------------------------------


@pytest.mark.parametrize("total", [1, "1", np.int64(1)], ids=repr)
def test_one_is_told_as_one(total):
    assert say("en", "codebook.found", shown=0, total=total) == "0 of 1 variable."
    assert say("nb", "codebook.found", shown=0, total=total) == "0 av 1 variabel."


@pytest.mark.parametrize("total", [0, 2, 1.5, "1,504", "1–3"])
def test_other_numbers_are_told_as_several_as_they_are_shown(total):
    assert say("en", "codebook.found", shown=0, total=total) == f"0 of {total} variables."


WRONG_FORMS = [
    'a = { one = "1", other = "2" }',
    'a = { of = "n", other = "{n}" }',
    'a = { of = "n", one = "{n}" }',
    'a = { of = "n", zero = "", one = "{n}", other = "{n}" }',
]


@pytest.mark.parametrize("entry", WRONG_FORMS)
def test_a_sentence_that_counts_has_each_plural_and_says_what_it_counts(entry):
    with pytest.raises(ValueError, match=r"^s\.a: expected \['of', 'one', 'other'\], not \["):
        read_sentences(f"[s]\n{entry}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_have_these_plurals(language):
    assert {*locale_of(language).plural_form.tags, "other"} == set(PLURALS)


# Fields that hold the name of something, its place or its size, and count no things.
NO_COUNT = {"file", "survey", "named", "code", "codes", "words", "who", "whole"}
NO_COUNT |= {"groups", "label", "line", "level", "wanted", "low", "high", "wave"}
# Numbers that are never 1, and why.
NEVER_ONE = {
    "api_problem.too_long_query": "twenty thousand characters",
    "alt.range": "three figures at least",
    "anonymity.alike": "k of k-anonymity",
    "anonymity.rows": "k of k-anonymity",
    "assistant.more": "more than are told at once",
    "fault.book_columns": "more than a sheet has",
    "fault.book_pairs": "more than are tested each against each",
    "fault.book_rows": "more than a sheet has",
    "fault.tool_long": "a limit of an assistant's tools",
    "fault.tool_many": "more than a tool takes",
    "fault.tool_rows": "more than are given at once",
    "answers.count_of": "two groups at least",
    "api.description": "a limit of the API",
    "api_problem.too_large": "a limit of the API",
    "api_problem.too_many_calls": "a limit of the API",
    "api_problem.too_many_tables": "a limit of the API",
    "api_problem.too_many_cells": "a limit of the API",
    "api_problem.too_many_conditions": "a limit of the API",
    "api_problem.too_many_differences": "a limit of the API",
    "api_problem.unknown_page": "a number of pages, which are not named",
    "answers.several": "two questions at least",
    "answers.several_alike": "two questions at least",
    "answers.several_from": "two questions at least",
    "answers.some_apart": "two groups at least",
    "answers.some_within": "two groups at least",
    "basket.full": "a limit of the app",
    "breakdown.corrected": "one test is not corrected",
    "breakdown.too_many": "more than fit on a page",
    "by_address.limits": "limits of the API",
    "codebook.responses_alike": "k of k-anonymity",
    "fault.import_columns": "more than can be read",
    "fault.import_header_count": "a limit of the app",
    "fault.import_long": "several rows at least",
    "fault.import_long_uneven": "several rows at least",
    "fault.import_several_rows": "several rows at least",
    "fault.not_categories": "a limit of the app",
    "fault.too_many_cells": "more than can be computed",
    "fault.too_many_groups": "more than can be computed",
    "fault.too_many_waves": "more than a survey has",
    "first_view.answered": "as many as may be shown",
    "workbench.alpha": "as many as may be shown",
    "fault.workbench_many_bands": "a limit of the app",
    "fault.workbench_many_categories": "a limit of the app",
    "figure.responses_many": "a limit of the app",
    "import.cells_whole": "a limit of the importer",
    "fault.link_items": "a limit of the app",
    "fault.link_too_long": "a limit of the app",
    "adjusted.above": "points, which say so themselves",
    "adjusted.below": "points, which say so themselves",
    "fault.adjust_few_units": "three figures at least",
    "fault.adjust_too_many_codes": "a limit of the model",
    "fault.adjust_too_many_given": "a limit of the model",
    "fault.recipe_long": "a limit of the app",
    "fault.recipe_long_line": "a limit of the app",
    "fault.recipe_many": "a limit of the app",
    "fault.recipe_many_steps": "a limit of the app",
    "fault.recipe_points": "a limit of the app",
    "base.replicates": "two replicates at least",
    "codebook.replicates": "two replicates at least",
    "fault.replicate_multiple": "two replicates at least",
    "import.psu_numbered_again": "two strata at least",
    "import.wave": "two waves at least",
    "needs.nobody": "all the needs of the documents",
    "picture.title_cut": "a limit of the app",
    "report_fault.long": "a limit of the app",
    "report_fault.many_views": "a limit of the app",
    "strategy.also": "said of two and more",
}
ONE_OF_SEVERAL = {
    "en": r"\b1 ([a-z-]+ )??(?!(has|is|agrees|matches)\b)([a-z]+s|strata)\b"
    r"|\b1 (have|are)\b|\b(are|all|the) 1\b",
    "nb": r"\b1 (?!av\b)([a-zæøå-]+ )??(?!(eller|stemmer|passer|mangler|gjelder)\b)"
    r"[a-zæøå]+(er|ene)\b"
    r"|\b1 (strata|publiserte|effektive|ulike)\b",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_says_one_of_several(language):
    wrong = {}
    for key, sentence in catalogue(language).items():
        all_fields = formats(sentence.forms["other"])
        for counted in all_fields.keys() - NO_COUNT if key not in NEVER_ONE else ():
            others = {name: 0.5 if spec else "…" for name, spec in all_fields.items()}
            told = say(language, key, **others | {counted: 1})
            if re.search(ONE_OF_SEVERAL[language], told):
                wrong[key, counted] = told
    assert wrong == {}
