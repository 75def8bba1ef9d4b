"""Dependencies between simulated answers: what is measured, what is aimed at, what is met."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from changed_row import with_row
from checkout import ROOT
from numpy.typing import NDArray

from insight.documents.simulation.dependencies import (
    DEPENDENCIES,
    Dependency,
    DependencyLine,
    check_dependencies,
    correlation,
    dependencies,
)
from insight.documents.simulation.responses import SAMPLES
from insight.language.catalogue import Text
from insight.language.errors import RequestError
from insight.query.opened import open_survey
from insight.survey.folders import bundled_data

SURVEYS = {name: open_survey(name, bundled_data()) for name in SAMPLES}
DONT_KNOW = 9


@cache
def lines() -> tuple[DependencyLine, ...]:
    return tuple(check_dependencies(dependencies(), SURVEYS))


@cache
def responses(survey: str) -> dict[str, NDArray[np.float64]]:
    table = pq.read_table(SURVEYS[survey].responses)
    return {name: np.asarray(table[name].to_numpy(), dtype=float) for name in table.column_names}


def pearson(
    first: NDArray[Any], second: NDArray[Any], weights: NDArray[Any] | None = None
) -> float:
    """Return the coefficient as a textbook has it, of those who have an answer on both."""
    kept = ~np.isnan(first) & ~np.isnan(second)
    weights = np.ones(len(kept)) if weights is None else weights
    covariances = np.cov(first[kept], second[kept], aweights=weights[kept])
    return float(covariances[0, 1] / np.sqrt(covariances[0, 0] * covariances[1, 1]))


def target_of(first: str, second: str, waves: str = "together", **other: Any) -> Dependency:
    """Return a target for two variables, each with its answers after ``=`` where it has any."""
    (name, _, answers), (other_name, _, other_answers) = first.partition("="), second.partition("=")
    given = ("any", other.get("survey", "citizens"), name, answers, other_name, other_answers)
    return Dependency(*given, waves, -1, 1, Text("fordi", "because"))


# --- What is aimed at is met ---------------------------------------------------------------------


def test_every_target_is_met() -> None:
    missed = {(line.dependency.id, line.waves): line.value for line in lines() if not line.met}
    assert missed == {}
    assert len(lines()) > len(dependencies())


def test_the_targets_cover_what_belongs_together_in_each_survey() -> None:
    subjects = {(target.survey, target.subject): target for target in dependencies()}
    trust = "trust_need_to_know × trust_secure_storage"
    for survey in ("citizens", "health_personnel"):
        assert (subjects[survey, trust].low, subjects[survey, trust].high) == (0.6, 0.75)
    ehr = subjects["health_personnel", "satisfaction_ehr × satisfaction_digital"]
    assert (ehr.low, ehr.high) == (0.3, 0.5)
    assert ("citizens", "contact_12m=digital × heard_helsenorge=1") in subjects
    assert {target.survey for target in dependencies()} == set(SAMPLES)


def test_no_target_is_met_by_answers_that_are_independent() -> None:
    assert not any(target.meets(0.0) for target in dependencies())


def test_every_reason_says_in_both_languages_that_it_is_assumed() -> None:
    words = {"nb": "vi antar", "en": "we assume"}
    for target in dependencies():
        assert all(word in target.reason[language].lower() for language, word in words.items())


# --- What is measured ----------------------------------------------------------------------------


def test_scores_are_correlated_weighted_and_without_dont_know() -> None:
    columns = responses("citizens")
    first, second = (
        np.where(columns[item] == DONT_KNOW, np.nan, columns[item])
        for item in ("satisfaction_digital", "trust_need_to_know")
    )
    in_wave = columns["year"] == 2020
    expected = pearson(first[in_wave], second[in_wave], columns["weight"][in_wave])
    target = target_of("satisfaction_digital", "trust_need_to_know")
    assert correlation(SURVEYS["citizens"], target, ("2020",)) == pytest.approx(expected)


def test_of_answers_phi_is_measured_and_dont_know_counts_as_not_given() -> None:
    columns = responses("citizens")
    heard = (columns["heard_helsenorge"] == 1).astype(float)
    expected = pearson(columns["contact_digital"], heard, columns["weight"])
    target = target_of("contact_12m=digital", "heard_helsenorge=1")
    assert correlation(SURVEYS["citizens"], target) == pytest.approx(expected)


def test_a_net_or_several_codes_stand_for_any_of_their_answers() -> None:
    columns = responses("health_personnel")
    satisfied, low = (
        np.where(np.isnan(columns[item]), np.nan, np.isin(columns[item], codes))
        for item, codes in (("satisfaction_ehr", (4, 5)), ("access_others_information", (1, 2)))
    )
    survey = SURVEYS["health_personnel"]
    expected = pytest.approx(pearson(satisfied, low))
    for answers in ("low", "1,2"):
        target = target_of("satisfaction_ehr=satisfied", f"access_others_information={answers}")
        assert correlation(survey, target) == expected


def test_what_rests_on_a_hidden_group_has_no_value_and_is_missed() -> None:
    target = target_of("sdg_maturity=well_under_way", "org_type=6")
    assert correlation(SURVEYS["organisations"], target) is None
    assert not target.meets(None)


def test_what_nobody_answered_depends_on_nothing() -> None:
    target = target_of("sdg_maturity=1", "sdg_staff_engagement=high")
    assert correlation(SURVEYS["organisations"], target) is None


def test_each_wave_has_a_line_or_all_have_one() -> None:
    targets = [
        target_of("trust_need_to_know", "trust_secure_storage", w) for w in ("each", "together")
    ]
    waves = [line.waves for line in check_dependencies(targets, SURVEYS)]
    assert waves == [("2019",), ("2020",), ("2021",), ("2019", "2020", "2021")]


# --- What the file may say -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("low", "0.8", "column low: expected a low below a high"),
        ("high", "1.5", "column low: expected a low below a high, both within -1 and 1"),
        ("waves", "some", "column waves"),
        ("reason_en", "", "column reason: expected text in both languages"),
    ],
)
def test_a_target_that_cannot_be_is_refused_with_its_place(
    tmp_path: Path, column: str, value: str, fault: str
) -> None:
    path = with_row(DEPENDENCIES, tmp_path, dependencies()[0].id, {column: value})
    with pytest.raises(ValueError, match=f"row 2, {fault}"):
        dependencies(path)


@pytest.mark.parametrize(
    ("first", "second", "other", "sentence"),
    [
        ("contact_12m=dig", "heard_helsenorge=1", {},
         "“contact_12m” has no category or net “dig”. Did you mean digital?"),
        ("contact_12m=digital", "heard_helsenorge=1,7", {},
         "“heard_helsenorge” has no category or net “7”. Known: 1, 2, 9."),
        ("contact", "heard_helsenorge=1", {},
         "The survey citizens has no variable “contact”."),
        ("contact_12m=digital", "heard_helsenorge=1", {"survey": "citizen"},
         "There is no survey called “citizen”. Did you mean citizens?"),
    ],
)  # fmt: skip
def test_a_target_of_what_is_not_there_is_refused_by_name(
    first: str, second: str, other: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RequestError) as refused:
        check_dependencies([target_of(first, second, **other)], SURVEYS)
    assert refused.value.text("en").startswith(f"dependencies.csv, any: {sentence}")


# --- What the documentation says -----------------------------------------------------------------


def test_the_table_in_the_documentation_is_what_is_aimed_at_and_met() -> None:
    expected = [
        f"| {survey} | {subject} | {bounds} | {measured} |"
        for survey, subject, bounds, measured in documented(lines())
    ]
    printed = (ROOT / "docs" / "data.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in printed if re.match(r"\| \w+ \| `.* × ", row)] == expected


def documented(found: tuple[DependencyLine, ...]) -> list[tuple[str, str, str, str]]:
    """Return survey, subject, target and measured coefficients, wave by wave, as printed."""
    rows = {}
    for line in found:
        target = line.dependency
        key = (target.survey, " × ".join(f"`{side}`" for side in target.subject.split(" × ")))
        bounds = f"{target.low:.2f} … {target.high:.2f}".replace("-", "−")
        rows.setdefault((*key, bounds), []).append(f"{line.value:.2f}".replace("-", "−"))
    return [(*key, ", ".join(values)) for key, values in rows.items()]
