"""The public face: sorted, complete, of our own making, and imported when it is used."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import insight


def test_the_public_names_are_sorted_and_named_once():
    assert insight.__all__ == sorted(set(insight.__all__))


def test_each_public_name_comes_from_where_type_checkers_are_told():
    source = Path(insight.__file__).read_text("utf-8")
    told = {
        alias.name: node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("insight.")
        for alias in node.names
    }
    assert told == insight._MODULES
    assert sorted(told) == insight.__all__
    assert set(insight.__all__) <= {*dir(insight)}


def test_every_public_name_is_ours_and_documented():
    for name in insight.__all__:
        member = getattr(insight, name)
        assert member.__module__ == insight._MODULES[name], name
        assert member.__name__ == name
        assert inspect.getdoc(member), name


def test_a_name_that_there_is_not_is_told_as_python_does():
    with pytest.raises(AttributeError, match="module 'insight' has no attribute 'nothing'"):
        insight.nothing  # noqa: B018
    with pytest.raises(ImportError):
        from insight import nothing  # noqa: F401


def test_the_package_imports_nothing_before_it_is_used():
    program = "import sys, insight; print([name for name in sys.modules if 'insight.' in name])"
    lines = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (lines.stdout, lines.stderr) == ("[]\n", "")
