"""The pages of facts and the ways between them, in a real Chromium against the real server.

The pages are read by one reader after another on the same device: each test opens its own address,
and after each nothing may have left the machine or complained in the browser's console.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from in_browser import (
    chart,
    choose,
    csv,
    downloaded,
    drawn,
    fits,
    goto,
    is_untroubled,
    open_list,
    plain,
    same_view,
    search,
    sees,
    speaks,
    taken,
    whole,
)
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from insight import open_survey
from insight.documents.facts import facts
from insight.exports.dictionary import dictionary_csv
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.survey.folders import bundled_data
from insight.web.routes import OWN, PAGES, PUBLISHED

KNOWN = facts()
BOOKS = {one: open_survey(one, bundled_data()).codebook for one in ("citizens", "organisations")}
VISITS = "helsenorge_visits_annual"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
OURS = {"127.0.0.1", "localhost"}
# Streamlit looks for its own addresses below the page's before it finds them at the root.
LOOKED_FOR = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Trouble:
    """What must not happen while somebody reads."""

    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def request(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in OURS:
            self.outside.append(url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(LOOKED_FOR):
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture(scope="module")
def open_device(browser: Browser, trouble: Trouble) -> Iterator[Callable[[], Page]]:
    """Return what opens a page on a device of its own, watched for trouble."""
    contexts = []

    def make() -> Page:
        contexts.append(browser.new_context(viewport=DESK, locale="nb-NO", accept_downloads=True))
        contexts[-1].on("request", lambda request: trouble.request(request.url))
        page = contexts[-1].new_page()
        page.on("websocket", lambda socket: trouble.request(socket.url))
        page.on("console", trouble.console)
        page.on("pageerror", lambda error: trouble.complaints.append(str(error)))
        return page

    yield make
    for one in contexts:
        one.close()


@pytest.fixture(scope="module")
def device(open_device: Callable[[], Page]) -> Page:
    return open_device()


@pytest.fixture(scope="module")
def elsewhere(open_device: Callable[[], Page]) -> Page:
    """Return the page of somebody to whom an address is sent."""
    return open_device()


@pytest.fixture
def reader(device: Page, trouble: Trouble) -> Iterator[Page]:
    """Return the page of a reader; at the end nothing has left the machine or complained."""
    device.set_viewport_size(DESK)
    yield device
    assert trouble.outside == []
    assert trouble.complaints == []


# --- Looking at a page ---------------------------------------------------------------------------


def cards(page: Page) -> Locator:
    return page.locator("article.fact")


def card(page: Page, fact: str) -> Locator:
    return page.locator(f"article.fact[id='{fact}']")


def lead(page: Page) -> str:
    return plain(page.locator("p.lead").first.inner_text())


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def leads_to(page: Page, path: str, **link: str) -> None:
    """Wait until a page is shown, and its address has these parameters."""
    page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}")
    says(page, **link)


def says(page: Page, **link: str) -> None:
    """Wait until the address has these parameters, empty ones not, and the page is drawn whole."""
    page.wait_for_function(
        """link => Object.entries(link).every(([name, value]) =>
             (new URLSearchParams(location.search).get(name) || '') === value)""",
        arg=link,
    )
    whole(page)


def shared(page: Page, elsewhere: Page) -> None:
    """Hold that the address opens the same view on another device."""
    elsewhere.goto(page.url)
    whole(elsewhere)
    same_view(page, elsewhere)
    assert elsewhere.url == page.url


def file(page: Page, language: Language, number: int = 0):
    return csv(downloaded(page, say(language, "figure.download"), number).path().read_bytes())


def box_of(page: Page, title: str) -> Locator:
    """The box of a finding on the front page."""
    heading = page.get_by_role("heading", name=title, exact=True)
    return page.get_by_test_id("stVerticalBlock").filter(has=heading).last


def pill(page: Page, survey: str, variable: str, code: str, language: Language) -> Locator:
    """A choice of respondents; beside it may stand how many it would leave."""
    name = BOOKS[survey].variable(variable).category(code).label[language]
    return page.get_by_test_id("stSidebar").get_by_role("button", name=name).first


# --- Opens, filters, searches, downloads, and its link shows the same ----------------------------


def test_needs(reader: Page, app_url: str, elsewhere: Page):
    goto(reader, app_url, "needs", lang="nb")
    expect(cards(reader)).to_have_count(len(KNOWN.needs))
    of_personnel = [one for one in KNOWN.needs if one.population in ("both", "health_personnel")]
    personnel = KNOWN.word("population", "health_personnel").nb
    choose(reader, say("nb", "needs.who"), personnel)
    expect(cards(reader)).to_have_count(len(of_personnel))
    search(reader, say("nb", "fact.find"), "informasjon")
    found = [one for one in of_personnel if "informasjon" in f"{one.text} {one.quote}".casefold()]
    expect(cards(reader)).to_have_count(len(found))
    expect(cards(reader).locator("mark").first).to_be_visible()
    shown = cards(reader).evaluate_all("all => all.map(one => one.id)")
    rows = file(reader, "nb")
    assert sorted(rows["id"]) == sorted(shown) == sorted(one.id for one in found)
    for _, row in rows.iterrows():
        expect(card(reader, row["id"]).locator(".words")).to_have_text(row["text"])
        pieces = [one for one in row["evidence"].split(" | ") if one]
        known = [one for one in pieces if not one.startswith(("asked: ", "mentioned: "))]
        expect(card(reader, row["id"]).locator("ul.evidence > li")).to_have_count(len(known))
        folded = card(reader, row["id"]).locator("details.asked li")
        expect(folded).to_have_count(len(pieces) - len(known))
    assert parameters(reader)["population"] == ["health_personnel"]
    is_untroubled(reader)
    shared(reader, elsewhere)


def test_needs_follow_the_respondents_until_that_is_lifted_and_again_a_step_back(
    reader: Page, app_url: str
):
    goto(reader, app_url, "needs", lang="en", segment="carers")
    expect(cards(reader)).to_have_count(10)
    reader.get_by_role("button", name=say("en", "needs.respondents", who="carers")).click()
    leads_to(reader, "needs", where="carer=1", segment="carers")
    choose(reader, say("en", "needs.segment"), say("en", "fact.all"))
    expect(cards(reader)).to_have_count(33)
    reader.get_by_text(say("en", "needs.follow", who="carers")).click()
    expect(cards(reader)).to_have_count(len(KNOWN.needs))
    leads_to(reader, "needs", where="carer=1", follow="off")
    reader.go_back()
    expect(cards(reader)).to_have_count(33)
    is_untroubled(reader)


def test_figures(reader: Page, app_url: str, elsewhere: Page):
    goto(reader, app_url, "figures", lang="en")
    drawn(reader)
    choose(reader, say("en", "fact.theme"), KNOWN.themes["medicines"].en)
    search(reader, say("en", "fact.find"), "andel")
    says(reader, find="andel")
    found = {
        one.id
        for one in KNOWN.figures
        if "medicines" in one.themes
        and one.is_measurement
        and "andel" in f"{one.indicator} {one.quote} {KNOWN.word('topic', one.topic)}".casefold()
    }
    assert found
    expect(card(reader, min(found))).to_be_visible()
    shown = cards(reader).evaluate_all("all => all.map(one => one.id)")
    assert found == set(shown) & {one.id for one in KNOWN.figures}
    rows = file(reader, "en", 1)
    assert sorted(rows["id"]) == sorted(found)
    assert set(rows["simulated"]) == {"false"}
    of_series = file(reader, "en", 0)
    assert set(of_series["series"]) == {*parameters(reader)["series"]}
    alternative = plain(chart(reader).get_attribute("aria-label"))
    for value in of_series["value"]:
        assert f"{float(value):,.2f}".rstrip("0").rstrip(".") in alternative
    is_untroubled(reader)
    shared(reader, elsewhere)


def test_strategy(reader: Page, app_url: str, elsewhere: Page):
    goto(reader, app_url, "strategy", lang="nb")
    for part in ("swot", "pestel", "scenarios", "systems", "areas"):
        reader.get_by_role("radio", name=say("nb", f"strategy.part_{part}"), exact=True).click()
        says(reader, part="" if part == "areas" else part)
        expect(reader.locator("details.fact-line").first).to_be_visible()
    search(reader, say("nb", "strategy.find"), "personvern")
    says(reader, find="personvern")
    lines = reader.locator("details.fact-line[id]")
    rows = file(reader, "nb")
    sees(reader, say("nb", "strategy.found", count=len(rows)))
    assert len(rows) > 3
    shown = lines.evaluate_all("all => all.map(one => one.id)")
    assert sorted(shown) == sorted(rows["id"])
    assert rows["quote"].str.len().min() > 0
    lines.first.locator("summary").click()
    expect(lines.first.locator("blockquote")).to_be_visible()
    lines.first.locator("summary").click()
    is_untroubled(reader)
    shared(reader, elsewhere)


def test_maturity(reader: Page, app_url: str, elsewhere: Page):
    goto(reader, app_url, "maturity", lang="en")
    drawn(reader)
    whole = lead(reader)
    pill(reader, "organisations", "org_size", "3", "en").click()
    says(reader, where="org_size=3")
    region = BOOKS["organisations"].variable("org_region").label["en"]
    choose(reader, say("en", "trust.by"), region)
    says(reader, by="org_region")
    drawn(reader)
    assert lead(reader) != whole
    rows = csv(taken(reader, "en", "csv").path().read_bytes())
    assert set(rows["simulated"]) == {"true"}
    alternative = plain(chart(reader).get_attribute("aria-label"))
    for one in rows[rows["category"] == "well_under_way"].to_dict("records"):
        said = alternative if one["org_region"] else lead(reader)
        assert one["org_region_label"] in said
        if one["share"]:
            assert numbers.percent(float(one["share"]), "en") in said
        else:
            assert one["flag"]
            assert one["base"] == ""
    is_untroubled(reader)
    shared(reader, elsewhere)


def test_codebook(reader: Page, app_url: str, elsewhere: Page):
    goto(reader, app_url, "codebook", lang="en", survey="organisations")
    survey = BOOKS["organisations"]
    expect(reader.locator(".cb-variable")).to_have_count(len(survey.variables))
    choose(reader, say("en", "codebook.role"), say("en", "codebook.role_item"))
    expect(reader.locator(".cb-variable")).to_have_count(len(survey.items))
    search(reader, say("en", "codebook.search"), "goals")
    says(reader, find="goals")
    expect(reader.locator("mark").first).to_be_visible()
    assert 0 < reader.locator(".cb-variable").count() < len(survey.items)
    dictionary = downloaded(reader, say("en", "codebook.download_dictionary")).path().read_bytes()
    assert dictionary == dictionary_csv(survey, "en")
    is_untroubled(reader)
    shared(reader, elsewhere)


def test_front_page(reader: Page, app_url: str, elsewhere: Page):
    reader.goto(app_url)
    whole(reader)
    expect(reader.locator("h2.boxed")).to_have_count(7)
    box = box_of(reader, BOOKS["citizens"].variable("trust_need_to_know").label["nb"])
    expect(box.locator("p.lead")).to_contain_text("68 %")
    pill(reader, "citizens", "gender", "1", "nb").click()
    says(reader, where="gender=1")
    expect(reader.locator("h2.boxed")).to_have_count(4)
    sees(reader, say("nb", "overview.assumed"))
    is_untroubled(reader)
    shared(reader, elsewhere)


# --- From one page to another and back -----------------------------------------------------------


def test_from_a_need_to_the_answers_and_back_to_the_needs_of_the_item(reader: Page, app_url: str):
    goto(reader, app_url, "needs", lang="nb", where="gender=1")
    need = KNOWN.need["c_trust_and_safety"]
    card(reader, need.id).get_by_text(say("nb", "needs.asked_of_these", count=3)).click()
    card(reader, need.id).get_by_role("link", name=say("nb", "needs.see_item")).first.click()
    leads_to(reader, "trust", item="trust_need_to_know", target="high", where="gender=1")
    item = BOOKS["citizens"].variable("trust_need_to_know").label["nb"]
    expect(reader.get_by_role("heading", level=1)).to_have_text(item)
    reader.get_by_text(say("nb", "needs.of_item")).click()
    reader.get_by_role("link", name=need.text.nb, exact=True).click()
    leads_to(reader, "needs", find=need.text.nb, where="gender=1")
    expect(card(reader, need.id)).to_be_visible()
    expect(cards(reader)).to_have_count(1)
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
        expect(cards(reader)).to_have_count(count)
    else:
        expect(cards(reader).first).to_be_visible()
    is_untroubled(reader)


def test_from_a_theme_beside_a_need_to_all_its_needs(reader: Page, app_url: str):
    need = KNOWN.need["s_all_competence"]
    goto(reader, app_url, "needs", lang="nb", find=need.text.nb)
    theme = KNOWN.themes["competence"].nb
    card(reader, need.id).get_by_role("link", name=theme, exact=True).click()
    leads_to(reader, "needs", theme="competence")
    expect(cards(reader)).to_have_count(sum("competence" in one.themes for one in KNOWN.needs))


# --- Three questions of somebody new --------------------------------------------------------------

FEW_CLICKS = 4


def walk(page: Page, url: str, *clicks: Callable[[Page], Locator]) -> None:
    """Start at the front page, as a first visit does, and click a few times."""
    assert len(clicks) <= FEW_CLICKS
    page.goto(url)
    whole(page)
    for click in clicks:
        click(page).click()


def see(title: str, label: str) -> Callable[[Page], Locator]:
    """The link in the box of a finding."""
    return lambda page: box_of(page, title).get_by_role("link", name=say("nb", label))


def test_which_needs_of_health_personnel_does_no_survey_ask_about(reader: Page, app_url: str):
    personnel = KNOWN.word("population", "health_personnel").nb
    walk(
        reader,
        app_url,
        see(say("nb", "overview.silent_title"), "overview.see_needs"),
        lambda page: open_list(page, say("nb", "needs.who")),
        lambda page: page.get_by_role("option", name=personnel, exact=True),
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
    assert set(cards(reader).evaluate_all("all => all.map(one => one.id)")) == silent
    assert {"h_admin_burden", "h_change_support", "s_all_competence"} <= silent
    expect(cards(reader).locator(".interval")).to_have_count(0)


def test_how_did_the_use_of_helsenorge_develop_and_do_the_sources_agree(reader: Page, app_url: str):
    title = next(one for one in KNOWN.figures if one.series == VISITS).indicator.nb
    walk(reader, app_url, see(title, "overview.see_figures"))
    leads_to(reader, "figures", series=VISITS)
    drawn(reader)
    assert lead(reader) == "72 millioner besøk i 2020 og 140 millioner besøk i 2021."
    sees(reader, say("nb", "series.stand_agree"))
    sees(reader, say("nb", "series.stand_growth_differs"))
    expect(reader.get_by_role("heading", name=say("nb", "figures.sources"))).to_be_visible()
    for quote in (
        "over 70 millioner besøk",
        "mot 72 millioner besøk i 2020",
        "en dobling fra året før",
    ):
        expect(reader.get_by_role("cell").filter(has_text=quote).first).to_be_visible()


def test_which_organisations_lag_in_sustainability_and_can_we_even_tell(reader: Page, app_url: str):
    book = BOOKS["organisations"]
    walk(reader, app_url, see(book.variable("sdg_maturity").label["nb"], "overview.see_maturity"))
    leads_to(reader, "maturity", survey="organisations")
    drawn(reader)
    kinds = [one.label["nb"] for one in book.variable("org_type").categories]
    said = lead(reader)
    for key in ("groups.lower", "groups.higher"):
        begins = plain(say("nb", key, groups="|")).split("|")[0]
        assert begins in said
        assert any(said.split(begins)[1].startswith(kind) for kind in kinds)
    sees(reader, say("nb", "maturity.lead"))
    expect(reader.get_by_role("heading", name=say("nb", "maturity.few"))).to_be_visible()
    sees(reader, say("nb", "groups.hidden", limit=10, groups="").strip(" ."))


# --- Small, and in either language ----------------------------------------------------------------

BUSY = {
    "trust": {"by": "education"},
    "maturity": {"by": "org_type"},
    "needs": {"evidence": "item"},
    "figures": {"series": VISITS},
    "strategy": {"part": "scenarios"},
}


@pytest.mark.parametrize("path", PAGES)
def test_phone_needs_no_sideways_scrolling_with_all_unfolded(reader: Page, app_url: str, path: str):
    reader.set_viewport_size(PHONE)
    goto(reader, app_url, path, lang="nb", **BUSY.get(path, {}))
    fits(reader)
    reader.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    fits(reader)


@pytest.mark.parametrize("path", [one for one in PAGES if one != "trust"])
def test_the_language_follows_a_click(reader: Page, app_url: str, path: str):
    goto(reader, app_url, path, lang="nb", **BUSY.get(path, {}))
    reader.get_by_role("radio", name="English", exact=True).click()
    speaks(reader, "en")
    bands = dict.fromkeys(PUBLISHED, "published") | {OWN: "own"}
    sees(reader, say("en", f"shell.{bands.get(path, 'simulated')}"))
    expect(reader).to_have_title(f"{say('en', f'{path}.title')} – {say('en', 'shell.app_name')}")
    for name, value in BUSY.get(path, {}).items():
        assert parameters(reader)[name] == [value]
    is_untroubled(reader)
