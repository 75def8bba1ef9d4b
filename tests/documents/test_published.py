"""Published figures: every row is whole, and a faulty row is refused by name."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from changed_row import with_row

from insight.documents.published import CALIBRATION, PublishedFigure, levels, published_figures
from insight.survey.codebook import Codebook
from insight.survey.parser import read_codebook

FIGURES = published_figures()
BY_ID = {figure.figure_id: figure for figure in FIGURES}
SURVEYS = CALIBRATION.parent.parent / "surveys"
BOUNDS = {
    "citizen_satisfaction_digital",
    "hcp_satisfaction_digital",
    "hcp_satisfaction_ehr",
    "hcp_low_access_other_info",
    "org_initiatives",
    "org_engagement",
    "org_role_in_strategy",
}


def variable(figure: PublishedFigure) -> dict[str, Any]:
    codebook = tomllib.loads((SURVEYS / figure.survey / "codebook.toml").read_text("utf-8"))
    found: dict[str, Any] = codebook["variables"][figure.item]
    return found


def test_every_kind_of_figure_is_there() -> None:
    assert Counter(figure.measure for figure in FIGURES) == {
        "share": 35,
        "respondents": 15,
        "rank": 3,
    }
    assert {figure.figure_id for figure in FIGURES if figure.is_bound} == BOUNDS
    assert {figure.survey for figure in FIGURES} == {
        "citizens",
        "health_personnel",
        "organisations",
    }


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.figure_id)
def test_a_figure_has_a_quote_or_says_where_it_comes_from(figure: PublishedFigure) -> None:
    assert figure.quote or "Regnet ut" in figure.note_nb
    assert figure.source
    assert figure.source_url.startswith("https://") or not figure.source_url


@pytest.mark.parametrize(
    "figure",
    [figure for figure in FIGURES if figure.qualifier == "" and figure.quote],
    ids=lambda figure: figure.figure_id,
)
def test_the_quote_says_the_number(figure: PublishedFigure) -> None:
    if figure.measure == "rank":
        assert figure.target.removeprefix("sdg_") in re.split(r"\W+", figure.quote)
        return
    if figure.in_words:
        assert "samtlige" in figure.quote
        return
    words = {0.7: "syv av ti", 0.9: "ni av ti"}
    number = figure.value if figure.measure == "respondents" else figure.value * 100
    in_words = figure.rounding == 0.1 and words[figure.value] in figure.quote.lower()
    assert in_words or f"{number:.0f}" in figure.quote


@pytest.mark.parametrize(
    "figure",
    [figure for figure in FIGURES if figure.measure != "respondents"],
    ids=lambda figure: figure.figure_id,
)
def test_a_share_or_rank_is_of_a_net_or_a_category_of_its_item(figure: PublishedFigure) -> None:
    asked = variable(figure)
    nets = {net["id"] for net in asked.get("nets", [])}
    codes = {str(category["code"]) for category in asked["categories"]}
    assert figure.target in nets | codes


def test_an_inferred_year_is_told() -> None:
    inferred = [figure for figure in FIGURES if figure.year_inferred]
    assert {figure.wave for figure in inferred} == {2020, 2021}
    assert {figure.survey for figure in inferred if figure.wave == 2021} == {"organisations"}
    assert all("not printed" in figure.note_en for figure in inferred)


@pytest.mark.parametrize(
    ("figure_id", "share", "agrees"),
    [
        ("citizen_trust_access_2021", 0.6751, True),
        ("citizen_trust_access_2021", 0.6749, False),
        ("citizen_trust_access_2021_rounded", 0.68, True),
        ("citizen_trust_access_2021_rounded", 0.64, False),
        ("citizen_satisfaction_digital", 0.4999, True),
        ("citizen_satisfaction_digital", 0.5, False),
        ("hcp_low_access_other_info", 0.5001, True),
        ("hcp_low_access_other_info", 0.5, False),
        ("citizen_respondents_2019", 1162, True),
        ("citizen_respondents_2019", 1161, False),
        ("org_not_started", 0.0, True),
        ("org_not_started", 0.0117, False),
        ("org_goal_13", 3, True),
        ("org_goal_13", 4, False),
    ],
)
def test_what_agrees_with_a_figure(figure_id: str, share: float, agrees: bool) -> None:
    assert BY_ID[figure_id].meets(share) is agrees


@pytest.mark.parametrize(
    ("figure_id", "column", "cell"),
    [
        ("citizen_trust_access_2021", "measure", "mean"),
        ("citizen_trust_access_2021", "value", "68 %"),
        ("citizen_trust_access_2021", "value", "68"),
        ("citizen_trust_access_2021", "value", "nan"),
        ("citizen_trust_access_2021", "wave", "i fjor"),
        ("citizen_trust_access_2021", "qualifier", "roughly"),
        ("citizen_trust_access_2021", "rounding", ""),
        ("citizen_trust_access_2021", "rounding", "0"),
        ("citizen_trust_access_2021", "year_inferred", "no"),
        ("citizen_trust_access_2021", "target", ""),
        ("citizen_trust_access_2021", "source", ""),
        ("citizen_trust_access_2021", "quote", ""),
        ("citizen_trust_access_2021", "origin", "words"),
        ("citizen_trust_access_2021", "origin", "read"),
        ("org_initiatives", "origin", "printed"),
        ("org_goal_13", "quote", ""),
        ("citizen_satisfaction_digital", "rounding", "0.01"),
        ("citizen_respondents_2019", "value", "1162.5"),
        ("citizen_respondents_2019", "item", "trust_need_to_know"),
        ("hcp_respondents_gp_2019", "where", "target_group"),
        ("org_goal_13", "value", "2.5"),
        ("org_goal_13", "target", ""),
        ("org_goal_13", "qualifier", "about"),
        ("org_goal_13", "rounding", "0.01"),
        ("hcp_respondents_trust_2019", "note_en", ""),
    ],
)
def test_a_faulty_cell_is_refused_by_row_and_column(
    tmp_path: Path, figure_id: str, column: str, cell: str
) -> None:
    path = with_row(CALIBRATION, tmp_path, figure_id, {column: cell})
    row = list(BY_ID).index(figure_id) + 2
    named = "quote" if column == "note_en" else column
    with pytest.raises(ValueError, match=rf"^calibration\.csv, row {row}, column {named}: "):
        published_figures(path)


def test_an_id_stands_once(tmp_path: Path) -> None:
    twice = {"figure_id": "helsenorge_awareness_2020"}
    path = with_row(CALIBRATION, tmp_path, "helsenorge_awareness_2021", twice)
    with pytest.raises(ValueError, match=r"stands twice, in rows \d+ and \d+$"):
        published_figures(path)


@pytest.mark.parametrize("header", ["figure_id,measure", "", "figure_id;measure;survey"])
def test_other_columns_are_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "calibration.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    named = header.replace(",", ", ") or "nothing"
    wanted = rf"^calibration\.csv: expected the columns figure_id, .*note_en, not {named}$"
    with pytest.raises(ValueError, match=wanted):
        published_figures(path)


def test_a_row_with_too_few_or_too_many_cells_is_refused(tmp_path: Path) -> None:
    header, first = CALIBRATION.read_text("utf-8").splitlines()[:2]
    path = tmp_path / "calibration.csv"
    for row in ("citizen_trust,share,citizens", f"{first},more"):
        path.write_text(f"{header}\n{row}\n", encoding="utf-8")
        with pytest.raises(ValueError, match=r"^calibration\.csv, row 2: wrong number of cells"):
            published_figures(path)


def test_a_share_in_words_is_about_and_never_exact() -> None:
    in_tenths = [figure for figure in FIGURES if re.search(r"\bav ti\b", figure.quote.lower())]
    assert len(in_tenths) == 4
    assert {(figure.qualifier, figure.rounding) for figure in in_tenths} == {("about", 0.1)}


def test_what_is_read_from_words_is_told_apart_from_what_is_printed_or_worked_out() -> None:
    by_origin = Counter(figure.origin for figure in FIGURES)
    assert by_origin == {"printed": 42, "derived": 4, "words": 7}
    for figure in FIGURES:
        assert figure.in_words is (figure.survey == "organisations")
        assert ("not printed" in figure.note_en or "Worked out" in figure.note_en) or (
            figure.origin == "printed" or figure.in_words
        )
    assert not BY_ID["org_not_started"].is_level, "“samtlige” is no printed nought"
    worked_out = BY_ID["hcp_satisfaction_digital_2019"]
    assert (worked_out.value, worked_out.qualifier) == (0.47, "about")
    assert "53 % er fornøyde" in worked_out.quote
    assert "økt med 6 prosentpoeng" in worked_out.quote


def test_a_level_is_a_share_and_no_bound_and_of_several_the_most_exact_counts() -> None:
    level = BY_ID["citizen_trust_access_2021"]
    rounded = BY_ID["citizen_trust_access_2021_rounded"]
    assert level.is_level
    assert rounded.is_level
    assert levels([rounded, level]) == levels([level, rounded]) == (level,)
    assert not BY_ID["citizen_satisfaction_digital"].is_level
    assert not BY_ID["citizen_respondents_2019"].is_level


def test_the_codebooks_say_which_levels_were_published_just_as_the_figures_do() -> None:
    shares = [figure for figure in FIGURES if figure.measure == "share" and not figure.where]
    for folder in SURVEYS.iterdir():
        codebook = read_codebook(folder / "codebook.toml", folder.name)
        of_survey = [figure for figure in shares if figure.survey == codebook.id]
        expected = {anchor_of(figure, codebook): "bound" for figure in of_survey}
        expected |= {anchor_of(figure, codebook): "published" for figure in levels(of_survey)}
        assert expected == {
            (variable.id, anchor.target, anchor.wave): anchor.basis
            for variable in codebook.variables.values()
            for anchor in variable.anchors
        }


def anchor_of(figure: PublishedFigure, codebook: Codebook) -> tuple[str, str, str | None]:
    return figure.item, figure.target, str(figure.wave) if codebook.wave else None
