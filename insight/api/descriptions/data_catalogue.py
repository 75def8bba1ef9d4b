"""The catalogue of surveys in DCAT-AP-NO 3, as JSON-LD and as Turtle.

What the standard requires is told where it is known. Who publishes is said by a codebook of its
survey and by the operator of the catalogue, and never made up: where neither says it, it is absent.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from insight.api.calls import Answer, Call, unchanged
from insight.api.descriptions import vocabulary as words
from insight.api.descriptions.data_set import dataset_id, of_survey
from insight.api.descriptions.turtle import turtle_of
from insight.api.formats.jsonstat import Json
from insight.api.listing import Listing, listing, updated
from insight.api.settings import Settings
from insight.language.catalogue import Text, both

JSON_LD = "application/ld+json"
TURTLE = "text/turtle"


def as_accepted(call: Call) -> Answer:
    """Give the catalogue as Turtle where the client asks for it, else as JSON-LD."""
    wants_turtle = TURTLE in call.accepted and JSON_LD not in call.accepted
    return _answer(call, as_turtle=wants_turtle)


def as_json_ld(call: Call) -> Answer:
    """Give the catalogue as JSON-LD."""
    return _answer(call, as_turtle=False)


def as_turtle(call: Call) -> Answer:
    """Give the catalogue as Turtle."""
    return _answer(call, as_turtle=True)


def _answer(call: Call, *, as_turtle: bool) -> Answer:
    """The catalogue of what is for everybody, whoever asks: others collect and publish it."""
    body = _written(listing(), call.settings, as_turtle)
    mark = hashlib.sha256(body).hexdigest()[:24]
    if call.knows(mark):
        return unchanged(mark)
    media_type = f"{TURTLE}; charset=utf-8" if as_turtle else JSON_LD
    return Answer(body, media_type, mark=mark, headers={"Vary": "Accept"})


@lru_cache(maxsize=8)
def _written(known: Listing, settings: Settings, as_turtle: bool) -> bytes:
    document = catalogue_of(known, settings)
    told = turtle_of(document) if as_turtle else json.dumps(document, ensure_ascii=False)
    return told.encode("utf-8", "replace")


def catalogue_of(known: Listing, settings: Settings) -> Json:
    """Return the catalogue of the surveys that there are."""
    here = f"{settings.address}/api/catalog"
    operator = _operator(here, settings)
    contact = _contact(here, settings)
    responsible: Json = {
        **({"dct:publisher": {"@id": operator["@id"]}} if operator else {}),
        **({"dcat:contactPoint": {"@id": contact["@id"]}} if contact else {}),
    }
    datasets = [{"@id": dataset_id(survey, here)} for survey in known.surveys]
    service: Json = {
        "@id": f"{here}#api",
        "@type": "dcat:DataService",
        "dct:identifier": f"{here}#api",
        "dct:title": words.told(both("data_catalogue.service")),
        "dct:description": words.told(both("data_catalogue.service_means")),
        "dcat:endpointURL": {"@id": settings.base},
        "dcat:endpointDescription": {"@id": f"{settings.base}/openapi.json"},
        "dct:conformsTo": {"@id": words.PXWEB_API},
        "dct:format": words.file_type("JSON"),
        "dcat:theme": {"@id": words.HEALTH},
        "dcat:keyword": words.told(both("data_catalogue.keyword")),
        "dct:accessRights": {"@id": words.PUBLIC},
        **({"dcat:servesDataset": datasets} if datasets else {}),
        **responsible,
    }
    catalogue: Json = {
        "@id": here,
        "@type": "dcat:Catalog",
        "dct:identifier": here,
        "dct:title": words.told(both("data_catalogue.title")),
        "dct:description": words.told(both("data_catalogue.means")),
        "foaf:homepage": {"@id": f"{settings.address}/"},
        "dct:language": words.TOLD_IN,
        "dcat:themeTaxonomy": {"@id": words.THEMES},
        **_modified(known),
        **({"dcat:dataset": datasets} if datasets else {}),
        "dcat:service": {"@id": service["@id"]},
        **responsible,
    }
    graph = [catalogue, *filter(None, [operator, contact]), service]
    for survey in known.surveys:
        graph += of_survey(survey, here, settings, service)
    graph += words.standards()
    # An organisation may publish several surveys, and operate the catalogue as well.
    once = {node["@id"]: node for node in reversed(graph)}
    return {"@context": words.PREFIXES, "@graph": [*reversed(once.values())]}


def _modified(known: Listing) -> Json:
    if not known.surveys:
        return {}
    return {"dct:modified": words.moment(max(updated(survey) for survey in known.surveys))}


def _operator(here: str, settings: Settings) -> Json | None:
    if not settings.publisher:
        return None
    name = Text(settings.publisher, settings.publisher)
    return words.agent(f"{here}#operator", name, settings.publisher_number)


def _contact(here: str, settings: Settings) -> Json | None:
    """Where questions are asked: an address for mail, or a page."""
    if not settings.contact:
        return None
    is_page = settings.contact.startswith(("https://", "http://"))
    place = "vcard:hasURL" if is_page else "vcard:hasEmail"
    name = Text(settings.publisher, settings.publisher)
    return {
        "@id": f"{here}#contact",
        "@type": "vcard:Organization",
        "vcard:fn": words.told(name if settings.publisher else both("shell.app_name")),
        place: {"@id": settings.contact if is_page else f"mailto:{settings.contact}"},
    }
