"""The tool that lists surveys."""

from __future__ import annotations

from collections.abc import Iterator

from insight.api.assistant.reply import Context, Json, Reply, about, first_of
from insight.api.assistant.tool_arguments import Arguments
from insight.api.listing import Listing
from insight.api.page_address import page_address
from insight.language.catalogue import Language, Text, say
from insight.language.search import matches
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook
from insight.survey.disk.publication import version_link

MOST_SURVEYS = 50


def list_surveys(listing: Listing, asked: Arguments, context: Context) -> Reply:
    """Tell which surveys there are, those in which words occur where there are words."""
    language, words = asked.language, asked.one("search")
    found = [each for each in listing.surveys if matches(words, _texts(each.codebook))]
    shown, more = first_of(found, MOST_SURVEYS, language)
    entries = [_entry(survey, language, context) for survey in shown]
    lines = [line for survey in shown for line in _lines(survey.codebook, language)]
    lines += [more] if found else [say(language, "assistant.no_surveys")]
    return Reply(lines, {"surveys": entries, "note": more})


def _texts(book: Codebook) -> Iterator[str | Text | None]:
    yield from (book.id, book.title, book.population, book.source, book.note)
    yield from (item.label for item in book.items)


def _entry(survey: OpenSurvey, language: Language, context: Context) -> Json:
    book = survey.codebook
    return {
        **about(book, language),
        "waves": [*book.waves],
        "questions": len(book.items),
        "link": page_address(
            context.address, "codebook", language, book.id, **version_link(survey)
        ),
    }


def _lines(book: Codebook, language: Language) -> Iterator[str]:
    mark = say(language, "survey.simulated") if book.simulated else ""
    parts = [
        f"{book.id}: {book.title[language]}",
        book.population[language] if book.population else "",
        ", ".join(book.waves),
        say(language, "assistant.questions", count=len(book.items)),
        mark,
    ]
    yield "- " + " · ".join(part for part in parts if part)
