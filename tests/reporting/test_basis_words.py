"""What simulated levels rest on: a word for each, and one sentence for all that are shown."""

import pytest
from visitor import asked, bundled

from insight import table
from insight.reporting import basis_words, tables

ALL_ASSUMED = "All levels here are assumed; no figures have been published for them."
REST = "All other levels here are assumed."


def years(survey: str, item: str, *where: str):
    return table(bundled(survey), item, by="year", where=where, nets=True)


SENTENCES = [
    # the tables, the answers shown, what is said
    ([years("citizens", "trust_need_to_know", "gender=1")], ["high"], ALL_ASSUMED),
    (
        [years("citizens", "trust_need_to_know")],
        ["high"],
        "The levels here are fitted to published figures.",
    ),
    (
        [asked(bundled("health_personnel"), "satisfaction_ehr", "year=2020")],
        ["satisfied"],
        "The levels here are assumed within a published bound.",
    ),
    (
        [years("citizens", "trust_need_to_know")],
        [],
        f"Published level: High trust (2019, 2020, 2021). {REST}",
    ),
    (
        [years("health_personnel", "satisfaction_digital")],
        ["satisfied"],
        f"Published level: Satisfied (2019). Published bound: Satisfied (2020). {REST}",
    ),
    (
        [years(survey, "trust_secure_storage") for survey in ("citizens", "health_personnel")],
        ["high"],
        (
            "Published level: Citizens: High trust (2020, 2021); "
            f"Health personnel: High trust (2020, 2021). {REST}"
        ),
    ),
    (
        [asked(bundled("citizens"), "prefers_face_to_face", "year=2021")],
        [],
        f"Published level: Agree. {REST}",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "keys", "said"), SENTENCES)
def test_one_sentence_says_what_all_levels_of_a_chart_rest_on(shown, keys, said):
    assert basis_words.sentence(shown, keys, "en") == said


def test_a_table_has_a_word_for_each_level_where_they_rest_on_different_things():
    mixed = tables.over_time([years("citizens", "satisfaction_digital")], "satisfied", "en")
    assert list(mixed["Basis"]) == ["assumed", "published bound", "assumed"]
    alike = tables.over_time([years("citizens", "trust_need_to_know")], "high", "en")
    assert "Basis" not in alike
