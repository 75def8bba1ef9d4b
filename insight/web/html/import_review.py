"""Reviews of an import as HTML: what to look over and correct in a survey file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from markupsafe import Markup

from insight.importers.drafting.naming import clean_name
from insight.importers.drafting.parts import Together
from insight.importers.drafting.proposals import Proposal
from insight.importers.drafting.replicate_proposals import may_accept
from insight.importers.importing import Imported
from insight.language import numbers
from insight.language.catalogue import Language, one_line, say
from insight.language.errors import Fault, InsightError, shorten, some
from insight.survey.codebook import Category, Codebook, Variable
from insight.web.html.tables import Cell, table
from insight.web.html.templates import draw

SHOWN_CODES = 6
MOST_ROWS = 12
MOST_CODES = 200
MOST_FAULTS = 20
STEPS = ("read", "check", "explore", "keep")
COLUMNS = ("variable", "use", "answers", "no_answer", "answered")


def counts(book: Codebook, respondents: int, language: Language) -> str:
    """Say how much there is of everything."""
    variables = list(book.variables.values())
    several = sum(variable.kind == "multiple" for variable in variables)
    missing = sum(
        any(category.missing for category in variable.categories) for variable in variables
    )

    def counted(name: str, count: int, **more: str) -> str:
        number = numbers.whole(count, language)
        return say(language, f"own_survey.counted_{name}", count=number, **more)

    return say(
        language,
        "own_survey.counts",
        respondents=counted("respondents", respondents),
        items=counted("items", len(book.items), several=numbers.whole(several, language)),
        segments=counted("segments", len(book.segments)),
        missing=counted("missing", missing),
    )


def steps_html(language: Language) -> Markup:
    """Return how it goes: from a file to answers that are explored, and taken along."""
    return draw(
        "import_review", "steps", [say(language, f"own_survey.step_{step}") for step in STEPS]
    )


def remarks_html(made: Imported, also: Fault | None, language: Language) -> Markup:
    """Return what was detected, decided or repaired as a list; empty where that is nothing."""
    remarks = [remark.text(language) for remark in (also, *made.remarks) if remark]
    return draw("import_review", "remarks", remarks)


def question_html(question: Together, language: Language) -> Markup:
    """Return a question with several answers, and why its columns or cells were taken so."""
    name = "" if clean_name(question.label) == question.variable else question.variable
    return draw("import_review", "question", question.label, name, question.reason.text(language))


def evidence_html(made: Imported, language: Language) -> Markup:
    """Return each column that may have a part in the design, and what speaks for it."""
    if not made.proposals:
        return draw("import_review", "no_evidence", say(language, "own_survey.no_candidates"))
    proposals = [
        (say(language, f"own_survey.{each.part}"), each.column, _reason(each, language))
        for each in made.proposals
    ]
    return draw("import_review", "evidence", proposals)


def _reason(proposal: Proposal, language: Language) -> str:
    """What speaks for a proposal, and where it is taken if that is not on the page."""
    reason = proposal.reason.text(language)
    if proposal.part != "replicates":
        return reason
    where = "below" if may_accept(proposal) else "where"
    return f"{reason} {say(language, f'own_survey.replicates_{where}')}"


def broken_html(broken: Sequence[tuple[str, InsightError]], language: Language) -> Markup:
    """Return the surveys that cannot be used, each with all that is wrong with it."""
    surveys = [
        (one_line(shorten(name)), [fault.text(language) for fault in error.faults[:MOST_FAULTS]])
        for name, error in broken
    ]
    return draw("import_review", "broken", say(language, "own_survey.broken_line"), surveys)


def namer(book: Codebook, proposed: Collection[str], language: Language) -> Callable[[str], str]:
    """Return how variables are called in a list of choices, those proposed marked so."""

    def name(variable_id: str) -> str:
        if not variable_id:
            return say(language, "own_survey.none")
        variable = book.variables.get(variable_id)
        label = variable.label[language] if variable else variable_id
        shown = variable_id if label == variable_id else f"{variable_id} – {shorten(label)}"
        return (
            f"{shown} ({say(language, 'own_survey.proposed')})"
            if variable_id in proposed
            else shown
        )

    return name


def has_few_codes(variable: Variable) -> bool:
    """Whether a person can go through the codes of a variable, one by one."""
    return variable.kind != "multiple" and len(variable.categories) <= MOST_CODES


def code_name(variable: Variable, code: str, language: Language) -> str:
    """Return what a code is called in a list of choices; a number may have one that is new."""
    category = variable.by_key.get(code)
    return shorten(_category_name(category, language)) if category else code


def table_html(
    variables: Sequence[Variable], shares: Mapping[str, float], language: Language
) -> Markup:
    """Return variables as a table, a row for each."""
    heads = [say(language, f"own_survey.column_{column}") for column in COLUMNS]
    rows = [
        [
            cell if number == 0 else Cell(cell, {"data-label": head})
            for number, (head, cell) in enumerate(zip(heads, cells, strict=True))
        ]
        for cells in (_cells(variable, shares[variable.id], language) for variable in variables)
    ]
    return table("printed own", heads, rows)


def _cells(variable: Variable, share: float, language: Language) -> tuple[object, ...]:
    kind = say(language, f"codebook.kind_{variable.kind}")
    ordered = f", {say(language, 'codebook.ordered')}" if variable.ordered else ""
    label, categories = variable.label[language], variable.categories
    return (
        draw("import_review", "variable", label, "" if label == variable.id else variable.id),
        draw(
            "import_review", "use", say(language, f"codebook.one_{variable.role}"), kind + ordered
        ),
        _list_codes(
            [_category_name(category, language) for category in categories if not category.missing]
        ),
        _list_codes(
            [_category_name(category, language) for category in categories if category.missing]
        ),
        numbers.percent(share, language),
    )


def _category_name(category: Category, language: Language) -> str:
    label = category.label[language]
    return label if label == category.key or category.column else f"{category.key} {label}"


def _list_codes(names: Sequence[str]) -> str:
    shown = some(list(names[:SHOWN_CODES]))
    return f"{shown} … (+{len(names) - SHOWN_CODES})" if len(names) > SHOWN_CODES else shown
