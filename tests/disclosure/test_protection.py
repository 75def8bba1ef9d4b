"""Hidden groups stay hidden: rules by eye, of filters, tables, comparisons and the command line."""

import io
import itertools

import pandas as pd
import pytest
from hidden_bases import shown, survey_of
from survey_folder import multiple, net, segment, single, write_survey

from insight import OpenSurvey, open_survey
from insight.__main__ import main
from insight.analysis.comparison import compare
from insight.analysis.table import table
from insight.disclosure.protection import hidden_sets
from insight.query.cell_request import Request
from insight.survey.filters import parse_filter
from insight.survey.folders import bundled_data


def test_a_small_group_is_hidden_with_a_partner(ages):
    assert shown(ages, by=("age",)) == {("1",): 50, ("2",): None, ("3",): 30, ("4",): None}


FILTERS = [
    # codes of age, whether the filter is shown
    ("1", True),
    ("2", False),
    ("4", False),
    ("2,4", True),  # together they are 24
    ("1,2", False),  # less age 1, the small group is left
    ("1,3", True),
    ("1,2,4", True),
    ("1,3,4", False),  # all but the small group
]


@pytest.mark.parametrize(("codes", "is_shown"), FILTERS)
def test_codes_hidden_for_each_other_are_shown_together_or_not_at_all(ages, codes, is_shown):
    (base,) = shown(ages, f"age={codes}").values()
    assert (base is not None) == is_shown


def test_a_filter_and_a_row_of_a_table_hide_the_same(ages):
    rows = shown(ages, by=("age", "town"))
    for (age, town), base in rows.items():
        assert shown(ages, f"age={age}", f"town={town}") == {(): base}
        assert shown(ages, f"age={age}", by=("town",))[(town,)] == base
        assert shown(ages, f"town={town}", by=("age",))[(age,)] == base


def test_an_empty_group_needs_no_protection(tmp_path):
    frame = {"age": [1] * 50 + [2] * 40, "q": [0, 1] * 45}
    survey = survey_of(tmp_path, frame, {"age": segment(1, 2, 3), "q": single(0, 1)})
    assert shown(survey, by=("age",)) == {("1",): 50, ("2",): 40, ("3",): None}


def test_those_without_an_answer_cannot_be_cut_out_by_a_filter(tmp_path):
    frame = pd.DataFrame({"age": pd.array([1] * 50 + [2] * 40 + [None] * 3, "Int64")})
    frame["q"] = 1
    survey = survey_of(tmp_path, frame, {"age": segment(1, 2), "q": single(0, 1)})
    assert shown(survey) == {(): 93}
    assert shown(survey, "age=1,2") == {(): None}
    assert shown(survey, by=("age",)) == {("1",): 50, ("2",): None}


def test_waves_together_are_hidden_where_one_of_them_is(tmp_path):
    frame = pd.DataFrame({"age": [1] * 50 + [2] * 4 + [3] * 30 + [1] * 50 + [2] * 40 + [3] * 30})
    frame["year"] = [2020] * 84 + [2021] * 120
    frame["q"] = 1
    years = segment(2020, 2021)
    variables = {"age": segment(1, 2, 3), "year": years, "q": single(0, 1)}
    survey = survey_of(tmp_path, frame, variables, design={"wave": "year"})
    assert shown(survey, "year=2021", by=("age",)) == {("1",): 50, ("2",): 40, ("3",): 30}
    assert shown(survey, "year=2020", by=("age",)) == {("1",): 50, ("2",): None, ("3",): None}
    assert shown(survey, by=("age",)) == {("1",): 100, ("2",): None, ("3",): None}
    assert shown(survey, "age=2", by=("year",)) == {("2020",): None, ("2021",): 40}


def test_the_rest_of_a_comparison_gives_nothing_away(ages):
    found = compare(ages, "q", "1", "age", against="rest")
    assert [(one.base_first, one.base_second) for one in found.differences] == [
        (50, 54), (None, None), (30, 74), (None, None),
    ]  # fmt: skip


def test_gates_that_are_off_hide_nothing(tmp_path):
    frame = {"age": [1] * 50 + [2] * 4, "q": [0, 1] * 27}
    variables = {"age": segment(1, 2), "q": single(0, 1)}
    folder = write_survey(tmp_path, "s", frame, variables)
    survey = open_survey(folder)
    assert shown(survey, by=("age",)) == {("1",): 50, ("2",): 4}


@pytest.mark.parametrize("key", ["", "sdg_3"])
def test_groups_asked_about_together_are_hidden_as_each_is_alone(key):
    survey = open_survey("organisations", bundled_data())
    book = survey.codebook
    item = next(one for one in book.items if one.kind == "multiple")
    for between in book.segments:
        codes = list(between.by_key)
        rests = [tuple(other for other in codes if other != code) for code in codes]
        sets = [*((code,) for code in codes), *rests]
        for rest in ((), parse_filter([f"{book.segments[0].id}={1}"], book).conditions):
            if any(one.variable == between for one in rest):
                continue
            request = Request(item, (between,))
            key = key and next(iter(item.by_key))
            together, alone = (
                [
                    hidden
                    for some in asked
                    for hidden in hidden_sets(
                        survey, request, (between, some), rest, key=key, means=not key
                    )
                ]
                for asked in ([sets], [[one] for one in sets])
            )
            assert together == alone


# --- Whose answers are counted --------------------------------------------------------------------


def answers(survey: OpenSurvey, item: str, *, by: tuple[str, ...] = (), **more) -> dict:
    """The respondents who gave each answer, None where that is hidden."""
    found = table(survey, item, by=by, **more)
    return {(*one.group, one.key): one.n for one in found.estimates}


def test_a_background_variable_that_is_asked_about_hides_its_own_groups(ages):
    assert answers(ages, "age") == {("1",): 50, ("2",): None, ("3",): 30, ("4",): None}
    assert answers(ages, "town") == {("1",): 52, ("2",): 52}
    by_answer = answers(ages, "age", by=("q",))
    assert {key: by_answer[key] is None for key in by_answer} == {
        (q, age): age in ("2", "4") for q in "01" for age in "1234"
    }


def test_nor_is_such_a_group_told_as_a_net_a_mean_or_a_difference(tmp_path):
    frame = pd.DataFrame({"age": [1] * 50 + [2] * 4 + [3] * 30 + [4] * 20})
    frame["q"] = [0, 1] * 52
    age = segment(1, 2, 3, 4, nets=[net("low", 1, 2), net("hidden", 2, 4)])
    survey = survey_of(tmp_path, frame, {"age": age, "q": single(0, 1)})
    told = answers(survey, "age", nets=True)
    assert (told["low",], told["hidden",]) == (None, 24)
    assert table(survey, "age", by=["q"], statistic="mean").estimates[0].base is None
    of_the_net = compare(survey, "age", "low", "q").differences[0]
    assert of_the_net.flags == ("suppressed",)
    assert compare(survey, "age", "1", "q").differences[0].value is not None


def test_a_mean_of_scores_hides_by_those_who_have_a_score(tmp_path):
    """Of the second group 4 have a score and 16 do not know: the mean of all less the others."""
    frame = pd.DataFrame({"who": [1] * 40 + [2] * 20 + [3] * 30})
    frame["q"] = [1, 2] * 20 + [1] * 4 + [9] * 16 + [1, 2] * 15
    q = single(1, 2, 9, missing={9: "dont_know"})
    survey = survey_of(tmp_path, frame, {"who": segment(1, 2, 3), "q": q})
    means = table(survey, "q", by=["who"], statistic="mean").estimates
    assert [one.base for one in means] == [40, None, None]
    assert shown(survey, by=("who",)) == {("1",): 40, ("2",): 20, ("3",): 30}


def test_answers_that_few_were_asked_about_hide_by_their_own_base(tmp_path):
    """All were asked about a, but of the second group only 4 about b."""
    frame = pd.DataFrame({"who": [1] * 40 + [2] * 20 + [3] * 30, "a": [1, 0] * 45})
    frame["b"] = pd.array([1, 0] * 20 + [1] * 4 + [None] * 16 + [0, 1] * 15, "Int64")
    survey = survey_of(
        tmp_path, frame, {"who": segment(1, 2, 3), "q": multiple({"a": "a", "b": "b"})}
    )
    found = answers(survey, "q", by=("who",))
    assert [found[who, "a"] is None for who in "123"] == [False, False, False]
    assert [found[who, "b"] is None for who in "123"] == [False, True, True]


def test_a_condition_on_an_item_is_held_against_that_items_own_table(tmp_path):
    """Of those asked q, 4 are of age 1, so that age 2 is hidden with them there.

    Were age 2 shown among those who answered q with 1, the 4 would be known: all less the others.
    """
    frame = pd.DataFrame({"age": [1] * 40 + [2] * 40 + [3] * 60})
    asked = [1] * 4 + [None] * 36 + [1] * 12 + [0] * 12 + [None] * 16 + [0, 1] * 30
    frame["q"] = pd.array(asked, "Int64")
    frame["r"] = [0, 1] * 70
    variables = {"age": segment(1, 2, 3), "q": single(0, 1), "r": single(0, 1)}
    survey = survey_of(tmp_path, frame, variables)
    assert shown(survey, by=("age",)) == {("1",): None, ("2",): None, ("3",): 60}
    assert shown(survey, "q=1", "age=2", item="r") == {(): None}
    assert shown(survey, by=("age",), item="r") == {("1",): 40, ("2",): 40, ("3",): 60}


def test_any_of_two_answers_does_not_tell_of_the_few_who_gave_just_one(tmp_path):
    frame = pd.DataFrame({"a": [1] * 40 + [0] * 60, "b": [0] * 10 + [1] * 33 + [0] * 57})
    frame["q"] = [0, 1] * 50
    variables = {"m": multiple({"a": "a", "b": "b"}), "q": single(0, 1)}
    survey = survey_of(tmp_path, frame, variables)
    assert shown(survey, "m=a") == {(): 40}
    assert shown(survey, "m=b") == {(): 33}
    assert shown(survey, "m=a,b") == {(): None}  # 43, of whom 3 gave b alone


# --- The command line -----------------------------------------------------------------------------


def rows_of(capsysbinary, *arguments: str) -> pd.DataFrame:
    """The table that the command prints."""
    assert main(["table", "organisations", "--item", "sdg_maturity", *arguments]) == 0
    return pd.read_csv(io.BytesIO(capsysbinary.readouterr().out), keep_default_na=False)


def test_the_command_hides_a_row_of_a_table_and_its_filter_alike(capsysbinary):
    rows = rows_of(capsysbinary, "--by", "org_type,org_size")
    assert {*rows["flag"]} >= {"suppressed"}
    hidden = rows["flag"] == "suppressed"
    assert (rows.loc[hidden, ["n", "base", "share"]] == "").all(axis=None)
    turned = rows_of(capsysbinary, "--by", "org_size,org_type")
    keys = ["org_type", "org_size", "category"]
    assert rows.sort_values(keys)[[*keys, "base", "flag"]].to_numpy().tolist() == (
        turned.sort_values(keys)[[*keys, "base", "flag"]].to_numpy().tolist()
    )
    for kind, size in itertools.product(range(1, 7), range(1, 4)):
        its = rows[(rows["org_type"] == kind) & (rows["org_size"] == size)]
        where = ("--where", f"org_type={kind}", "--where", f"org_size={size}")
        alone = rows_of(capsysbinary, *where)
        assert alone[["n", "base", "flag"]].astype(str).to_numpy().tolist() == (
            its[["n", "base", "flag"]].astype(str).to_numpy().tolist()
        )
