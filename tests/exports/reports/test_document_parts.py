"""The parts of documents: tables that have room, and words in the order in which they are read."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from reported_views import page_of, report_of, trust_report
from visitor import TRUST_ITEM

from insight.exports.reports.document_parts import ROOM, blocks_of, document_of
from insight.language.catalogue import say

CELLS = st.text(alphabet="abc 12%", max_size=40)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=45), CELLS)
def test_blocks_hold_every_cell_once_and_have_room(columns, name):
    """Three rows, each named in every block; only what says nothing is left out."""
    heads = [f"{name}{number}".strip(" ") for number in range(len(columns))]
    rows = [*zip(["A", "B", "C"], *columns, strict=True)]
    blocks = blocks_of(pd.DataFrame(rows, columns=["Gruppe", *heads]))
    found = {}
    for block in blocks:
        assert block.heads[0] == "Gruppe"
        assert sum(block.widths) <= ROOM
        for named, *cells in block.rows:
            found |= {
                frozenset((named, head)): cell
                for head, cell in zip(block.heads[1:], cells, strict=True)
            }
    expected = {
        frozenset((row[0], " ".join(head.split()))): " ".join(row[at].split())
        for at, head in enumerate(heads, 1)
        if any(row[at].strip(" ") for row in rows)
        for row in rows
    }
    assert found == expected


def test_many_answers_of_few_groups_stand_below_each_other():
    table = pd.DataFrame({"Gruppe": ["Alle"], **{f"Svar {at}": [f"{at} %"] for at in range(40)}})
    (block,) = blocks_of(table)
    assert block.heads == ["Gruppe", "Alle"]
    assert block.rows[7] == ["Svar 7", "7 %"]
    many = pd.concat([table] * 40)
    assert len(blocks_of(many)) > 1
    assert {len(block.rows) for block in blocks_of(many)} == {40}


def test_an_empty_table_has_no_blocks():
    assert blocks_of(pd.DataFrame()) == []


def test_a_table_of_names_alone_is_a_block():
    (block,) = blocks_of(pd.DataFrame({"Gruppe": ["A"], "Merknad": [""]}))
    assert (block.heads, block.rows) == (["Gruppe"], [["A"]])


def test_figures_are_counted_and_refused_views_are_not():
    first, second, refused = document_of(trust_report()).sections
    assert [len(section.shown) for section in (first, second, refused)] == [1, 1, 0]
    assert [section.shown[0].number for section in (first, second)] == [1, 2]
    assert refused.refused == "Færre enn 10 har svart."


def test_the_finding_stands_below_the_authors_heading_and_what_it_was_in_the_foot():
    first, second, _ = document_of(trust_report()).sections
    titles = [page.title for page in trust_report().pages]
    assert (first.heading, first.shown[0].title) == (titles[0], "")
    assert (second.heading, second.shown[0].title) == ("Hva de unge svarer", titles[1])
    assert second.comment == ["Et avsnitt.", "Et til."]
    was = say("nb", "document.finding", finding="Funnet slik det sto.")
    assert was in second.shown[0].foot
    assert was not in first.shown[0].foot


def test_when_it_was_made_a_document_tells_once_and_not_below_each_figure():
    report = trust_report()
    document = document_of(report)
    below = [page.picture.words.foot[-1] for page in report.pages[:2]]
    assert below == [document.made] * 2
    assert all(document.made not in section.shown[0].foot for section in document.sections[:2])


def test_simulated_and_assumed_are_in_the_picture_its_words_and_below_the_table():
    for section in document_of(trust_report()).sections[:2]:
        marked = [tag.name for tag in section.shown[0].picture.words.tags]
        assert marked[0] == say("nb", "shell.simulated")
        for name, mark in zip(marked, section.shown[0].marks, strict=True):
            assert mark.startswith(name)
            assert mark in section.shown[0].alternative


def test_a_reason_comes_with_the_title_that_the_authors_heading_hides():
    refused = trust_report().pages[2]
    headed = document_of(report_of(type(refused)(refused.title, refused.reason, "", "Unge")))
    assert headed.sections[0].heading == "Unge"
    assert headed.sections[0].refused == f"{refused.title}. {refused.reason}"


def test_the_title_of_a_view_alone_is_its_finding():
    page = page_of(TRUST_ITEM, "gender", language="nb")
    document = document_of(report_of(page))
    assert (document.title, document.headed, document.has_contents) == (page.title, False, False)
