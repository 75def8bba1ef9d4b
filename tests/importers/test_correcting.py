"""Corrections of a codebook: only what was asked for changes, and only what holds is kept."""

from pathlib import Path

import pytest
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import InsightError, OpenSurvey, RequestError, open_survey
from insight.importers.correcting import (
    PARTS,
    DesignChoice,
    VariableChoice,
    columns_in_use,
    correct_codebook,
    design_edits,
    groupable,
    sample_edits,
    suitable,
    title_edits,
    variable_edits,
    wave_order_edits,
)
from insight.language.catalogue import Text
from insight.query.counts.column_counts import response_rates, whole_numbers
from insight.survey.codebook import Codebook
from insight.survey.design import Design
from insight.survey.folders import read_survey
from insight.survey.raked.raked_design import RakedMargin

# --- A survey that is corrected -------------------------------------------------------------------

FRAME = {
    "q": [1, 2, 3, 9] * 30,
    "g": [1, 2] * 60,
    "w": [0.5, 1.5] * 60,
    "hole": [1.0, None] * 60,
    "many": list(range(120)),
    "few": [1, 2, 999] * 40,
    "a": [0, 1] * 60,
}
VARIABLES = {
    "q": single(1, 2, 3, 9),
    "g": segment(1, 2),
    "w": numeric(role="other"),
    "hole": numeric(role="other"),
    "many": numeric(),
    "few": numeric(),
    "m": multiple({"a": "a"}),
}


@pytest.fixture
def survey(tmp_path: Path) -> OpenSurvey:
    return open_survey(write_survey(tmp_path, "ours", FRAME, VARIABLES))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


def choice(survey: OpenSurvey, segments: list[str] | None = None, **columns: str) -> DesignChoice:
    now = columns_in_use(survey.codebook.design)
    chosen = [one.id for one in survey.codebook.segments] if segments is None else segments
    return DesignChoice({**now, **columns}, True, chosen)


def variable(survey: OpenSurvey, name: str, **more) -> VariableChoice:
    one = survey.codebook.variable(name)
    missing = {its.key: its.missing for its in one.categories if its.missing}
    given = {"role": one.role, "kind": one.kind, "ordered": one.ordered, "label": one.label}
    return VariableChoice(**{**given, "missing": missing, **more})


def test_nothing_changes_where_nothing_is_chosen_anew(survey):
    assert design_edits(survey.codebook, choice(survey)) == {}
    for name in survey.codebook.variables:
        one = survey.codebook.variable(name)
        assert variable_edits(one, variable(survey, name)) == {}


def test_another_weight_than_the_raked_one_has_no_margins():
    margin = RakedMargin(("g",), (("1",), ("2",)), (1.0, 1.0))
    design = Design(weight="w", raked=(margin,))
    book = Codebook("s", Text("S", "S"), simulated=False, variables={}, design=design)
    now = columns_in_use(book.design)
    assert design_edits(book, DesignChoice(now, True, ())) == {}
    other = design_edits(book, DesignChoice(now | {"weight": "v"}, True, ()))
    assert other == {("design", "weight"): "v", ("design", "raked"): None}


def test_columns_are_offered_for_what_they_can_be(survey):
    offered = {part: suitable(survey.codebook, part) for part in PARTS}
    assert offered["weight"] == offered["fpc"] == ["w", "hole", "many", "few"]
    assert offered["wave"] == ["q", "g"]
    assert "m" not in offered["strata"]
    assert groupable(survey.codebook) == ["q", "g"]


def test_a_design_is_put_in_force_and_the_old_folder_stays(survey, room):
    edits = design_edits(survey.codebook, choice(survey, ["q"], weight="w", strata="g"))
    found = correct_codebook(survey, edits, room)
    assert (found.codebook.design.weight, found.codebook.design.strata) == ("w", "g")
    assert [one.id for one in found.codebook.segments] == ["q"]
    assert found.responses.read_bytes() == survey.responses.read_bytes()
    assert read_survey(survey.folder).codebook.design.weight is None


REFUSED = {
    "a weight with holes": {"weight": "hole"},
    "a population of less than one": {"fpc": "w"},
    "a column that is not there": {"psu": "nobody"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_responses_contradict_is_refused_and_leaves_nothing(survey, room, name):
    edits = design_edits(survey.codebook, choice(survey, **REFUSED[name]))
    with pytest.raises(InsightError) as refused:
        correct_codebook(survey, edits, room)
    assert next(iter(REFUSED[name].values())) in refused.value.text("en")
    assert not room.exists()
    assert survey.responses.exists()


def test_codes_get_a_meaning_and_lose_it(survey, room):
    wanted = variable(survey, "q", missing={"9": "dont_know"}, ordered=True)
    found = correct_codebook(survey, variable_edits(survey.codebook.variable("q"), wanted), room)
    assert found.codebook.variable("q").category("9").missing == "dont_know"
    assert found.codebook.variable("q").ordered
    back = variable_edits(found.codebook.variable("q"), variable(found, "q", missing={}))
    assert back == {("variables", "q", "categories", 3, "missing"): None}


def test_a_number_can_have_codes_for_missing_answers(survey, room):
    one = survey.codebook.variable("few")
    edits = variable_edits(one, variable(survey, "few", missing={"999": "other"}))
    found = correct_codebook(survey, edits, room)
    assert [its.code for its in found.codebook.variable("few").categories] == [999]
    assert response_rates(found, [found.codebook.variable("few")]) == {"few": 2 / 3}
    with pytest.raises(RequestError, match="not a whole number"):
        variable_edits(one, variable(survey, "few", missing={"<b>": "other"}))


def test_a_wave_that_is_a_number_becomes_one_of_categories(survey, room):
    found = correct_codebook(survey, sample_edits(survey, choice(survey, wave="few")), room)
    assert found.codebook.wave.id == "few"
    assert list(found.codebook.wave.by_key) == ["1", "2", "999"]


@pytest.fixture
def waved(tmp_path: Path) -> OpenSurvey:
    """A survey whose waves are put in order: the alphabet has them last, first, and before both."""
    names = {1: "Etter", 2: "Før", 3: "Pilot", 9: "Ubesvart"}
    categories = [{"code": code, "nb": name, "en": name} for code, name in names.items()]
    categories[3]["missing"] = "other"
    wave = segment(1) | {"categories": categories}
    frame = {"wave": [1, 2, 3, 9] * 10, "q": [1, 2] * 20}
    variables = {"wave": wave, "q": single(1, 2)}
    return open_survey(write_survey(tmp_path, "ours", frame, variables, design={"wave": "wave"}))


def test_waves_are_put_in_order_and_stay_so(waved, room):
    assert not waved.codebook.waves_ordered
    found = correct_codebook(waved, wave_order_edits(waved, ["3", "2", "1"]), room)
    again = read_survey(found.folder).codebook
    assert (again.waves, again.newest_wave) == (("3", "2", "1"), "1")
    assert list(again.wave.by_key) == ["3", "2", "1", "9"]
    assert again.wave.category("9").missing == "other"


@pytest.mark.parametrize("keys", [["1", "2"], ["1", "2", "2"], ["1", "2", "3", "9"]], ids=str)
def test_an_order_that_is_none_is_refused(waved, keys):
    with pytest.raises(RequestError, match="place of its own: Etter, Før, Pilot"):
        wave_order_edits(waved, keys)


def test_what_is_said_of_a_wave_is_written_where_the_file_has_it(tmp_path, room):
    wave = segment(1) | {
        "categories": [
            {"code": code, "nb": name, "en": name}
            for code, name in enumerate(["apr 2024", "jan 2024", "okt 2023"], 1)
        ]
    }
    frame = {"wave": [1, 2, 3], "q": [1, 2, 1]}
    variables = {"wave": wave, "q": single(1, 2)}
    folder = write_survey(tmp_path, "ours", frame, variables, design={"wave": "wave"})
    survey = open_survey(folder)
    edits = variable_edits(survey.codebook.wave, variable(survey, "wave", missing={"3": "other"}))
    found = correct_codebook(survey, edits, room).codebook
    assert found.wave.category("3").missing == "other"
    assert found.waves == ("2", "1")


def test_numbers_become_categories_and_categories_numbers(survey, room):
    one = survey.codebook.variable("few")
    values = whole_numbers(survey, one)
    assert values == [1, 2, 999]
    wanted = variable(survey, "few", kind="single", missing={"999": "refused"})
    found = correct_codebook(survey, variable_edits(one, wanted, values), room)
    assert list(found.codebook.variable("few").by_key) == ["1", "2", "999"]
    back = variable_edits(
        found.codebook.variable("few"),
        variable(found, "few", kind="numeric", missing={"999": "refused"}),
    )
    again = room.parent / "again"
    again.mkdir()
    assert correct_codebook(found, back, again).codebook.variable("few").kind == "numeric"


@pytest.mark.parametrize("name", ["many", "w"])
def test_numbers_that_are_many_or_not_whole_become_no_categories(survey, name):
    with pytest.raises(RequestError, match=name):
        whole_numbers(survey, survey.codebook.variable(name))


def test_a_title_may_hold_anything(survey, room):
    title = Text('"]\n[design]\nweight = "w"', "<script>")
    found = correct_codebook(survey, title_edits(title), room)
    assert (found.codebook.title, found.codebook.design.weight) == (title, None)


def test_a_title_that_is_blank_is_refused(survey, room):
    with pytest.raises(InsightError, match="title"):
        correct_codebook(survey, title_edits(Text("", "x")), room)
