"""Draw the packages from their imports: ``docs/architecture.svg``.

    .venv/bin/python tools/draw_architecture.py

A package lies above those that it imports. A line goes up from each; a dot on it says that the
package in the dot's row imports it. Beside a package stand the outside packages that it alone
imports.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
FACES = "commands"  # with insight/__init__.py and insight/__main__.py, which stand for them
PAGES = "pages"
TITLES = {FACES: "commands, __main__, __init__", PAGES: "app.py, pages"}
WORDS = {
    FACES: "The faces: the command line, and the names that Python users import.",
    PAGES: "The server, and a thin script for each page.",
}

Graph = Mapping[str, set[str]]

WIDTH, HEIGHT, GAP, MARGIN = 430, 62, 10, 20
HEADER, LANE = 78, 27  # the names above the lines, and from line to line
LETTERS = 58  # that fit in a line of a box
STYLE = """
svg { --paper: #ffffff; --box: #f3f6fa; --edge: #c3cdd9; --ink: #16202c; --soft: #4a5868;
      --line: #9aa9b9; --dot: #0b5cab; font-family: system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --box: #1a222d; --edge: #3f4d5d; --ink: #eef3f8; --soft: #b3c0ce;
        --line: #66778a; --dot: #7cc0ff; } }
.paper { fill: var(--paper); } .box { fill: var(--box); stroke: var(--edge); }
.row { stroke: var(--edge); stroke-dasharray: 2 4; } .lane { fill: none; stroke: var(--line); }
.lane { stroke-width: 1.5; } .head { fill: var(--line); } .dot, .door { fill: var(--dot); }
.name { fill: var(--ink); font-size: 15px; font-weight: 650; }
.words, .door, .above { font-size: 12.5px; } .words, .above { fill: var(--soft); }
"""


def package_of(path: Path) -> str:
    """The package that a source file belongs to."""
    folder, *inside = path.relative_to(ROOT).parts
    if folder != "insight":
        return PAGES
    return inside[0] if len(inside) > 1 else FACES


def imported_modules(path: Path) -> Iterator[str]:
    """Names of the modules that a source file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "insight":
            yield from (f"insight.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def read_imports() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """For each package, those of ours that it imports and those of others."""
    ours: dict[str, set[str]] = {}
    outside: dict[str, set[str]] = {}
    for path in sorted([*ROOT.glob("insight/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]):
        package = package_of(path)
        parts = [name.split(".") for name in imported_modules(path)]
        ours.setdefault(package, set()).update(
            name[1] for name in parts if name[0] == "insight" and len(name) > 1
        )
        outside.setdefault(package, set()).update(name[0] for name in parts)
    packages = {*ours}
    return (
        {package: (names & packages) - {package} for package, names in ours.items()},
        {package: names - sys.stdlib_module_names for package, names in outside.items()},
    )


def doors(outside: Graph) -> dict[str, list[str]]:
    """For each package, the outside packages that no other package under ``insight`` imports."""
    inside = {package: names for package, names in outside.items() if package != PAGES}
    importers = Counter(name for names in inside.values() for name in names)
    return {
        package: sorted(name for name in names if importers[name] == 1 and name != "insight")
        for package, names in inside.items()
    }


def from_top(graph: Graph) -> list[str]:
    """Packages in an order in which each stands above those that it imports."""

    @cache
    def floor(package: str) -> int:
        return max((floor(other) + 1 for other in graph[package]), default=0)

    importers = Counter(other for others in graph.values() for other in others)
    return sorted(graph, key=lambda package: (-floor(package), importers[package], package))


def words_of(package: str) -> str:
    """The first sentence that a package says of itself."""
    if package in WORDS:
        return WORDS[package]
    source = (ROOT / "insight" / package / "__init__.py").read_text("utf-8")
    said = ast.get_docstring(ast.parse(source)) or ""
    return said.partition(". ")[0].partition("\n\n")[0].replace("\n", " ").rstrip(".") + "."


def draw() -> str:
    """The picture as SVG."""
    graph, outside = read_imports()
    names, order = doors(outside), from_top(graph)
    rows = {
        package: MARGIN + HEADER + number * (HEIGHT + GAP) for number, package in enumerate(order)
    }
    # The higher a package, the nearer its line: so no line crosses another.
    imported = [package for package in order if any(package in graph[other] for other in order)]
    lanes = {package: MARGIN + WIDTH + (n + 1) * LANE for n, package in enumerate(imported)}
    width, height = max(lanes.values()) + 3 * MARGIN, max(rows.values()) + HEIGHT + MARGIN
    size = {"width": str(width), "height": str(height)}
    picture = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "role": "img"},
        **size,
    )
    ET.SubElement(picture, "title").text = "The packages of E-helseinnsikt and what they import"
    ET.SubElement(picture, "style").text = STYLE
    ET.SubElement(picture, "rect", {"class": "paper", **size})
    for package, x in lanes.items():
        top = min(rows[other] for other in order if package in graph[other])
        _draw_lane(picture, package, x, middle(top), middle(rows[package]))
    for package, y in rows.items():
        _draw_dots(picture, middle(y), sorted(lanes[other] for other in graph[package]))
        _draw_box(picture, y, package, names.get(package, []))
    ET.indent(picture)
    return ET.tostring(picture, encoding="unicode") + "\n"


def middle(y: int) -> int:
    """The middle of a row that begins at `y`."""
    return y + HEIGHT // 2


def _draw_lane(picture: ET.Element, package: str, x: int, top: int, bottom: int) -> None:
    """The line from the highest importer of a package down to its box, and its name above."""
    edge = MARGIN + WIDTH
    ET.SubElement(picture, "path", {"class": "lane"}, d=f"M {x} {top} V {bottom} H {edge + 8}")
    ET.SubElement(picture, "path", {"class": "head"}, d=f"M {edge + 1} {bottom} l 9 -5 v 10 z")
    y = MARGIN + HEADER
    turned = {"transform": f"rotate(-50 {x} {y})", "class": "above"}
    ET.SubElement(picture, "text", turned, x=str(x), y=str(y)).text = package


def _draw_dots(picture: ET.Element, y: int, places: Sequence[int]) -> None:
    """A dot for each package that the package of a row imports."""
    if places:
        row = {"x1": str(MARGIN + WIDTH), "x2": str(places[-1]), "y1": str(y), "y2": str(y)}
        ET.SubElement(picture, "line", {"class": "row", **row})
    for x in places:
        ET.SubElement(picture, "circle", {"class": "dot"}, cx=str(x), cy=str(y), r="5")


def _draw_box(picture: ET.Element, y: int, package: str, names: Iterable[str]) -> None:
    """The box of a package: its name, its doors, and what it says of itself."""
    size = {"x": str(MARGIN), "y": str(y), "width": str(WIDTH), "height": str(HEIGHT), "rx": "6"}
    ET.SubElement(picture, "rect", {"class": "box", **size})
    left, right = {"x": str(MARGIN + 12)}, {"x": str(MARGIN + WIDTH - 12)}
    title = {"class": "name", **left, "y": str(y + 21)}
    ET.SubElement(picture, "text", title).text = TITLES.get(package, package)
    if listed := ", ".join(names):
        door = {"class": "door", **right, "y": str(y + 21), "text-anchor": "end"}
        ET.SubElement(picture, "text", door).text = listed
    for number, line in enumerate(textwrap.wrap(words_of(package), LETTERS)):
        place = {"class": "words", **left, "y": str(y + 38 + 16 * number)}
        ET.SubElement(picture, "text", place).text = line


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
