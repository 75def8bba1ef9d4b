"""What the documents say about a need: passages that name it, areas and trends of its themes."""

from insight.documents.facts import facts
from insight.documents.passages.about import areas_about, passages_about, trends_about

KNOWN = facts()


def test_a_passage_is_about_the_needs_that_it_names():
    for need in KNOWN.needs:
        found = passages_about(need.id, KNOWN)
        assert found == [one for one in KNOWN.passages if need.id in one.related.split()]
    [said] = passages_about("h_change_support", KNOWN)
    assert (said.kind, said.line) == ("need_passage", 1323)


def test_each_area_and_each_heading_of_a_trend_is_named_once():
    themes = {theme for need in KNOWN.needs for theme in need.themes}
    areas, trends = areas_about(themes, KNOWN), trends_about(themes, KNOWN)
    assert [one.number for one in areas] == sorted({one.number for one in KNOWN.areas})
    assert len({one.part.nb for one in trends}) == len(trends) > 10


def test_without_a_theme_in_common_nothing_is_named():
    assert areas_about(["no_theme"], KNOWN) == trends_about([], KNOWN) == []
    for found in (areas_about(["medicines"], KNOWN), trends_about(["remote_care"], KNOWN)):
        assert found
        assert all({"medicines", "remote_care"} & set(one.themes) for one in found)
