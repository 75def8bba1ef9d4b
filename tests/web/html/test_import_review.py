"""What was understood of a file as HTML: nothing that a file says becomes a tag."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from facts_in_html import HOSTILE, assert_words_stay_words, plain
from visitor import bundled, compact

from insight.importers.drafting.proposals import Proposal
from insight.importers.importing import Imported
from insight.language.catalogue import LANGUAGES, Text, say
from insight.language.errors import Fault, InsightError
from insight.survey.codebook import Variable
from insight.web.html.import_review import (
    MOST_FAULTS,
    STEPS,
    broken_html,
    evidence_html,
    remarks_html,
    steps_html,
    table_html,
)

BOOK = bundled("citizens").codebook
GENDER = BOOK.variables["gender"]


def fault(name: str) -> Fault:
    """A sentence in which a word of a file stands."""
    return Fault("fault.unknown_survey", {"name": name, "hint": ""})


def imported(*names: str) -> Imported:
    """An import that remarks on each name, and proposes a column of that name as the weight."""
    remarks = tuple(fault(name) for name in names)
    proposals = tuple(Proposal("weight", name, fault(name), sound=True) for name in names)
    return Imported(Path(), remarks, proposals, (), rows=2, variables=1, sets=0)


def labelled(text: Text) -> Variable:
    """A variable all of whose labels are the same."""
    categories = tuple(replace(category, label=text) for category in GENDER.categories)
    return replace(GENDER, label=text, categories=categories)


def test_words_of_a_file_stay_words():
    assert_words_stay_words(lambda word, _: remarks_html(imported(word), None, "en"))
    assert_words_stay_words(lambda word, _: evidence_html(imported(word), "en"))
    assert_words_stay_words(
        lambda word, _: broken_html([(word, InsightError(fault(word)))], "en"),
    )
    assert_words_stay_words(lambda _, text: table_html([labelled(text)], {GENDER.id: 0.5}, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_are_numbered_in_their_order(language):
    steps = [say(language, f"own_survey.step_{step}") for step in STEPS]
    assert re.findall(r"<li>(.*?)</li>", steps_html(language)) == steps
    assert steps_html(language).startswith('<ol class="own-steps">')


def test_a_remark_on_the_respondents_id_comes_first_and_no_remark_is_no_list():
    drawn = remarks_html(imported("b"), fault("a"), "en")
    assert re.findall(r"“(\w)”", drawn) == ["a", "b"]
    assert remarks_html(imported(), None, "en") == ""


def test_each_column_with_a_part_in_the_design_has_its_evidence():
    drawn = plain(evidence_html(imported("w1", "w2"), "en"))
    for column in ("w1", "w2"):
        assert f"{say('en', 'own_survey.weight')} {column} {fault(column).text('en')}" in drawn
    assert say("en", "own_survey.no_candidates") in evidence_html(imported(), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_replicate_weights_are_proposed_with_where_they_are_taken(language):
    weight, *_ = imported("w").proposals
    made = replace(imported("w"), proposals=(weight, replace(weight, part="replicates")))
    drawn = plain(evidence_html(made, language)).strip()
    assert drawn.count(say(language, "own_survey.replicates_where")) == 1
    assert drawn.endswith(say(language, "own_survey.replicates_where"))


def test_a_survey_that_cannot_be_used_says_all_that_is_wrong_in_reason():
    many = [fault(str(number)) for number in range(MOST_FAULTS + 1)]
    drawn = broken_html(
        [("first", InsightError(*many)), ("second", InsightError(fault("x")))], "en"
    )
    assert re.findall(r"<h3>(\w+)</h3>", drawn) == ["first", "second"]
    assert drawn.count("<li>") == MOST_FAULTS + 1
    assert fault("x").text("en") in drawn


def test_a_row_says_which_answer_is_none_and_every_cell_on_a_phone_what_it_is():
    shares = {GENDER.id: 0.987}
    drawn = compact(table_html([GENDER], shares, "en"))
    head = f'<th scope="row">{GENDER.label["en"]}<small><code>gender</code></small></th>'
    assert head in drawn
    cells = dict(re.findall(r'<td data-label="([^"]*)">(.*?)</td>', drawn))
    assert cells[say("en", "own_survey.column_answered")] == "99%"
    answers = cells[say("en", "own_survey.column_answers")]
    for category in GENDER.categories:
        assert (category.label["en"] in answers) is (not category.missing)
    unnamed = replace(GENDER, label=Text("gender", "gender"))
    assert '<th scope="row">gender</th>' in compact(table_html([unnamed], shares, "en"))


def test_a_cell_without_answers_is_empty_so_that_a_phone_leaves_it_out():
    numeric = replace(GENDER, categories=())
    assert re.search(
        r'<td data-label="[^"]*"></td>', compact(table_html([numeric], {GENDER.id: 1}, "en"))
    )


def test_a_hostile_name_of_a_file_is_one_line():
    broken = broken_html([(f"a\n{HOSTILE}", InsightError(fault("x")))], "en")
    assert "\n" not in re.search(r"<h3>(.*?)</h3>", broken, re.DOTALL)[1]
