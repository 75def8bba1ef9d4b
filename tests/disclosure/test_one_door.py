"""Numbers of respondents leave by one door: what shows or writes asks for no count itself."""

import ast

import pytest
from checkout import ROOT

OUTSIDE = ("web", "reporting", "exports", "views", "api", "commands")
FILES = [path for name in OUTSIDE for path in (ROOT / "insight" / name).rglob("*.py")]
FILES += [*(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
# What of `query` they may import: an open survey, the store to open one in, and room to remember.
OPENED = {"insight.query.opened", "insight.query.store", "insight.query.memory"}
# A visitor looks over a file of their own before it becomes a survey; who checks a folder has it,
# and so has who is told how many rows of it were read.
EXCEPTIONS = {
    ("pages/own_survey.py", "insight.query.counts"),
    ("insight/commands/explain.py", "insight.query.explained"),
    ("insight/commands/check.py", "insight.query.replication.replicate_remarks"),
}
COUNTS = {"count", "query", "predicate", "rows", "select"}


def asks(source: str) -> set[str]:
    """The modules of `query` that a source imports, and the questions it puts to a survey."""
    asked = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("insight.query"):
            asked.add(node.module or "")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            name = of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", "")
            if node.func.attr in COUNTS and name == "survey":
                asked.add(f"survey.{node.func.attr}")
    return asked


def test_nobody_outside_asks_for_a_count():
    strayed = {
        (str(path.relative_to(ROOT)), asked)
        for path in FILES
        for asked in asks(path.read_text("utf-8")) - OPENED
    }
    assert strayed <= EXCEPTIONS


@pytest.mark.parametrize(
    "source",
    ["n = view.survey.count(where)", "survey.query('SELECT 1')",
     "from insight.query.cells import share_cells"],
)  # fmt: skip
def test_whoever_does_is_caught(source):
    assert asks(source) - OPENED
