"""Imports run downward only, and each outside package stays behind its own door."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# From the ground up: a module imports only those before it.
ORDER = [
    "catalogue",
    "errors",
    "strata",
    "toml_reader",
    "codebook",
    "codebook_parser",
    "survey",
    "remembering",
    "filters",
    "store",
    "answered",
    "consistency",
    "variance",
    "raking",
    "counted",
    "units",
    "cells",
    "intervals",
    "disclosure",
    "cycles",
    "suppression",
    "profiles",
    "nesting",
    "masks",
    "hiding",
    "bases",
    "protection",
    "coarsening",
    "given",
    "anonymity",
    "measures",
    "estimates",
    "layout",
    "contrasts",
    "covariation",
    "differences",
    "comparison",
    "significance",
    "tidy",
    "tidy_comparison",
    "records",
    "facts",
    "agreement",
    "series",
    "published",
    "calibration",
    "population",
    "organisations",
    "simulate",
    "importers.source",
    "importers.values",
    "importers.patched",
    "importers.readstat",
    "importers.tagged",
    "importers.spss_header",
    "importers.spss",
    "importers.stata",
    "importers.sas",
    "importers.parquet",
    "importers.cells",
    "importers.csv_shape",
    "importers.text",
    "importers.zip_sizes",
    "importers.excel",
    "importers.opening",
    "importers.progress",
    "importers.tallies",
    "importers.naming",
    "importers.roles",
    "importers.answers",
    "importers.mark_values",
    "importers.batteries",
    "importers.marks",
    "importers.proposals",
    "importers.recoding",
    "importers.drafting",
    "importers.several",
    "importers.draft",
    "importers.codebook_toml",
    "importers.responses",
    "importers.messages",
    "importers.known",
    "importers.joining",
    "importers.merging",
    "importers.waves",
    "importers.codebook_edits",
    "importers.renewal",
    "importers.worker",
    "importers.toml_edits",
    "importers.correcting",
    "importers.confined",
    "importers.sandbox",
    "importing",
    "import_command",
    "export",
    "labels",
    "provenance",
    "datapackage",
    "bundle",
    "workbook",
    "search",
    "quoting",
    "glossary",
    "dictionary",
    "printed",
    "cards",
    "series_words",
    "series_marks",
    "series_rows",
    "series_view",
    "source_tables",
    "tables_of_facts",
    "strategy_entries",
    "areas_view",
    "strategy_view",
    "scenario_view",
    "sentences",
    "groups",
    "constructs",
    "readable",
    "understood",
    "private_folder",
    "own_survey",
    "distribution",
    "description",
    "xml_elements",
    "ddi_variables",
    "ddi",
    "codebook_formats",
    "margins",
    "placement",
    "weighting",
    "weighting_words",
    "weighted_folder",
    "commands",
    "codebook_view",
    "chart_rows",
    "trend_rows",
    "scales",
    "withheld",
    "heat_rows",
    "line_rows",
    "panel_rows",
    "palettes",
    "chart_parts",
    "charts",
    "charts_of_series",
    "charts_of_groups",
    "breakdown",
    "breakdown_ways",
    "breakdown_words",
    "breakdown_notes",
    "breakdown_view",
    "server",
    "drawing",
    "picture",
    "answers",
    "breakdown_answers",
    "offers",
    "left",
    "routes",
    "evidence",
    "needs_view",
    "findings",
    "choices",
    "sidebar",
    "own_forms",
    "ui",
    "pages",
    "shell",
    "app",
]
FACES = {
    "__init__",
    "__main__",
    "importers.__init__",
}  # stand outside the house and look at all of it
DOORS = {
    "duckdb": {"store"},
    "altair": {"chart_parts", "charts", "charts_of_series", "charts_of_groups"},
    "vl_convert": {"drawing"},
    "xlsxwriter": {"workbook"},
    "tomlkit": {"importers.codebook_edits", "importers.toml_edits", "weighted_folder"},
    "pyreadstat": {"importers.readstat", *(f"importers.{one}" for one in ("spss", "stata", "sas"))},
    "python_calamine": {"importers.excel"},
    "charset_normalizer": {"importers.csv_shape"},
    "streamlit": {"choices", "sidebar", "own_forms", "ui", "pages", "shell", "app"},
}
WEB = {
    *("server", "answers", "breakdown_answers", "routes"),
    *("choices", "sidebar", "own_forms", "ui", "pages", "shell", "app"),
}


def module_name(path: Path) -> str:
    """The name of a file in the order; all pages are one layer."""
    if path.parent.name == "pages":
        return "pages"
    return f"importers.{path.stem}" if path.parent.name == "importers" else path.stem


def imports(path: Path) -> set[str]:
    """What a file imports: packages, and modules of ours by their own name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports from {node.module} relatively"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names if node.module == "insight" else {str(node.module)}
    return found


def ours(path: Path) -> set[str]:
    modules = [name.split(".")[1:] for name in imports(path) if name.startswith("insight.")]
    return {".".join(one[:2]) if one[0] == "importers" else one[0] for one in modules}


FILES = sorted(
    path
    for path in [
        *ROOT.glob("insight/*.py"),
        *ROOT.glob("insight/importers/*.py"),
        *ROOT.glob("pages/*.py"),
        ROOT / "app.py",
    ]
    if path.exists()
)


def test_every_module_has_its_place():
    there = {module_name(path) for path in FILES} - FACES
    assert there - set(ORDER) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_module_imports_only_what_lies_below_it(path):
    name = module_name(path)
    below = set(ORDER) - WEB if name in FACES else set(ORDER[: ORDER.index(name)])
    assert ours(path) - below == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_outside_package_is_imported_only_behind_its_door(path):
    packages = {name.split(".")[0] for name in imports(path)}
    for package, doors in DOORS.items():
        assert package not in packages or module_name(path) in doors


MATHEMATICS = {"strata", "variance", "raking", "intervals", "contrasts"}


@pytest.mark.parametrize("name", sorted(MATHEMATICS))
def test_the_mathematics_knows_nothing_of_surveys(name):
    path = ROOT / "insight" / f"{name}.py"
    packages = {one.split(".")[0] for one in imports(path)}
    assert packages - set(sys.stdlib_module_names) <= {"numpy", "scipy", "insight"}
    assert ours(path) <= MATHEMATICS
