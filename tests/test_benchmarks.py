"""Benchmarks, which no run of the tests starts, import from the project what there is."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from checkout import ROOT

BENCHMARKS = sorted(ROOT.glob("benchmarks/*.py"))
BESIDE = {path.stem: path for path in (*ROOT.glob("tests/**/*.py"), *BENCHMARKS)}


def is_there(module: str, name: str) -> bool:
    """Whether a name can be imported from a module; those of others are not asked."""
    if module.split(".")[0] == "insight":
        try:
            return hasattr(import_module(module), name) or bool(import_module(f"{module}.{name}"))
        except ModuleNotFoundError:
            return False
    if module in BESIDE:
        return bool(re.search(rf"\b{name}\b", BESIDE[module].read_text("utf-8")))
    return not module.startswith("test_")


def absent_from(text: str) -> Iterator[str]:
    """What is imported from the project and is not there."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (each.name for each in node.names)
            yield from (f"{node.module}.{n}" for n in names if not is_there(node.module, n))


@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda path: path.stem)
def test_a_benchmark_imports_what_there_is(benchmark):
    assert [*absent_from(benchmark.read_text("utf-8"))] == []


def test_what_is_absent_is_noticed():
    text = "from insight import table, nowhere\nfrom insight.query.no import a\n"
    text += "from test_nowhere import b\nfrom checkout import ROOT, nothing\nfrom numpy import c"
    absent = ["insight.nowhere", "insight.query.no.a", "test_nowhere.b", "checkout.nothing"]
    assert [*absent_from(text)] == absent
