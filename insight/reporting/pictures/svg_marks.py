"""SVG elements: text, rectangles and lines, each with what it is drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from xml.etree import ElementTree

from insight.language.catalogue import one_line
from insight.reporting.pictures.letters import Letters

Anchor = Literal["start", "middle", "end"]
BASELINE = 0.34  # of the size of letters, from their middle down to the line that they stand on


def element(
    parent: ElementTree.Element, tag: str, words: str = "", /, **attributes: str | float
) -> ElementTree.Element:
    """Add an element to another and return it; an underscore in a name stands for a hyphen."""
    told = {
        name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else f"{value:.6g}"
        for name, value in attributes.items()
    }
    added = ElementTree.SubElement(parent, tag, told)
    added.text = one_line(words) or None
    return added


def box(
    parent: ElementTree.Element,
    at: tuple[float, float, float, float],
    /,
    **look: str | float,
) -> ElementTree.Element:
    """Add a rectangle: its left, its top, how wide and how high it is."""
    x, y, wide, high = at
    return element(parent, "rect", x=x, y=y, width=wide, height=high, **look)


def text(
    parent: ElementTree.Element,
    words: str,
    at: tuple[float, float],
    letters: Letters,
    anchor: Anchor = "start",
) -> ElementTree.Element:
    """Add one line of words whose middle is at a height.

    Parameters
    ----------
    parent
        What it is added to.
    words
        The line; control characters in it are written as escapes.
    at
        Where it begins, has its middle or ends, as `anchor` says, and the height of its middle.
    letters, anchor
        How it is set.
    """
    return element(
        parent,
        "text",
        words,
        x=at[0],
        y=at[1] + BASELINE * letters.size,
        font_size=letters.size,
        font_weight=str(letters.weight),
        fill=letters.colour,
        **({} if anchor == "start" else {"text_anchor": anchor}),
    )


def column_of_text(
    parent: ElementTree.Element,
    lines: Sequence[str],
    at: tuple[float, float],
    letters: Letters,
    anchor: Anchor = "start",
) -> None:
    """Add lines below each other whose middle is at a height."""
    first = at[1] - (len(lines) - 1) * letters.leading / 2
    for place, line in enumerate(lines):
        text(parent, line, (at[0], first + place * letters.leading), letters, anchor)


def mixed(colour: str, part: float, ground: str) -> str:
    """Return a colour of which so large a part is mixed with its ground.

    Examples
    --------
    >>> mixed("#000000", 0.2, "#ffffff")
    '#cccccc'
    """
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part * one + (1 - part) * other):02x}" for one, other in pairs)
