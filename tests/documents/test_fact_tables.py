"""Facts as tables to take away: a row per fact, codes beside words, nothing lost on the way."""

import dataclasses
import io
from dataclasses import replace

import pandas as pd
import pytest

from insight.documents.fact_kinds import KINDS, Evidence, Fact
from insight.documents.fact_tables import CODED, SEPARATOR, Ground, needs, table
from insight.documents.facts import facts
from insight.exports.files import csv_bytes
from insight.language.catalogue import LANGUAGES, Text, say

KNOWN = facts()
EHR = KNOWN.need["h_head_simplicity"]
VISITS = KNOWN.figure["helsenorge_visits_2020_ut2021"]
VOCABULARY = {"figure": "figure_kind", "area": "area_kind", "scenario": "scenario_kind",
              "system": "system_kind", "passage": "passage_kind"}  # fmt: skip


def read(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows as somebody reads them who has the file."""
    content = io.StringIO(csv_bytes(frame).decode())
    return pd.read_csv(content, dtype=str, keep_default_na=False).to_dict("records")


def as_linked(link: Evidence) -> Ground:
    """A ground as if every item had a bound, but for one that nobody has published."""
    if link.figure:
        return Ground(link.relation, "published", simulated=False)
    if link.survey == "citizens":
        return Ground("asked", "assumed", simulated=True)
    return Ground(
        link.relation, "bound", simulated=True, published=link.item and f"hcp_{link.item}"
    )


@pytest.mark.parametrize(
    ("language", "level", "population", "text"),
    [
        ("nb", "Praktiske behov", "Helsepersonell", EHR.text.nb),
        ("en", "Practical needs", "Health personnel", EHR.text.en),
    ],
)
def test_a_need_in_the_reader_s_language(language, level, population, text):
    [row] = read(needs([EHR], KNOWN, language, as_linked))
    assert row["id"] == "h_head_simplicity"
    assert (row["level"], row["level_label"]) == ("practical", level)
    assert (row["population"], row["population_label"]) == ("health_personnel", population)
    assert row["text"] == text
    assert (row["source"], row["source_title"]) == (
        "knowledge_base",
        "Ny nasjonal e-helsestrategi. Kunnskapsgrunnlag v0.7",
    )
    assert row["line"] == "1312"
    assert row["quote"] == EHR.quote
    assert row["themes"] == "simple_services work_processes"
    assert row["evidence"] == (
        "supports: hcp_satisfaction_ehr | supports: health_personnel.satisfaction_ehr.satisfied"
    )
    assert (row["evidence_basis"], row["evidence_simulated"]) == (
        "published | bound",
        "false | true",
    )
    assert row["simulated"] == "true"
    for link in KNOWN.evidence_of[EHR.id]:
        assert link.reason[language] in row["reasons"]


def test_evidence_says_what_it_rests_on_as_it_is_shown_and_a_need_without_any_is_empty():
    chosen = [KNOWN.need[need] for need in ("u_safety", "u_quality_of_treatment", "h_admin_burden")]
    safety, quality, silent = read(needs(chosen, KNOWN, "en", as_linked))
    assert safety["evidence"] == "asked: citizens.worried_emergency.worried"
    assert (safety["evidence_basis"], safety["simulated"]) == ("assumed", "true")
    assert (quality["evidence_basis"], quality["simulated"]) == ("published", "false")
    assert (silent["evidence"], silent["evidence_basis"], silent["simulated"]) == ("", "", "false")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_column_of_evidence_has_as_many_parts_as_there_are_pieces(language):
    for row in read(needs(KNOWN.needs, KNOWN, language, as_linked)):
        links = KNOWN.evidence_of.get(row["id"], ())
        for name in ("evidence", "evidence_basis", "evidence_simulated", "reasons"):
            parts = row[name].split(SEPARATOR) if row[name] else []
            assert len(parts) == len(links), (row["id"], name)
            assert all(parts)


def test_a_reason_stands_only_where_its_relation_is_claimed():
    [row] = read(needs([KNOWN.need["c_trust_and_safety"]], KNOWN, "en", as_linked))
    of_items, of_figures = row["reasons"].split(SEPARATOR)[:3], row["reasons"].split(SEPARATOR)[3:]
    assert of_items == ["–", "–", "–"], "the answers are assumed here"
    links = KNOWN.evidence_of["c_trust_and_safety"]
    assert of_figures == [link.reason.en for link in links[3:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_that_stands_for_the_second_time_is_marked(language):
    [row] = read(needs([EHR], KNOWN, language, as_linked))
    figure, answer = row["reasons"].split(SEPARATOR)
    assert answer.endswith(say(language, "needs.same_figure"))
    assert say(language, "needs.same_figure") not in figure


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_need_without_evidence_has_empty_cells(language):
    [row] = read(needs([KNOWN.need["h_admin_burden"]], KNOWN, language, as_linked))
    assert (row["evidence"], row["reasons"]) == ("", "")


def test_a_need_has_its_segments_and_how_each_is_known():
    [row] = read(needs([KNOWN.need["h_var_gp"]], KNOWN, "en", as_linked))
    assert row["segments"] == "health_personnel gps"
    assert row["segment_labels"] == "Health personnel | General practitioners"
    assert row["segment_basis"] == "inherited stated"
    assert row["segment_notes"] == "“for eksempel fastlegene” (for example the GPs): an example."


def test_a_bound_an_inferred_year_and_a_series_stay_what_they_are():
    worried = KNOWN.figure["citizen_worry_emergency_access"]
    bound, inferred = read(table([VISITS, worried], KNOWN, "en", "figure_kind"))
    assert (bound["qualifier"], bound["value"], bound["unit"]) == ("over", "70.0", "million_visits")
    assert (bound["year"], bound["year_inferred"]) == ("2020", "")
    assert bound["series"] == "helsenorge_visits_annual"
    assert (bound["kind"], bound["kind_label"]) == ("statistic", "Statistic")
    assert (inferred["year"], inferred["year_inferred"]) == ("", "2020")
    assert inferred["series"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_is_a_row_with_all_that_its_record_says(kind, language):
    some: tuple[Fact, ...] = getattr(KNOWN, KINDS[kind][0])
    vocabulary = VOCABULARY.get(kind, "")
    rows = read(table(some, KNOWN, language, vocabulary))
    assert len(rows) == len(some)
    for row, one in zip(rows, some, strict=True):
        for field in dataclasses.fields(one):
            value = getattr(one, field.name)
            if isinstance(value, Text):
                value = value[language]
            elif isinstance(value, tuple):
                value = " ".join(value)
            expected = "" if value is None else str(value)
            assert row[field.name] in (expected, expected.removesuffix(".0")), one.id
            coded = {**CODED, "kind": vocabulary}.get(field.name)
            if value and coded and not isinstance(getattr(one, field.name), Text):
                codes = value.split() if coded == "actor_level" else [value]
                words = [KNOWN.word(coded, code)[language] for code in codes]
                assert row[f"{field.name}_label"] == SEPARATOR.join(words), one.id


def test_codes_ids_and_quotes_are_the_same_in_both_languages():
    nb, en = (needs(KNOWN.needs, KNOWN, language, as_linked) for language in LANGUAGES)
    assert list(nb.columns) == list(en.columns)
    same = [
        name for name in nb.columns
        if not name.endswith(("_label", "_labels", "_notes"))
        and name not in ("text", "note", "reasons")
    ]  # fmt: skip
    pd.testing.assert_frame_equal(nb[same], en[same])
    assert not nb["level_label"].equals(en["level_label"])


def test_marks_of_csv_in_a_text_do_not_break_its_row():
    awkward = 'a "b", c;\nd'
    need = replace(EHR, quote=awkward, text=Text(awkward, awkward))
    [row] = read(needs([need], KNOWN, "nb", as_linked))
    assert (row["quote"], row["text"]) == (awkward, awkward)


def test_further_columns_stand_beside():
    rows = read(table([EHR, EHR], KNOWN, "nb", more={"number": ["1", "2"]}))
    assert [row["number"] for row in rows] == ["1", "2"]
