"""The codebook as HTML: description, variables that unfold, glossary. Every word is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from insight.analysis.distribution import Count, Distribution
from insight.documents.glossary import Term
from insight.language import numbers
from insight.language.catalogue import Language, Text, say
from insight.reporting.description import Section
from insight.survey.codebook import Category, Codebook, Variable
from insight.web.html import text as text_html
from insight.web.html.text import marked


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


def about_html(
    sections: Sequence[Section], norwegian: Sequence[Section], language: Language
) -> str:
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
    both = list(zip(sections, norwegian, strict=True))
    parts = (
        "".join(_section(*one, language) for one in both if one[0].first is first)
        for first in (True, False)
    )
    return (
        f"<div class='cb-about' id='about'>{''.join(f'<div>{part}</div>' for part in parts)}</div>"
    )


def _section(section: Section, norwegian: Section, language: Language) -> str:
    pairs = zip(norwegian.paragraphs, section.paragraphs, strict=True)
    paragraphs = "".join(f"<p>{text_html.shown(Text(*pair), language)}</p>" for pair in pairs)
    return (
        f"<details{' open' if section.first else ''}>"
        f"<summary>{escape(section.heading)}</summary>{paragraphs}</details>"
    )


def contents_html(language: Language) -> str:
    """Return links to the parts of the page; each part has the name of its words as its id."""
    links = (
        f"<a href='#{part}'>{escape(say(language, f'codebook.{part}'))}</a>"
        for part in ("about", "variables", "glossary")
    )
    return f"<nav class='cb-contents'>{''.join(links)}</nav>"


def glossary_html(terms: Iterable[Term], language: Language, find: str = "") -> str:
    """Return the glossary as a list of words and what they mean; `find` is marked."""
    pairs = (
        f"<div><dt>{marked(one.name[language], find)}</dt>"
        f"<dd>{marked(one.text[language], find)}</dd></div>"
        for one in terms
    )
    return f"<dl class='cb-glossary' id='glossary'>{''.join(pairs)}</dl>"


def variables_html(
    entries: Sequence[Entry],
    codebook: Codebook,
    language: Language,
    *,
    opened: bool = False,
    find: str = "",
    address: str = "",
    links: Mapping[str, str] | None = None,
) -> str:
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
    find
        What was searched for; it is marked.
    address
        The page's link up to and including ``item=``; without it variables have no link of
        their own.
    links
        A line of HTML for each variable id that has one, already escaped, such as links to what
        the variable bears on.
    """
    return "".join(
        f"<details class='cb-variable'{' open' if opened else ''}>"
        f"{_summary(one.variable, language, find)}<div>"
        + _question(one.variable, language, find)
        + _facts(one, language, find)
        + _categories(one, codebook, language, find)
        + ((links or {}).get(one.variable.id) or "")
        + _permalink(one.variable, address, language)
        + "</div></details>"
        for one in entries
    )


def _summary(variable: Variable, language: Language, find: str) -> str:
    words = [say(language, f"codebook.one_{variable.role}")]
    words.append(say(language, f"codebook.kind_{variable.kind}"))
    if variable.ordered:
        words.append(say(language, "codebook.ordered"))
    kind = escape(" · ".join(words))
    return (
        f"<summary><span>{marked(variable.label[language], find)}</span>"
        f"<small>{kind} · <code>{marked(variable.id, find)}</code></small></summary>"
    )


def _facts(entry: Entry, language: Language, find: str) -> str:
    """What the codebook says of a variable besides its question and categories."""
    listed = "".join(
        f"<dt>{escape(say(language, f'codebook.{name}'))}</dt><dd>{drawn}</dd>"
        for name, drawn in _fact_rows(entry, language, find)
    )
    return f"<dl>{listed}</dl>" if listed else ""


def _fact_rows(entry: Entry, language: Language, find: str) -> Iterator[tuple[str, str]]:
    """What is said of a variable, by name, as HTML."""
    variable = entry.variable
    if variable.base:
        yield "asked_of", marked(variable.base[language], find)
    for net in variable.nets:
        yield "net", marked(f"{net.label[language]} = {', '.join(net.codes)}", find)
    for one in variable.breaks:
        yield "break", marked(f"{one.wave}: {one.reason[language]}", find)
    if entry.also_in:
        yield "also_in", marked(", ".join(one[language] for one in entry.also_in), find)
    if variable.note:
        yield "note", text_html.shown(variable.note, language, find)
    if variable.assumption:
        yield "assumption", text_html.shown(variable.assumption, language, find)


def _question(variable: Variable, language: Language, find: str) -> str:
    asked = variable.question
    if asked is None:
        unknown = escape(say(language, "codebook.question_unpublished"))
        return f"<p class='secondary'>{unknown}</p>" if variable.role == "item" else ""
    shown = f"<p class='cb-question'>{marked(_in_quotes(asked[language], language), find)}</p>"
    if language == "nb" or asked.nb == asked.en:
        return shown
    norwegian = f"<span lang='nb'>{marked(_in_quotes(asked.nb, 'nb'), find)}</span>"
    words = escape(say(language, "codebook.norwegian"))
    return f"{shown}<p class='secondary'>{words} {norwegian}</p>"


def _in_quotes(words: str, language: Language) -> str:
    return f"«{words}»" if language == "nb" else f"“{words}”"


def _categories(entry: Entry, codebook: Codebook, language: Language, find: str) -> str:
    """The categories with their codes and, where it may be told, how many gave each answer."""
    variable, counted = entry.variable, entry.counted
    caption = escape(_caption(entry, codebook, language))
    if not variable.categories:
        return f"<p class='secondary'>{caption}</p>"
    counts = {one.key: one for one in counted.counts} if counted else {}
    heads = ["code", "answer", *(("n", "share") if counts else ())]
    head = "".join(
        f"<th scope='col'>{escape(say(language, f'codebook.{name}'))}</th>" for name in heads
    )
    rows = "".join(
        f"<tr>{_category(one, language, find)}"
        + (_count(counts.get(one.key), language) if counts else "")
        + "</tr>"
        for one in variable.categories
    )
    bar = "<td aria-hidden='true'></td>" if counts else ""
    return (
        f"<table><caption>{caption}</caption><thead><tr>{head}{bar}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


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
    rules = codebook.disclosure
    limits = {
        "suppressed": rules.min_base,
        "unreliable": rules.min_effective_base,
        "low_base": rules.low_base,
    }
    flags = entry.counted.flags
    words += [say(language, f"flag.{flag}", limit=limits[flag]) for flag in flags]
    return " · ".join(words)


def _category(category: Category, language: Language, find: str) -> str:
    code = f"<code>{escape(category.key)}</code>"
    if category.column and category.column != category.key:
        code += f" <small>{escape(category.column)}</small>"
    label = marked(category.label[language], find)
    if category.missing:
        label += f" <small>({escape(say(language, 'codebook.missing'))})</small>"
    return f"<td>{code}</td><th scope='row'>{label}</th>"


def _count(count: Count | None, language: Language) -> str:
    if count is None:
        return "<td></td><td></td><td aria-hidden='true'></td>"
    if count.n is None:
        hidden = escape(say(language, "codebook.hidden"))
        return f"<td>{hidden}</td><td>–</td><td aria-hidden='true'></td>"
    n = escape(numbers.whole(count.n, language))
    if count.share is None:
        return f"<td>{n}</td><td>–</td><td aria-hidden='true'></td>"
    share = escape(numbers.percent(count.share, language))
    bar = f"<i style='width:{100 * count.share:.1f}%'></i>" if count.n else ""
    return f"<td>{n}</td><td>{share}</td><td aria-hidden='true'>{bar}</td>"


def _permalink(variable: Variable, address: str, language: Language) -> str:
    if not address:
        return ""
    words = escape(say(language, "codebook.permalink"))
    target = escape(address + quote(variable.id, safe=""), quote=True)
    return f"<p class='cb-link'><a href='{target}' target='_self'>{words}</a></p>"
