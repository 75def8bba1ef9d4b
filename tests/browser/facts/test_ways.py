"""The ways between the pages of facts, in a real Chromium against the real server."""

import re
from collections.abc import Callable

import pytest
from facts_in_browser import (
    BOOKS,
    KNOWN,
    VISITS,
    card,
    cards,
    facet,
    file,
    lead,
    leads_to,
    open_topic,
    rows,
)
from in_browser import chart, drawn, goto, is_untroubled, plain, sees, whole
from playwright.sync_api import Locator, Page, expect

from insight.documents.passages.of_strategy.areas import areas
from insight.language.catalogue import say

# --- From one page to another and back ------------------------------------------------------------


def test_from_a_need_to_the_answers_and_back_to_the_needs_of_the_item(reader: Page, app_url: str):
    goto(reader, app_url, "needs", lang="nb", where="gender=1", need="c_trust_and_safety")
    assert reader.get_by_test_id("stMain").evaluate("one => one.scrollHeight") <= 1400
    need = KNOWN.need["c_trust_and_safety"]
    card(reader, need.id).get_by_role("link", name=say("nb", "needs.see_item")).first.click()
    leads_to(reader, "answers", item="trust_need_to_know", target="high", where="gender=1")
    item = BOOKS["citizens"].variable("trust_need_to_know").label["nb"]
    expect(reader.locator("p.av-subtitle")).to_contain_text(item)
    reader.get_by_role("link", name=re.compile(say("nb", "needs.of_item"))).click()
    reader.get_by_role("link", name=need.text.nb, exact=True).click()
    leads_to(reader, "needs", need=need.id, where="gender=1")
    expect(card(reader, need.id)).to_be_visible()
    is_untroubled(reader)


def test_from_a_figure_beside_a_need_to_its_series_and_to_a_figure_on_its_own(
    reader: Page, app_url: str
):
    goto(reader, app_url, "needs", lang="en", find="safety and trust")
    to_figures = card(reader, "c_trust_and_safety").get_by_role(
        "link", name=say("en", "needs.see_figure")
    )
    to_figures.first.click()
    leads_to(reader, "figures", series="trust_access_need_only")
    drawn(reader)
    name = KNOWN.figure["citizen_trust_access_2021"].indicator["en"]
    expect(reader.get_by_role("heading", level=1)).to_have_text(name)
    assert "68%" in plain(chart(reader).get_attribute("aria-label"))
    reader.go_back()
    leads_to(reader, "needs", find="safety and trust")
    to_figures.last.click()
    leads_to(reader, "figures")
    worried = card(reader, "citizen_worry_emergency_access")
    expect(worried).to_be_visible()
    expect(worried).to_contain_text("48%")
    is_untroubled(reader)


@pytest.mark.parametrize("page", ["needs", "figures"])
def test_from_a_theme_of_the_strategy_to_what_else_has_it(reader: Page, app_url: str, page: str):
    goto(reader, app_url, "strategy", lang="en", theme="competence")
    expect(reader.get_by_role("heading", name=KNOWN.themes["competence"].en)).to_be_visible()
    some = KNOWN.needs if page == "needs" else KNOWN.figures
    count = sum("competence" in one.themes for one in some)
    link = say("en", f"strategy.to_{page}", count=count)
    reader.get_by_role("link", name=link, exact=True).click()
    leads_to(reader, page, theme="competence")
    if page == "needs":
        sees(reader, say("en", "needs.finding", count=count))
    else:
        fact = next(
            one for one in KNOWN.figures if "competence" in one.themes and one.is_measurement
        )
        open_topic(reader, fact.topic)
        expect(card(reader, fact.id)).to_be_visible()
    is_untroubled(reader)


def test_from_a_theme_beside_a_need_to_all_its_needs(reader: Page, app_url: str):
    need = KNOWN.need["s_all_competence"]
    goto(reader, app_url, "needs", lang="nb", find=need.text.nb)
    theme = KNOWN.themes["competence"].nb
    card(reader, need.id).get_by_role("link", name=theme, exact=True).click()
    leads_to(reader, "needs", theme="competence")
    count = sum("competence" in one.themes for one in KNOWN.needs)
    sees(reader, say("nb", "needs.finding", count=count))


# --- Three questions of somebody new --------------------------------------------------------------

FEW_CLICKS = 4


def walk(page: Page, url: str, *clicks: Callable[[Page], Locator]) -> None:
    """Start at the front page, as a first visit does, and click a few times."""
    assert len(clicks) <= FEW_CLICKS
    page.goto(url)
    whole(page)
    for click in clicks:
        click(page).click()
        whole(page)


def see(title: str) -> Callable[[Page], Locator]:
    """A finding of the front page, which leads to its page."""
    return lambda page: page.locator("h2.fp-head").get_by_role("link", name=title)


def test_which_needs_of_health_personnel_does_no_survey_ask_about(reader: Page, app_url: str):
    personnel = KNOWN.word("population", "health_personnel").nb
    walk(
        reader,
        app_url,
        see(say("nb", "needs.lit", published=40, count=81).removesuffix(".")),
        lambda page: facet(page, say("nb", "needs.facet_population"), personnel),
        lambda page: facet(page, say("nb", "needs.facet_evidence"), say("nb", "standing.no_item")),
    )
    asked_for = {"population": "health_personnel", "evidence": "no_item"}
    leads_to(reader, "needs", **asked_for)
    silent = {
        one.id
        for one in KNOWN.needs
        if one.population in ("health_personnel", "both")
        and not any(link.survey for link in KNOWN.evidence_of.get(one.id, ()))
    }
    sees(reader, say("nb", "needs.finding", count=len(silent)))
    assert {*file(reader, "nb")["id"]} == silent
    assert {"h_admin_burden", "h_change_support", "s_all_competence"} <= silent
    expect(cards(reader).locator(".interval")).to_have_count(0)
    assert rows(reader).count() < len(silent)


def test_how_did_the_use_of_helsenorge_develop_and_do_the_sources_agree(reader: Page, app_url: str):
    walk(
        reader,
        app_url,
        lambda page: page.locator(".fp-contents").get_by_role("link", name="Tall", exact=True),
    )
    leads_to(reader, "figures", series=VISITS)
    drawn(reader)
    assert lead(reader).startswith("37,2 millioner besøk i 2019, 72,9 eller 72 eller over 70 ")
    sees(reader, say("nb", "series.stand_differ"))
    sees(reader, say("nb", "series.stand_growth_differs"))
    expect(reader.get_by_role("heading", name=say("nb", "figures.sources"))).to_be_visible()
    for fold in reader.locator("details.fold:has(table.beside) > summary").all():
        fold.click()
    for quote in (
        "over 70 millioner besøk",
        "mot 72 millioner besøk i 2020",
        "en dobling fra året før",
    ):
        expect(reader.get_by_role("cell").filter(has_text=quote).first).to_be_visible()


def test_why_does_the_evaluation_say_what_it_says_of_goal_3(reader: Page, app_url: str):
    third = areas(KNOWN)["health_data_use"]
    walk(
        reader,
        app_url,
        lambda page: page.get_by_role("link", name=say("nb", "strategy.title"), exact=True).first,
        lambda page: page.get_by_role("link", name=f"3 {third.name.nb}"),
        lambda page: page.get_by_text(f"{say('nb', 'strategy.focus')} (3)"),
    )
    leads_to(reader, "strategy", area="health_data_use")
    for entry in (*third.entries["overall_assessment"], *third.passages["national_focus"]):
        expect(reader.locator(f"#{entry.id} > summary")).to_be_visible()
    expect(reader.get_by_text("2023", exact=True)).to_be_visible()


def test_which_guidance_contradicts_which(reader: Page, app_url: str):
    walk(
        reader,
        app_url,
        lambda page: page.get_by_role("link", name=say("nb", "strategy.title"), exact=True).first,
        lambda page: page.get_by_role("radio", name=say("nb", "strategy.part_guiding")),
    )
    leads_to(reader, "strategy", part="guiding")
    expect(reader.locator("#k_coherence_378")).to_contain_text("Lov om kommunale")
    expect(reader.locator("#k_coherence_378")).to_be_visible()


def test_which_organisations_lag_in_sustainability_and_can_we_even_tell(reader: Page, app_url: str):
    book = BOOKS["organisations"]
    walk(reader, app_url, see(say("nb", "front.sketch")))
    leads_to(reader, "maturity", survey="organisations")
    drawn(reader)
    kinds = [one.label["nb"] for one in book.variable("org_type").categories]
    title = plain(reader.locator("h2.av-title").inner_text())
    assert any(kind.casefold() in title.casefold() for kind in kinds)
    sees(reader, say("nb", "maturity.lead"))
    reader.get_by_text(say("nb", "figure.made"), exact=True).click()
    said = plain(reader.locator(".av-method").inner_text())
    for key in ("groups.lower", "groups.higher"):
        begins = plain(say("nb", key, groups="|")).split("|")[0]
        told = said.split(begins)[1].casefold()
        assert any(told.startswith(kind.casefold()) for kind in kinds)
    sees(reader, say("nb", "maturity.few"))
    sees(reader, say("nb", "groups.hidden", limit=10, groups="").strip(" ."))


@pytest.mark.parametrize("at", ["governance_committees", "helsenorge_visits_2020_ut2021"])
def test_a_place_far_down_in_a_document_comes_into_view(reader: Page, app_url: str, at: str):
    reader.set_viewport_size({"width": 390, "height": 844})
    goto(reader, app_url, "sources", lang="nb", at=at)
    expect(reader.locator(".block.here mark").first).to_be_in_viewport()
    is_untroubled(reader)
