"""The page of answers: medians and quartiles where means are chosen, as everywhere else."""

import pytest
from answers_page import page
from visitor import TRUST_ITEM, bundled, tables, words

from insight import quantiles
from insight.analysis.estimates import stack
from insight.language.catalogue import LANGUAGES
from insight.survey.filters import parse_filter
from insight.views.answer_picture import answered
from insight.views.linked_view import linked_view

SPLITS = [{"by": "none"}, {"by": "age_group"}, {"by": "age_group", "by2": "gender"}, {"by": "year"}]


def measured(survey, by, language):
    where = [] if "year" in by else ["year=2021"]
    found = quantiles(survey, TRUST_ITEM, by=by, where=parse_filter(where, survey.codebook))
    return {
        (*(row[f"{name}_label"] for name in by), row["probability"]): (
            row["value"], row["value_low"], row["value_upp"], row["base"], row["flag"]
        )
        for row in found.tidy(language).rows
    }  # fmt: skip


@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_what_can_be_taken_away_is_what_the_command_tells(split):
    survey = bundled("citizens")
    link = {"lang": "nb", "survey": "citizens", "item": TRUST_ITEM, "target": "quartiles", **split}
    answer, _ = answered(linked_view([*link.items()], [survey]))
    by = [name for name in split.values() if name != "none"]
    taken = {}
    for row in stack(answer.tables, "nb", answer.chart.keys).rows:
        group = [row.get(f"{name}_label") for name in by]
        if None not in group:
            figure = (row[f"quantile{part}"] for part in ("", "_low", "_upp"))
            taken[*group, row["probability"]] = (*figure, row["base"], row["flag"])
    assert taken == measured(survey, by, "nb")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_tell_the_median_with_its_interval_and_the_quartiles(language):
    app = page(lang=language, by="age_group", target="quartiles", show="dots")
    survey = bundled("citizens")
    figures = measured(survey, ["age_group"], language)
    shown = tables(app)[0]
    median, lower, upper = [*shown.columns][1:4]
    assert [median, lower] == {
        "nb": ["Median", "Nedre kvartil"],
        "en": ["Median", "Lower quartile"],
    }[language]
    for _, row in shown.iterrows():
        if (row.iloc[0], 0.5) in figures:
            told = [int(figures[row.iloc[0], share][0]) for share in (0.5, 0.25, 0.75)]
            assert [int(row[name]) for name in (median, lower, upper)] == told
    said = words(app)
    assert {"nb": "minst halvparten svarer fra", "en": "at least half answer from"}[
        language
    ] in said
    assert {"nb": "testes ikke her", "en": "not tested here"}[language] in said
    assert "av-half" in "".join(block.body for block in app.get("html"))


def test_a_median_has_neither_pairs_nor_what_is_held_alike():
    app = page(by="gender", target="median")
    assert app.query_params["target"] == "median"
    assert not [one for one in app.multiselect if "given" in (one.key or "")]
    assert not [one for one in app.selectbox if "pair:" in (one.key or "")]
