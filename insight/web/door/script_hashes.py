"""Hashes of the scripts that stand in pages: the browser runs no others.

What a script is told is in an attribute of its tag, so that its text is always the same.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from textwrap import dedent

from streamlit import file_util

from insight.web.html.templates import draw

# Template, macro, and anything that it can be given.
SCRIPTS: Sequence[tuple[str, str, tuple[object, ...]]] = (
    ("action_row", "buttons_script", ()),
    ("basket", "keep_focus", ("", 0, 0)),
    ("by_address", "script", ()),
    ("copy_link", "button", ("", "")),
    ("front", "script", ()),
    ("history", "script", ()),
    ("presence", "script", ("", "", "", False)),
    ("script", "page", ("", {}, "", ())),
    ("terms", "script", ()),
    ("tips", "pointing", ("",)),
    ("workbench", "done", ("",)),
)
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


@cache
def script_hashes() -> tuple[str, ...]:
    """Return the hashes of all scripts, as a content security policy names them."""
    return tuple(dict.fromkeys(map(_hash, _texts())))


def _texts() -> Iterator[str]:
    shell = Path(file_util.get_static_dir()) / "index.html"
    yield from inline_scripts(shell.read_text("utf-8"))
    for template, macro, given in SCRIPTS:
        yield from inline_scripts(dedent(draw(template, macro, *given)))


def inline_scripts(markup: str) -> list[str]:
    """Return the scripts that stand in HTML itself.

    Examples
    --------
    >>> inline_scripts('<script src="a.js"></script><script data-told="1">run()</script>')
    ['run()']
    """
    return _INLINE.findall(markup)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
