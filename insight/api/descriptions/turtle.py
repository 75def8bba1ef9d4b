"""Turtle of a JSON-LD document whose nodes stand in its graph, each with an address."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

Node = Mapping[str, Any]
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def turtle_of(document: Node) -> str:
    """Write a document.

    Parameters
    ----------
    document
        ``@context`` has the address of each prefix, ``@graph`` the nodes.
    """
    prefixes = [f"@prefix {name}: {_address(at)} ." for name, at in document["@context"].items()]
    nodes = [f"{_address(node['@id'])} {_said(node)} ." for node in document["@graph"]]
    return "\n\n".join(["\n".join(prefixes), *nodes]) + "\n"


def _said(node: Node) -> str:
    parts = ((name, value) for name, value in node.items() if name != "@id")
    return " ;\n    ".join(f"{_predicate(name)} {_objects(name, value)}" for name, value in parts)


def _predicate(name: str) -> str:
    return "a" if name == "@type" else name


def _objects(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(each if name == "@type" else _object(each) for each in values)


def _object(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if "@language" in value:
        return f"{_text(value['@value'])}@{value['@language']}"
    if "@value" in value:
        return f"{_text(value['@value'])}^^{value['@type']}"
    return _address(value["@id"]) if "@id" in value else f"[ {_said(value)} ]"


def _text(words: str) -> str:
    """A text in quotes; what JSON writes for a sign, Turtle reads as that sign."""
    return json.dumps(words, ensure_ascii=False)


def _address(written: str) -> str:
    return f"<{_NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), written)}>"
