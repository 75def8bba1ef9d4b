"""The catalogue of surveys: whole by DCAT-AP-NO 3 where its parts are known, and nothing made up.

Shapes that it shall conform to, such as those of DCAT-AP 3, are taken from the folder that
``DCAT_SHAPES`` names. They belong to others and are not part of the project.
"""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from asked_api import PLENTY, api_client
from rdflib import Namespace
from rdflib.compare import isomorphic
from small_survey import GENDER, SCALE, answers
from survey_folder import segment, write_survey

from insight.api.answering import FORMATS

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ODRS = Namespace("http://schema.theodi.org/odrs#")
ORG = Namespace("http://www.w3.org/ns/org#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
RDF, RDFS, XSD = (Namespace(str(known)) for known in (rdflib.RDF, rdflib.RDFS, rdflib.XSD))
HOME = "https://innsikt.example.no"
WHOLE = replace(
    PLENTY,
    address=HOME,
    publisher="Etaten",
    publisher_number="123456785",
    contact="post@example.no",
)
OPEN = {"min_base": 10, "microdata": "open"}
AUTHORITY = "http://publications.europa.eu/resource/authority"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

TEXT, ADDRESS, DATE, MOMENT = "text", "address", XSD.date, XSD.dateTime
# Each class with its properties: how many there are at least and at most, and what they are.
MANY = 1_000
RULES = {
    DCAT.Catalog: {
        DCTERMS["title"]: (1, MANY, TEXT),
        DCTERMS.description: (1, MANY, TEXT),
        DCTERMS.publisher: (1, 1, ADDRESS),
        DCAT.contactPoint: (1, MANY, VCARD.Organization),
        DCAT.dataset: (1, MANY, ADDRESS),
        DCAT.service: (1, MANY, ADDRESS),
        DCTERMS.modified: (1, 1, MOMENT),
        DCTERMS.language: (2, 2, ADDRESS),
        DCAT.themeTaxonomy: (1, MANY, ADDRESS),
        FOAF.homepage: (1, 1, ADDRESS),
    },
    DCAT.Dataset: {
        DCTERMS["title"]: (1, MANY, TEXT),
        DCTERMS.description: (1, MANY, TEXT),
        DCTERMS.publisher: (1, 1, ADDRESS),
        DCAT.contactPoint: (1, MANY, VCARD.Organization),
        DCAT.theme: (1, MANY, ADDRESS),
        DCAT.distribution: (1, MANY, ADDRESS),
        DCAT.keyword: (1, MANY, TEXT),
        DCTERMS.accessRights: (1, 1, ADDRESS),
        DCTERMS.temporal: (1, 1, DCTERMS.PeriodOfTime),
        DCTERMS.modified: (1, 1, MOMENT),
        DCAT.landingPage: (1, 1, ADDRESS),
    },
    DCAT.Distribution: {
        DCTERMS["title"]: (1, MANY, TEXT),
        DCTERMS.description: (1, MANY, TEXT),
        DCAT.accessURL: (1, MANY, ADDRESS),
        DCTERMS["format"]: (0, 1, ADDRESS),
        DCAT.mediaType: (0, 1, ADDRESS),
        DCTERMS.license: (1, 1, ADDRESS),
    },
    DCAT.DataService: {
        DCTERMS["title"]: (1, MANY, TEXT),
        DCTERMS.publisher: (1, 1, ADDRESS),
        DCAT.contactPoint: (1, MANY, VCARD.Organization),
        DCAT.endpointURL: (1, 1, ADDRESS),
        DCAT.servesDataset: (1, MANY, ADDRESS),
        DCAT.keyword: (1, MANY, TEXT),
    },
    DCTERMS.PeriodOfTime: {DCAT.startDate: (1, 1, DATE), DCAT.endDate: (1, 1, DATE)},
    FOAF.Agent: {FOAF.name: (1, MANY, TEXT)},
    ORG.Organization: {FOAF.name: (1, MANY, TEXT)},
    VCARD.Organization: {VCARD.fn: (1, MANY, TEXT), VCARD.hasEmail: (1, 1, ADDRESS)},
    DCTERMS.Standard: {DCTERMS["title"]: (1, MANY, TEXT)},
}


def fits(graph, node, kind) -> bool:
    if kind == TEXT:
        return isinstance(node, rdflib.Literal) and node.language in ("nb", "en")
    if kind == ADDRESS:
        return isinstance(node, rdflib.URIRef)
    return getattr(node, "datatype", None) == kind or (node, RDF.type, kind) in graph


def faults(graph: rdflib.Graph) -> list[tuple]:
    """What the rules require and the catalogue lacks, or has otherwise."""
    found = []
    for of_class, rules in RULES.items():
        for node in graph.subjects(RDF.type, of_class):
            for name, (least, most, kind) in rules.items():
                values = [*graph.objects(node, name)]
                each = {getattr(value, "language", value) or value for value in values}
                sound = least <= len(values) <= most and all(
                    fits(graph, value, kind) for value in values
                )
                once = kind != TEXT or name == DCAT.keyword or len(each) == len(values) == 2
                found += [] if sound and once else [(str(node), name)]
    return found


def read(client, ending: str = "ttl", form: str = "turtle", base: str = HOME) -> rdflib.Graph:
    answer = client.get(f"/api/catalog.{ending}")
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format=form, publicID=f"{base}/api/catalog")


def named(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{HOME}/api/catalog#{name}")


def add(folder: Path, survey_id: str, more: str = "", **rules) -> None:
    """Write a survey of two years, with further lines in its codebook."""
    frame = answers(300) | {"year": [2020 + row % 2 for row in range(300)]}
    variables = {"year": segment(2020, 2021)} | SCALE | GENDER
    design = {"wave": "year"}
    at = write_survey(folder, survey_id, frame, variables, design=design, disclosure=OPEN | rules)
    codebook = at / "codebook.toml"
    codebook.write_text(f"{more}\n{codebook.read_text('utf-8')}", "utf-8")


PUBLISHED = """licence = "CC-BY-4.0"
publisher = { nb = "Instituttet", en = "The Institute" }
source.nb = 'Linje "én"\\to'
source.en = '''Line <one> \\ {two}
and three 😀'''"""


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    return tmp_path


def test_what_the_standard_requires_is_there_where_it_is_known(data):
    add(data, "first", PUBLISHED)
    add(data, "second", f'{PUBLISHED}\npublisher_number = "123456785"')
    graph = read(api_client(WHOLE))
    assert faults(graph) == []
    assert (named("first"), DCTERMS.publisher, named("first-publisher")) in graph
    [operator] = graph.subjects(DCTERMS.identifier, rdflib.Literal("123456785"))
    assert graph.value(named("second"), DCTERMS.publisher) == operator


def test_what_is_not_known_is_not_made_up(data):
    add(data, "first")
    add(data, "second", 'licence = "Ask the owner <first>"')
    graph = read(api_client(replace(PLENTY, address=HOME)))
    assert {fault for _, fault in faults(graph)} == {
        DCTERMS.publisher,
        DCAT.contactPoint,
        DCTERMS.license,
    }
    assert not [*graph.subjects(RDF.type, FOAF.Agent)]
    [rights] = {*graph.objects(named("second-csv"), DCTERMS.rights / RDFS.label)}
    assert str(rights) == "Ask the owner <first>"


def test_words_are_those_that_the_standard_agrees_on_and_other_licences_are_statements(data):
    add(data, "first", PUBLISHED)
    add(data, "second", 'licence = "https://example.org/licence"')
    graph = read(api_client(WHOLE))
    agreed = {
        DCTERMS.license: f"{AUTHORITY}/licence/",
        DCTERMS["format"]: f"{AUTHORITY}/file-type/",
        DCTERMS.language: f"{AUTHORITY}/language/",
        DCTERMS.accessRights: f"{AUTHORITY}/access-right/",
        DCAT.theme: f"{AUTHORITY}/data-theme/",
        DCAT.mediaType: "https://www.w3.org/ns/iana/media-types/",
    }
    for name, start in agreed.items():
        told = {*graph.objects(None, name)}
        assert told
        assert [value for value in told if not value.startswith(start)] == []
    for form in graph.objects(named("second"), DCAT.distribution):
        statement = graph.value(form, DCTERMS.rights)
        kinds = {*graph.objects(statement, RDF.type)}
        assert kinds == {DCTERMS.RightsStatement, ODRS.RightsStatement}
        assert graph.value(statement, ODRS.dataLicense) == rdflib.URIRef(
            "https://example.org/licence"
        )


def test_turtle_and_json_ld_say_the_same_and_each_is_given_to_who_asks(data):
    add(data, "first", PUBLISHED)
    client = api_client(WHOLE)
    turtle = read(client)
    assert isomorphic(turtle, read(client, "jsonld", "json-ld"))
    [source] = [
        str(text)
        for text in turtle.objects(named("first"), DCTERMS.provenance / RDFS.label)
        if text.language == "en"
    ]
    assert source == "Line <one> \\ {two}\nand three 😀"
    for accepted, told in (("text/turtle", "text/turtle"), ("*/*", "application/ld+json")):
        answer = client.get("/api/catalog", headers={"Accept": accepted})
        assert answer.headers["content-type"].startswith(told)
        known = {"If-None-Match": answer.headers["etag"], "Accept": accepted}
        assert client.get("/api/catalog", headers=known).status_code == 304


def test_a_simulated_survey_says_so_by_a_property_and_first_of_all_it_says():
    graph = read(api_client(WHOLE))
    surveys = {*graph.subjects(RDF.type, DCAT.Dataset)}
    assert surveys == {named(name) for name in ("citizens", "health_personnel", "organisations")}
    for survey in surveys:
        assert graph.value(survey, DCTERMS.type) == rdflib.URIRef(
            f"{AUTHORITY}/dataset-type/SYNTHETIC_DATA"
        )
        forms = [*graph.objects(survey, DCAT.distribution)]
        for told in (survey, *forms):
            for text in graph.objects(told, DCTERMS.description):
                assert str(text).startswith(("Simulerte svar.", "Simulated answers."))
        formats = {str(graph.value(form, DCTERMS["format"])).rpartition("/")[2] for form in forms}
        assert formats == {"JSON", "CSV", "XLSX", "PARQUET", "HTML", "None"}
        packed = [*graph.subjects(DCAT.packageFormat, rdflib.URIRef(f"{AUTHORITY}/file-type/ZIP"))]
        assert len([form for form in forms if form in packed]) == 2
        licences = {graph.value(form, DCTERMS.license) for form in forms}
        assert licences == {rdflib.URIRef(f"{AUTHORITY}/licence/CC0")}


def test_every_survey_is_there_and_responses_only_where_all_may_have_them(data):
    add(data, "alike", microdata="k_anonymous", min_base=0)
    add(data, "open")
    add(data, "shut", microdata="closed")
    client = api_client(WHOLE)
    graph = read(client)
    assert {*graph.subjects(RDF.type, DCAT.Dataset)} == {*map(named, ("alike", "open", "shut"))}
    packed = {str(form) for form in graph.subjects(DCTERMS.conformsTo, None) if "responses" in form}
    assert packed >= {f"{HOME}/api/catalog#open-responses-{name}" for name in ("csv", "parquet")}
    assert not [form for form in packed if "shut" in form]
    assert len([*graph.objects(named("shut"), DCAT.distribution)]) == len(FORMATS)


def test_an_empty_folder_has_a_catalogue_without_surveys(data):
    graph = read(api_client(WHOLE))
    assert [*graph.subjects(RDF.type, DCAT.Catalog)] == [rdflib.URIRef(f"{HOME}/api/catalog")]
    assert [*graph.objects(None, DCAT.dataset)] == []


def test_addresses_are_the_operators_whatever_a_request_names(data):
    add(data, "first", PUBLISHED)
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for client in (api_client(WHOLE), api_client()):
        for ending in ("ttl", "jsonld"):
            assert "evil" not in client.get(f"/api/catalog.{ending}", headers=lies).text
    graph = read(api_client(replace(WHOLE, address="")), base="https://seen.example")
    assert rdflib.URIRef("https://seen.example/api/catalog#first") in {*graph.subjects()}


def test_the_catalogue_conforms_to_the_shapes_that_are_here(data):
    folder = os.environ.get("DCAT_SHAPES")
    if not folder:
        pytest.skip("needs DCAT_SHAPES, a folder with SHACL shapes, such as those of DCAT-AP 3")
    import pyshacl

    add(data, "first", PUBLISHED)
    graph = read(api_client(WHOLE))
    for file in sorted(Path(folder).glob("*.ttl")):
        conforms, _, report = pyshacl.validate(graph, shacl_graph=str(file), allow_warnings=True)
        assert conforms, f"{file.name}: {report}"
