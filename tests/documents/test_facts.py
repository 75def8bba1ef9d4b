"""The facts: every row is there as it was taken down, every quote stands in its document."""

import csv
import re
from collections import Counter
from functools import cache

import pytest
from fixtures_folder import shared_file

from insight.documents.fact_kinds import KINDS, LEVELS, Fact
from insight.documents.facts import FOLDER, facts
from insight.language.catalogue import LANGUAGES

KNOWN = facts()


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a file that is written by hand."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TAKEN_DOWN = {
    "figure": "published_figures",
    "need": "user_needs",
    "area": "strategic_areas",
    "analysis": "swot_pestel",
    "scenario": "scenarios",
    "statement": "verbal_quantities",
    "question": "sustainability_items",
    "system": "systems_named",
    "passage": "passages",
}
THEMED = ("figure", "need", "area", "analysis", "scenario")
MAY_HAVE_THEMES = (*THEMED, "passage")
OF_OUR_OWN_HAND = {row["id"] for row in rows_of("passages_added")}


def of_kind(kind: str) -> tuple[Fact, ...]:
    found = getattr(KNOWN, KINDS[kind][0])
    assert found
    return found


def taken_down(name: str) -> list[dict[str, str]]:
    with shared_file(f"facts/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def document(source: str) -> str:
    text = shared_file(f"documents/{KNOWN.sources[source].file}").read_text(encoding="utf-8")
    return as_words(text)


@cache
def corrections() -> dict[tuple[str, str, str], tuple[str, str]]:
    """What was taken down and what is shown, by kind, id and column."""
    return {
        (row["kind"], row["id"], row["column"]): (row["taken_down"], row["shown"])
        for row in rows_of("corrections")
    }


def as_words(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@cache
def not_for_readers() -> set[str]:
    """The notes that only served those who took the facts down."""
    return {row["en"] for row in rows_of("translations") if not row["nb"]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_taken_down_is_in_the_app(kind):
    rows = taken_down(TAKEN_DOWN[kind])
    found = KNOWN.of_kind(kind)
    if kind == "passage":
        rows = [{**row, "source_line": row["line_from"]} for row in rows]
        rows = [row for row in rows if row["id"] not in OF_OUR_OWN_HAND]
        found = [one for one in found if one.id not in OF_OUR_OWN_HAND]
    assert len(found) == len(rows)
    for one, row in zip(found, rows, strict=True):
        assert str(one.line or "") == row["source_line"], one.id
        assert KNOWN.sources[one.source].file == row["source_file"], one.id
        noted = bool(row.get("note")) and row["note"] not in not_for_readers()
        assert bool(one.note) == noted, one.id
        for ours, theirs in (("text", "text"), ("text", "need"), ("text", "question"),
                             ("text", "statement"), ("indicator", "indicator")):  # fmt: skip
            if row.get(f"{theirs}_nb"):
                text = getattr(one, ours)
                # Of a passage the quote has the Norwegian as it was taken down.
                for language in ("en",) if kind == "passage" else LANGUAGES:
                    was = row[f"{theirs}_{language}"]
                    was = was.replace("*", "").strip() if kind == "passage" else was
                    cell = (kind, one.id, f"{ours}_{language}")
                    assert (was, text[language]) == corrections().get(cell, (was, was)), cell


def test_every_figure_has_its_value_year_unit_and_qualifier():
    for one, row in zip(KNOWN.figures, taken_down("published_figures"), strict=True):
        assert one.value == float(row["value"])
        assert (one.year or "", one.year_inferred or "") == (row["year"], row["year_inferred"])
        in_tenths = "about" if re.search(r"\bav ti\b", one.quote.lower()) else ""
        assert (one.unit, one.qualifier) == (row["unit"], row["qualifier"] or in_tenths)
        assert (one.series or "", one.kind) == (row["indicator_key"], row["figure_kind"])


def test_every_need_has_its_level_and_population():
    for one, row in zip(KNOWN.needs, taken_down("user_needs"), strict=True):
        assert (one.level, one.population) == (row["level"], row["population"])


def test_the_context_of_the_surveys_is_there_with_its_addresses():
    rows = taken_down("external_context")
    assert [(one.id, one.url) for one in KNOWN.context] == [(r["key"], r["url"]) for r in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_is_whole(kind):
    for fact in of_kind(kind):
        assert fact.quote.strip(), fact.id
        assert fact.source in KNOWN.sources, fact.id
        assert bool(fact.themes) <= (kind in MAY_HAVE_THEMES), fact.id
        assert bool(fact.themes) >= (kind in THEMED), fact.id
        assert set(fact.themes) <= set(KNOWN.themes), fact.id
        assert len(set(fact.themes)) == len(fact.themes), fact.id


@pytest.mark.parametrize("kind", KINDS)
def test_every_quote_stands_verbatim_in_its_document(kind):
    elsewhere = [
        fact.id for fact in of_kind(kind) if as_words(fact.quote) not in document(fact.source)
    ]
    assert elsewhere == []


CODED = {
    "figures": {"topic": "topic", "population": "population", "unit": "unit",
                "kind": "figure_kind"},
    "needs": {"level": "level", "population": "population", "evidence_kind": "evidence_kind",
              "level_basis": "level_basis"},
    "areas": {"kind": "area_kind"},
    "analysis": {"framework": "framework", "part": "part"},
    "scenarios": {"kind": "scenario_kind", "category": "category"},
    "statements": {"topic": "topic", "population": "population"},
    "systems": {"kind": "system_kind"},
}  # fmt: skip


@pytest.mark.parametrize("name", CODED)
def test_every_code_has_words_in_both_languages(name):
    for one in getattr(KNOWN, name):
        for field, vocabulary in CODED[name].items():
            word = KNOWN.word(vocabulary, getattr(one, field))
            assert word.nb.strip()
            assert word.en.strip()


def test_pairs_have_two_halves():
    for entries in (KNOWN.analysis, KNOWN.scenarios):
        sizes = Counter(one.pair for one in entries if one.pair)
        assert set(sizes.values()) == {2}


def test_every_kpi_with_a_number_is_one_of_the_printed_figures():
    kpis = [one for one in KNOWN.areas if one.kind == "kpi" and one.value is not None]
    assert len(kpis) == 31
    for one in kpis:
        figures = KNOWN.figures_of(one)
        assert figures, one.id
        assert {figure.qualifier for figure in figures} == {one.qualifier}


def test_the_levels_are_those_of_the_needs():
    assert {one.level for one in KNOWN.needs} == set(LEVELS)
