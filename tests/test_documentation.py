"""Documents name files that there are, and CONTRIBUTING the packages as they are held."""

import re
import runpy

import pytest
from checkout import ROOT

LAYERS = runpy.run_path(str(ROOT / "tests" / "test_layers.py"))
FACES = {"commands", "face", "pages"}
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]
OURS = re.compile(r"app\.py|(?:insight|pages|tests|tools|docs|benchmarks|data)/[\w./-]*")
EXAMPLES = {"data/surveys/own"}
ROW = re.compile(r"^\| `(\w+)` \|[^|]+\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def paths_in(text: str) -> set[str]:
    """What is written as code and looks like a path of this project; NAME stands for any."""
    codes = [part for code in re.findall(r"`([^`\n]+)`", text) for part in code.split()]
    return {code for code in codes if OURS.fullmatch(code)} - EXAMPLES


def links_in(text: str) -> set[str]:
    """The files that a document links to."""
    return {link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_files_that_there_are(document):
    text = document.read_text("utf-8")
    absent = [path for path in paths_in(text) if not [*ROOT.glob(path.replace("NAME", "*"))]]
    assert absent == []
    assert [link for link in links_in(text) if not (document.parent / link).exists()] == []


def test_an_absent_path_is_noticed():
    text = "`insight/nowhere.py`, `pages/NAME.py` in `tests/`, `app.py`, `insight table`, `q/a`"
    assert paths_in(text) == {"insight/nowhere.py", "pages/NAME.py", "tests/", "app.py"}
    assert links_in("[a](b.md) [c](https://d.e) [f](g.md#h)") == {"b.md", "g.md"}


def test_the_table_of_packages_says_what_is_held():
    rows = ROW.findall(CONTRIBUTING.read_text("utf-8"))
    packages = [package for package, _, _ in rows]
    assert packages == [package for package in LAYERS["HOUSE"] if package not in FACES]
    for number, (package, imports, doors) in enumerate(rows):
        named = set(re.findall(r"`(\w+)`", imports))
        allowed = {*packages[:number]} - named if imports.startswith("all above") else named
        others = {*packages} - {package}
        held = {other for other in others if not LAYERS["fault"](package, f"insight.{other}.x")}
        assert (package, allowed) == (package, held)
        assert set(re.findall(r"`(\w+)`", doors)) == set(LAYERS["HOUSE"][package][1].split())


def test_contributing_is_short_enough_to_be_read():
    assert len(CONTRIBUTING.read_text("utf-8").splitlines()) <= 120
