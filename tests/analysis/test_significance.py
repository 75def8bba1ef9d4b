"""Groups are said to differ as far as tests tell, all tests of a table taken as one family."""

import pytest
from survey_folder import net, segment, single, write_survey

from insight import compare, open_survey, table
from insight.analysis.significance import period_tests_of
from insight.analysis.significance import tests_of as gathered
from insight.statistics.contrasts import adjust_p_values
from insight.survey.filters import parse_filter

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 30}
YES = {"q": single(0, 1, nets=[net("yes", 1)])}


def survey_of(tmp_path, groups, columns, *, gates=GATES, design=None, **item):
    """Make a survey where each of `groups` is codes of the columns, share who say yes, and n."""
    frame = {name: [] for name in ("q", *columns)}
    for *codes, share, n in groups:
        yes = round(share * n)
        frame["q"] += [1] * yes + [0] * (n - yes)
        for name, code in zip(columns, codes, strict=True):
            frame[name] += [code] * n
    variables = {"q": YES["q"] | item}
    variables |= {name: segment(*dict.fromkeys(frame[name])) for name in columns}
    write_survey(tmp_path, "s", frame, variables, design=design, disclosure=gates)
    return open_survey("s", tmp_path)


def figures(survey, *by):
    return table(survey, "q", by=by, nets=True)


def compared(survey, between, *where, against="rest"):
    found = parse_filter(where, survey.codebook)
    return compare(survey, "q", "yes", between, where=found, against=against)


def verdicts(tests):
    return {" ".join(group): tests.finding(group) for group in tests.table.request.groups}


def test_each_group_is_said_to_be_what_its_test_against_the_rest_found(tmp_path):
    groups = [("a", 0.3, 200), ("b", 0.5, 200), ("c", 0.8, 200), ("d", 0.5, 20)]
    survey = survey_of(tmp_path, groups, ["g"])
    rest = compared(survey, "g")
    tests = gathered(figures(survey, "g"), "yes", 0, {"": rest})
    assert verdicts(tests) == {"a": "lower", "b": "alike", "c": "higher", "d": "few"}
    assert list(tests.differences.values()) == list(rest.differences)
    assert (tests.count, tests.waves, tests.other) == (4, False, None)


def test_two_groups_are_each_the_rest_of_the_other_and_share_one_test(tmp_path):
    survey = survey_of(tmp_path, [("a", 0.3, 100), ("b", 0.6, 100)], ["g"])
    tests = gathered(figures(survey, "g"), "yes", 0, {"": compared(survey, "g")})
    assert verdicts(tests) == {"a": "lower", "b": "higher"}
    assert tests.count == 1
    first, second = tests.differences.values()
    assert (first.value, second.value) == (pytest.approx(-0.3), pytest.approx(0.3))
    assert len({one for gap in (first, second) for one in (gap.claim.p, gap.p_claim_adjusted)}) == 1
    assert (first.claim.low, first.claim.upp) == (-second.claim.upp, -second.claim.low)


def test_a_group_alone_is_compared_with_nobody(tmp_path):
    survey = survey_of(tmp_path, [("a", 0.3, 100), ("b", 0.6, 100)], ["g"])
    where = parse_filter(["g=a"], survey.codebook)
    alone = table(survey, "q", by=["g"], where=where, nets=True)
    assert gathered(alone, "yes", 0, {"": compared(survey, "g", "g=a")}) is None
    assert gathered(alone, "yes", 0, {}) is None


def test_what_is_hidden_is_not_tested(tmp_path):
    groups = [("a", 0.3, 100), ("b", 0.5, 100), ("c", 0.7, 100), ("d", 0.5, 5), ("e", 0.5, 5)]
    survey = survey_of(tmp_path, groups, ["g"])
    tests = gathered(figures(survey, "g"), "yes", 0, {"": compared(survey, "g")})
    assert {code: found for code, found in verdicts(tests).items() if code in "de"} == {
        "d": "untested",
        "e": "untested",
    }


def test_tests_within_other_groups_are_one_family(tmp_path):
    groups = [
        *[("a", "x", 0.40, 100), ("b", "x", 0.50, 100), ("c", "x", 0.62, 100)],
        *[("a", "y", 0.45, 100), ("b", "y", 0.50, 100), ("c", "y", 0.60, 100)],
    ]
    survey = survey_of(tmp_path, groups, ["g", "h"])
    within = {code: compared(survey, "g", f"h={code}") for code in ("x", "y")}
    tests = gathered(figures(survey, "g", "h"), "yes", 0, within)
    assert tests.count == 6
    assert tests.other == survey.codebook.variable("h").label
    single_p = [one.claim.p for comparison in within.values() for one in comparison.differences]
    family = adjust_p_values(single_p, "holm")
    places = [(code, other) for other in ("x", "y") for code in ("a", "b", "c")]
    assert [tests.differences[one].p_claim_adjusted for one in places] == pytest.approx(family)
    [by_itself] = [one for one in within["x"].differences if one.first == "c"]
    assert by_itself.p_claim_adjusted < 0.05
    assert tests.differences["c", "x"].p_claim_adjusted == pytest.approx(
        2 * by_itself.p_claim_adjusted
    )


# --- Waves ---------------------------------------------------------------------------------------

WAVES = [("2019", 0.3, 200), ("2020", 0.5, 200), ("2021", 0.5, 200)]


def wave_tests(survey, *by, within=None):
    shown = figures(survey, *by)
    over = by.index("year")
    within = within or {"": compared(survey, "year", against="pairs")}
    return gathered(shown, "yes", over, within)


def test_waves_are_compared_with_the_one_before(tmp_path):
    survey = survey_of(tmp_path, WAVES, ["year"], design={"wave": "year"})
    tests = wave_tests(survey, "year")
    assert verdicts(tests) == {"2019": "untested", "2020": "higher", "2021": "alike"}
    assert tests.waves
    assert tests.count == 2
    change = tests.differences["2020",]
    assert (change.first, change.second) == ("2020", "2019")
    assert change.value == pytest.approx(0.2)


def test_a_wave_that_is_hidden_is_passed_over(tmp_path):
    waves = [("2019", 0.3, 200), ("2020", 0.5, 5), ("2021", 0.6, 200)]
    survey = survey_of(tmp_path, waves, ["year"], design={"wave": "year"})
    tests = wave_tests(survey, "year")
    assert verdicts(tests) == {"2019": "untested", "2020": "untested", "2021": "higher"}
    assert tests.differences["2021",].second == "2019"


def test_nothing_is_compared_across_a_break(tmp_path):
    breaks = [{"wave": "2020", "nb": "Nytt spørsmål", "en": "New question"}]
    survey = survey_of(tmp_path, WAVES, ["year"], design={"wave": "year"}, breaks=breaks)
    tests = wave_tests(survey, "year")
    assert verdicts(tests) == {"2019": "untested", "2020": "break", "2021": "alike"}
    assert tests.count == 1


@pytest.mark.parametrize("by", [("g", "year"), ("year", "g")])
def test_waves_are_compared_within_each_group_wherever_they_stand(tmp_path, by):
    groups = [
        *[("a", "2020", 0.3, 200), ("a", "2021", 0.5, 200)],
        *[("b", "2020", 0.5, 200), ("b", "2021", 0.5, 200)],
    ]
    survey = survey_of(tmp_path, groups, ["g", "year"], design={"wave": "year"})
    within = {code: compared(survey, "year", f"g={code}", against="pairs") for code in "ab"}
    tests = wave_tests(survey, *by, within=within)
    found = {frozenset(group): tests.finding(group) for group in tests.differences}
    assert found == {frozenset(["a", "2021"]): "higher", frozenset(["b", "2021"]): "alike"}


# --- The whole period ----------------------------------------------------------------------------


def period_tests(survey, *by, within=None, last="2021"):
    within = within or {"": compared(survey, "year", against="pairs")}
    return period_tests_of(figures(survey, *by), "yes", by.index("year"), within, last)


def test_the_whole_period_is_tested_where_no_step_tells(tmp_path):
    # 46, 54 and 62 % of 150: each step may be chance, both together are not.
    waves = [("2019", 0.46, 150), ("2020", 0.54, 150), ("2021", 0.62, 150)]
    survey = survey_of(tmp_path, waves, ["year"], design={"wave": "year"})
    assert verdicts(wave_tests(survey, "year")) == {
        "2019": "untested",
        "2020": "alike",
        "2021": "alike",
    }
    tests = period_tests(survey, "year")
    assert (tests.count, tests.span, tests.finding(("2021",))) == (1, "period", "higher")
    change = tests.differences["2021",]
    assert (change.second, change.value) == ("2019", pytest.approx(0.16, abs=0.01))


def test_a_slow_fall_is_told_over_the_whole_period(tmp_path):
    waves = [("2019", 0.53, 1162), ("2020", 0.48, 1614), ("2021", 0.46, 1504)]
    survey = survey_of(tmp_path, waves, ["year"], design={"wave": "year"})
    assert wave_tests(survey, "year").finding(("2021",)) == "alike"
    tests = period_tests(survey, "year")
    assert tests.finding(("2021",)) == "lower"
    assert tests.differences["2021",].value == pytest.approx(-0.07, abs=0.002)


def test_a_period_begins_after_a_break_and_with_a_wave_that_is_shown(tmp_path):
    breaks = [{"wave": "2020", "nb": "Nytt spørsmål", "en": "New question"}]
    waves = [("2018", 0.5, 200), ("2019", 0.5, 200), *[("2020", 0.3, 5)]]
    waves += [("2021", 0.3, 200), ("2022", 0.4, 200), ("2023", 0.5, 200)]
    survey = survey_of(tmp_path, waves, ["year"], design={"wave": "year"}, breaks=breaks)
    tests = period_tests(survey, "year", last="2023")
    assert tests.differences["2023",].second == "2021"
    assert tests.finding(("2023",)) == "higher"


def test_two_waves_are_a_step_and_no_period(tmp_path):
    survey = survey_of(tmp_path, WAVES[:2], ["year"], design={"wave": "year"})
    assert period_tests(survey, "year", last="2020") is None


def test_a_trend_of_four_waves_tells_more_than_its_ends(tmp_path):
    # The ends alone are 42 and 50 %, which may be chance; those between them rise more.
    shares = {"2016": 0.42, "2017": 0.38, "2018": 0.43, "2019": 0.50, "2020": 0.54, "2021": 0.50}
    waves = [(year, share, 200) for year, share in shares.items()]
    survey = survey_of(tmp_path, waves, ["year"], design={"wave": "year"})
    tests = period_tests(survey, "year")
    assert tests.count == 2
    assert tests.finding(("2021",)) == "alike"
    assert tests.trend(("2021",)).value == pytest.approx(0.027, abs=0.005)
    assert period_tests(survey, "year", last="2019").trends == {}


# --- How sure a test is --------------------------------------------------------------------------


def test_nobody_among_few_is_not_taken_for_certain(tmp_path):
    # Of 15 nobody says yes, of the others 9 in 100: of 15 such, nobody would one time in four.
    groups = [("a", 0.0, 15), ("b", 0.09, 100), ("c", 0.09, 100)]
    survey = survey_of(tmp_path, groups, ["g"])
    rest = compared(survey, "g")
    assert rest.differences[0].p_adjusted < 0.05
    assert not rest.differences[0].significant(0.95)
    tests = gathered(figures(survey, "g"), "yes", 0, {"": rest})
    assert tests.finding(("a",)) == "few"


@pytest.mark.parametrize(("first", "second"), [(0.0, 0.5), (1.0, 0.4)])
def test_nobody_and_everybody_differ_where_the_exact_interval_says_so(tmp_path, first, second):
    survey = survey_of(tmp_path, [("a", first, 40), ("b", second, 100)], ["g"])
    tests = gathered(figures(survey, "g"), "yes", 0, {"": compared(survey, "g")})
    low, high = ("a", "b") if first < second else ("b", "a")
    assert (tests.finding((low,)), tests.finding((high,))) == ("lower", "higher")


def test_everybody_alike_is_no_difference(tmp_path):
    survey = survey_of(tmp_path, [("a", 1.0, 40), ("b", 1.0, 100)], ["g"])
    tests = gathered(figures(survey, "g"), "yes", 0, {"": compared(survey, "g")})
    assert verdicts(tests) == {"a": "alike", "b": "alike"}


def test_the_detectable_difference_counts_every_test(tmp_path):
    groups = [("a", 0.4, 100), ("b", 0.5, 100), ("c", 0.6, 100)]
    survey = survey_of(tmp_path, groups, ["g"])
    rest = compared(survey, "g")
    tests = gathered(figures(survey, "g"), "yes", 0, {"": rest})
    strict = [one.detectable_at(1 - 0.05 / 3) for one in rest.differences]
    assert tests.detectable() == strict
    alone = [one.detectable_at(0.95) for one in rest.differences]
    assert all(one > by_itself for one, by_itself in zip(strict, alone, strict=True))


def test_one_test_detects_what_its_comparison_says(tmp_path):
    survey = survey_of(tmp_path, [("a", 0.4, 100), ("b", 0.5, 100)], ["g"])
    rest = compared(survey, "g")
    tests = gathered(figures(survey, "g"), "yes", 0, {"": rest})
    assert tests.detectable() == pytest.approx([rest.differences[0].detectable_at(0.95)] * 2)
