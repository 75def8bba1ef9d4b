"""A sentence says what its test allows and no more."""

from survey_folder import segment, single, write_survey

from insight import compare, open_survey, table
from insight.analysis.significance import between
from insight.reporting import labels, sentences

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
    gap = between(found, later, earlier)
    assert gap
    return sentences.change_to(gap, gap.finding(found.level, found.tests), found, language)


def test_published_growth_is_growth_with_its_size_and_interval(tmp_path):
    survey = survey_of(tmp_path, DIGITAL_CONTACT)
    assert change(survey, "2021", "2022") == (
        "rose from 46 to 54% from kode 2021 en to kode 2022 en, 8 percentage points (4–12)"
    )


def test_published_stability_is_no_change_shown(tmp_path):
    survey = survey_of(tmp_path, DIGITAL_CONTACT)
    assert change(survey, "2022", "2023", "nb") == (
        "ingen påvist endring fra kode 2022 nb (54\N{NO-BREAK SPACE}%) til kode 2023 nb "
        "(57\N{NO-BREAK SPACE}%), 3 prosentpoeng (\N{MINUS SIGN}0,5 til 7)"
    )


def test_a_fall_is_told_by_its_size_without_a_sign(tmp_path):
    survey = survey_of(tmp_path, {1: (0.6, 1000), 2: (0.4, 1000)})
    assert change(survey, "1", "2") == (
        "fell from 60 to 40% from kode 1 en to kode 2 en, 20 percentage points (16–24)"
    )


def test_answers_are_too_few_only_where_a_large_difference_would_be_missed(tmp_path):
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    few = survey_of(tmp_path / "1", {1: (0.6, 60), 2: (0.5, 60), 3: (0.5, 20)}, disclosure=gates)
    assert change(few, "1", "2").startswith(
        "too few answers to detect a change from kode 1 en (60%)"
    )
    assert change(few, "2", "3") == "the change from kode 2 en to kode 3 en is not tested"
    enough = survey_of(tmp_path / "2", {1: (0.5, 110), 2: (0.5, 110)}, disclosure=gates)
    assert change(enough, "1", "2").startswith("no change detected from kode 1 en (50%)")


def test_from_everybody_to_nobody_is_a_fall(tmp_path):
    survey = survey_of(tmp_path, {1: (1.0, 300), 2: (0.0, 300)})
    [difference] = compare(survey, "digital", "1", "year").differences
    assert (difference.value, difference.p) == (1.0, None)
    assert change(survey, "1", "2").startswith("fell from 100% to none from kode 1 en")


def test_a_rare_answer_is_not_rounded_away(tmp_path):
    survey = survey_of(tmp_path, {1: (1 / 700, 700), 2: (0.0, 700)})
    found = table(survey, "digital", by=["year"])
    words = [labels.value_of(found.at((code,), "1"), found, "en") for code in ("1", "2")]
    assert words == ["under 1%", "none"]
    assert labels.level_sentence(found, "0", ("1",), "nb") == (
        "kode 0 nb: over 99\N{NO-BREAK SPACE}% (99–100\N{NO-BREAK SPACE}%)."
    )
    size = "under 1 percentage point (\N{MINUS SIGN}0.2 to 1)"
    assert change(survey, "1", "2").endswith(f"to kode 2 en (none), {size}")


def test_nothing_is_said_across_a_break(tmp_path):
    breaks = {"breaks": [{"wave": 2022, "nb": "Nytt", "en": "New"}]}
    survey = survey_of(tmp_path, DIGITAL_CONTACT, item=breaks)
    assert change(survey, "2021", "2022") == "kode 2022 en cannot be compared with kode 2021 en"
    assert change(survey, "2022", "2023").startswith("no change detected")
