"""Named things: every mention is in one of them, each has a level that is ours, and is found."""

import re
from dataclasses import replace

import pytest
from changed_row import with_row

from insight.documents.fact_kinds import System
from insight.documents.facts import FOLDER, facts
from insight.documents.inventories.actors import (
    ACTOR_LEVELS,
    gather,
    mentioned,
    named_things,
    of_level,
    read,
)
from insight.language.catalogue import Text

KNOWN = facts()
EVERYTHING = {each.thing.id: each for each in mentioned()}
FILE = "system_levels.csv"


def test_every_mention_is_of_one_thing():
    mentions = [mention for thing in named_things() for mention in thing.mentions]
    assert sorted(mentions) == sorted(system.id for system in KNOWN.systems)


def test_each_is_mentioned_somewhere_and_the_most_mentioned_come_first():
    times = [each.times for each in mentioned()]
    assert min(times) > 0
    assert times == sorted(times, reverse=True)


def test_each_way_of_writing_a_thing_occurs_where_it_has_no_mention_of_its_own():
    for each in mentioned():
        assert each.said or each.passages or each.others, each.thing.id


@pytest.mark.parametrize("kind", ["named_kind", "actor_level"])
def test_every_kind_and_level_has_words(kind):
    used = {thing.kind for thing in named_things()} if kind == "named_kind" else {*ACTOR_LEVELS}
    assert used == {code for field, code in KNOWN.words if field == kind}


def test_what_is_named_in_several_documents_is_one():
    helsenorge = EVERYTHING["helsenorge"]
    assert len(helsenorge.said) == 3
    assert set(helsenorge.places) == {"trends_2021", "trends_2022", "knowledge_base"}
    assert EVERYTHING["norsk_helsenett"].thing.mentions == ("system_067", "system_147")


@pytest.mark.parametrize(
    ("code", "quote", "is_named"),
    [
        ("nav", "Meldinger til NAV.", True),
        ("nav", "NAVN", False),
        ("nav", "navnet", False),
        ("parorende", "Pårørende må med", True),
        ("pasientorganisasjoner", "med pasientorganisasjonene", True),
    ],
)
def test_a_name_is_found_as_a_word_and_what_is_no_name_in_any_case(code, quote, is_named):
    said = replace(KNOWN.statements[0], quote=quote)
    (found,) = gather([EVERYTHING[code].thing], replace(KNOWN, statements=(said,)))
    assert (said.id in found.named_in) is is_named


def test_an_actor_is_mentioned_with_the_themes_figures_and_areas_of_its_passages():
    nhn = EVERYTHING["norsk_helsenett"]
    assert "governance" in nhn.themes
    assert "document_sharing_evaluation" in {fact.id for fact in nhn.others}
    assert [entry.area for entry in nhn.areas()] == ["national_governance"]


def test_places_count_lines_and_not_what_was_taken_from_them():
    ssb = EVERYTHING["ssb"]
    assert len(ssb.said) + len(ssb.passages) + len(ssb.others) > 1
    assert ssb.places == {"trends_2022": 1}


def test_a_place_is_a_line_that_was_taken_in_whatever_was_taken_from_it():
    un = EVERYTHING["fn"]
    assert un.times == len({(source, line) for source, of in un.lines.items() for line in of})
    of_others = {fact.id for fact in un.others if isinstance(fact, System)}
    assert "system_161" in of_others  # about the goals, and names the UN
    assert {fact.line for fact in un.others if fact.id == "system_161"} <= {
        *un.lines["knowledge_base"]
    }


def test_what_we_say_of_a_system_is_no_mention_in_a_document():
    [said] = [each for each in KNOWN.systems if each.id == "system_041"]
    ours = replace(said, text=Text("NAV", "NAV"), quote="Noe annet")
    known = replace(KNOWN, systems=(*(each for each in KNOWN.systems if each != said), ours))
    [nav] = [each for each in gather(named_things(), known) if each.thing.id == "nav"]
    assert ours.id not in {fact.id for fact in nav.others}


def test_what_is_said_of_a_level_need_not_name_anybody():
    assert len(of_level(KNOWN, "municipal")) == 16
    assert all("municipal" in passage.levels for passage in of_level(KNOWN, "municipal"))


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"kind": "autority"}, "row 8, column kind"),
        ({"levels": "nationwide"}, "row 8, column levels"),
        ({"levels": ""}, "row 8, column levels"),
        ({"systems": "system_999"}, "row 8, column systems"),
        ({"systems": ""}, "the mention system_041 is in no row"),
        ({"systems": "system_041 system_042"}, "the mention system_042 is in two rows"),
        ({"systems": "", "words": ""}, "row 8, column words"),
        ({"id": "helfo"}, "stands twice"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_place(tmp_path, cells, fault):
    path = with_row(FOLDER / FILE, tmp_path, "nasjonal_sikkerhetsmyndighet", cells)
    with pytest.raises(ValueError, match=re.escape(fault)):
        read(path, KNOWN)
