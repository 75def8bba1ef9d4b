"""Actors as HTML: everything that names one is there once, and hostile words stay words."""

from dataclasses import replace

from facts_in_html import assert_words_stay_words, facts_saying, ids, plain, reading

from insight.documents.fact_kinds import Figure
from insight.documents.inventories.actors import ACTOR_LEVELS, Mentioned, mentioned
from insight.language.catalogue import Text
from insight.web.html.inventories import named_things as actors_html

EVERYTHING = {each.thing.id: each for each in mentioned()}
NHN = EVERYTHING["norsk_helsenett"]


def test_a_thing_is_shown_with_each_mention_and_passage_once():
    drawn = actors_html.detail(NHN, reading())
    shown = ids(drawn)
    assert set(shown.values()) == {1}
    assert {*shown} == {fact.id for fact in (*NHN.said, *NHN.passages)}
    figures = [fact for fact in NHN.others if isinstance(fact, Figure)]
    for other in (*NHN.areas(), *figures):
        assert f'href="home?of={other.id}"' in drawn


def test_the_table_shows_the_first_and_unfolds_the_rest():
    drawn = actors_html.named(mentioned(), reading(), lambda thing: f"?actor={thing}")
    first, rest = drawn.split("<details", 1)
    assert first.count("?actor=") == actors_html.SHOWN
    assert rest.count("?actor=") == len(EVERYTHING) - actors_html.SHOWN


def test_each_level_has_its_row_and_leads_to_its_actors():
    actors = [each for each in mentioned() if each.thing.is_actor]
    drawn = actors_html.levels(actors, reading("en"), lambda *asked: "?" + "&".join(asked))
    for level in ACTOR_LEVELS:
        assert f'href="?{level}&amp;"' in drawn
    assert "Passages about the level" in plain(drawn)


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        own = reading(known=facts_saying(word))
        said = tuple(replace(system, text=text, note=text, quote=word) for system in NHN.said)
        passages = tuple(replace(each, text=text, note=text, quote=word) for each in NHN.passages)
        thing = replace(NHN.thing, name=text, note=Text(word, word))
        hostile = Mentioned(thing, said, passages, NHN.others, NHN.named_in)
        return "".join(
            [
                actors_html.named([hostile], own, lambda thing: f"?{word}"),
                actors_html.levels([hostile], own, lambda *_: f"?{word}"),
                actors_html.kinds_of(hostile, own),
                actors_html.detail(hostile, own),
                actors_html.passages(passages, own),
            ]
        )

    assert_words_stay_words(draw)
