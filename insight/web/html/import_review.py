"""What was understood of a survey file, in numbers and words: what to look over and correct."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from insight.importers.importing import Imported
from insight.language import numbers
from insight.language.catalogue import Language, one_line, say
from insight.language.errors import Fault, InsightError, shortened, some
from insight.survey.codebook import Category, Codebook, Variable

SHOWN_CODES = 6
MOST_ROWS = 12
MOST_CODES = 200
MOST_FAULTS = 20
STEPS = ("read", "check", "explore", "keep")
COLUMNS = ("variable", "use", "answers", "no_answer", "answered")


def counts(book: Codebook, respondents: int, language: Language) -> str:
    """Say how much there is of everything."""
    there = list(book.variables.values())
    values = {
        "respondents": respondents,
        "items": len(book.items),
        "segments": len(book.segments),
        "several": sum(one.kind == "multiple" for one in there),
        "missing": sum(any(its.missing for its in one.categories) for one in there),
    }
    shown = {name: numbers.whole(number, language) for name, number in values.items()}
    return say(language, "own_survey.counts", **shown)


def steps_html(language: Language) -> str:
    """Return how it goes: from a file to answers that are explored, and taken along."""
    steps = "".join(
        f"<li>{html.escape(say(language, f'own_survey.step_{one}'))}</li>" for one in STEPS
    )
    return f"<ol class='own-steps'>{steps}</ol>"


def remarks_html(made: Imported, also: Fault | None, language: Language) -> str:
    """Return what was detected, decided or repaired as a list."""
    said = [one.text(language) for one in (also, *made.remarks) if one]
    return _list(said) if said else ""


def evidence_html(made: Imported, language: Language) -> str:
    """Return each column that may have a part in the design, and what speaks for it."""
    if not made.proposals:
        return f"<p>{html.escape(say(language, 'own_survey.no_candidates'))}</p>"
    rows = "".join(
        f"<div><dt>{html.escape(say(language, f'own_survey.{one.part}'))}"
        f" <code>{html.escape(one.column)}</code></dt>"
        f"<dd>{html.escape(one.reason.text(language))}</dd></div>"
        for one in made.proposals
    )
    return f"<dl class='own-evidence'>{rows}</dl>"


def broken_html(broken: Sequence[tuple[str, InsightError]], language: Language) -> str:
    """Return the surveys that cannot be used, each with all that is wrong with it."""
    lead = html.escape(say(language, "own_survey.broken_line"))
    surveys = "".join(
        f"<h3>{html.escape(one_line(shortened(name)))}</h3>"
        + _list([one.text(language) for one in error.faults[:MOST_FAULTS]])
        for name, error in broken
    )
    return f"<div class='own-broken'><p class='secondary'>{lead}</p>{surveys}</div>"


def _list(said: Sequence[str]) -> str:
    return (
        "<ul class='own-remarks'>"
        + "".join(f"<li>{html.escape(one)}</li>" for one in said)
        + "</ul>"
    )


def named(book: Codebook, proposed: Collection[str], language: Language) -> Callable[[str], str]:
    """Return how variables are called in a list of choices, those proposed marked so."""

    def name(one: str) -> str:
        if not one:
            return say(language, "own_survey.none")
        known = book.variables.get(one)
        label = known.label[language] if known else one
        shown = one if label == one else f"{one} – {shortened(label)}"
        return f"{shown} ({say(language, 'own_survey.proposed')})" if one in proposed else shown

    return name


def has_few_codes(variable: Variable) -> bool:
    """Whether a person can go through the codes of a variable, one by one."""
    return variable.kind != "multiple" and len(variable.categories) <= MOST_CODES


def named_code(variable: Variable, code: str, language: Language) -> str:
    """Return what a code is called in a list of choices; a number may have one that is new."""
    known = variable.by_key.get(code)
    return shortened(_named(known, language)) if known else code


def table_html(shown: Sequence[Variable], shares: Mapping[str, float], language: Language) -> str:
    """Return variables as a table, a row for each."""
    head = "".join(
        f"<th scope='col'>{html.escape(say(language, f'own_survey.column_{one}'))}</th>"
        for one in COLUMNS
    )
    rows = "".join(f"<tr>{''.join(_cells(one, shares[one.id], language))}</tr>" for one in shown)
    return f"<table class='printed own'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(one: Variable, share: float, language: Language) -> Iterator[str]:
    kind = say(language, f"codebook.kind_{one.kind}")
    ordered = f", {say(language, 'codebook.ordered')}" if one.ordered else ""
    cells = (
        say(language, f"codebook.one_{one.role}"),
        _listed([_named(its, language) for its in one.categories if not its.missing]),
        _listed([_named(its, language) for its in one.categories if its.missing]),
        numbers.percent(share, language),
    )
    words = html.escape(one.label[language])
    name = html.escape(one.id)
    known_by = "" if words == name else f"<small><code>{name}</code></small>"
    yield f"<th scope='row'>{words}{known_by}</th>"
    for name, cell in zip(COLUMNS[1:], cells, strict=True):
        small = f"<small>{html.escape(kind + ordered)}</small>" if name == "use" else ""
        label = html.escape(say(language, f"own_survey.column_{name}"))
        yield f"<td data-label='{label}'>{html.escape(cell)}{small}</td>"


def _named(category: Category, language: Language) -> str:
    label = category.label[language]
    return label if label == category.key or category.column else f"{category.key} {label}"


def _listed(names: Sequence[str]) -> str:
    shown = some(list(names[:SHOWN_CODES]))
    return f"{shown} … (+{len(names) - SHOWN_CODES})" if len(names) > SHOWN_CODES else shown
