"""The pages of facts, each by itself, in a real Chromium against the real server."""

import pytest
from facts_in_browser import (
    BOOKS,
    KNOWN,
    card,
    cards,
    facet,
    file,
    leads_to,
    parameters,
    pill,
    rows,
    says,
    shared,
)
from in_browser import (
    chart,
    choose,
    csv,
    downloaded,
    drawn,
    goto,
    is_untroubled,
    plain,
    search,
    sees,
    taken,
    whole,
)
from on_a_phone import PHONE, is_short
from playwright.sync_api import Page, expect

from insight.exports.dictionary import dictionary_csv
from insight.language import numbers
from insight.language.catalogue import say

# --- Opens, filters, searches, downloads ----------------------------------------------------------


def test_needs(reader: Page, app_url: str, elsewhere: Page):
    goto(reader, app_url, "needs", lang="nb", rows="all")
    expect(rows(reader)).to_have_count(len(KNOWN.needs))
    of_personnel = [one for one in KNOWN.needs if one.population in ("both", "health_personnel")]
    personnel = KNOWN.word("population", "health_personnel").nb
    facet(reader, say("nb", "needs.facet_population"), personnel).click()
    expect(rows(reader)).to_have_count(len(of_personnel))
    search(reader, say("nb", "needs.find"), "informasjon")
    found = [one for one in of_personnel if "informasjon" in f"{one.text} {one.quote}".casefold()]
    expect(rows(reader)).to_have_count(len(found))
    expect(rows(reader).locator("mark").first).to_be_visible()
    shown = rows(reader).evaluate_all("all => all.map(one => one.dataset.need)")
    listed = file(reader, "nb")
    assert sorted(listed["id"]) == sorted(shown) == sorted(one.id for one in found)
    for _, row in listed.iloc[:3].iterrows():
        rows(reader).and_(reader.locator(f"[data-need={row['id']}]")).click()
        expect(card(reader, row["id"]).locator(".words")).to_have_text(row["text"])
        pieces = [one for one in row["evidence"].split(" | ") if one]
        known = [one for one in pieces if not one.startswith(("asked: ", "mentioned: "))]
        told_once = row["reasons"].count(say("nb", "needs.same_figure"))
        expect(card(reader, row["id"]).locator("ul.evidence > li")).to_have_count(
            len(known) - told_once
        )
        folded = card(reader, row["id"]).locator("details.asked li")
        expect(folded).to_have_count(len(pieces) - len(known))
    assert parameters(reader)["population"] == ["health_personnel"]
    is_untroubled(reader)
    shared(reader, elsewhere)


def test_needs_follow_the_respondents_until_that_is_lifted_and_again_a_step_back(
    reader: Page, app_url: str
):
    goto(reader, app_url, "needs", lang="en", segment="carers", rows="all")
    expect(rows(reader)).to_have_count(10)
    reader.get_by_role("button", name=say("en", "needs.respondents", who="carers")).click()
    leads_to(reader, "needs", where="carer=1", segment="carers")
    facet(reader, say("en", "needs.facet_segment"), "Carers").first.click()
    expect(rows(reader)).to_have_count(33)
    reader.get_by_text(say("en", "needs.follow", who="carers")).click()
    expect(rows(reader)).to_have_count(len(KNOWN.needs))
    leads_to(reader, "needs", where="carer=1", follow="off")
    reader.go_back()
    expect(rows(reader)).to_have_count(33)
    is_untroubled(reader)


def test_a_row_opens_its_need_where_the_reader_stands_and_a_step_back_closes_it(
    reader: Page, app_url: str
):
    goto(reader, app_url, "needs", lang="en")
    reader.get_by_role("link", name=say("en", "fact.more", count=69)).click()
    expect(rows(reader)).to_have_count(len(KNOWN.needs))
    whole(reader)
    row = reader.locator("[data-need=h_admin_burden]")
    row.focus()
    place = row.bounding_box()
    reader.keyboard.press("Enter")
    leads_to(reader, "needs", need="h_admin_burden", rows="all")
    expect(card(reader, "h_admin_burden")).to_be_in_viewport()
    expect(row).to_be_focused()
    assert row.bounding_box()["y"] == pytest.approx(place["y"], abs=1)
    reader.get_by_role("link", name=say("en", "needs.column_level"), exact=True).click()
    leads_to(reader, "needs", need="h_admin_burden", sort="level")
    reader.go_back()
    leads_to(reader, "needs", need="h_admin_burden", sort="", rows="all")
    reader.go_back()
    leads_to(reader, "needs", need="", sort="", rows="all")
    expect(card(reader, "h_admin_burden")).to_have_count(0)
    is_untroubled(reader)


def test_on_a_phone_a_need_stands_instead_of_the_list_with_a_way_back(reader: Page, app_url: str):
    reader.set_viewport_size(PHONE)
    goto(reader, app_url, "needs", lang="nb")
    is_short(reader, "needs")
    expect(cards(reader).first).to_be_hidden()
    rows(reader).nth(5).click()
    expect(cards(reader).first).to_be_in_viewport()
    expect(rows(reader).first).to_be_hidden()
    reader.get_by_role("link", name=say("nb", "needs.back", count=len(KNOWN.needs))).click()
    expect(rows(reader).first).to_be_in_viewport()
    expect(cards(reader).first).to_be_hidden()


def test_figures(reader: Page, app_url: str):
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


def test_strategy(reader: Page, app_url: str):
    goto(reader, app_url, "strategy", lang="nb")
    for part in ("swot", "pestel", "scenarios", "areas"):
        reader.get_by_role("radio", name=say("nb", f"strategy.part_{part}"), exact=True).click()
        says(reader, part="" if part == "areas" else part)
        expect(reader.locator("details:is(.fact-line, .sy-fold)").first).to_be_visible()
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


def test_maturity(reader: Page, app_url: str):
    goto(reader, app_url, "maturity", lang="en")
    drawn(reader)
    first = reader.locator(".av-row").first
    everyone = first.locator(".av-n").inner_text()
    pill(reader, "organisations", "org_size", "3", "en").click()
    says(reader, where="org_size=3")
    region = BOOKS["organisations"].variable("org_region").label["en"]
    choose(reader, say("en", "trust.by"), region)
    says(reader, by="org_region")
    drawn(reader)
    expect(first.locator(".av-n")).not_to_have_text(everyone)
    rows = csv(taken(reader, "en", "csv").path().read_bytes())
    assert set(rows["simulated"]) == {"true"}
    alternative = plain(reader.locator("p.alternative").first.text_content())
    for one in rows[rows["category"] == "well_under_way"].to_dict("records"):
        said = alternative if one["org_region"] else plain(first.inner_text())
        assert one["org_region_label"] in said
        if one["share"]:
            assert numbers.percent(float(one["share"]), "en") in said
        else:
            assert one["flag"]
            assert one["base"] == ""
    is_untroubled(reader)


def test_codebook(reader: Page, app_url: str):
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
