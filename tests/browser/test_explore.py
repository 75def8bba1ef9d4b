"""What people do in the app, in a real Chromium against the real server."""

import io
import zipfile

import pandas as pd
from citizens_in_browser import BOOK, RESPONSES, n_of_total, pill, respondents
from in_browser import csv, drawn, goto, sees, taken, whole
from playwright.sync_api import Page, expect
from told_by_command import table_told

from insight import open_survey
from insight.language.catalogue import say
from insight.survey.folders import bundled_data

ITEM = "trust_need_to_know"


# --- The main job ---------------------------------------------------------------------------------


def test_women_under_30_from_the_front_page_to_the_files(page: Page, app_url: str):
    page.goto(app_url)
    whole(page)
    page.get_by_role("link", name=say("nb", "answers.title"), exact=True).first.click()
    drawn(page)
    women, young = pill(page, "gender", "1"), pill(page, "age_group", "1")
    women.click()
    sees(page, n_of_total(len(respondents(gender=1))))
    whole(page)
    young.click()
    chosen = respondents(gender=1, age_group=1)
    sees(page, n_of_total(len(chosen)))
    expect(women).to_have_attribute("aria-pressed", "true")
    expect(young).to_have_attribute("aria-pressed", "true")
    sees(page, say("nb", "answers.moved_away", variable="Alder"))
    page.get_by_text(say("nb", "breakdown.show_trend"), exact=True).click()
    page.wait_for_function("() => location.search.includes('show=trend')")
    drawn(page)
    file = taken(page, "nb", "csv")
    where = ["--where", "gender=1", "--where", "age_group=1"]
    by_year = ["--item", ITEM, "--lang", "nb", "--by", "year"]
    asked = {"citizens": where, "health_personnel": []}
    waves = [table_told(survey, *by_year, *more) for survey, more in asked.items()]
    expected = pd.concat([one[one["category"] == "high"] for one in waves]).reset_index(drop=True)
    pd.testing.assert_frame_equal(csv(file.path().read_bytes()), expected)

    file = taken(page, "nb", "responses_csv")
    with zipfile.ZipFile(file.path()) as archive:
        responses = pd.read_csv(io.BytesIO(archive.read("responses.csv")))
    assert sorted(responses["respondent"]) == sorted(chosen["respondent"])
    assert responses["simulated"].all()
    assert set(responses.columns) == {*RESPONSES.columns, "simulated"}


# --- Choices --------------------------------------------------------------------------------------


def test_another_survey_keeps_the_filter_it_understands(page: Page, app_url: str):
    goto(page, app_url, where=["gender=1", "carer=1"], lang="en")
    survey = open_survey("health_personnel", bundled_data())
    page.get_by_label(say("en", "shell.survey"), exact=True).click()
    page.get_by_role("option", name=survey.codebook.title["en"]).click()
    carer = BOOK.variable("carer").label
    sees(page, say("en", "fault.set_aside", variable=carer, survey=survey.codebook.title))
    expect(pill(page, "gender", "1", "en")).to_have_attribute("aria-pressed", "true")
    drawn(page)


def test_a_choice_is_taken_where_it_was_clicked(page: Page, app_url: str):
    """Streamlit's choices give the focus to the one that had it last, and would scroll to it."""
    page.set_viewport_size({"width": 1440, "height": 400})
    goto(page, app_url, "answers", lang="nb", survey="citizens")
    first, *_, last = BOOK.variable("age_group").by_key
    pill(page, "age_group", first).click()
    pill(page, "gender", "1").click()
    whole(page)
    page.get_by_test_id("stSidebarContent").evaluate(
        "(area, pill) => area.scrollTop += pill.getBoundingClientRect().top - 5",
        pill(page, "age_group", last).element_handle(),
    )
    box = pill(page, "age_group", last).bounding_box()
    assert box
    assert box["y"] < 10
    page.mouse.click(box["x"] + 20, box["y"] + 10)
    expect(pill(page, "age_group", last)).to_have_attribute("aria-pressed", "true")


# As Streamlit marks and fades what an earlier run has drawn.
STALE = """() => {
  const part = document.querySelector('.st-key-drawn .stElementContainer');
  part.dataset.stale = 'true';
  part.style = 'opacity: 0.5; transition: opacity 1s ease-in 0.5s';
}"""
FADES = """() => {
  const part = getComputedStyle(document.querySelector('.stElementContainer[data-stale=true]'));
  return [part.transitionProperty, part.transitionDelay, part.opacity === '1'];
}"""


def test_what_takes_more_than_half_a_second_is_seen_to_be_under_way(page: Page, app_url: str):
    goto(page, app_url, "answers", lang="nb")
    app = page.get_by_test_id("stApp")
    words, seen_at_rest = app.evaluate(
        "app => [getComputedStyle(app, '::before').content, "
        "getComputedStyle(app, '::before').visibility]"
    )
    assert (words.strip('"'), seen_at_rest) == (say("nb", "shell.working"), "hidden")
    # What is out of date begins to fade then, and not with every click.
    page.evaluate(STALE)
    assert page.evaluate(FADES) == ["none", "0s", True]
    # Under way for as long as it takes; the page itself would say again that it rests.
    waits = app.evaluate(
        "app => { setInterval(() => app.setAttribute('data-test-script-state', 'running'), 20);"
        "app.setAttribute('data-test-script-state', 'running');"
        "return getComputedStyle(app, '::before').transitionDelay; }"
    )
    assert set(waits.split(", ")) == {"0.5s"}
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before')"
        ".visibility === 'visible'"
    )
    # It is heard as well, in a region that is always there.
    expect(page.locator("body > .working-said[role=status]")).to_have_text(
        say("nb", "shell.working")
    )
    assert page.evaluate(FADES)[:2] == ["opacity", "0s"]
    page.wait_for_function(f"() => !({FADES})()[2]")
