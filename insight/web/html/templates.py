"""Templates of HTML: every value is escaped, and a name that nobody has given is a fault.

A template is a file of macros in the folder ``templates``, one file for each kind of thing. What a
macro returns is safe HTML and is not escaped again where another macro takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from insight.exports.html_environment import html_environment
from insight.language.catalogue import say
from insight.reporting.folding import fold


@cache
def environment() -> Environment:
    """Return the one environment in which all templates are compiled, each once."""
    made = html_environment("insight.web.html")
    made.globals["say"] = say
    made.filters["fold"] = _fold
    made.policies["json.dumps_kwargs"] = {"sort_keys": False}
    return made


def _fold(words: str) -> tuple[str, str]:
    """Fold small print; what has tags is left whole."""
    if isinstance(words, Markup):
        return (words, "") if "<" in words else fold(words.unescape())
    return fold(words)


def draw(template: str, macro: str, *values: object, **named: Any) -> Markup:
    """Return what a macro of a template draws.

    Parameters
    ----------
    template
        The file's name without its endings.
    macro
        The macro's name.
    *values, **named
        What the macro is given; text is escaped.

    Examples
    --------
    >>> draw("text", "marked", [("<b> & ", False), ("tillit", True)])
    Markup('&lt;b&gt; &amp; <mark>tillit</mark>')
    """
    module = environment().get_template(f"{template}.html.jinja").module
    drawn: Markup = getattr(module, macro)(*values, **named)
    return drawn


@dataclass(frozen=True)
class Fixed:
    """HTML that every run draws alike, and that Streamlit takes as it is.

    Of other HTML it looks for indentation each time, which takes a millisecond for long rules.
    """

    markup: str

    def _repr_html_(self) -> str:
        return self.markup


def fixed(markup: str) -> Fixed:
    """Return HTML that is kept and drawn by every run, without its indentation."""
    return Fixed(dedent(markup).strip())
