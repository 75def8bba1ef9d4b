"""Links to pages: what of the reader's view they carry, and what stays behind."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from checkout import ROOT
from visitor import view_of

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, say
from insight.web.routes import FIXED, PAGES, WITHOUT_GROUP, WITHOUT_SURVEY, home, href, link

WOMEN_IN_2020 = {"lang": ["en"], "survey": ["citizens"], "wave": ["2020"], "where": ["gender=1"]}


def women_in_2020():
    return view_of("gender=1", wave="2020")


def test_every_page_has_a_file_and_a_title_in_both_languages():
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == set(PAGES)
    assert {*FIXED, *WITHOUT_SURVEY, *WITHOUT_GROUP} <= set(PAGES)
    for language in LANGUAGES:
        assert len({say(language, f"{page}.title") for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in FIXED])
def test_a_link_carries_the_whole_view(page):
    assert link(women_in_2020(), page) == WOMEN_IN_2020


LOCAL = {
    "is added": ({"item": "q", "target": "high"}, {"item": ["q"], "target": ["high"]}),
    "replaces the view's": ({"wave": "2021"}, {"wave": ["2021"]}),
    "is left out where it is empty": ({"item": "", "wave": ""}, {}),
    "may be the survey that is shown already": ({"survey": "citizens"}, {}),
    "that names no survey changes none": ({"survey": ""}, {}),
}


@pytest.mark.parametrize(("local", "expected"), LOCAL.values(), ids=LOCAL)
def test_a_parameter_of_the_page_s_own(local, expected):
    assert link(women_in_2020(), "answers", **local) == WOMEN_IN_2020 | expected


@pytest.mark.parametrize("survey", ["health_personnel", "organisations", "nobody"])
def test_filter_and_wave_stay_behind_with_another_survey(survey):
    view = replace(women_in_2020(), link=WOMEN_IN_2020 | {"base": ["valid"]})
    kept = {"lang": ["en"], "base": ["valid"], "survey": [survey]}
    assert link(view, "answers", survey=survey) == kept
    assert link(view, "answers", survey=survey, wave="2019") == kept | {"wave": ["2019"]}


def test_a_page_about_one_survey_takes_that_survey_whatever_is_asked():
    organisations = {"lang": ["en"], "survey": ["organisations"]}
    assert link(women_in_2020(), "maturity") == organisations
    assert link(women_in_2020(), "maturity", survey="citizens") == organisations
    hospitals = view_of("org_type=1", survey="organisations")
    assert link(hospitals, "maturity") == organisations | {"where": ["org_type=1"]}


def test_from_a_page_about_one_survey_back_to_the_one_that_the_reader_chose():
    visiting = view_of("org_type=1", survey="organisations", reader_survey="citizens")
    assert link(visiting, "answers") == {"lang": ["en"], "survey": ["citizens"]}
    assert link(visiting, "maturity")["where"] == ["org_type=1"]


def test_a_link_does_not_change_the_view():
    view = women_in_2020()
    link(view, "answers", survey="organisations", wave="2019")
    assert view.link == WOMEN_IN_2020


@pytest.mark.parametrize("page", PAGES)
def test_an_address_says_what_the_link_says(page):
    path, _, query = href(women_in_2020(), page, find='«ø» & <b>"x"\' #1?').partition("?")
    assert path == ("./" if page == "overview" else page)
    assert parse_qs(query) == link(women_in_2020(), page, find='«ø» & <b>"x"\' #1?')
    assert not set("<>\"' #?«") & set(query)


def test_several_conditions_stay_several():
    view = view_of("gender=1", "age_group=1,2")
    assert parse_qs(href(view, "needs").partition("?")[2])["where"] == ["gender=1", "age_group=1,2"]


@pytest.mark.parametrize(
    ("passage", "page", "local"),
    [
        ("t_ut22_home_outlook", "trends", {"trend": "home", "fact": "t_ut22_home_outlook"}),
        ("t_ut22_home_gap", "trends", {"list": "gaps", "fact": "t_ut22_home_gap"}),
        (
            "t_ut21_distributed_rec",
            "trends",
            {"list": "recommendations", "fact": "t_ut21_distributed_rec"},
        ),
        ("t_ut22_sum_home", "sources", {"at": "t_ut22_sum_home"}),
        ("k_mandate_152", "sources", {"at": "k_mandate_152"}),
    ],
)
def test_a_passage_belongs_on_the_page_of_its_kind_and_else_in_its_place(passage, page, local):
    view = women_in_2020()
    assert home(view, facts().fact[passage]) == href(view, page, **local)
