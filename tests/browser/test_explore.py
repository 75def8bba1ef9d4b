"""What people do in the app, in a real Chromium against the real server."""

import io
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import pandas as pd
import pytest
from checkout import ROOT
from in_browser import (
    OTHER_LANGUAGE,
    band,
    chart,
    csv,
    downloaded,
    drawn,
    fits,
    goto,
    plain,
    same_view,
    seen,
    sees,
    speaks,
    taken,
)
from playwright.sync_api import BrowserContext, Page, expect

from insight import OpenSurvey, open_survey
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Language, say
from insight.survey.folders import bundled_data
from insight.web.routes import PAGES

ITEM = "trust_need_to_know"
MOST_TABS = 80
TREND, GROUPS = 0, 1
CITIZENS: OpenSurvey = open_survey("citizens", bundled_data())
BOOK = CITIZENS.codebook
RESPONSES = pd.read_parquet(CITIZENS.responses)


# --- Citizens -----------------------------------------------------------------------------------


def label(variable: str, code: str, language: Language = "nb") -> str:
    return BOOK.variable(variable).category(code).label[language]


def pill(page: Page, variable: str, code: str, language: Language = "nb"):
    sidebar = page.get_by_test_id("stSidebar")
    # Beside the label stands how many respondents the choice would leave.
    name = re.compile(rf"^{re.escape(label(variable, code, language))}(\s+[\d≈<]+)?$")
    return sidebar.get_by_role("button", name=name)


def n_of_total(n: int, language: Language = "nb", *, total: int | None = None) -> str:
    everyone = len(respondents()) if total is None else total
    return say(
        language,
        "base.of",
        n=numbers.whole(n, language),
        total=numbers.whole(everyone, language),
    )


def respondents(year: int = 2021, **codes: int) -> pd.DataFrame:
    """The respondents of a wave who have these codes."""
    found = RESPONSES[RESPONSES["year"] == year]
    for variable, code in codes.items():
        found = found[found[variable] == code]
    return found


def insight_table(survey: str, *arguments: str) -> pd.DataFrame:
    """Return what the command line says."""
    command = [sys.executable, "-m", "insight", "table", survey, "--nets", *arguments]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return csv(answer.stdout)


# --- The main job --------------------------------------------------------------------------------


def test_women_under_30_from_the_front_page_to_the_files(page: Page, app_url: str):
    page.goto(app_url)
    expect(band(page)).to_contain_text(say("nb", "shell.simulated"))
    for item in ("trust_need_to_know", "trust_secure_storage", "heard_helsenorge"):
        sees(page, BOOK.variable(item).label["nb"])
    page.get_by_role("link", name=say("nb", "trust.title"), exact=True).first.click()
    drawn(page, GROUPS)
    sees(page, n_of_total(len(respondents())))
    before = [chart(page, number).inner_html() for number in (TREND, GROUPS)]

    women, young = pill(page, "gender", "1"), pill(page, "age_group", "1")
    women.click()
    sees(page, n_of_total(len(respondents(gender=1))))
    young.click()
    chosen = respondents(gender=1, age_group=1)
    sees(page, n_of_total(len(chosen)))
    expect(women).to_have_attribute("aria-pressed", "true")
    expect(young).to_have_attribute("aria-pressed", "true")
    for number in (TREND, GROUPS):
        page.wait_for_function(
            "([number, before]) => document.querySelectorAll('[data-testid=stVegaLiteChart]')"
            "[number].innerHTML !== before",
            arg=[number, before[number]],
        )

    where = ["--where", "gender=1", "--where", "age_group=1"]
    one_year = ["--item", ITEM, "--lang", "nb", *where, "--where", "year=2021"]
    groups, whole = insight_table("citizens", *one_year, "--by", "age_group"), None
    whole = insight_table("citizens", *one_year)
    expected = pd.concat([groups, whole]).fillna("").reset_index(drop=True)
    file = taken(page, "nb", "csv", GROUPS)
    pd.testing.assert_frame_equal(
        without_filter(csv(file.path().read_bytes())), without_filter(expected)
    )
    share = whole.loc[whole["category"] == "high"].iloc[0]
    assert share["base"] == str(len(chosen))
    assert plain(numbers.percent(float(share["share"]), "nb")) in plain(" ".join(seen(page)))

    by_year = ["--item", ITEM, "--lang", "nb", *where, "--by", "year"]
    waves = [insight_table(survey, *by_year) for survey in ("citizens", "health_personnel")]
    expected = pd.concat([one[one["category"] == "high"] for one in waves]).reset_index(drop=True)
    file = taken(page, "nb", "csv", TREND)
    pd.testing.assert_frame_equal(csv(file.path().read_bytes()), expected)

    file = taken(page, "nb", "responses_csv", GROUPS)
    with zipfile.ZipFile(file.path()) as archive:
        responses = pd.read_csv(io.BytesIO(archive.read("responses.csv")))
    assert sorted(responses["respondent"]) == sorted(chosen["respondent"])
    assert responses["simulated"].all()
    assert set(responses.columns) == {*RESPONSES.columns, "simulated"}


def without_filter(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out the filter in words, whose parts the page may put in another order."""
    assert frame["filter"].nunique() == 1
    return frame.drop(columns="filter")


# --- The first request after a start -------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_deep_link_as_the_very_first_request_shows_the_whole_app(
    start_app: Callable[[Mapping[str, str]], str],
    page: Page,
    outside: list[str],
    language: Language,
):
    url = start_app({})
    link = {"lang": language} if language != "nb" else {}
    goto(page, url, "trust", **link)
    for number in (TREND, GROUPS):
        drawn(page, number)
    expect(band(page)).to_contain_text(say(language, "shell.simulated"))
    for name in PAGES:
        title = say(language, f"{name}.title")
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    expect(pill(page, "gender", "1", language)).to_be_visible()
    expect(page.get_by_role("radio", name=OTHER_LANGUAGE[language])).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language
    assert not outside


@pytest.mark.parametrize("path", ["", *PAGES])
@pytest.mark.parametrize("asked", ["", "nb", "en", "<script>"])
def test_first_bytes_name_the_language(app_url: str, path: str, asked: str):
    query = f"?{urlencode({'lang': asked})}" if asked else ""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"{app_url}/{path}{query}", timeout=10) as answer:
        first = answer.read().decode()
    language = asked if asked in LANGUAGES else "nb"
    assert f'<html lang="{language}">' in first
    assert f"<title>{say(language, 'shell.app_name')}</title>" in first


def test_language_follows_a_click_and_nothing_else_changes(page: Page, app_url: str):
    link = {"wave": "2020", "item": "trust_secure_storage", "target": "5", "by": "education"}
    goto(page, app_url, **link)
    pill(page, "gender", "2").click()
    men, everyone = len(respondents(2020, gender=2)), len(respondents(2020))
    sees(page, n_of_total(men, total=everyone))
    for name, language in (("English", "en"), ("Norsk", "nb"), ("English", "en")):
        page.get_by_role("radio", name=name).click()
        sees(page, BOOK.variable("trust_secure_storage").label[language])
        sees(page, n_of_total(men, language, total=everyone))
        speaks(page, language)
        for parameter, value in link.items():
            assert f"{parameter}={value}" in page.url
        expect(pill(page, "gender", "2", language)).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("alert")).to_have_count(0)


def test_another_survey_keeps_the_filter_it_understands(page: Page, app_url: str):
    goto(page, app_url, where=["gender=1", "carer=1"], lang="en")
    survey = open_survey("health_personnel", bundled_data())
    page.get_by_label(say("en", "shell.survey"), exact=True).click()
    page.get_by_role("option", name=survey.codebook.title["en"]).click()
    carer = BOOK.variable("carer").label
    sees(page, say("en", "fault.set_aside", variable=carer, survey=survey.codebook.title))
    expect(pill(page, "gender", "1", "en")).to_have_attribute("aria-pressed", "true")
    drawn(page, GROUPS)


# --- Staying at home -----------------------------------------------------------------------------


def test_no_request_leaves_the_machine(page: Page, app_url: str, outside: list[str]):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for language in LANGUAGES:
        goto(page, app_url, "overview", lang=language)
        page.get_by_role("link", name=say(language, "trust.title"), exact=True).first.click()
        drawn(page, GROUPS)
        table = page.get_by_text(say(language, "figure.table"), exact=True)
        for number in range(table.count()):
            table.nth(number).click()
        page.get_by_text(say(language, "figure.published"), exact=True).click()
        expect(page.get_by_role("table").first).to_be_visible()
        chart(page, GROUPS).hover()
    page.get_by_test_id("stMainMenuButton").click()
    page.get_by_test_id("stMainMenuPopover").wait_for()
    assert any("_stcore" in url for url in asked)
    assert outside == []


def test_hostile_link_fetches_nothing(page: Page, app_url: str, outside: list[str]):
    picture = "![x](http://evil.example/x.png)"
    goto(page, app_url, item=picture, where=f"gender={picture}", by='<img src="//evil.example/y">')
    sees(page, picture.replace("://", ":\N{WORD JOINER}//"))
    expect(page.get_by_role("alert").locator("img, a")).to_have_count(0)
    assert outside == []


# --- Without a mouse -----------------------------------------------------------------------------


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what is called `words` has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''")
        if plain(focused).strip().endswith(plain(words)):
            return
    pytest.fail(f"{words} cannot be reached with the Tab key")


def test_everything_can_be_done_from_the_keyboard(page: Page, app_url: str):
    goto(page, app_url)
    drawn(page, GROUPS)
    tab_to(page, label("gender", "1"))
    page.keyboard.press("Space")
    sees(page, n_of_total(len(respondents(gender=1))))
    focused = page.evaluate("document.activeElement.innerText")
    assert focused == label("gender", "1"), "a click of the keyboard must not lose its place"
    tab_to(page, say("nb", "download.menu"))
    page.keyboard.press("Enter")
    tab_to(page, say("nb", "download.csv"))
    file = downloaded(page, say("nb", "download.csv"), TREND, keyboard=True)
    assert set(csv(file.path().read_bytes())["category"]) == {"high"}
    tab_to(page, say("nb", "figure.table"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()


# --- Small, dark, and sent on --------------------------------------------------------------------

CUT_OFF = """() => [...document.querySelectorAll('svg.marks')].flatMap(
  svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => {
      const box = text.getBoundingClientRect();
      const ghost = text.getAttribute('opacity') === '0' || !text.textContent.trim();
      return !ghost && (box.left < Math.max(frame.left, 0) - 1 ||
        box.right > Math.min(frame.right, innerWidth) + 1 ||
        box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    }).map(text => text.textContent);
  })"""


@pytest.mark.parametrize(("language", "target"), [("nb", "3"), ("en", "high")])
def test_phone_needs_no_sideways_scrolling(
    page: Page, app_url: str, language: Language, target: str
):
    page.set_viewport_size({"width": 390, "height": 844})
    goto(page, app_url, lang=language, by="education", target=target)
    drawn(page, TREND)
    drawn(page, GROUPS)
    fits(page)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("by", ["age_group", "education", "long_term_health_problem"])
def test_no_name_in_a_chart_is_cut_off_on_a_wide_screen(page: Page, app_url: str, by: str):
    goto(page, app_url, by=by)
    drawn(page, GROUPS)
    assert page.evaluate(CUT_OFF) == []


def test_address_opens_the_same_view_elsewhere(
    page: Page, app_url: str, visitor: Callable[..., BrowserContext]
):
    goto(page, app_url, wave="2020", item="trust_secure_storage", by="education", target="5")
    pill(page, "gender", "2").click()
    men = len(respondents(2020, gender=2))
    line = n_of_total(men, total=len(respondents(2020)))
    sees(page, line)
    page.wait_for_function("location.search.includes('where=gender')")
    drawn(page, GROUPS)
    elsewhere = visitor(viewport={"width": 1440, "height": 900}).new_page()
    elsewhere.goto(page.url)
    sees(elsewhere, line)
    drawn(elsewhere, GROUPS)
    same_view(page, elsewhere)
    assert elsewhere.url == page.url


def test_the_question_follows_the_visitor_from_page_to_page(page: Page, app_url: str):
    item = BOOK.items[2]
    goto(page, app_url, "trust", lang="nb", survey="citizens", item=item.id)
    page.get_by_role("link", name=say("nb", "breakdown.title"), exact=True).first.click()
    sees(page, say("nb", "breakdown.by"))
    expect(page.get_by_role("heading", level=1)).to_have_text(item.label["nb"])


def test_what_takes_more_than_half_a_second_is_seen_to_be_under_way(page: Page, app_url: str):
    goto(page, app_url, "trust", lang="nb")
    app = page.get_by_test_id("stApp")
    words, seen_at_rest = app.evaluate(
        "app => [getComputedStyle(app, '::before').content, "
        "getComputedStyle(app, '::before').visibility]"
    )
    assert (words.strip('"'), seen_at_rest) == (say("nb", "shell.working"), "hidden")
    # Under way for as long as it takes; the page itself would say again that it rests.
    waits = app.evaluate(
        "app => { setInterval(() => app.setAttribute('data-test-script-state', 'running'), 20);"
        "app.setAttribute('data-test-script-state', 'running');"
        "return getComputedStyle(app, '::before').transitionDelay; }"
    )
    assert set(waits.split(", ")) == {"0.5s"}
    page.wait_for_function(
        "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before')"
        ".visibility === 'visible'"
    )


def test_a_choice_is_taken_where_it_was_clicked(page: Page, app_url: str):
    """Streamlit's choices give the focus to the one that had it last, and would scroll to it."""
    page.set_viewport_size({"width": 1440, "height": 400})
    goto(page, app_url, "trust", lang="nb", survey="citizens")
    first, *_, last = BOOK.variable("age_group").by_key
    pill(page, "age_group", first).click()
    pill(page, "gender", "1").click()
    page.get_by_test_id("stSidebarContent").evaluate(
        "(area, pill) => area.scrollTop += pill.getBoundingClientRect().top - 5",
        pill(page, "age_group", last).element_handle(),
    )
    box = pill(page, "age_group", last).bounding_box()
    assert box
    assert box["y"] < 10
    page.mouse.click(box["x"] + 20, box["y"] + 10)
    expect(pill(page, "age_group", last)).to_have_attribute("aria-pressed", "true")


def test_the_front_page_has_a_name_of_its_own(page: Page, app_url: str):
    page.goto(f"{app_url}/overview?lang=en&survey=health_personnel")
    sees(page, say("en", "overview.lead"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_title(f"{say('en', 'overview.title')} – {say('en', 'shell.app_name')}")


def test_a_step_back_takes_a_filter_off_again(page: Page, app_url: str):
    goto(page, app_url)
    sees(page, n_of_total(len(respondents())))
    pill(page, "gender", "1").click()
    sees(page, n_of_total(len(respondents(gender=1))))
    # The address is written once the page is drawn: before that there is no step to go back.
    page.wait_for_function("location.search.includes('where=gender')")
    page.go_back()
    sees(page, n_of_total(len(respondents())))
    expect(pill(page, "gender", "1")).to_have_attribute("aria-pressed", "false")


def test_hostile_link_is_answered_in_a_sentence_and_the_session_goes_on(page: Page, app_url: str):
    goto(page, app_url, survey="citizen", item="<script>alert(1)</script>", where="gendr=1")
    drawn(page, GROUPS)
    expect(page.get_by_role("alert")).to_have_count(3)
    sees(page, say("nb", "fault.did_you_mean", names="citizens"))
    sees(page, say("nb", "fault.did_you_mean", names="gender"))
    assert "Traceback" not in page.inner_text("body")
    pill(page, "gender", "1").click()
    sees(page, n_of_total(len(respondents(gender=1))))
    expect(page.get_by_role("alert")).to_have_count(0)


def test_dark_screen_gets_dark_charts(app_url: str, visitor: Callable[..., BrowserContext]):
    page = visitor(viewport={"width": 1440, "height": 900}, color_scheme="dark").new_page()
    goto(page, app_url)
    drawn(page, GROUPS)
    page.wait_for_function(
        """() => {
          const light = colour => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
            return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
          };
          const app = document.querySelector('[data-testid=stApp]');
          const names = [...document.querySelectorAll('svg.marks .role-axis-label text')];
          return light(getComputedStyle(app).backgroundColor) < 0.2 && names.length > 0 &&
            names.every(name => light(getComputedStyle(name).fill) > 0.6);
        }"""
    )
    expect(band(page)).to_be_visible()
