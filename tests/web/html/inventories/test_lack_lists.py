"""What is missing, as HTML: each lack with what is needed, and hostile words stay words."""

import re
from dataclasses import replace

from facts_in_html import assert_words_stay_words, facts_saying, plain, reading

from insight.documents.facts import facts
from insight.documents.inventories.missing import LACK_KINDS, counts, lacks
from insight.language.catalogue import say
from insight.web.html.inventories import lack_lists as missing_html


def test_every_lack_stands_under_each_of_its_kinds_with_its_place_and_what_is_needed():
    expected = [lack.fact.id for lack in lacks() for _ in lack.kinds]
    for unfolded in (True, False):
        drawn = missing_html.inventory(lacks(), reading(), unfolded=unfolded)
        assert drawn.count("<li>") == len(expected)
        assert plain(drawn).count(say("nb", "missing.needed")) == len(expected)
        places = re.findall(r'href="sources\?at=([^"]+)"', drawn)
        assert sorted(places) == sorted(expected)


def test_the_table_and_the_groups_count_a_kind_alike():
    links = dict.fromkeys(LACK_KINDS, "")
    table = plain(missing_html.overview(lacks(), reading(), links))
    groups = plain(missing_html.inventory(lacks(), reading(), unfolded=False))
    for kind, count in counts().items():
        name = facts().word("lack_kind", kind).nb
        assert re.search(rf"{re.escape(name)}\s+{count}\b", table)
        assert f"{name} ({count})" in groups


def test_a_kind_that_is_asked_for_stands_alone():
    drawn = missing_html.inventory(lacks(), reading(), unfolded=True, only="picture")
    assert drawn.count("<h2>") == 1
    assert drawn.count("<li>") == counts()["picture"]


def test_a_misprint_shows_what_is_printed_and_meant_in_norwegian():
    [lack] = [lack for lack in lacks() if lack.title.nb == "helsedataprojekt"]
    drawn = missing_html.inventory([lack], reading("en"), unfolded=True)
    said = '<span lang="nb">«helsedataprojekt»</span> → <span lang="nb">«helsedataprosjekt»</span>'
    assert said in drawn
    assert say("en", "missing.certain") in drawn


def test_figures_that_tell_some_of_what_a_picture_lacks_are_linked():
    [lack] = [lack for lack in lacks() if lack.fact.id == "t_ut22_fig_4_3"]
    drawn = missing_html.inventory([lack], reading(), unfolded=True)
    assert 'href="home?of=helsenorge_visits_2020_ch4"' in drawn


def test_lines_left_out_are_counted_by_reason():
    drawn = plain(missing_html.left_out(facts(), reading("en"), "sources"))
    assert "8 lines: navigation" in drawn


def test_hostile_words_stand_as_they_are():
    some = [next(lack for lack in lacks() if lack.kinds[0] == kind) for kind in LACK_KINDS]

    def draw(word, text):
        own = reading(known=facts_saying(word))
        hostile = [
            replace(
                lack,
                title=text,
                text=text,
                needed=text,
                misprint=lack.misprint and replace(lack.misprint, printed=word, meant=word),
            )
            for lack in some
        ]
        links = dict.fromkeys(LACK_KINDS, f"?{word}")
        return "".join(
            [
                missing_html.overview(hostile, own, links),
                missing_html.inventory(hostile, own, unfolded=True),
                missing_html.inventory(hostile, own, unfolded=False),
                missing_html.left_out(facts(), own, f"?{word}"),
            ]
        )

    assert_words_stay_words(draw)


def test_what_we_quote_in_norwegian_is_marked_so():
    [lack] = [lack for lack in lacks() if lack.fact.id == "k_internal_heading_967"]
    drawn = missing_html.inventory([lack], reading("en"), unfolded=True)
    assert '<span lang="nb">lite hensiktsmessige virkemidler</span>' in drawn
