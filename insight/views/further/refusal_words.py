"""Refusals in labels, where their sentences have ids and codes that no reader of a page sees."""

from __future__ import annotations

from insight.language.errors import Fault, InsightError
from insight.language.numbers import list_names
from insight.reporting.labels import short_title
from insight.survey.filters import split
from insight.views.view import View


def refusal_words(view: View, refusal: InsightError) -> str:
    """Return why there is no answer, with labels where the sentence has ids and codes."""
    return " ".join(_in_labels(view, fault).text(view.language) for fault in refusal.faults)


def _in_labels(view: View, fault: Fault) -> Fault:
    """The fault with labels where it has ids and codes, which a reader of the page never sees."""
    known, language = view.survey.codebook.variables, view.language
    values = dict(fault.values)
    for names, of in (("code", "variable"), ("groups", "variable"), ("group", "between")):
        variable = known.get(str(values.get(of)))
        if names in values and variable:
            codes = str(values[names]).split(", ")
            labels = [variable.category(code).label[language] for code in codes]
            values[names] = list_names(labels, language)
    item = known.get(str(values.get("item")))
    if item and "key" in values:
        answer = item.net(str(values["key"])) or item.by_key.get(str(values["key"]))
        values["key"] = answer.label[language] if answer else values["key"]
    for name in ("variable", "between", "first", "second", "item"):
        if variable := known.get(str(values.get(name))):
            values[name] = variable.label[language]
    books = {survey.id: survey.codebook for survey in view.surveys}
    for name in ("survey", "other"):
        if book := books.get(str(values.get(name))):
            values[name] = short_title(book)[language]
    if "stratum" in values:
        values["stratum"] = _stratum(view, str(values["stratum"]))
        wave = view.survey.codebook.wave
        named = wave.by_key.get(str(values.get("source"))) if wave else None
        values["source"] = (named.label if named else short_title(view.survey.codebook))[language]
    return Fault(fault.key, values)


def _stratum(view: View, written: str) -> str:
    """The labels of a stratum that is written with ids and codes."""
    known, told = view.survey.codebook.variables, []
    for part in split(written, ","):
        name, _, code = part.strip().partition("=")
        variable = known.get(name)
        category = variable.by_key.get(code) if variable else None
        told.append(category.label[view.language] if category else part.strip())
    return list_names(told, view.language)
