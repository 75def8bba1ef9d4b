"""Surveys reach people by one door: nobody else asks for those of the data folder."""

import ast

import pytest
from checkout import ROOT

OUTSIDE = ("access", "web", "views", "api", "exports", "reporting", "documents")
FILES = [path for name in OUTSIDE for path in (ROOT / "insight" / name).rglob("*.py")]
FILES += [*(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
# Whatever has surveys for who asks for none in particular.
UNFILTERED = {
    *("shared_surveys", "find_surveys", "find_survey", "read_survey", "read_raw_survey"),
    *("survey_folders", "open_survey", "open_in", "whole_listing"),
}
MAY = {
    # The door.
    "insight/api/listing.py": {"shared_surveys"},
    # What warms up all that anybody may ask for, and shows none of it.
    "insight/web/shell.py": {"shared_surveys"},
    "insight/web/searching/everything.py": {"shared_surveys"},
    "insight/web/serving/beforehand.py": {"shared_surveys"},
    # The operator: whether databases answer, and what is kept on disk of surveys that are gone.
    "app.py": {"shared_surveys"},
    # Names of folders in remarks, and an assistant on standard input.
    "insight/access/access_file.py": {"survey_folders"},
    # Whether they can be read.
    "insight/web/operated/operated_server.py": {"shared_surveys", "survey_folders"},
    "insight/api/assistant/tools_of_assistant.py": {"whole_listing"},
    # A survey of the visitor's own, and the names of those that come with the project.
    "insight/web/own_survey/brought.py": {"open_in", "read_survey"},
    "insight/web/own_survey/visitor.py": {"open_in", "read_survey", "survey_folders"},
}


def asked_for(source: str) -> set[str]:
    """Names in a source by which surveys are had that nobody has been asked about."""
    names: set[str] = set()
    if not any(name in source for name in UNFILTERED):
        return names
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.alias):
            names.add(node.id if isinstance(node, ast.Name) else node.name.rpartition(".")[2])
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").rpartition(".")[2])
    return names & UNFILTERED


def test_nobody_asks_for_surveys_but_by_the_door():
    asking = {
        str(path.relative_to(ROOT)): asked
        for path in FILES
        if (asked := asked_for(path.read_text("utf-8")))
    }
    assert asking == MAY


CAUGHT = (
    "shared_surveys.surveys()",
    "from insight.analysis.shared_surveys import surveys as s",
    "f.find_surveys(x)",
)


@pytest.mark.parametrize("source", CAUGHT)
def test_whoever_does_is_caught(source):
    assert asked_for(source)
