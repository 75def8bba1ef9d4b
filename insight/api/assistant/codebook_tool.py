"""The tool that tells what a survey asked, and of whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from insight.api.assistant.reply import Context, Json, Reply, about, codes, first_of, named, warning
from insight.api.assistant.survey_named import survey_named
from insight.api.assistant.tool_arguments import Arguments
from insight.api.listing import Listing
from insight.api.page_address import page_address
from insight.language.catalogue import Language, Text, say
from insight.language.search import matches
from insight.reporting import basis_words, provenance
from insight.survey.codebook import Codebook, Net, Variable

MOST_VARIABLES = 100
MOST_CODES = 200
MOST_CODES_IN_LIST = 30


def tell_codebook(listing: Listing, asked: Arguments, context: Context) -> Reply:
    """Tell of a survey its background variables and questions, or all of one of them."""
    book = survey_named(listing, asked.one("survey")).codebook
    if name := asked.one("item"):
        return _of_variable(book, book.variable(name), asked.language, context)
    return _of_survey(book, asked.one("search"), asked.language, context)


def _of_survey(book: Codebook, words: str, language: Language, context: Context) -> Reply:
    groups = [*([book.wave] if book.wave else []), *book.segments]
    segments, more_segments = _found(groups, words, language)
    items, more_items = _found(book.items, words, language)
    link = page_address(context.address, "codebook", language, book.id)
    lines = [
        *named(provenance.of_survey(book, language)),
        *([book.note[language]] if book.note else []),
        f"{say(language, 'codebook.role_segment')}:",
        *(f"- {_segment_line(each, language)}" for each in segments),
        more_segments,
        f"{say(language, 'codebook.role_item')}:",
        *(f"- {_item_line(each, language)}" for each in items),
        more_items,
        say(language, "assistant.link", address=link),
    ]
    data = {
        **about(book, language),
        "wave": book.wave.id if book.wave else "",
        "background": [
            {**_named(each, language), "codes": codes(each, language, MOST_CODES_IN_LIST)[0]}
            for each in segments
        ],
        "questions": [{**_named(each, language), "kind": each.kind} for each in items],
        "more": [more for more in (more_segments, more_items) if more],
        "link": link,
    }
    return Reply(lines, data)


def _found(
    variables: Sequence[Variable], words: str, language: Language
) -> tuple[Sequence[Variable], str]:
    found = [each for each in variables if matches(words, _texts(each))]
    return first_of(found, MOST_VARIABLES, language)


def _texts(variable: Variable) -> Iterator[str | Text | None]:
    yield from (variable.id, variable.label, variable.question, variable.note)
    yield from (category.label for category in variable.categories)


def _named(variable: Variable, language: Language) -> dict[str, object]:
    return {"id": variable.id, "label": variable.label[language]}


def _segment_line(variable: Variable, language: Language) -> str:
    _, words = codes(variable, language, MOST_CODES_IN_LIST)
    return f"{variable.id}: {variable.label[language]} ({words})"


def _item_line(variable: Variable, language: Language) -> str:
    kind = say(language, f"codebook.kind_{variable.kind}")
    return f"{variable.id}: {variable.label[language]} ({kind})"


def _of_variable(book: Codebook, variable: Variable, language: Language, context: Context) -> Reply:
    told, words = codes(variable, language, MOST_CODES)
    facts = dict(_facts(book, variable, language))
    link = page_address(context.address, "codebook", language, book.id, item=variable.id)
    pairs = [(say(language, f"codebook.{key}"), fact) for key, fact in facts.items()]
    pairs.append((say(language, "box.answers"), words))
    pairs += [(say(language, "codebook.net"), _net_words(net, language)) for net in variable.nets]
    lines = [
        warning(book, language),
        f"{book.title[language]}: {_item_line(variable, language)}",
        *named(pairs),
        say(language, "assistant.link", address=link),
    ]
    nets: list[Json] = [
        {"id": net.id, "label": net.label[language], "codes": [*net.codes]} for net in variable.nets
    ]
    about_it: Json = {
        **_named(variable, language),
        "role": variable.role,
        "kind": variable.kind,
        "ordered": variable.ordered,
        "codes": told,
        "nets": nets,
        "facts": facts,
    }
    return Reply(lines, {**about(book, language), "variable": about_it, "link": link})


def _net_words(net: Net, language: Language) -> str:
    return f"{net.id} = {net.label[language]} ({', '.join(net.codes)})"


def _facts(book: Codebook, variable: Variable, language: Language) -> Iterator[tuple[str, str]]:
    """What is known of a variable, by the names that the page of codebooks has for it."""
    question, texts = variable.question, (variable.base, variable.note, variable.assumption)
    if variable.role == "item":
        unpublished = say(language, "codebook.question_unpublished")
        yield "one_item", question[language] if question else unpublished
    for key, text in zip(("asked_of", "note", "assumption"), texts, strict=True):
        if text:
            yield key, text[language]
    if book.simulated and (anchored := basis_words.anchors(book, variable, language)):
        yield "published", anchored
    if variable.breaks:
        told = (f"{each.wave}: {each.reason[language]}" for each in variable.breaks)
        yield "break", "; ".join(told)
