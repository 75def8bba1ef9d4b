"""A sentence says what its test allows and no more."""

import pytest
from survey_folder import segment, single, write_survey

from insight import compare, open_survey, table
from insight.language.catalogue import say
from insight.reporting import sentences

# Citizens' digital contact as published: growth from 2021 to 2022, stable from 2022 to 2023.
DIGITAL_CONTACT = {2021: (0.46, 1504), 2022: (0.54, 1524), 2023: (0.57, 1608)}


def survey_of(tmp_path, waves, **more):
    years, answers = [], []
    for year, (share, n) in waves.items():
        yes = round(share * n)
        years += [year] * n
        answers += [1] * yes + [0] * (n - yes)
    variables = {"year": segment(*waves), "digital": single(0, 1, **more.pop("item", {}))}
    frame = {"year": years, "digital": answers}
    write_survey(tmp_path, "contact", frame, variables, design={"wave": "year"}, **more)
    return open_survey("contact", tmp_path)


def change(survey, earlier, later, language="en"):
    found = compare(survey, "digital", "1", "year", adjustment="none")
    return sentences.change(found, earlier, later, language)


def test_published_growth_is_growth(tmp_path):
    survey = survey_of(tmp_path, DIGITAL_CONTACT)
    said = change(survey, "2021", "2022")
    assert said == say("en", "sentence.risen", wave="kode 2021 en", before="46%")


def test_published_stability_is_stability(tmp_path):
    survey = survey_of(tmp_path, DIGITAL_CONTACT)
    said = change(survey, "2022", "2023", "nb")
    assert said == say("nb", "sentence.unchanged", wave="kode 2022 nb")


def test_a_fall_is_a_fall(tmp_path):
    survey = survey_of(tmp_path, {1: (0.6, 1000), 2: (0.4, 1000)})
    assert change(survey, "1", "2") == say("en", "sentence.fallen", wave="kode 1 en", before="60%")


def test_few_answers_cannot_tell(tmp_path):
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    survey = survey_of(tmp_path, {1: (0.6, 60), 2: (0.5, 60), 3: (0.5, 5)}, disclosure=gates)
    assert change(survey, "1", "2") == say("en", "sentence.too_few", wave="kode 1 en")
    assert change(survey, "2", "3") == say("en", "sentence.too_few", wave="kode 2 en")


def test_a_change_that_no_test_can_weigh_is_not_called_unchanged(tmp_path):
    survey = survey_of(tmp_path, {1: (1.0, 300), 2: (0.0, 300)})
    [difference] = compare(survey, "digital", "1", "year").differences
    assert (difference.value, difference.p) == (1.0, None)
    assert change(survey, "1", "2") == say("en", "sentence.too_few", wave="kode 1 en")


def test_nothing_is_said_across_a_break(tmp_path):
    breaks = {"breaks": [{"wave": 2022, "nb": "Nytt", "en": "New"}]}
    survey = survey_of(tmp_path, DIGITAL_CONTACT, item=breaks)
    assert change(survey, "2021", "2022") == say("en", "sentence.after_break", wave="kode 2021 en")
    assert change(survey, "2022", "2023") == say("en", "sentence.unchanged", wave="kode 2022 en")


@pytest.mark.parametrize(
    ("share", "key"),
    [(0.7, "majority"), (0.52, None), (0.48, None), (0.3, "minority"), (1.0, "majority")],
)
def test_a_majority_needs_its_whole_interval(tmp_path, share, key):
    survey = survey_of(tmp_path, {1: (share, 400)})
    estimate = table(survey, "digital").at((), "1")
    assert sentences.majority(estimate, "en") == (say("en", f"sentence.{key}") if key else "")


def test_no_majority_of_a_mean(tmp_path):
    survey = survey_of(tmp_path, {1: (0.9, 400)})
    [estimate] = table(survey, "digital", statistic="mean").estimates
    assert sentences.majority(estimate, "en") == ""
