"""Segments: a tree, in which a need is about people, and theirs, and those they are a part of."""

import csv
import re
from functools import cache

import pytest
from fixtures_folder import shared_file

from insight.documents.facts import facts
from insight.documents.segments import NeedSegment, Segment, Segments

KNOWN = facts()
ALL = KNOWN.segments


def taken_down(name: str) -> list[dict[str, str]]:
    with shared_file(f"facts/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def lines(source: str) -> list[str]:
    text = shared_file(f"documents/{KNOWN.sources[source].file}").read_text(encoding="utf-8")
    return text.casefold().splitlines()


# --- A small tree ---------------------------------------------------------------------------------


def segment(name: str, parent: str | None) -> Segment:
    return Segment(name, name, name, parent, None, None, None, None, None)


# people > ill > patients, people > carers; staff
TREE = {
    name: segment(name, parent)
    for name, parent in (
        ("people", None), ("ill", "people"), ("staff", None), ("carers", "people"),
        ("patients", "ill"),
    )
}  # fmt: skip
NEEDS = {
    "of_all_people": [("people", "stated")],
    "of_people_it_seems": [("people", "inherited")],
    "of_the_ill": [("people", "inherited"), ("ill", "stated")],
    "of_patients": [("people", "inherited"), ("patients", "stated")],
    "of_people_and_patients": [("people", "stated"), ("patients", "stated")],
    "of_carers": [("people", "inherited"), ("carers", "stated")],
    "of_staff_and_carers": [
        ("people", "inherited"), ("staff", "inherited"), ("carers", "stated"),
    ],
}  # fmt: skip
SMALL = Segments(
    TREE,
    {
        need: tuple(NeedSegment(need, one, basis, None, None) for one, basis in links)
        for need, links in NEEDS.items()
    },
)
WHOSE = [
    # respondents, needs about them or some of them, needs about all of whom they are a part
    ("people", {*NEEDS}, set()),
    ("ill", {"of_the_ill", "of_patients", "of_people_and_patients"},
     {"of_all_people", "of_people_it_seems", "of_people_and_patients"}),
    ("patients", {"of_patients", "of_people_and_patients"},
     {"of_all_people", "of_people_it_seems", "of_the_ill", "of_people_and_patients"}),
    ("carers", {"of_carers", "of_staff_and_carers"},
     {"of_all_people", "of_people_it_seems", "of_people_and_patients"}),
    ("staff", {"of_staff_and_carers"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("whose", "named", "included"), WHOSE)
def test_a_need_is_of_those_it_names_and_of_all_who_are_a_part_of_them(whose, named, included):
    assert {need for need in NEEDS if SMALL.named_by(need, [whose])} == named
    assert {need for need in NEEDS if SMALL.includes(need, [whose])} == included


def test_of_two_segments_a_need_may_name_either():
    of_both = {need for need in NEEDS if SMALL.named_by(need, ["patients", "carers"])}
    assert of_both == {
        need for need in NEEDS
        if SMALL.named_by(need, ["patients"]) or SMALL.named_by(need, ["carers"])
    }  # fmt: skip


def test_what_a_narrower_statement_tells_is_not_told_twice():
    shown = {need: [link.segment for link in SMALL.shown(need)] for need in NEEDS}
    assert shown["of_people_it_seems"] == ["people"]
    assert shown["of_patients"] == ["patients"]
    assert shown["of_people_and_patients"] == ["people", "patients"]
    assert shown["of_staff_and_carers"] == ["staff", "carers"]


def test_each_segment_stands_before_those_below_it():
    assert [one.id for one in SMALL.in_order] == ["people", "ill", "patients", "carers", "staff"]
    assert SMALL.ancestors("patients") == ("ill", "people")
    assert SMALL.needs_of["ill"] == {"of_the_ill", "of_patients", "of_people_and_patients"}


# --- The segments of the documents ----------------------------------------------------------------


def test_every_row_taken_down_is_in_the_app():
    rows = taken_down("segments")
    assert len(rows) == len(ALL.by_id) == 27
    for row in rows:
        one = ALL.by_id[row["id"]]
        for column in ("nb", "en", "parent", "population", "survey", "where", "line"):
            assert (getattr(one, column) or "") == row[column], one.id
        assert bool(one.note) == bool(row["note"])
    rows = taken_down("need_segments")
    links = [link for of_need in ALL.of_need.values() for link in of_need]
    assert len(rows) == len(links) == 135
    assert {(one.need, one.segment, one.basis, str(one.line or "")) for one in links} == {
        (row["need"], row["segment"], row["basis"], row["line"]) for row in rows
    }


POPULATIONS = {
    "citizens": {"citizens"},
    "health_personnel": {"health_personnel"},
    "both": {"citizens", "health_personnel"},
    "unassigned": {"unassigned"},
}


@pytest.mark.parametrize("need", KNOWN.needs, ids=lambda one: one.id)
def test_segments_of_a_need_lie_within_its_population(need):
    links = ALL.of_need[need.id]
    roots = {[link.segment, *ALL.ancestors(link.segment)][-1] for link in links}
    # The figure does not place this word; a line elsewhere says it of health personnel.
    known = {"health_personnel"} if need.id == "u_feel_sufficient" else set()
    assert roots == POPULATIONS[need.population] | known


# The words by which a document names a segment, at the line where it is said to.
NAMED = {
    "citizens": "innbygger|befolkning|alle segmenter|brukergrupper",
    "without_illness": "uten sykdom|de overvåke",
    "with_illness": "sykdomsutfordringer",
    "patients": "pasient|alle segmenter",
    "patients_home_treatment": "pasienter i hjemmebehandling",
    "complex_conditions": "komplekse helsetilstander|sammensatte diagnoser",
    "weakest_most_ill": "svakeste og sykeste",
    "carers": "pårørende|alle segmenter",
    "carers_home_treatment": "pårørende i tilsvarende situasjon",
    "carers_not_colocated": "pårørende som ikke er samlokalisert",
    "low_need_awareness": "lav bevissthet om",
    "low_digital_ability": "lave?(re)? evne|lav mulighet|motivasjon og evne|digital kompetanse",
    "low_digital_motivation": "lavere evne og motivasjon|lavest motivasjon",
    "high_digital_ability": "høy motivasjon og evne",
    "digitally_excluded": "utenforskap",
    "low_socioeconomic_status": "sosioøkonomisk status",
    "health_personnel": "helsepersonell|ansatte|brukergrupper",
    "personnel_at_home": "hjemme",
    "personnel_in_institution": "institusjon",
    "personnel_outpatient": "poliklinisk",
    "gps": "fastleger|fastlegene",
    "municipal_personnel": "",
    "hospital_trust_personnel": "",
    "organisations": "organisasjon",
    "research": "forskning",
    "business": "næringsliv",
    "unassigned": "underliggende behov",
}


@pytest.mark.parametrize("name", ALL.by_id)
def test_a_document_names_each_segment_at_the_line_where_it_is_said_to(name):
    said = [place.split(":") for place in (ALL.by_id[name].line or "").split("; ") if place]
    assert bool(said) == bool(NAMED[name])
    for source, line in said:
        assert re.search(NAMED[name], lines(source)[int(line) - 1]), (source, line)


def test_a_need_states_each_segment_at_the_line_where_it_is_said_to():
    stated = [link for links in ALL.of_need.values() for link in links if link.line]
    assert len(stated) > 70
    for link in stated:
        said = lines(KNOWN.need[link.need].source)[link.line - 1]
        assert re.search(NAMED[link.segment], said), (link, said)
