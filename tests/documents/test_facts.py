"""The facts: every row is there as it was taken down, every quote stands in its document."""

import csv
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from checkout import ROOT
from fixtures_folder import SHARED, shared_file

from insight.documents.fact_kinds import KINDS, LEVELS, RELATIONS, Fact
from insight.documents.facts import FOLDER, facts, load
from insight.language.catalogue import LANGUAGES
from insight.web.answers import surveys
from insight.web.evidence import STANDINGS, has_standing, needs_of_item

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


# --- Every row ------------------------------------------------------------------------------------


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


# --- Evidence -------------------------------------------------------------------------------------


def test_there_is_evidence_enough_and_every_link_has_its_reason():
    assert len(KNOWN.evidence) >= 30
    assert {one.relation for one in KNOWN.evidence} == set(RELATIONS)
    for one in KNOWN.evidence:
        assert len(one.reason.nb) > 20
        assert len(one.reason.en) > 20


def test_no_link_stands_twice():
    ends = Counter(
        (one.need, one.survey, one.item, one.target, one.figure) for one in KNOWN.evidence
    )
    assert max(ends.values()) == 1


BUNDLED = {one.id: one.codebook for one in surveys().surveys}


@pytest.mark.parametrize(
    "link", KNOWN.evidence, ids=lambda one: f"{one.need}-{one.figure or one.item}-{one.survey}"
)
def test_every_link_resolves(link):
    assert link.need in KNOWN.need
    if link.kind == "figure":
        assert link.figure in KNOWN.figure
    else:
        item = BUNDLED[link.survey].variable(link.item)
        assert item.role == "item"
        assert link.target in {*item.by_key, *(one.id for one in item.nets)}


@pytest.mark.parametrize(
    "link",
    [one for one in KNOWN.evidence if one.kind == "item" and one.bears],
    ids=lambda one: f"{one.need}-{one.item}-{one.survey}",
)
def test_an_answer_supports_nuances_or_contradicts_only_where_its_level_was_published(link):
    anchors = BUNDLED[link.survey].variable(link.item).anchors
    assert link.target in {anchor.target for anchor in anchors}


IMPOSSIBLE = {
    "a figure that was asked": ("hcp_satisfaction_ehr,supports", "hcp_satisfaction_ehr,asked"),
    "a figure that was mentioned": (
        "hcp_satisfaction_ehr,supports",
        "hcp_satisfaction_ehr,mentioned",
    ),
    "a year that supports": ("evaluation,mentioned", "evaluation,supports"),
    "an item that was mentioned": ("low,,asked", "low,,mentioned"),
}


@pytest.mark.parametrize("words", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_figure_that_measures_something_is_evidence_and_a_year_is_only_mentioned(tmp_path, words):
    with pytest.raises(ValueError, match=r" cannot be (asked|mentioned|supports)$"):
        load(copied(tmp_path, "evidence_links.csv", *words))


def test_some_needs_are_left_without_evidence():
    silent = [one for one in KNOWN.needs if one.id not in KNOWN.evidence_of]
    assert {one.population for one in silent} >= {"citizens", "health_personnel"}


def test_from_an_item_to_its_needs_and_back():
    needs = needs_of_item("citizens", "trust_need_to_know")
    assert needs
    for need in needs:
        ends = {(one.survey, one.item) for one in KNOWN.evidence_of[need.id]}
        assert ("citizens", "trust_need_to_know") in ends


# A link to an item without a published level, one to an item with one, one to a printed figure.
ASKED, ANSWERED, PRINTED = ("item", "asked"), ("item", "supports"), ("figure", "nuances")
MENTIONED = ("figure", "mentioned")
HAVE_STANDING = [
    # links of a need, the choices that it is among
    ((), {"no_item", "unpublished", "none"}),
    ((PRINTED,), {"no_item", "published"}),
    ((ASKED,), {"item", "unpublished", "only_asked"}),
    ((ANSWERED,), {"item", "published"}),
    ((MENTIONED,), {"no_item", "unpublished", "none"}),
    ((PRINTED, ASKED), {"item", "published"}),
]


@pytest.mark.parametrize(("links", "expected"), HAVE_STANDING)
def test_answers_and_evidence_are_two_things(links, expected):
    some = [replace(KNOWN.evidence[0], kind=kind, relation=relation) for kind, relation in links]
    assert {one for one in STANDINGS if has_standing(some, one)} == {"any", *expected}


# --- The folder -----------------------------------------------------------------------------------


def copied(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A copy of the folder in which one file says something else."""
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


FAULTS = {
    "an unknown source": ("needs.csv", "knowledge_base", "hearsay", "unknown source: hearsay"),
    "an unknown theme": ("theme_links.csv", "trust_privacy", "gossip", "unknown theme: gossip"),
    "a theme for nothing": ("theme_links.csv", "c_head_overlap", "c_nobody", "does not exist"),
    "evidence for nothing": ("evidence_links.csv", "c_trust_and_safety", "c_nobody", "c_nobody"),
    "an id twice": ("needs.csv", "\nc_head_challenge", "\nc_head_overlap", "stands twice"),
    "a segment before its parent": (
        "segments.csv",
        "\ncarers,Pårørende,Carers,citizens,",
        "\ncarers,Pårørende,Carers,gps,",
        "segment carers stands before its parent gps",
    ),
    "a segment of no need": (
        "need_segments.csv",
        "\nc_var_not_fixed,high",
        "\nc_nobody,high",
        "a segment of a need that does not exist: c_nobody",
    ),
    "a need of a segment that is not there": (
        "need_segments.csv",
        ",gps,",
        ",midwives,",
        "unknown segment: midwives",
    ),
    "a need twice of one segment": (
        "need_segments.csv",
        "h_var_gp,gps,",
        "h_var_gp,health_personnel,",
        "need h_var_gp has the segment health_personnel twice",
    ),
    "a need of nobody": (
        "need_segments.csv",
        "\ng_easy_sharing,",
        "\nc_head_challenge,",
        "a need of nobody: g_easy_sharing",
    ),
    "a statement without a line": (
        "need_segments.csv",
        "gps,stated,1328",
        "gps,stated,",
        "a line where it is stated",
    ),
    "an unknown relation": ("evidence_links.csv", "supports", "proves", "column relation"),
}


@pytest.mark.parametrize(("name", "old", "new", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_folder_is_refused(tmp_path, name, old, new, fault):
    with pytest.raises(ValueError, match=fault):
        load(copied(tmp_path, name, old, new))


def test_building_again_makes_the_same_files(tmp_path):
    source = shared_file("facts")
    built = [f"{name}.csv" for name, _ in KINDS.values()]
    built += [
        "later_figures.csv",
        "context.csv",
        "segments.csv",
        "need_segments.csv",
        "terms.csv",
        "written_lines.csv",
    ]
    for path in FOLDER.glob("*.csv"):
        if path.name not in built:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    command = [sys.executable, ROOT / "tools" / "build_facts.py", source, "--out", tmp_path]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[0] == "figures.csv: 306 rows"
    for name in built:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def test_nothing_is_built_from_a_faulty_folder(tmp_path):
    shared_file("facts")
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    out.mkdir()
    for path in (SHARED / "facts").glob("*.csv"):
        (source / path.name).write_bytes(path.read_bytes())
    for path in FOLDER.glob("*.csv"):
        (out / path.name).write_bytes(path.read_bytes())
    rows = (source / "user_needs.csv").read_text(encoding="utf-8")
    (source / "user_needs.csv").write_text(rows.replace(",practical,", ",useful,", 1), "utf-8")
    before = (out / "needs.csv").read_bytes()
    command = [sys.executable, ROOT / "tools" / "build_facts.py", source, "--out", out]
    command += ["--documents", shared_file("documents")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 1
    assert "column level: expected one of practical" in run.stderr
    assert (out / "needs.csv").read_bytes() == before


FAULTY_CORRECTIONS = {
    "another text was taken down": (
        "need,h_head_variation,text_en,Needs vary", "need,h_head_variation,text_en,Needs varied",
        "h_head_variation, text_en was taken down otherwise",
    ),
    "the fact is not there": (
        "need,h_head_variation,text_en", "need,h_nobody,text_en", "need h_nobody text_en",
    ),
    "a cell is corrected twice": (
        "need,h_head_variation,text_en", "need,h_head_variation,text_nb", "the same cell twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "fault"), FAULTY_CORRECTIONS.values(), ids=FAULTY_CORRECTIONS
)
def test_nothing_is_built_with_a_correction_that_corrects_nothing(tmp_path, old, new, fault):
    source = shared_file("facts")
    out = copied(tmp_path, "corrections.csv", old, new)
    command = [sys.executable, ROOT / "tools" / "build_facts.py", source, "--out", out]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 1
    assert fault in run.stderr


def test_the_levels_are_those_of_the_needs():
    assert {one.level for one in KNOWN.needs} == set(LEVELS)
