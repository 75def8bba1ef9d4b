"""Data sets of the catalogue: a survey, its tables in each format, and its responses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from insight.api.answering import FORMATS
from insight.api.cube import Cube
from insight.api.descriptions import vocabulary as words
from insight.api.formats.jsonstat import Json
from insight.api.listing import updated
from insight.api.settings import Settings
from insight.disclosure.anonymity import refusal
from insight.exports.bundle import FORMATS as OF_RESPONSES
from insight.exports.bundle import LARGEST_DOWNLOAD
from insight.exports.csvw import SYNTHETIC
from insight.exports.datapackage import MEDIA_TYPES
from insight.language.catalogue import LANGUAGES, Text, both
from insight.query.opened import OpenSurvey
from insight.reporting import provenance
from insight.reporting.labels import short_title
from insight.survey.codebook import Codebook
from insight.survey.filters import EVERYONE

# The name of each format on the agreed list of kinds of file; the list lacks the others.
_FILE_TYPES = {
    "json-stat2": "JSON",
    "csv": "CSV",
    "xlsx": "XLSX",
    "parquet": "PARQUET",
    "html": "HTML",
}


def of_survey(survey: OpenSurvey, here: str, settings: Settings, service: Json) -> list[Json]:
    """Return a survey with what it can be had as.

    Parameters
    ----------
    survey
        The survey.
    here
        The address of the catalogue.
    settings
        The operator's.
    service
        What the data service is known by, and where questions are asked.
    """
    book, own = survey.codebook, dataset_id(survey, here)
    forms = [*_tables(survey, own, settings, service), *_responses(survey, own, settings)]
    publisher = publisher_of(book, own)
    dataset: Json = {
        "@id": own,
        "@type": "dcat:Dataset",
        "dct:identifier": book.id,
        "dct:title": words.told(book.title),
        "dct:description": _about(book),
        "dcat:theme": {"@id": words.HEALTH},
        "dcat:keyword": [told for each in _keywords(book) for told in words.told(each)],
        "dct:accessRights": {"@id": words.PUBLIC},
        "dct:language": words.TOLD_IN,
        "dct:modified": words.moment(updated(survey)),
        "dcat:landingPage": {"@id": _page(settings, "codebook", book)},
        **({"dct:publisher": {"@id": publisher["@id"]}} if publisher else {}),
        **_contact(service),
        **_time(book),
        **_origin(book),
        "dcat:distribution": [{"@id": form["@id"]} for form in forms],
    }
    return [dataset, *([publisher] if publisher else []), *forms]


def dataset_id(survey: OpenSurvey, here: str) -> str:
    """Return what a survey is known by."""
    return f"{here}#{survey.id}"


def publisher_of(book: Codebook, own: str) -> Json | None:
    """Return who publishes a survey, where its codebook says so."""
    if book.publisher is None:
        return None
    return words.agent(f"{own}-publisher", book.publisher, book.publisher_number or "")


def _contact(service: Json) -> Json:
    name = "dcat:contactPoint"
    return {name: service[name]} if name in service else {}


def _about(book: Codebook) -> list[Json]:
    texts = (book.population, book.note, book.assumption)
    return _marked(book, *([text for text in texts if text] or [book.title]))


def _marked(book: Codebook, *texts: Text) -> list[Json]:
    """Texts in both languages, before them that the responses are simulated where they are."""
    parts = [[provenance.mark([book], each), *(text[each] for text in texts)] for each in LANGUAGES]
    return words.told(Text(*("\n\n".join(filter(None, part)) for part in parts)))


def _keywords(book: Codebook) -> list[Text]:
    return [short_title(book), *([both("data_catalogue.simulated")] if book.simulated else [])]


def _time(book: Codebook) -> Json:
    """The years of the waves, where all of them are years."""
    if not book.waves or not all(re.fullmatch("[12][0-9]{3}", wave) for wave in book.waves):
        return {}
    years = [int(wave) for wave in book.waves]
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": words.day(date(min(years), 1, 1)),
            "dcat:endDate": words.day(date(max(years), 12, 31)),
        }
    }


def _origin(book: Codebook) -> Json:
    """Where the responses are from, and that a program made them where it did."""
    told: Json = {"dct:type": {"@id": SYNTHETIC}} if book.simulated else {}
    if book.source:
        statement = {"@type": "dct:ProvenanceStatement", "rdfs:label": words.told(book.source)}
        told["dct:provenance"] = statement
    return told


def _tables(survey: OpenSurvey, own: str, settings: Settings, service: Json) -> Iterator[Json]:
    """The tables in each format in which they can be asked for."""
    book = survey.codebook
    example = next((Cube(survey, item).id for item in book.items), None)
    for name, (media_type, _) in FORMATS.items() if example else ():
        address = f"{settings.base}/tables/{example}/data?outputFormat={name}"
        yield {
            "@id": f"{own}-{name}",
            "@type": "dcat:Distribution",
            "dct:title": words.told(both("data_catalogue.tables", format=name)),
            "dct:description": _marked(book, both("data_catalogue.tables_means", address=address)),
            "dcat:accessURL": {"@id": _page(settings, "codebook", book)},
            "dcat:accessService": {"@id": service["@id"]},
            **({"dct:format": words.file_type(_FILE_TYPES[name])} if name in _FILE_TYPES else {}),
            **_media_type(name, media_type),
            **({"dct:conformsTo": {"@id": words.JSON_STAT}} if name == "json-stat2" else {}),
            "dct:language": words.TOLD_IN,
            "dct:modified": words.moment(updated(survey)),
            **words.terms(book.licence),
        }


def _media_type(name: str, written: str) -> Json:
    known = name in _FILE_TYPES
    return {"dcat:mediaType": words.media_type(written.partition(";")[0])} if known else {}


def _responses(survey: OpenSurvey, own: str, settings: Settings) -> Iterator[Json]:
    """The responses as a data package, where the page of answers gives them to everybody."""
    if survey.respondents > LARGEST_DOWNLOAD or refusal(survey, EVERYONE):
        return
    for name in OF_RESPONSES:
        yield {
            "@id": f"{own}-responses-{name}",
            "@type": "dcat:Distribution",
            "dct:title": words.told(both("data_catalogue.responses", format=name)),
            "dct:description": _marked(survey.codebook, both("data_catalogue.responses_means")),
            "dcat:accessURL": {"@id": _page(settings, "answers", survey.codebook)},
            "dct:format": words.file_type(_FILE_TYPES[name]),
            "dcat:mediaType": words.media_type(MEDIA_TYPES[name]),
            "dcat:packageFormat": words.file_type("ZIP"),
            "dct:conformsTo": {"@id": words.DATA_PACKAGE},
            "dct:language": words.TOLD_IN,
            "dct:modified": words.moment(updated(survey)),
            **words.terms(survey.codebook.licence),
        }


def _page(settings: Settings, name: str, book: Codebook) -> str:
    return f"{settings.address}/{name}?survey={book.id}"
