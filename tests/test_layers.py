"""Imports run one way, and each outside package stays behind its own door."""

import ast
import re
import sys
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions

import pytest
from checkout import ROOT

from insight.web.shell import COLD

# Each package with those of ours that it may import, and the outside packages behind its door.
HOUSE = {
    "language": ("", "babel snowballstemmer rapidfuzz"),
    "operation": ("language", "prometheus_client"),
    "statistics": ("", "scipy"),
    "survey": ("language statistics", "tomlkit"),
    "access": ("language survey", ""),
    "query": ("language operation statistics survey", "duckdb sqlglot clickhouse_connect"),
    "importers": (
        "language operation survey query",
        "pyreadstat python_calamine charset_normalizer",
    ),
    "disclosure": ("language survey query", ""),
    "analysis": ("language statistics survey query disclosure", ""),
    "documents": ("language survey query analysis", ""),
    "reporting": ("language survey analysis documents", "altair vl_convert PIL"),
    "exports": (
        "all but importers views api web commands face",
        "xlsxwriter pptx docx typst jinja2",
    ),
    "views": ("all but statistics importers api web commands face", ""),
    "api": ("all but statistics importers views web commands face", "starlette mcp"),
    "web": ("all but statistics commands face", "streamlit starlette jinja2"),
    "commands": ("all but web face", ""),
    "face": ("all but web", ""),  # insight's own __init__ and __main__
    "pages": ("all but commands", "streamlit"),
}
DOORS = {outside for _, doors in HOUSE.values() for outside in doors.split()}
FILES = {path: path.relative_to(ROOT / "insight").parts for path in ROOT.glob("insight/**/*.py")}
PAGES = {path: ("pages", path.name) for path in ROOT.glob("pages/*.py")}
PAGES[ROOT / "app.py"] = ("web", "app.py")


@cache
def imports(source: str) -> list[str]:
    """The modules, or names in modules, that a source imports anywhere."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            of = f"{node.level * '.'}{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found += [f"{of}{alias.name}" for alias in node.names]
    return found


def fault(package: str, name: str) -> bool:
    """Whether a module of a package may not import what has this name."""
    first, _, rest = name.partition(".")
    others, doors = HOUSE[package]
    if first == "insight" and rest:
        other = part if (part := rest.partition(".")[0]) in HOUSE else "face"
        return other != package and (other in others.split()) == others.startswith("all but")
    return not first or (first in DOORS and first not in doors.split())


def test_a_module_imports_only_what_its_package_may():
    for path, (package, *inside) in (FILES | PAGES).items():
        names = imports(path.read_text("utf-8"))
        assert [name for name in names if fault(package if inside else "face", name)] == [], path


BROKEN = """survey insight.query.store.Store, query insight.analysis.estimates, web insight.table,
    statistics insight.survey, statistics insight.Codebook, statistics insight.language.catalogue,
    reporting insight.query.store, commands insight.web.ui, face insight.web.ui, query scipy.stats,
    web insight.statistics.variance, analysis duckdb, reporting streamlit, survey .codebook.Text,
    views insight.api.listing, views streamlit, exports insight.views.shown,
    api insight.views.view"""


def test_each_rule_catches_who_breaks_it():
    assert [broken for broken in BROKEN.split(",") if not fault(*broken.split())] == []


def in_order(sources: dict[str, str]) -> list[str]:
    """Modules, each after those that it imports; a name may be of a module or in one."""
    graph: TopologicalSorter[str] = TopologicalSorter()
    for module, text in sources.items():
        needed = {part for name in imports(text) for part in (name, name.rpartition(".")[0])}
        graph.add(module, *(needed & {*sources} - {module}))
    return [*graph.static_order()]


def test_no_modules_import_each_other_round():
    with pytest.raises(CycleError):
        in_order({"insight.a": "from insight import b", "insight.b": "from insight.a import x"})
    names = {".".join(["insight", *parts])[:-3]: path for path, parts in FILES.items()}
    assert len(in_order({one: path.read_text("utf-8") for one, path in names.items()})) > 100


def test_a_folder_holds_few_modules_and_names_tell_them_apart():
    modules = [path for path in FILES if not path.stem.startswith("__")]
    assert max(Counter(path.parent for path in modules).values()) <= 15
    # HTML is named for what it shows, a command for what a person types.
    named_for_others = {"html", "commands"}
    stems = Counter(path.stem for path in modules if not named_for_others & {*FILES[path]})
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_what_the_server_imports_at_its_start_needs_no_extra():
    locked = (ROOT / "requirements.txt").read_text("utf-8")
    installed = set(re.findall(r"^([\w.-]+)==", locked, re.M))
    names = {".".join(["insight", *parts])[:-3]: path for path, parts in FILES.items()}
    warm = [path for name, path in names.items() if not name.startswith(COLD)]
    packages = packages_distributions()  # looks through all that is installed
    for path in [*warm, *PAGES]:
        tops = {name.partition(".")[0] for name in imports(path.read_text("utf-8"))}
        for top in tops - {"", "insight"} - sys.stdlib_module_names:
            of = {re.sub(r"[-_.]+", "-", one).lower() for one in packages[top]}
            assert of & installed, (path, top)
