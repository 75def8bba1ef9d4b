"""Documents name files, headings and settings that there are, and CONTRIBUTING the packages."""

import re
import runpy

import pytest
from checkout import ROOT

LAYERS = runpy.run_path(str(ROOT / "tests" / "test_layers.py"))
FACES = {"commands", "face", "pages"}
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]
SETTINGS = ROOT / "docs" / "settings.md"
OURS = re.compile(r"app\.py|(?:insight|pages|tests|tools|docs|benchmarks|data)/[\w./-]*")
EXAMPLES = {"data/surveys/own"}
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SETTING = re.compile(r"INSIGHT_[A-Z_]+")
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


def anchors_of(text: str) -> set[str]:
    """The names by which the headings of a document are linked to, as GitHub makes them."""
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return {
        re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in HEADING.findall(outside)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_into_a_document_leads_to_a_heading(document):
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", document.read_text("utf-8"))
    places = [(document.parent / name if name else document, anchor) for name, anchor in links]
    absent = [f"{file.name}#{anchor}" for file, anchor in places if file.suffix == ".md"
              and anchor not in anchors_of(file.read_text("utf-8"))]  # fmt: skip
    assert absent == []


def test_anchors_are_those_of_the_headings():
    text = "# The operator's *own*, at 3\n```\n# no heading\n```\n## `insight` check\n"
    assert anchors_of(text) == {"the-operators-own-at-3", "insight-check"}


def test_every_setting_stands_in_the_table_with_who_reads_it():
    """A name that ends with a line is the beginning of several."""
    files = [ROOT / "app.py", ROOT / "Containerfile", *ROOT.glob("deploy/*")]
    files += [file for folder in ("insight", "pages") for file in (ROOT / folder).rglob("*")
              if file.suffix in {".py", ".toml", ".jinja", ".js"}]  # fmt: skip
    said = {file: {*SETTING.findall(file.read_text("utf-8"))} for file in files}
    named = set().union(*said.values())
    rows = re.findall(r"^\| (`.+?) \| .+ \| ([^|]+) \|$", SETTINGS.read_text("utf-8"), re.MULTILINE)
    told = {setting: reader for names, reader in rows for setting in SETTING.findall(names)}
    beginnings = tuple(name for name in named if name.endswith("_"))
    assert named - {*beginnings} <= told.keys()
    for setting, reader in told.items():
        names = said[ROOT / reader.strip("`")]
        assert any(setting == name or (name in beginnings and setting.startswith(name))
                   for name in names), setting  # fmt: skip


def test_settings_have_one_table():
    row = re.compile(r"^\| `INSIGHT_", re.MULTILINE)
    assert [file for file in DOCUMENTS if row.search(file.read_text("utf-8"))] == [SETTINGS]


def test_the_path_of_an_operator_is_short_enough_to_be_followed():
    assert len((ROOT / "docs" / "operating.md").read_text("utf-8").splitlines()) <= 250


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
