"""DDI-Codebook 2.5: what is said of a survey, where the standard puts it, in the schema's order."""

from datetime import date
from xml.etree import ElementTree

import pytest
from archived_survey import archived_survey
from survey_folder import segment, single, write_survey

from insight import open_survey
from insight.exports.codebook_formats import codebook_bytes
from insight.exports.xml import writable
from insight.language.catalogue import LANGUAGES, say

MADE = date(2026, 11, 22)
DDI = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The children of each element that we write, in the order of DDI-Codebook 2.5's codebook.xsd;
# a star marks those that may come once at most.
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr",
    "docDscr": "citation*",
    "stdyDscr": "citation stdyInfo method dataAccs notes",
    "citation": "titlStmt* prodStmt* verStmt",
    "titlStmt": "titl* altTitl parTitl IDNo",
    "prodStmt": "prodDate software",
    "verStmt": "version",
    "stdyInfo": "abstract sumDscr",
    "sumDscr": "universe dataKind",
    "method": "dataColl notes",
    "dataColl": "timeMeth sampProc sources* weight",
    "sources": "dataSrc",
    "dataAccs": "useStmt",
    "useStmt": "restrctn conditions",
    "fileDscr": "fileTxt",
    "fileTxt": "fileName dimensns* fileType",
    "dimensns": "caseQnty varQnty",
    "dataDscr": "varGrp var",
    "varGrp": "labl txt concept universe notes",
    "var": "labl qstn invalrng universe sumStat catgryGrp catgry concept varFormat* notes",
    "qstn": "qstnLit",
    "invalrng": "item",
    "catgryGrp": "labl txt",
    "catgry": "catValu* labl catStat",
}
ATTRIBUTES = {
    "codeBook": "version",
    "prodDate": "date",
    "version": "date",
    "fileDscr": "ID",
    "varGrp": "ID type otherType name var varGrp",
    "var": "ID name wgt wgt-var files intrvl nature representationType",
    "qstn": "responseDomainType",
    "item": "UNITS VALUE",
    "sumStat": "wgtd type",
    "catgryGrp": "ID catgry",
    "catgry": "ID missing missType",
    "catStat": "type wgtd",
    "varFormat": "type schema otherSchema",
    "notes": "type subject",
}
REFERENCES = ("wgt-var", "files", "var", "varGrp", "catgry")
BY_SCHEMA = ("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", LANG)


def written(folder, language="nb") -> ElementTree.Element:
    survey = open_survey(folder)
    return ElementTree.fromstring(codebook_bytes(survey, "ddi", language, MADE))


def faults(root: ElementTree.Element) -> list[str]:
    """What the schema would refuse: elements, attributes, order, ids and references."""
    found = []
    ids = [one.get("ID") for one in root.iter() if one.get("ID")]
    found += [f"the id {one} is used twice" for one in set(ids) if ids.count(one) > 1]
    for parent in root.iter():
        tag = parent.tag.removeprefix(DDI)
        order = ORDER.get(tag, "").split()
        once = {one.rstrip("*") for one in order if one.endswith("*")}
        order = [one.rstrip("*") for one in order]
        children = [child.tag.removeprefix(DDI) for child in parent]
        found += [f"{tag} has no {one}" for one in children if one not in order]
        places = [order.index(one) for one in children if one in order]
        found += [f"{tag} has {children}"] if places != sorted(places) else []
        found += [f"{tag} has two {one}" for one in once if children.count(one) > 1]
        known = {*ATTRIBUTES.get(tag, "").split(), *BY_SCHEMA}
        found += [f"{tag} has no attribute {one}" for one in set(parent.keys()) - known]
        for name in REFERENCES:
            found += [f"{one} is no id" for one in parent.get(name, "").split() if one not in ids]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return archived_survey(tmp_path_factory.mktemp("data"), simulated=True)


@pytest.fixture(scope="module")
def root(folder):
    return written(folder)


def text(root: ElementTree.Element, path: str, language: str = "nb") -> str:
    """The text of the one element at a path that is in a language, or in none."""
    steps = "/".join(step if step == "." else f"{DDI}{step}" for step in path.split("/"))
    [found] = [one for one in root.findall(steps) if one.get(LANG) in (language, None)]
    return found.text


def variable(root: ElementTree.Element, name: str) -> ElementTree.Element:
    [found] = [one for one in root.iter(f"{DDI}var") if one.get("name") == name]
    return found


def categories(of: ElementTree.Element) -> dict[str, str | None]:
    """Counts by code, None where there is none."""
    return {one.findtext(f"{DDI}catValu"): one.findtext(f"{DDI}catStat")
            for one in of.findall(f"{DDI}catgry")}  # fmt: skip


def test_every_element_stands_where_the_schema_has_it(root):
    assert faults(root) == []


def test_every_column_of_the_file_is_a_variable(root):
    names = [one.get("name") for one in root.iter(f"{DDI}var")]
    assert names == ["trust", "used_a", "used_b", "age", "sex", "wave", "w", "h", "u"]
    assert text(root, "fileDscr/fileTxt/dimensns/caseQnty") == "40"
    assert text(root, "fileDscr/fileTxt/dimensns/varQnty") == "9"
    assert text(root, "fileDscr/fileTxt/fileName") == "responses.parquet"


@pytest.mark.parametrize(("first", "other"), [("nb", "en"), ("en", "nb")])
def test_the_title_is_in_the_language_asked_for_and_parallel_in_the_other(folder, first, other):
    root = written(folder, first)
    assert root.get(LANG) == first
    assert text(root, "stdyDscr/citation/titlStmt/titl", first) == f"s {first}"
    assert text(root, "stdyDscr/citation/titlStmt/parTitl", other) == f"s {other}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_questions_and_bases_are_in_both_languages(root, language):
    trust = variable(root, "trust")
    assert text(trust, "labl", language) == f"Trust <b>&amp; more {language}"
    assert text(trust, "qstn/qstnLit", language) == f"Do you trust it? {language}"
    assert text(trust, "universe", language) == f"Everyone {language}"
    notes = {one.get("type"): one.text for one in trust.findall(f"{DDI}notes")
             if one.get(LANG) == language}  # fmt: skip
    assert notes == {
        "note": f"A note {language}",
        "break": f"2021: New wording {language}",
        "assumption": f"A guess {language}",
    }


def test_categories_have_code_label_count_and_whether_they_are_missing(root):
    trust = variable(root, "trust")
    assert categories(trust) == {"1": "20", "5": "15", "9": "5"}
    assert [one.get("missing") for one in trust.findall(f"{DDI}catgry")] == [None, None, "Y"]
    assert trust.findtext(f"{DDI}sumStat") == "35"
    assert trust.findtext(f"{DDI}concept") == "trust"
    assert (trust.get("intrvl"), trust.get("nature")) == ("discrete", "ordinal")


def test_a_net_is_a_group_of_categories(root):
    trust = variable(root, "trust")
    group = trust.find(f"{DDI}catgryGrp")
    [five] = [one for one in trust.findall(f"{DDI}catgry") if one.get("ID") == group.get("catgry")]
    assert five.findtext(f"{DDI}catValu") == "5"
    assert text(group, "labl") == "high nb"


def test_an_item_of_several_answers_is_a_group_of_variables(root):
    several, net = root.iter(f"{DDI}varGrp")
    ids = [variable(root, name).get("ID") for name in ("used_a", "used_b")]
    assert (several.get("type"), several.get("name")) == ("multipleResp", "used")
    assert several.get("var").split() == net.get("var").split() == ids
    assert several.get("varGrp") == net.get("ID")
    assert categories(variable(root, "used_a")) == {"0": "8", "1": "30"}
    assert variable(root, "used_a").findtext(f"{DDI}sumStat") == "38"
    assert text(variable(root, "used_a"), "labl") == "multiple nb: kode a nb"


def test_a_number_is_continuous_and_its_missing_codes_are_invalid_values(root):
    age = variable(root, "age")
    assert age.get("intrvl") == "contin"
    assert age.find(f"{DDI}invalrng/{DDI}item").get("VALUE") == "-1"
    assert [one.get("missType") for one in age.findall(f"{DDI}catgry")] == ["refused"]


def test_the_weight_is_named_by_what_it_weights(root):
    weight = variable(root, "w")
    assert weight.get("wgt") == "wgt"
    assert variable(root, "trust").get("wgt-var") == weight.get("ID")
    assert weight.get("wgt-var") is None
    said = {
        one.get("subject"): one.text
        for one in root.findall(f"{DDI}stdyDscr/{DDI}method/{DDI}notes")
    }
    assert said == {"wave": "wave", "weight": "w", "strata": "h", "psu": "u"}


def test_simulated_responses_are_called_that(root, tmp_path):
    words = say("nb", "codebook.all_simulated")
    assert words in [one.text for one in root.findall(f"{DDI}stdyDscr/{DDI}notes")]
    real = written(write_survey(tmp_path, "real", {"q": [1]}, {"q": single(1)}))
    assert real.findall(f"{DDI}stdyDscr/{DDI}notes") == []
    assert faults(real) == []


def test_counts_that_the_codebook_page_hides_are_left_out(tmp_path):
    frame = {"q": [1] * 30 + [2] * 30, "g": [1] * 57 + [2] * 3}
    variables = {"q": single(1, 2), "g": segment(1, 2)}
    rules = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    root = written(write_survey(tmp_path, "s", frame, variables, disclosure=rules))
    assert categories(variable(root, "q")) == {"1": "30", "2": "30"}
    tiny = write_survey(tmp_path, "t", {"q": [1] * 5 + [2] * 4}, {"q": single(1, 2)},
                        disclosure=rules)  # fmt: skip
    hidden = variable(written(tiny), "q")
    assert categories(hidden) == {"1": None, "2": None}
    assert hidden.find(f"{DDI}sumStat") is None


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x0bb\x1b[31m", "ab[31m"),
        ("\ud800x\ufffe", "x"),
        ("æ\t\n😀", "æ\t\n😀"),
    ],
)
def test_characters_that_xml_forbids_are_dropped(words, kept):
    assert writable(words) == kept
    ElementTree.fromstring(f"<a>{kept}</a>")
