"""Vocabulary of the data catalogue: prefixes, addresses of agreed words, and values of JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from insight.api.formats.jsonstat import TIME_FORMAT, Json
from insight.language.catalogue import LANGUAGES, Text

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "odrs": "http://schema.theodi.org/odrs#",
    "org": "http://www.w3.org/ns/org#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_ORGANISATIONS = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations"
_MEDIA_TYPES = "https://www.w3.org/ns/iana/media-types"  # where they are resources
THEMES = f"{_AUTHORITY}/data-theme"
HEALTH = f"{THEMES}/HEAL"
PUBLIC = f"{_AUTHORITY}/access-right/PUBLIC"
# Standards by their addresses.
STANDARDS: Mapping[str, str] = {
    "https://www.ssb.no/en/api/pxwebapiv2": "PxWebApi 2",
    "https://json-stat.org/full/": "JSON-stat 2.0",
    "https://datapackage.org/profiles/2.0/datapackage.json": "Data Package 2.0",
}
PXWEB_API, JSON_STAT, DATA_PACKAGE = STANDARDS
TOLD_IN = [{"@id": f"{_AUTHORITY}/language/{name}"} for name in ("NOB", "ENG")]
# Licences of the agreed list, by what codebooks call them.
_LICENCES: Mapping[str, str] = {
    "CC0-1.0": "CC0",
    "CC-BY-4.0": "CC_BY_4_0",
    "CC-BY-SA-4.0": "CC_BYSA_4_0",
    "NLOD-1.0": "NLOD_1_0",
    "NLOD-2.0": "NLOD_2_0",
}


def told(words: Text) -> list[Json]:
    """Return words in both languages."""
    return [{"@language": language, "@value": words[language]} for language in LANGUAGES]


def day(when: date) -> Json:
    """Return a day."""
    return {"@type": "xsd:date", "@value": when.isoformat()}


def moment(when: datetime) -> Json:
    """Return a moment in universal time."""
    return {"@type": "xsd:dateTime", "@value": when.strftime(TIME_FORMAT)}


def file_type(name: str) -> Json:
    """Return a kind of file of the agreed list."""
    return {"@id": f"{_AUTHORITY}/file-type/{name}"}


def media_type(name: str) -> Json:
    """Return a media type."""
    return {"@id": f"{_MEDIA_TYPES}/{name}"}


def standards() -> list[Json]:
    """Return the standards, each with its name."""
    return [
        {"@id": address, "@type": "dct:Standard", "dct:title": told(Text(name, name))}
        for address, name in STANDARDS.items()
    ]


def terms(licence: str | None) -> Json:
    """Return the properties that tell a licence.

    The standard takes none that is not on the agreed list, so another is told as a statement of
    rights: an address as that of the licence, what is none as it is said.

    Examples
    --------
    >>> terms("CC0-1.0")
    {'dct:license': {'@id': 'http://publications.europa.eu/resource/authority/licence/CC0'}}
    >>> terms("Ask first")["dct:rights"]["rdfs:label"]
    'Ask first'
    >>> terms("https://example.org/licence")["dct:rights"]["odrs:dataLicense"]
    {'@id': 'https://example.org/licence'}
    >>> terms(None)
    {}
    """
    if not licence:
        return {}
    if known := _LICENCES.get(licence.strip().upper()):
        return {"dct:license": {"@id": f"{_AUTHORITY}/licence/{known}"}}
    statement: Json = {"@type": ["dct:RightsStatement", "odrs:RightsStatement"]}
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", licence):
        statement["odrs:dataLicense"] = {"@id": licence}
    return {"dct:rights": {**statement, "rdfs:label": licence}}


def agent(address: str, name: Text, number: str) -> Json:
    """Return who publishes; an organisation is known by its number, if it has one.

    Parameters
    ----------
    address
        By which it is known here.
    name
        Of the publisher.
    number
        In the Central Coordinating Register for Legal Entities; empty where there is none.
    """
    if not number:
        return {"@id": address, "@type": "foaf:Agent", "foaf:name": told(name)}
    return {
        "@id": f"{_ORGANISATIONS}/{number}",
        "@type": "org:Organization",
        "dct:identifier": number,
        "foaf:name": told(name),
    }
