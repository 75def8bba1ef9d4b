"""What leads the front page: chosen by rule, as strong as its test, and only what may be told."""

import random
from itertools import pairwise

import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey
from visitor import bundled, surveys_in

from insight import compare
from insight.documents.facts import facts
from insight.documents.later.later_figures import all_facts
from insight.documents.later.told_changes import changes
from insight.documents.published import published_figures
from insight.reporting.front.lead import Lead, strongest
from insight.web.findings import follow, lead, told_series

KNOWN = all_facts()
SURVEYS = [bundled(name) for name in ("citizens", "health_personnel", "organisations")]
YES_NO = single(1, 2, nets=[net("yes", 1)])
YEARS = segment(2019, 2020, 2021)
DESIGN = {"wave": "year"}


def found(root) -> Lead:
    surveys = surveys_in(root)
    leading = lead(surveys, surveys)
    assert leading
    return leading


def answers(*shares: float, of: int = 300) -> list[int]:
    """Answers of so many respondents in each wave, of whom these shares say yes."""
    return [1 if n < share * of else 2 for share in shares for n in range(of)]


def years(count: int = 3, of: int = 300) -> list[int]:
    return [2019 + wave for wave in range(count) for _ in range(of)]


# --- The bundled surveys --------------------------------------------------------------------------


def test_the_largest_change_leads_and_the_survey_that_asks_the_same_stands_beside_it():
    leading = lead(SURVEYS, SURVEYS)
    first, second = leading.lines
    assert [line.table.survey.id for line in leading.lines] == ["citizens", "health_personnel"]
    assert {line.table.item.id for line in leading.lines} == {"trust_need_to_know"}
    assert (first.firm, first.found) == (("2019", "2020", "2021"), "higher")
    assert (second.firm, second.found) == (("2020", "2021"), "alike")
    assert second.assumed == ("2019",)
    assert leading.simulated


def test_only_published_levels_are_told_of_simulated_answers():
    exact = {
        (figure.survey, figure.item, figure.target, str(figure.wave))
        for figure in published_figures()
        if figure.is_level and not (figure.qualifier or figure.where)
    }
    for survey in SURVEYS:
        for item in survey.codebook.items:
            for key in [*item.by_key, *(one.id for one in item.nets)]:
                line = follow(survey, item, key)
                for wave in line.firm if line else ():
                    assert (survey.id, item.id, key, wave) in exact
                    assert line.at(wave).basis == "published"


@pytest.mark.parametrize(("number", "first"), [(0, "2019"), (1, "2020")])
def test_the_verdict_is_that_of_the_command(number, first):
    line = lead(SURVEYS, SURVEYS).lines[number]
    tested = compare(line.table.survey, "trust_need_to_know", "high", "year", adjustment="none")
    pair = next(one for one in tested.differences if {one.first, one.second} == {first, "2021"})
    assert line.is_change is pair.significant(tested.level)
    assert abs(line.gap.value) == pytest.approx(abs(pair.value))
    claim = pair.claim if pair.first == "2021" else pair.claim.turned
    assert (line.gap.claim.low, line.gap.claim.upp) == pytest.approx((claim.low, claim.upp))


def test_the_distance_is_between_figures_of_the_same_wave():
    leading = lead(SURVEYS, SURVEYS)
    first, second = (line.last.value for line in leading.lines)
    apart = leading.distance
    assert apart.value == pytest.approx(second - first)
    assert apart.low < apart.value < apart.upp


def test_of_organisations_alone_nothing_was_published_and_nothing_leads():
    assert lead(SURVEYS[2:], SURVEYS[2:]) is None


def test_the_series_are_the_largest_changes_of_different_themes():
    told = told_series(KNOWN)
    assert [series.key for series, _ in told] == [
        "helsenorge_logins_annual",
        "kjernejournal_lookups_week",
    ]
    themes = [{theme for figure in line.figures for theme in figure.themes} for _, line in told]
    assert all(not one & other for one, other in pairwise(themes))
    assert told[0][0].key == changes(KNOWN)[0][0].key
    assert told_series(facts())


# --- Other surveys --------------------------------------------------------------------------------


def test_where_nothing_was_detected_that_is_the_finding(tmp_path):
    frame = {"q": answers(0.5, 0.5, 0.51), "year": years()}
    write_survey(tmp_path, "own", frame, {"q": YES_NO, "year": YEARS}, design=DESIGN)
    leading = found(tmp_path)
    assert leading.first.found == "alike"
    assert (leading.over_time, leading.simulated, leading.distance) == (True, False, None)


def test_a_larger_change_leads_before_a_smaller_one(tmp_path):
    frame = {"few": answers(0.5, 0.5, 0.65), "many": answers(0.5, 0.6, 0.9), "year": years()}
    described = {"few": YES_NO, "many": YES_NO, "year": YEARS}
    write_survey(tmp_path, "own", frame, described, design=DESIGN)
    assert found(tmp_path).first.table.item.id == "many"


def test_what_several_surveys_ask_leads_before_what_one_asks(tmp_path):
    shared = YES_NO | {"construct": "trust"}
    frame = {"few": answers(0.5, 0.5, 0.65), "many": answers(0.5, 0.6, 0.9), "year": years()}
    described = {"few": shared, "many": YES_NO, "year": YEARS}
    write_survey(tmp_path, "own", frame, described, design=DESIGN)
    beside = {"asked": answers(0.2, 0.2, 0.2), "year": years()}
    write_survey(tmp_path, "beside", beside, {"asked": shared, "year": YEARS}, design=DESIGN)
    items = [line.table.item.id for line in found(tmp_path).lines]
    assert items == ["few", "asked"]


def test_one_of_many_that_chance_alone_would_show_does_not_lead_as_a_change(tmp_path):
    drawn = random.Random(3)
    names = [f"q{number}" for number in range(12)]
    frame = {name: [drawn.choice([1, 2]) for _ in range(600)] for name in names}
    frame["q5"] = answers(0.5, 0.584)  # found alone at the 5% level, not among twelve
    described = dict.fromkeys(names, YES_NO) | {"year": segment(2019, 2020)}
    frame["year"] = years(2)
    write_survey(tmp_path, "own", frame, described, design=DESIGN)
    [survey] = surveys_in(tmp_path)
    items = survey.codebook.items
    lines = [(line, False) for item in items if (line := follow(survey, item, "yes"))]
    alone = [line for line, _ in lines if line.table.item.id == "q5"]
    assert alone[0].is_change
    assert strongest([(alone[0], False)]) is alone[0]
    assert strongest(lines) is None
    assert not found(tmp_path).first.is_change


def test_waves_before_a_break_are_left_out_of_the_finding(tmp_path):
    item = YES_NO | {"breaks": [{"wave": 2020, "nb": "Nytt", "en": "New"}]}
    frame = {"q": answers(0.1, 0.5, 0.8), "year": years()}
    write_survey(tmp_path, "own", frame, {"q": item, "year": YEARS}, design=DESIGN)
    first = found(tmp_path).first
    assert first.firm == ("2020", "2021")
    assert first.gap.value == pytest.approx(0.3)


def test_a_hidden_wave_is_none_of_those_that_are_told(tmp_path):
    frame = {
        "q": [*answers(0.5, of=5), *answers(0.5, 0.9)],
        "year": [*([2019] * 5), *([2020] * 300), *([2021] * 300)],
    }
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    described = {"q": YES_NO, "year": YEARS}
    write_survey(tmp_path, "own", frame, described, design=DESIGN, disclosure=gates)
    first = found(tmp_path).first
    assert first.firm == ("2020", "2021")
    assert first.at("2019").value is None


def test_means_are_followed_too(tmp_path):
    frame = {"hours": [1.0, 2.0, 3.0] * 50 + [3.0, 4.0, 5.0] * 50, "year": years(2, of=150)}
    described = {"hours": numeric(), "year": segment(2019, 2020)}
    write_survey(tmp_path, "own", frame, described, design=DESIGN)
    leading = found(tmp_path)
    assert not leading.is_share
    assert leading.first.gap.value == pytest.approx(2)


@pytest.mark.parametrize("kind", ["single", "multiple", "numeric"])
def test_without_waves_a_level_leads(tmp_path, kind):
    frames = {
        "single": ({"q": [1, 1, 2] * 50}, YES_NO),
        "multiple": ({"a": [0, 1, 1] * 50}, multiple({"a": "a"})),
        "numeric": ({"q": [1.0, 2.0] * 50}, numeric()),
    }
    frame, item = frames[kind]
    write_survey(tmp_path, "own", frame, {"q": item})
    leading = found(tmp_path)
    assert not leading.over_time
    assert leading.first.last.shown


def test_where_everything_is_hidden_or_nothing_was_asked_nothing_leads(tmp_path):
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    write_survey(tmp_path, "few", {"q": [1, 2] * 3}, {"q": YES_NO}, disclosure=gates)
    write_survey(tmp_path, "none", {"g": [1, 2]}, {"g": segment(1, 2)})
    surveys = surveys_in(tmp_path)
    assert lead(surveys, surveys) is None
    assert lead([], []) is None
