"""Names within drawings, which are made a drawing's own where several stand in one file."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_REFERENCE = re.compile(r"url\(['\"]?#([^)'\"]+)['\"]?\)")


def within_page(svg: str | bytes, own: str) -> str:
    """Return a drawing as it stands within a page, its names beginning with letters of its own."""
    root = ElementTree.fromstring(svg)
    own_names(root, own)
    return ElementTree.tostring(root, encoding="unicode")


def own_names(root: ElementTree.Element, own: str) -> None:
    """Begin every name in a drawing, and all that refers to one, with some letters of its own."""
    for part in root.iter():
        for name, value in part.attrib.items():
            if name == "id":
                part.set(name, f"{own}{value}")
            elif name.rpartition("}")[2] == "href" and value.startswith("#"):
                part.set(name, f"#{own}{value[1:]}")
            elif name == "aria-labelledby":
                part.set(name, " ".join(f"{own}{word}" for word in value.split()))
            elif "url(" in value:
                part.set(name, _REFERENCE.sub(rf"url(#{own}\1)", value))
