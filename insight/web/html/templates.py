"""Templates of HTML: every value is escaped, and a name that nobody has given is a fault.

A template is a file of macros in the folder ``templates``, one file for each kind of thing. What a
macro returns is safe HTML and is not escaped again where another macro takes it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from insight.language.catalogue import say


@cache
def environment() -> Environment:
    """Return the one environment in which all templates are compiled, each once."""
    made = Environment(
        loader=PackageLoader("insight.web.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["say"] = say
    made.policies["json.dumps_kwargs"] = {"sort_keys": False}
    return made


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
