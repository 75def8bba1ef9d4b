"""A drafted codebook as a file that a person reads, corrects and keeps.

Written by hand rather than by a library, because what matters is how it reads: comments that say
what to check, sections, one category a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.parts import Draft, DraftVariable
from insight.importers.drafting.proposals import Proposal
from insight.language.catalogue import LANGUAGES, Text, say

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\"}
WIDTH = 98
PARTS = ("wave", "weight", "strata", "psu", "fpc")


def codebook_text(draft: Draft, survey_id: str, origin: Mapping[str, str | int | date]) -> str:
    """Return the codebook of a drafted survey.

    Parameters
    ----------
    draft
        What was understood of the file.
    survey_id
        Id of the survey, also its folder's name.
    origin
        The file that the survey comes from; becomes the table [origin].
    """
    title = draft.title.strip() or str(origin.get("file", survey_id))
    lines = [
        *_opening(draft, title),
        "",
        "format = 1",
        f"id = {quoted(survey_id)}",
        f"title = {both(title)}",
        "",
        "[origin]",
        *(f"{name} = {_plain(value)}" for name, value in origin.items()),
        "",
        *design_lines(draft.proposals),
        "",
        "[disclosure]",
        'microdata = "closed"',
    ]
    for variable in draft.variables:
        lines += ["", *variable_lines(variable)]
    return "\n".join(lines) + "\n"


def _opening(draft: Draft, title: str) -> Iterator[str]:
    for number, language in enumerate(LANGUAGES):
        if number:
            yield "#"
        yield from comment(say(language, "import.opening", title=title))
        yield from comment(say(language, "import.opening_check"), "  ")
        for remark in draft.remarks:
            yield from comment("– " + remark.text(language), "  ")
    if draft.left_out:
        yield "#"
        yield from comment(" / ".join(say(language, "import.left_out") for language in LANGUAGES))
        yield from comment(", ".join(quoted(name) for name in draft.left_out), "  ")


def design_lines(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Return the table [design], in which every proposal is a comment with its reason."""
    yield "[design]"
    for language in LANGUAGES:
        words = "import.design_proposed" if proposals else "import.design_none"
        yield from comment(say(language, words))
    for part in PARTS:
        for proposal in (proposal for proposal in proposals if proposal.part == part):
            yield f"# {part} = {quoted(proposal.column)}"
            for language in LANGUAGES:
                yield from comment(proposal.reason.text(language), "    ")


def variable_lines(one: DraftVariable) -> Iterator[str]:
    """Return the table of one variable."""
    yield f"[variables.{key(one.id)}]"
    yield f'role = "{one.role}"'
    yield f'kind = "{one.kind}"'
    if one.source is not None:
        yield f"from = {quoted(one.source)}"
    if one.ordered:
        yield "ordered = true"
    yield f"label = {both(one.label if one.label.strip() else one.id)}"
    if one.note:
        yield f"note = {both(one.note)}"
    if one.categories:
        yield "categories = ["
        yield from (f"    {category_line(answer)}," for answer in one.categories)
        yield "]"


def category_line(answer: Answer) -> str:
    """Return a category as an inline table; `value` is what stands in the file."""
    parts = []
    if answer.column is not None and answer.value == answer.column:
        parts.append(f"code = {quoted(answer.column)}")
    else:
        parts.append(f"code = {answer.code}")
        if answer.value is not None:
            parts.append(f"value = {_plain(answer.value)}")
    if answer.column is not None:
        parts.append(f"column = {quoted(answer.column)}")
    words = quoted(answer.label if answer.label.strip() else str(answer.code))
    parts.append(f"nb = {words}, en = {words}")
    if answer.missing:
        parts.append(f'missing = "{answer.missing}"')
    return "{ " + ", ".join(parts) + " }"


def both(words: str | Text) -> str:
    """Return a text in both languages; a file has one language, so that both are the same.

    Examples
    --------
    >>> both("Alder")
    '{ nb = "Alder", en = "Alder" }'
    """
    text = words if isinstance(words, Text) else Text(words, words)
    return f"{{ nb = {quoted(text.nb)}, en = {quoted(text.en)} }}"


def key(name: str) -> str:
    """Return a key, quoted where it must be.

    Examples
    --------
    >>> key("q1"), key("comp.imp")
    ('q1', '"comp.imp"')
    """
    return name if _BARE.fullmatch(name) else quoted(name)


def quoted(words: str) -> str:
    r"""Return a TOML string; what is no plain letter is written as an escape.

    Examples
    --------
    >>> print(quoted('si "æ"'), quoted("a\x07\n\udcff"))
    "si \"æ\"" "a\u0007\u000A\uFFFD"
    """
    return '"' + "".join(_letter(mark) for mark in words) + '"'


def _letter(mark: str) -> str:
    if mark in _ESCAPES:
        return _ESCAPES[mark]
    if "\ud800" <= mark <= "\udfff":
        return "\\uFFFD"
    if mark.isprintable():
        return mark
    return f"\\u{ord(mark):04X}" if ord(mark) < 0x10000 else f"\\U{ord(mark):08X}"


def comment(words: str, indent: str = "") -> Iterator[str]:
    r"""Return words as lines of a comment, whatever is in them.

    Examples
    --------
    >>> list(comment("one\ntwo"))
    ['# one two']
    """
    plain = "".join(character if character.isprintable() else " " for character in words)
    line = f"# {indent}"
    for word in plain.split():
        if len(line) + len(word) > WIDTH and len(line) > 4:
            yield line.rstrip()
            line = f"# {indent}  "
        line += f"{word} "
    yield line.rstrip()


def _plain(value: str | int | float | date) -> str:
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def tables(names: Iterable[str]) -> str:
    """Return names as a TOML list."""
    return "[" + ", ".join(quoted(name) for name in names) + "]"
