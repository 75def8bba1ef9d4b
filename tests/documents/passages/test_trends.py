"""Trends: how many the documents have, what each is made of, and files that are refused."""

import re

import pytest
from changed_row import with_words

from insight.documents.facts import FOLDER, facts
from insight.documents.passages.trends import (
    OF_TRENDS,
    in_groups,
    main_themes,
    parts,
    passages_of,
    read_trends,
    trend_of,
    trends,
)

KNOWN = facts()
BY_ID = {trend.id: trend for trend in trends()}
SUMMARY = range(86, 117)  # the lines of the summary of 2022, which repeat the trends in short


def kinds(name: str) -> list[str]:
    return [passage.kind for passage in passages_of(BY_ID[name], KNOWN)]


def test_the_documents_have_six_national_trends_five_international_six_on_ai_and_six_outlooks():
    counts = {group: len(some) for group, some in in_groups(KNOWN).items()}
    assert counts == {
        "national": 6,
        "international": 5,
        "ai": 6,
        "figures": 6,
        "market": 3,
        "other": 5,
    }


@pytest.mark.parametrize("trend", in_groups(KNOWN)["national"], ids=lambda trend: trend.id)
def test_a_national_trend_says_what_it_is_where_it_is_going_and_four_things_that_it_means(trend):
    told, _ = parts(passages_of(trend, KNOWN))
    assert told["is"]
    assert [passage.text.nb[:10] for passage in told["outlook"]] == ["Fremover s"]
    assert len(told["means"]) == 4


@pytest.mark.parametrize("trend", in_groups(KNOWN)["figures"], ids=lambda trend: trend.id)
def test_a_chapter_of_figures_ends_with_what_it_suggests_for_the_future(trend):
    told, more = parts(passages_of(trend, KNOWN))
    assert [passage.text.nb[:27] for passage in told["outlook"]] == ["For fremtiden antyder dette"]
    assert more["finding"]


def test_a_trend_has_the_name_that_its_document_prints():
    headings = {(each.source, each.line): each.text for each in KNOWN.headings}
    for trend in trends():
        if trend.group == "ai":
            printed = [passage.quote for passage in passages_of(trend, KNOWN)]
            assert printed == [trend.name.nb]
        else:
            assert trend.name == headings[trend.source, trend.line], trend.id


def test_every_passage_of_a_trend_is_in_one_but_those_of_the_summary():
    told = [passage for passage in KNOWN.passages if passage.kind in OF_TRENDS]
    outside = [passage for passage in told if trend_of(passage) is None]
    assert {passage.source for passage in outside} == {"trends_2022"}
    assert {passage.line for passage in outside} <= {*SUMMARY}
    for passage in told:
        assert sum(trend.holds(passage) for trend in trends()) <= 1, passage.id


def test_what_a_national_trend_says_of_the_market_belongs_to_the_market_too():
    assert [trend.id for trend in in_groups(KNOWN)["market"]] == [
        "terms",
        "market_2021",
        "cooperation",
    ]
    assert kinds("terms").count("market_finding") == 7


def test_what_is_no_trend_belongs_to_none():
    assert trend_of(KNOWN.fact["k_mandate_152"]) is None
    assert trend_of(KNOWN.fact["t_ut22_platforms_ex_helseplattformen"]) is None


def test_main_themes_are_those_of_a_third_of_the_passages():
    assert main_themes(passages_of(BY_ID["trust"], KNOWN)) == ("trust_privacy",)
    assert main_themes([]) == ()


REFUSED = {
    "no id": ("platforms,", "Plat forms,", "row 2, column id"),
    "an id twice": ("\nprivate,", "\nplatforms,", "stands twice"),
    "another group": (",national,Digitale", ",nordic,Digitale", "row 2, column group"),
    "an unknown document": ("trends_2022,122,143", "hearsay,122,143", "row 2, column source"),
    "lines the wrong way": (
        "trends_2022,122,143",
        "trends_2022,143,122",
        "row 2, column last_line",
    ),
    "lines of nothing": ("trends_2022,122,143", "trends_2022,499,500", "row 2, column line"),
    "one language": (",Digital platforms in strong growth,", ",,", "row 2, column name"),
}


@pytest.mark.parametrize(("before", "after", "fault"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_is_refused(tmp_path, before, after, fault):
    path = with_words(FOLDER / "trends.csv", tmp_path, before, after)
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_trends(path, KNOWN)
