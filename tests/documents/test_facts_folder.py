"""The folder of facts: a faulty one is refused, and building it again makes the same files."""

import subprocess
import sys

import pytest
from checkout import ROOT
from facts_folder import copied
from fixtures_folder import SHARED, shared_file

from insight.documents.fact_kinds import KINDS
from insight.documents.facts import FOLDER, load

FAULTS = {
    "an unknown source": ("needs.csv", "knowledge_base", "hearsay", "unknown source: hearsay"),
    "a heading of nothing": (
        "headings.csv",
        "knowledge_base",
        "hearsay",
        "unknown source: hearsay",
    ),
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
