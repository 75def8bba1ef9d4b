"""What the documents say about a need: passages that name it, areas and trends of its themes."""

from dataclasses import replace

from insight.documents.facts import facts
from insight.documents.passages.about import areas_about, passages_about, trends_about

KNOWN = facts()


def test_a_passage_is_about_the_needs_that_it_names():
    for need in KNOWN.needs:
        found = passages_about(need.id, KNOWN)
        assert found == [one for one in KNOWN.passages if need.id in one.related.split()]
    [said] = passages_about("h_change_support", KNOWN)
    assert (said.kind, said.line) == ("need_passage", 1323)


def test_each_area_is_named_once_in_the_order_of_the_strategy():
    themes = {theme for need in KNOWN.needs for theme in need.themes}
    assert [one.number for one in areas_about(themes, KNOWN)] == [1, 2, 3, 4, 5, 6]
    assert areas_about(["no_theme"], KNOWN) == []
    assert {theme for one in areas_about(["medicines"], KNOWN) for theme in one.themes} >= {
        "medicines"
    }


def test_trends_that_name_a_need_or_its_figures_come_before_those_of_its_themes():
    trust = KNOWN.need["c_trust_and_safety"]
    found = [one.id for one in trends_about(trust, KNOWN)]
    assert found[0] == "trust"
    assert len(found) == len({*found})
    without = replace(KNOWN, evidence=())
    assert {*found} == {one.id for one in trends_about(trust, without)}
    lost = replace(trust, id="c_nobody", themes=())
    assert trends_about(lost, without) == []
