"""The codebook as HTML: description, variables that unfold, glossary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from insight.analysis.distribution import Count, Distribution
from insight.documents.facts import Facts
from insight.documents.glossary import EHealthTerm, Term
from insight.documents.passages.places import fact_at
from insight.language import numbers
from insight.language.alphabet import sort_key
from insight.language.catalogue import Language, Text, say
from insight.reporting import basis_words
from insight.reporting.description import Section
from insight.reporting.version_words import ToldVersion
from insight.survey.codebook import Codebook, Variable
from insight.web.html import terms
from insight.web.html import text as text_html
from insight.web.html.cards import Link
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms


@dataclass(frozen=True)
class Entry:
    """A variable and what stands beside it.

    Attributes
    ----------
    variable
        The variable.
    counted
        Its unweighted distribution; None where there is none, and `refused` says why.
    wave
        The one wave that the distribution is about; None for all respondents.
    also_in
        Other surveys that ask the same.
    refused
        Why there is no distribution.
    """

    variable: Variable
    counted: Distribution | None
    wave: Text | None = None
    also_in: tuple[Text, ...] = ()
    refused: str = ""


class _Numbers(NamedTuple):
    """How many gave an answer, their share, and the width of its bar, in words."""

    n: str = ""
    share: str = ""
    width: str = ""


@dataclass(frozen=True)
class _Row:
    """A category as its row in the table shows it."""

    code: str
    column: str
    label: Markup
    is_missing: bool
    numbers: _Numbers


def about_html(
    sections: Sequence[Section], norwegian: Sequence[Section], language: Language
) -> Markup:
    """Return the description of a survey: what comes first unfolded, beside it the rest.

    Parameters
    ----------
    sections
        The description in the reader's language.
    norwegian
        The same in Norwegian, by which phrases quoted from a document are known.
    language
        The reader's.
    """
    drawn = [
        {
            "heading": section.heading,
            "is_open": section.first,
            "paragraphs": [
                text_html.mark_phrases(Text(nb, words), language)
                for nb, words in zip(original.paragraphs, section.paragraphs, strict=True)
            ],
        }
        for section, original in zip(sections, norwegian, strict=True)
    ]
    columns = [
        [section for section in drawn if section["is_open"] is first] for first in (True, False)
    ]
    return draw("codebook", "about", columns)


def versions_html(versions: Sequence[ToldVersion]) -> Markup:
    """Return what each version of a survey changed, the newest first."""
    return draw("codebook", "versions", versions)


def contents_html(language: Language, *, by_address: bool, versions: bool = False) -> Markup:
    """Return links to the parts of the page, by their ids; the last two are not of all."""
    parts = {part: say(language, f"codebook.{part}") for part in ("about", "variables", "glossary")}
    if versions:
        parts["versions"] = say(language, "versions.title")
    if by_address:
        parts["by_address"] = say(language, "by_address.title")
    return draw("codebook", "contents", parts)


def glossary_html(
    statistical: Sequence[Term],
    ehealth: Sequence[EHealthTerm],
    facts: Facts,
    language: Language,
    *,
    place_link: Link,
    query: str = "",
) -> Markup:
    """Return the glossaries as lists of words and what they mean.

    Parameters
    ----------
    statistical
        Words of statistics.
    ehealth
        Words of e-health, each with whose explanation it has.
    facts
        All facts, for the documents that explain terms.
    language
        The reader's.
    place_link
        Address where a fact is read in its place in the document, by its id.
    query
        What was searched for; it is marked, and the lists are unfolded.
    """
    of_ehealth = [
        (
            *_explained(term, language, query),
            terms.provenance(term, facts, language),
            _place(term, facts, place_link),
        )
        for term in sorted(ehealth, key=lambda term: sort_key(term.name[language]))
    ]
    of_statistics = [(*_explained(term, language, query), "", "") for term in statistical]
    lists = [("ehealth", of_ehealth), ("statistics", of_statistics)]
    return draw("codebook", "glossary", lists, bool(query), language)


def term_html(term: Term, facts: Facts, language: Language, place_link: Link) -> Markup:
    """Return one word of a glossary with what it means."""
    provenance, place = "", ""
    if isinstance(term, EHealthTerm):
        provenance, place = terms.provenance(term, facts, language), _place(term, facts, place_link)
    _, word, meaning = _explained(term, language, "")
    return draw("codebook", "one_term", word, meaning, provenance, place)


def _explained(term: Term, language: Language, query: str) -> tuple[str, Markup, Markup]:
    name, text = mark_terms(term.name[language], query), mark_terms(term.text[language], query)
    return term.id, name, text


def _place(term: EHealthTerm, facts: Facts, link: Link) -> str:
    """The address where a document explains a term; empty where none does, or it is not shown."""
    if term.basis == "general" or term.source is None or term.line is None:
        return ""
    fact = fact_at(facts, term.source, term.line)
    return link(fact.id) if fact else ""


def variables_html(
    entries: Sequence[Entry],
    codebook: Codebook,
    language: Language,
    *,
    opened: bool = False,
    query: str = "",
    address: str = "",
    links: Mapping[str, Markup] | None = None,
) -> Markup:
    """Return variables that unfold, in the order given.

    Parameters
    ----------
    entries
        The variables.
    codebook
        Theirs; its limits say why a number is hidden, and simulated numbers are called that.
    language
        Language of the words.
    opened
        Whether they are unfolded.
    query
        What was searched for; it is marked.
    address
        The page's link up to and including ``item=``; without it variables have no link of
        their own.
    links
        A line of HTML for each variable id that has one, such as links to what the variable bears
        on.
    """
    drawn = [
        _variable(entry, codebook, language, query)
        | {
            "links": (links or {}).get(entry.variable.id, ""),
            "address": address and address + quote(entry.variable.id, safe=""),
        }
        for entry in entries
    ]
    return draw("codebook", "variables", drawn, opened, language)


def _variable(
    entry: Entry, codebook: Codebook, language: Language, query: str
) -> dict[str, object]:
    """Return all that is shown of a variable, with what was searched for marked."""
    variable, question = entry.variable, entry.variable.question
    kind = [say(language, f"codebook.one_{variable.role}")]
    kind.append(say(language, f"codebook.kind_{variable.kind}"))
    if variable.ordered:
        kind.append(say(language, "codebook.ordered"))
    is_translated = question and language != "nb" and question.nb != question.en
    return {
        "id": mark_terms(variable.id, query),
        "label": mark_terms(variable.label[language], query),
        "kind": " · ".join(kind),
        "is_item": variable.role == "item",
        "question": question and mark_terms(_in_quotes(question[language], language), query),
        "original": question and is_translated and mark_terms(_in_quotes(question.nb, "nb"), query),
        "facts": list(_facts(entry, codebook, language, query)),
        "caption": _caption(entry, codebook, language),
        "has_counts": bool(entry.counted and entry.counted.counts),
        "categories": list(_rows(entry, language, query)),
    }


def _facts(
    entry: Entry, codebook: Codebook, language: Language, query: str
) -> Iterator[tuple[str, Markup]]:
    """Yield what the codebook says of a variable besides its question and categories, by name."""
    variable = entry.variable
    if variable.base:
        yield "asked_of", mark_terms(variable.base[language], query)
    for net in variable.nets:
        yield "net", mark_terms(f"{net.label[language]} = {', '.join(net.codes)}", query)
    for wave_break in variable.breaks:
        yield "break", mark_terms(f"{wave_break.wave}: {wave_break.reason[language]}", query)
    if published := basis_words.anchors(codebook, variable, language):
        yield "published", mark_terms(published, query)
    if entry.also_in:
        yield "also_in", mark_terms(", ".join(title[language] for title in entry.also_in), query)
    if variable.note:
        yield "note", text_html.mark_phrases(variable.note, language, query)
    if variable.assumption:
        yield "assumption", text_html.mark_phrases(variable.assumption, language, query)


def _in_quotes(words: str, language: Language) -> str:
    return f"«{words}»" if language == "nb" else f"“{words}”"


def _caption(entry: Entry, codebook: Codebook, language: Language) -> str:
    """Say whom the numbers are about, and why some are hidden."""
    if entry.counted is None:
        return entry.refused
    base = entry.counted.base
    words = [say(language, "codebook.unweighted_numbers")]
    if entry.wave:
        words.append(entry.wave[language])
    if base is not None:
        words.append(say(language, "base.n", n=numbers.whole(base, language)))
    if codebook.simulated:
        words.append(say(language, "base.simulated"))
    limit = codebook.disclosure.limit
    words += [say(language, f"flag.{flag}", limit=limit(flag)) for flag in entry.counted.flags]
    return " · ".join(words)


def _rows(entry: Entry, language: Language, query: str) -> Iterator[_Row]:
    """Yield the categories and, where it may be told, how many gave each answer."""
    counts = {count.key: count for count in entry.counted.counts} if entry.counted else {}
    for category in entry.variable.categories:
        column = category.column if category.column != category.key else ""
        label = mark_terms(category.label[language], query)
        told = _numbers(counts.get(category.key), language)
        yield _Row(category.key, column or "", label, bool(category.missing), told)


def _numbers(count: Count | None, language: Language) -> _Numbers:
    if count is None:
        return _Numbers()
    if count.n is None:
        return _Numbers(say(language, "codebook.hidden"), "–")
    n = numbers.whole(count.n, language)
    if count.share is None:
        return _Numbers(n, "–")
    width = f"{100 * count.share:.1f}%" if count.n else ""
    return _Numbers(n, numbers.percent(count.share, language), width)
