"""The page of answers: respondents pinned as a reference, which stays while the filter changes."""

from itertools import pairwise

import pytest
from answers_page import page
from hypothesis import given
from hypothesis import strategies as st
from visitor import TRUST_ITEM, answer_rows, asked, base_of, box, bundled, pills, shown

from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.survey.filters import Filter, parse_filter
from insight.views.pinned_group import LONGEST, code_of, read_code
from insight.web.answers_page.referents import PIN

CITIZENS = bundled("citizens")
BOOK = CITIZENS.codebook
WOMEN_UNDER_45 = ["gender=1", "age_group=1,2"]
CODE = "age_group=1,2;gender=1"
KEY, ITEM = "answers:citizens:against", "item:citizens"


def beside(app) -> dict:
    """What the row of the reference says; how wide its bars are follows the other rows too."""
    [row] = [row for row in answer_rows(app) if row["kind"] == "beside"]
    return {name: said for name, said in row.items() if name != "widths"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_group_seen_is_pinned_and_stays_when_the_filter_changes(language):
    app = page(lang=language, where=WOMEN_UNDER_45, by="education")
    choice = box(app, KEY)
    assert say(language, "answers.pin") in choice.options
    shown(choice.set_value(PIN).run())
    assert app.query_params["against"] == CODE
    name = parse_filter(WOMEN_UNDER_45, BOOK).name(language)
    pinned = asked(CITIZENS, TRUST_ITEM, "year=2021", *WOMEN_UNDER_45)
    row = beside(app)
    assert row["name"] == say(language, "answers.pinned", who=name)
    assert row["n"] == numbers.whole(base_of(pinned), language)
    pills(app, "citizens", "gender").set_value(["2"])
    shown(app.run())
    assert beside(app) == row, "another filter leaves the pinned group as it was"
    assert app.query_params["against"] == CODE
    assert say(language, "answers.pin") in box(app, KEY).options, "the new group can be pinned"


def test_whoever_was_chosen_stays_with_another_question_and_what_is_usual_there_is_no_choice():
    alone = "heard_helsenorge"
    app = page(by="education", where=WOMEN_UNDER_45, item=alone)
    assert box(app, KEY).value == "none", "no other survey asks this"
    shown(box(app, ITEM).set_value(TRUST_ITEM).run())
    assert box(app, KEY).value == "health_personnel"
    shown(box(app, ITEM).set_value(alone).run())
    assert box(app, KEY).value == "none"
    shown(box(app, ITEM).set_value(TRUST_ITEM).run())
    assert box(app, KEY).value == "health_personnel"
    shown(box(app, KEY).set_value(PIN).run())
    for item in (alone, "trust_secure_storage"):
        shown(box(app, ITEM).set_value(item).run())
        assert app.query_params["against"] == CODE
        assert beside(app)["name"].endswith("(pinned)")


def test_nobody_is_offered_beside_whom_no_row_or_line_is_drawn():
    ways = [("bars", "education"), ("dots", "none"), ("trend", "none"), ("trend", "education")]
    offered = [any(one.key.startswith(KEY) for one in page(show=show, by=by).selectbox)
               for show, by in ways]  # fmt: skip
    assert offered == [True, True, True, False]


def test_a_link_has_the_pinned_group():
    app = page(against=CODE, where=["gender=2"], by="education")
    assert not app.warning
    who = "Woman, Under 30 or 30–44"
    assert beside(app)["name"] == say("en", "answers.pinned", who=who)
    assert app.query_params["against"] == CODE


def test_a_single_category_is_named_as_in_the_list():
    app = page(where=["gender=1"], by="education")
    shown(box(app, KEY).set_value(PIN).run())
    assert beside(app)["name"] == say("en", "answers.all_of", who="Woman")
    assert app.query_params["against"] == "gender=1"


def test_nobody_is_offered_to_be_pinned_who_is_pinned_already_or_where_all_are_seen():
    words = say("en", "answers.pin")
    assert words not in box(page(by="education"), KEY).options
    assert words not in box(page(where=WOMEN_UNDER_45, against=CODE), KEY).options


@pytest.mark.parametrize(
    "code",
    [
        "gender=1;gender",
        "gender=7;age_group=1",
        "year=2019;gender=1",
        "pin",
        "<script>=1;gender=1",
        "gender=1;" * LONGEST,
        "' OR 1=1 --=1;gender=1",
    ],
)
def test_what_is_no_group_is_told_and_nobody_is_pinned(code):
    app = page(against=code, where=["gender=1"], by="education")
    [warning] = app.warning
    assert "against" in warning.value
    assert "against" not in app.query_params


def test_what_a_filter_hides_is_hidden_of_the_pinned_group():
    """Organisations are so few that many groups of two conditions, and some of one, are hidden."""
    survey = bundled("organisations")
    kind, size, _ = survey.codebook.segments
    groups = [[f"{kind.id}={code}"] for code in kind.by_key]
    groups += [[f"{size.id}={code},{other}"] for code, other in pairwise(size.by_key)]
    groups += [[f"{kind.id}=1,2", f"{size.id}={code}"] for code in size.by_key]
    bases = {}
    for where in groups:
        base = bases[tuple(where)] = base_of(asked(survey, "sdg_maturity", *where))
        code = code_of(parse_filter(where, survey.codebook))
        row = beside(page(survey="organisations", item="sdg_maturity", against=code, by="none"))
        assert ("hidden" in row) == (not base), where
        assert row.get("n", "").startswith(numbers.whole(base, "en") if base else "")
        assert bool(row["marks"]) == bool(base)
    assert None in bases.values()
    assert any(bases.values())


codes_of = st.fixed_dictionaries(
    {},
    optional={
        variable.id: st.sets(st.sampled_from([*variable.by_key]), min_size=1)
        for variable in BOOK.segments
    },
).filter(bool)


@given(codes_of)
def test_a_code_is_read_as_the_group_that_was_written(codes):
    where = Filter()
    for variable, some in codes.items():
        where = where.narrowed(BOOK.variable(variable), sorted(some))
    read = read_code(code_of(where), BOOK)
    assert {*read.written} == {*where.written}
