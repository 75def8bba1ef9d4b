"""Descriptions of operations: what a step does, by ids or in the words of the survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insight.language.catalogue import Language, Text, say
from insight.language.errors import MOST_NAMES, Fault, shorten, some
from insight.survey.codebook import Variable
from insight.survey.recipe.expressions import Code
from insight.survey.recipe.number_operations import limit_text
from insight.survey.recipe.operations import (
    Band,
    Index,
    Label,
    LeaveOut,
    MarkMissing,
    Merge,
    Operation,
    Reorder,
    Rule,
    Rules,
    Segment,
    Split,
    Together,
)


def describe(operation: Operation) -> Fault:
    """Return what an operation does, as a sentence in either language.

    Examples
    --------
    >>> from insight.survey.recipe.operations import Reverse
    >>> describe(Reverse("trust")).text("en")
    'trust: the scale is reversed'
    """
    values = {
        "variable": getattr(operation, "variable", getattr(operation, "column", "")),
        "name": getattr(operation, "name", None) or "",
    }
    match operation:
        case Together():
            values["variable"] = some([option.variable for option in operation.options])
        case Index():
            values["variable"] = some(operation.variables)
    new = "_as" if values["name"] and operation.do in ("merge", "band", "split") else ""
    return Fault(f"recipe.do_{operation.do}{new}", values)


def tell(operation: Operation, variables: Mapping[str, Variable], language: Language) -> str:
    """Return what an operation does, with labels in the place of ids and codes.

    Parameters
    ----------
    operation
        The operation.
    variables
        The variables as they are before it, by id. What is none of them is called by its id.
    language
        The language of the sentence.

    Examples
    --------
    >>> from insight.survey.codebook import Category
    >>> low, high = Category(1, Text("Lav", "Low")), Category(2, Text("Høy", "High"))
    >>> trust = Variable("q1", "item", "single", Text("Tillit", "Trust"), (low, high))
    >>> tell(Merge("q1", (1, 2), Text("Alle", "All")), {"q1": trust}, "en")
    '“Trust”: “Low”, “High” become “All”'
    """
    words = _Words(variables, language)
    key = operation.do
    more: dict[str, str] = {}
    match operation:
        case Reorder():
            more = {"words": words.answers(operation.variable, operation.codes)}
        case MarkMissing():
            key = "missing" if operation.reason else "answer"
            more = {"words": words.answers(operation.variable, operation.codes)}
        case Merge():
            more = {"words": words.answers(operation.variable, operation.codes)}
        case Label():
            return _tell_label(operation, words)
        case Band():
            more = {"words": words.quoted(band.label for band in operation.bands)}
        case Split():
            more = {"words": words.quoted(option.label for option in operation.options)}
        case Together():
            more = {"words": words.names([option.variable for option in operation.options])}
        case Index():
            more = {"words": words.names(operation.variables)}
        case Segment():
            more = {"words": words.quoted(group.label for group in operation.groups)}
        case LeaveOut():
            more = {"words": words.rules(operation.where)}
    name = getattr(operation, "variable", "") or getattr(operation, "column", "")
    label: Text | None = getattr(operation, "label", None)
    named = label[language] if label else getattr(operation, "name", None) or ""
    values = {"label": words.name(name), "named": shorten(named)}
    return say(language, f"recipe.tell_{key}", **values, **more)


def _tell_label(operation: Label, words: _Words) -> str:
    """What is called otherwise: the variable, or answers of it."""
    name, language = words.name(operation.variable), words.language
    told = []
    if operation.label:
        new = shorten(operation.label[language])
        told.append(say(language, "recipe.tell_label", label=name, named=new))
    for named in operation.categories[:MOST_NAMES]:
        old = words.answers(operation.variable, [named.code])
        new = shorten(named.label[language])
        told.append(say(language, "recipe.tell_category", label=name, words=old, named=new))
    if len(operation.categories) > MOST_NAMES:
        told.append("…")
    return "; ".join(told) or describe(operation).text(language)


class _Words:
    """Labels of variables and answers in a language, each cut to a length that a reader bears."""

    def __init__(self, variables: Mapping[str, Variable], language: Language) -> None:
        self.variables = variables
        self.language = language

    def name(self, name: str) -> str:
        """The label of a variable, or its id, in quotation marks."""
        known = self.variables.get(name)
        return self._quote(known.label[self.language] if known else name)

    def names(self, names: Sequence[str]) -> str:
        """The labels of variables."""
        return some([self.name(name) for name in names])

    def quoted(self, labels: Iterable[Text]) -> str:
        """Labels in quotation marks."""
        return some([self._quote(label[self.language]) for label in labels])

    def answers(self, variable: str, codes: Iterable[Code]) -> str:
        """The labels of codes in quotation marks."""
        known = self.variables[variable].by_key if variable in self.variables else {}
        labels = (
            known[str(code)].label[self.language] if str(code) in known else str(code)
            for code in codes
        )
        return some([self._quote(label) for label in labels])

    def rules(self, rules: Rules) -> str:
        """Conditions, and whether all must hold or any."""
        joint = say(self.language, "recipe.any" if rules.any else "recipe.all")
        return joint.join(self._rule(rule) for rule in rules.rules[:MOST_NAMES])

    def _rule(self, rule: Rule) -> str:
        limits = {"low": rule.low, "high": rule.high}
        values = {
            name: limit_text(limit, self.language)
            for name, limit in limits.items()
            if limit is not None
        }
        key = "blank" if rule.blank else f"with_{'_'.join(values) or 'codes'}"
        if key == "with_codes":
            values["words"] = self.answers(rule.variable, rule.codes)
        return say(self.language, f"recipe.{key}", label=self.name(rule.variable), **values)

    def _quote(self, label: str) -> str:
        return say(self.language, "recipe.quoted", label=shorten(label))


def codes_named(operation: Operation) -> Mapping[str, tuple[Code, ...]]:
    """Return the codes that an operation names, by variable.

    Examples
    --------
    >>> codes_named(Reorder("trust", (2, 1)))
    {'trust': (2, 1)}
    """
    match operation:
        case Reorder() | Merge() | MarkMissing():
            return {operation.variable: operation.codes}
        case Label():
            return {operation.variable: tuple(named.code for named in operation.categories)}
        case Together():
            return {option.variable: operation.chosen for option in operation.options}
        case LeaveOut():
            return _codes_of([operation.where])
        case Segment():
            return _codes_of([group.where for group in operation.groups])
    return {}


def _codes_of(several: Sequence[Rules]) -> dict[str, tuple[Code, ...]]:
    """The codes that rules name, by variable."""
    named: dict[str, tuple[Code, ...]] = {}
    for rules in several:
        for rule in rules.rules:
            if rule.codes:
                named[rule.variable] = (*named.get(rule.variable, ()), *rule.codes)
    return named


def variables_named(operation: Operation) -> tuple[str, ...]:
    """Return the variables of whose answers an operation names codes or texts, each once.

    Examples
    --------
    >>> from insight.survey.recipe.operations import Reorder
    >>> variables_named(Reorder("trust", (2, 1)))
    ('trust',)
    """
    if isinstance(operation, Split):
        return (operation.column,)
    return () if isinstance(operation, Label) else tuple(codes_named(operation))
