"""A drafted codebook as a file that a person reads, corrects and keeps.

Comments say what to check; nothing of the design is set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from insight.importers.drafting.categories import Answer
from insight.importers.drafting.parts import Draft, DraftVariable
from insight.importers.drafting.proposals import Proposal
from insight.language.catalogue import LANGUAGES, say
from insight.survey.toml_writer import assignments, header, quote_string, value_text

Origin = Mapping[str, str | int | date]  # the file that a survey comes from
WIDTH = 98
PARTS = ("wave", "weight", "strata", "psu", "fpc")


def codebook_text(draft: Draft, survey_id: str, origin: Origin) -> str:
    """Return the codebook of a drafted survey.

    Parameters
    ----------
    draft
        What was understood of the file.
    survey_id
        Id of the survey, also its folder's name.
    origin
        Becomes the table [origin].
    """
    title = draft.title.strip() or str(origin.get("file", survey_id))
    lines = [
        *_opening(draft, title),
        "",
        "format = 1",
        f"id = {quote_string(survey_id)}",
        f"title = {value_text(both(title))}",
        "",
        "[origin]",
        *assignments(origin),
        "",
        *design_lines(draft.proposals),
        "",
        "[disclosure]",
        'microdata = "closed"',
    ]
    for variable in draft.variables:
        lines += ["", header(["variables", variable.id])]
        lines += assignments(variable_values(variable))
    return "\n".join(lines) + "\n"


def _opening(draft: Draft, title: str) -> Iterator[str]:
    for number, language in enumerate(LANGUAGES):
        if number:
            yield "#"
        yield from comment(say(language, "import.opening", title=title))
        yield from comment(say(language, "import.opening_check"), "  ")
        for remark in draft.remarks:
            yield from comment("– " + remark.text(language), "  ")
    written = {name for piece in draft.pieces for name in piece.names}
    if kept := [name for name in draft.left_out if name in written]:
        yield "#"
        yield from comment(" / ".join(say(language, "import.left_out") for language in LANGUAGES))
        yield from comment(", ".join(quote_string(name) for name in kept), "  ")


def design_lines(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Return the table [design], in which every proposal is a comment with its reason."""
    yield "[design]"
    for language in LANGUAGES:
        words = "import.design_proposed" if proposals else "import.design_none"
        yield from comment(say(language, words))
    for part in PARTS:
        for proposal in (proposal for proposal in proposals if proposal.part == part):
            yield f"# {part} = {quote_string(proposal.column)}"
            for language in LANGUAGES:
                yield from comment(proposal.reason.text(language), "    ")
    for proposal in (proposal for proposal in proposals if proposal.part == "replicates"):
        yield "#"
        yield "# [design.replicates]"
        said = {"columns": proposal.column, **dict(proposal.settings)}
        yield from (f"# {line}" for line in assignments(said))
        for language in LANGUAGES:
            yield from comment(proposal.reason.text(language), "    ")


def variable_values(variable: DraftVariable) -> dict[str, object]:
    """Return what a codebook says of a variable."""
    values: dict[str, object] = {"role": variable.role, "kind": variable.kind}
    if variable.source is not None:
        values["from"] = variable.source
    if variable.ordered:
        values["ordered"] = True
    values["label"] = both(variable.label if variable.label.strip() else variable.id)
    if variable.note:
        values["note"] = {"nb": variable.note.nb, "en": variable.note.en}
    if variable.categories:
        values["categories"] = [category_values(answer) for answer in variable.categories]
    return values


def category_values(answer: Answer) -> dict[str, object]:
    """Return what a codebook says of a category; `value` is what stands in the file."""
    values: dict[str, object] = {"code": answer.code}
    if answer.column is not None and answer.value == answer.column:
        values["code"] = answer.column
    elif answer.value is not None:
        values["value"] = answer.value
    if answer.column is not None:
        values["column"] = answer.column
    values |= both(answer.label if answer.label.strip() else str(answer.code))
    if answer.missing:
        values["missing"] = answer.missing
    return values


def both(words: str) -> dict[str, str]:
    """Return words in both languages; a file has one language, so that both are the same."""
    return dict.fromkeys(LANGUAGES, words)


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
