"""A survey as a DDI-Codebook 2.5 document, which data archives read.

The standard is at https://ddialliance.org/ddi-codebook. Titles, labels and notes are in both
languages; the one asked for comes first. Counts that the codebook page hides are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from insight.exports.ddi_variables import FILE, Described, data_description
from insight.exports.xml import Element, add, add_in_both, document, element, languages
from insight.language.catalogue import LANGUAGES, Language, Text, both
from insight.reporting.description import (
    disclosure_in_words,
    probability_in_words,
    sampling_in_words,
    waves_in_words,
    weights_in_words,
)
from insight.survey.codebook import Codebook
from insight.survey.folders import RESPONSES

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
SOFTWARE = "E-helseinnsikt"

InWords = Callable[[Codebook, Language], str | Iterable[str]]


def ddi(survey: Described, made: date) -> bytes:
    """Write a survey as DDI-Codebook 2.5.

    Parameters
    ----------
    survey
        The survey, the columns of its file, and what may be told of how many answered.
    made
        The day on which the document is made.
    """
    root = element(
        "codeBook",
        attributes={
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "version": "2.5",
            "xml:lang": survey.language,
        },
    )
    root.append(_document(survey, made))
    root.append(_study(survey))
    root.append(_file(survey))
    root.append(data_description(survey))
    return document(root)


def _document(survey: Described, made: date) -> Element:
    """``docDscr``: this document itself."""
    description = element("docDscr")
    citation = add(description, "citation")
    _titles(citation, survey)
    production = add(citation, "prodStmt")
    add(production, "prodDate", made.isoformat(), {"date": made.isoformat()})
    add(production, "software", SOFTWARE)
    return description


def _titles(citation: Element, survey: Described) -> None:
    book = survey.codebook
    first, *others = languages(survey.language)
    statement = add(citation, "titlStmt")
    add(statement, "titl", book.title[first], {"xml:lang": first})
    if book.short_title:
        add(statement, "altTitl", book.short_title[first], {"xml:lang": first})
    for language in others:
        add(statement, "parTitl", book.title[language], {"xml:lang": language})
    add(statement, "IDNo", book.id)


def _study(survey: Described) -> Element:
    """``stdyDscr``: whom the survey asked, how, and on what terms it is given."""
    book, first = survey.codebook, survey.language
    description = element("stdyDscr")
    citation = add(description, "citation")
    _titles(citation, survey)
    if book.updated:
        day = book.updated.isoformat()
        add(add(citation, "verStmt"), "version", day, {"date": day})
    about = add(description, "stdyInfo")
    add_in_both(about, "abstract", book.note, first)
    summary = add(about, "sumDscr")
    add_in_both(summary, "universe", book.population, first)
    simulated = "codebook.simulated_data" if book.simulated else "codebook.survey_data"
    add_in_both(summary, "dataKind", both(simulated), first)
    description.append(_method(survey))
    description.append(_access(survey))
    if book.simulated:
        words = both("codebook.all_simulated")
        add_in_both(description, "notes", words, first, {"type": "simulated"})
    add_in_both(description, "notes", book.assumption, first, {"type": "assumption"})
    return description


def _method(survey: Described) -> Element:
    book, first = survey.codebook, survey.language
    method = element("method")
    collection = add(method, "dataColl")
    _add_sentences(collection, "timeMeth", survey, waves_in_words)
    _add_sentences(collection, "sampProc", survey, sampling_in_words)
    _add_sentences(collection, "sampProc", survey, probability_in_words)
    if book.source:
        add_in_both(add(collection, "sources"), "dataSrc", book.source, first)
    _add_sentences(collection, "weight", survey, weights_in_words)
    for part, column in _design(book):
        add(method, "notes", column, {"type": "design", "subject": part})
    return method


def _design(book: Codebook) -> Iterable[tuple[str, str]]:
    """The parts of the design and their columns."""
    design = book.design
    parts = {"wave": design.wave, "weight": design.weight, "strata": design.strata}
    named = [*parts.items(), ("psu", design.psu), *(("fpc", column) for column in design.fpc)]
    replicates = (("replicates", column) for column in design.replicate_columns)
    return [(part, column) for part, column in [*named, *replicates] if column]


def _access(survey: Described) -> Element:
    access = element("dataAccs")
    terms = add(access, "useStmt")
    _add_sentences(terms, "restrctn", survey, disclosure_in_words)
    if survey.codebook.licence:
        add(terms, "conditions", survey.codebook.licence)
    return access


def _file(survey: Described) -> Element:
    """``fileDscr``: the file of responses."""
    description = element("fileDscr", attributes={"ID": FILE})
    text = add(description, "fileTxt")
    add(text, "fileName", RESPONSES)
    size = add(text, "dimensns")
    add(size, "caseQnty", str(survey.rows))
    add(size, "varQnty", str(len(survey.columns)))
    add(text, "fileType", "Apache Parquet")
    return description


def _add_sentences(parent: Element, tag: str, survey: Described, in_words: InWords) -> None:
    """Append sentences of the codebook page as one paragraph in each language, if there are any."""
    nb, en = (_paragraph(in_words(survey.codebook, language)) for language in LANGUAGES)
    if nb or en:
        add_in_both(parent, tag, Text(nb, en), survey.language)


def _paragraph(said: str | Iterable[str]) -> str:
    return said if isinstance(said, str) else " ".join(said)
