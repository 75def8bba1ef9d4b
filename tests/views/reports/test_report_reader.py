"""A report's file is read whole, or refused in a sentence that says where it is wrong."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.language.catalogue import LANGUAGES
from insight.language.errors import RequestError
from insight.views.reports.report_plan import LONGEST, Found, PlannedView, ReportPlan, cleaned
from insight.views.reports.report_reader import parse_report, read_report
from insight.views.reports.report_writer import report_toml

VIEW = '[[view]]\nsurvey = "citizens"\nitem = "trust"\n'
HEAD = "format = 1\n"


def refusal(text: str | bytes) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(RequestError) as caught:
        parse_report(content)
    for language in LANGUAGES:
        assert "\n" not in caught.value.text(language)
    return caught.value.text("en")


def test_a_view_is_told_by_the_words_of_its_address():
    plan = parse_report(
        b"""
        format = 1
        title = "Trust"
        language = "en"
        [[view]]
        survey = "citizens"
        item = "trust"
        wave = 2021
        where = ["gender=1", "age=2,3"]
        heading = "First"
        """
    )
    assert (plan.title, plan.language) == ("Trust", "en")
    [view] = plan.views
    assert view.heading == "First"
    assert view.query == "survey=citizens&wave=2021&where=gender%3D1&where=age%3D2%2C3&item=trust"


def test_views_of_other_pages_stand_in_the_file_as_they_are_read():
    plan = parse_report(
        b"""
        format = 1
        [[view]]
        page = "figures"
        series = "trust_storage"
        [[view]]
        page = "timeline"
        from = 2015
        heading = "Since 2015"
        [[view]]
        page = "maturity"
        item = "sdg_networks"
        survey = "citizens"
        """
    )
    assert [view.page for view in plan.views] == ["figures", "timeline", "maturity"]
    assert [view.survey for view in plan.views] == ["", "", "organisations"]
    assert plan.views[1].link == {"from": ("2015",)}
    assert parse_report(report_toml(plan)) == plan


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VIEW, "A report begins with format = 1."),
        (HEAD + "titel = 'x'\n" + VIEW, "“titel” is unknown here. Did you mean title"),
        (HEAD + VIEW + "headnig = 'x'\n", "view[1].headnig: “headnig” is unknown"),
        (HEAD + "[[view]]\nsurvey = 'citizens'\n", "view[1].item: “item” is missing."),
        (HEAD, "at least one [[view]]"),
        (HEAD + "view = 3\n", "view"),
        (HEAD + 1000 * VIEW, "at most 60 views, and this has 1000"),
        (HEAD + f"title = '{501 * 'x'}'\n" + VIEW, "At most 500 characters fit here"),
        (HEAD + 'title = "Trust\\u001b[31m \\u0000 \\uFFFE"\n' + VIEW, "U+001B, U+0000, U+FFFE"),
        (HEAD + "[[view]]\npage = 'figures'\n", "view[1].series: “series” is missing."),
        (HEAD + "[[view]]\npage = 'figures'\nitem = 'x'\n", "“item” is unknown here"),
        (HEAD + "[[view]]\npage = '../answers'\n", "../answers"),
        (HEAD + "[[view]]\npage = ['timeline']\n", "timeline"),
        (HEAD + '[[view]]\npage = "timeline"\nfind = "a\\u001b"\n', "U+001B"),
        (HEAD + VIEW + "by = [1, 2]\n", "view[1].by: “[1, 2]” is no code"),
        (HEAD + VIEW + "by = true\n", "no code"),
        (HEAD + VIEW + f"where = {['a=1'] * 41}\n", "no code"),
        (HEAD + VIEW + f"by = {'9' * 30}\n", "no code"),
        (HEAD + VIEW + f"by = {'9' * 5000}\n", "not valid TOML"),
        (HEAD + VIEW + f"by = {'[' * 50_000}\n", "not valid TOML"),
        (HEAD + ".".join(["a"] * 10_000) + " = 1\n", "more than 200 full stops"),
        (HEAD + VIEW + "[view.found]\nfinding = 'x'\n", "“day” is missing"),
        (
            HEAD + VIEW + "[view.found]\nday = 2026-01-01\nfigures = 3\n",
            "Each figure is written as text",
        ),
        ("language = 'en'\nformat = 1\n" + VIEW + "[view.found]\nday = 1\n", "day"),
        (b"\xff\xfe\x00", "not written in UTF-8"),
        (1_000_001 * b"#", "too large"),
        ("no toml at all", "not valid TOML"),
    ],
)
def test_what_is_no_report_is_refused_in_a_sentence(text, said):
    assert said in refusal(text)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RequestError, match=r"nowhere\.toml"):
        read_report(tmp_path / "nowhere.toml")
    with pytest.raises(RequestError):
        read_report(tmp_path)


words = st.text(max_size=60).map(lambda said: cleaned(said, paragraphs=True))
line = st.text(min_size=1, max_size=30).map(cleaned)


@given(
    title=line, introduction=words, heading=line, comment=words, figure=line, nobody=st.booleans()
)
def test_what_is_written_is_read_again(title, introduction, heading, comment, figure, nobody):
    found = None if nobody else Found(date(2026, 1, 2), "nb", "abc", "Trust", {figure: "61 %"})
    view = PlannedView(
        {"survey": ("citizens",), "where": ("a=1", "b=2"), "item": ("trust",)},
        *(heading, comment, ""),
        found,
    )
    plan = ReportPlan("nb", (view, replace(view, title=title)), title, introduction)
    assert parse_report(report_toml(plan)) == plan


def test_odd_signs_are_taken_out_and_paragraphs_kept():
    assert cleaned("a\x1bb\x00\ufffe\u202ec\r\nd", paragraphs=True) == "abc\nd"
    assert cleaned("e\u0301 \N{SOFT HYPHEN}\U0001f469\u200d\U0001f680") != ""
    assert LONGEST["title"] == 500
