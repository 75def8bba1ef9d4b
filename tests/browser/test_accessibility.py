"""A page that everyone can use: axe-core, small and enlarged screens, both languages.

Every page is opened once and looked at in both languages, one of them light and the other dark,
that of answers in all four ways, other views of a page in one of them in turn. So it is with sizes:
a page is seen in all, its other views on a desk, on a phone, and enlarged in one way in turn.
docs/accessibility.md says what is held and why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_rules import OF_A_WAY, TAGS, THEMES, Theme, lit, rules_broken, rules_of
from checkout import ROOT
from in_browser import DESK, chart, drawn, goto, whole
from on_a_phone import PHONE, broken_words, most_screens, on_a_phone
from page_language import foreign, keys, misprinted, spoken, strayed
from playwright.sync_api import Page
from words_cut_off import does_not_fit

from insight.language.catalogue import LANGUAGES, Language, say
from insight.web.routes import OWN, PAGES

TWICE = {"width": 720, "height": 450}  # the desk at 200 per cent
WINDOWS = {"200 %": TWICE, "390 px": PHONE}
LETTERS = {"letters twice as large": "200%"}
ENLARGED = (*LETTERS, "200 %")
TWO_SCREENS = 2 * DESK["height"]
LONGEST_ALTERNATIVE = 900  # characters, a minute when read aloud

VIEWS: dict[str, dict[str, str]] = {page: {} for page in PAGES}
VIEWS["answers"] = {"by": "education", "where": "gender=1"}
VIEWS["figures"] = {"series": "helsenorge_visits_annual"}
VIEWS["needs"] = {"need": "c_trust_and_safety", "where": "carer=1"}
UNFILTERED = [page for page, link in VIEWS.items() if "where" not in link]
WITH_SMALL_PRINT = ("figures", "strategy", "sources", "timeline", "maturity")
MORE: dict[str, tuple[str, dict[str, str]]] = {
    "answers, asked in a hostile way": ("answers", {"where": "x=1", "item": "<script>"}),
    "answers, bars of answers": ("answers", {"item": "contact_12m", "by": "age_group"}),
    "answers, dots": ("answers", {"show": "dots"}),
    "answers, heat table": ("answers", {"by2": "gender", "show": "heat"}),
    "answers, lines": ("answers", {"by": "year", "by2": "age_group", "show": "trend"}),
    "answers, panels": ("answers", {"by2": "year", "show": "panels"}),
    "strategy, an area": ("strategy", {"area": "national_governance"}),
    "strategy, process": ("strategy", {"part": "process"}),
    "strategy, guidance": ("strategy", {"part": "guiding"}),
    "strategy, strengths": ("strategy", {"part": "swot"}),
    "strategy, surroundings": ("strategy", {"part": "pestel"}),
    "strategy, scenarios": ("strategy", {"part": "scenarios"}),
    "one actor": ("actors", {"actor": "norsk_helsenett"}),
    "what is missing of a kind": ("missing", {"kind": "misprint"}),
    "overview, search": ("overview", {"find": "helseforsikirng"}),
    "strategy, search": ("strategy", {"find": "data"}),
    "trends, one of them": ("trends", {"trend": "home"}),
    "trends, knowledge gaps": ("trends", {"list": "gaps"}),
    "codebook of few": ("codebook", {"survey": "organisations"}),
}
EVERY_VIEW = {**{page: (page, link) for page, link in VIEWS.items()}, **MORE}
ALL_WAYS: list[tuple[Theme, Language]] = [
    ("light", "nb"),
    ("dark", "nb"),
    ("dark", "en"),
    ("light", "en"),
]
TWO_WAYS: list[tuple[Theme, Language]] = [("light", "nb"), ("dark", "en")]
# Not in a region of the page, each only while it is open.
OUTSIDE = "Streamlit draws what opens over the page beside its regions"
ALLOWED = {  # rule of axe and where it may be broken; docs/accessibility.md lists the same
    ("region", "[data-testid=stMainMenuPopover]"): OUTSIDE,
    ("region", "[role=listbox]"): OUTSIDE,
    ("region", "#stFloatingOverlayPortal"): OUTSIDE,
}


@dataclass
class Look:
    """What a view is in one language and theme."""

    language: str
    title: str
    broken: list[str]
    said: list[str]
    written: list[str]
    alternatives: list[str]
    tables: int


@dataclass
class Seen:
    """A view, looked at in some ways, and where it does not fit."""

    path: str
    height: int
    looks: dict[tuple[Theme, Language], Look] = field(default_factory=dict)
    too_wide: list[str] = field(default_factory=list)
    phone: dict[str, Any] = field(default_factory=dict)
    english: dict[str, Any] = field(default_factory=dict)


# --- Looking at a view ---------------------------------------------------------------------------


def ways_of(view: str) -> list[tuple[Theme, Language]]:
    """In which themes and languages a view is looked at."""
    if view in MORE:
        return [TWO_WAYS[[*MORE].index(view) % 2]]
    return ALL_WAYS if view == "answers" else TWO_WAYS


def unfolded(page: Page) -> None:
    """Wait until all is drawn, and unfold what is folded."""
    whole(page)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    whole(page)


def speaking(page: Page, language: Language) -> None:
    if page.evaluate("document.documentElement.lang") != language:
        page.get_by_role("radio", name="English" if language == "en" else "Norsk").click()
        page.wait_for_function("asked => document.documentElement.lang === asked", arg=language)


def look(page: Page, rules: list[str]) -> Look:
    language: Language = page.evaluate("document.documentElement.lang")
    said, broken = spoken(page), rules_broken(page, rules)
    charts = page.get_by_test_id("stVegaLiteChart")
    return Look(
        language,
        page.title(),
        [f"{rule}: {one['why']}, {one['html']}" for (rule, _), one in broken.items()],
        [words for words, _ in said],
        [words for words, by_document in said if language == "en" or not by_document],
        charts.evaluate_all("all => all.map(one => one.getAttribute('aria-label') || '')"),
        page.locator(".av-table table").count(),
    )


def sizes_of(view: str) -> tuple[str, ...]:
    """In which sizes a view is looked at, the window made smaller at the end."""
    if view in MORE:
        return ("desk", ENLARGED[[*MORE].index(view) % 2], "390 px")
    return ("desk", *ENLARGED, "390 px")


def too_wide(page: Page, sizes: tuple[str, ...]) -> Iterator[str]:
    """Yield where one must scroll sideways: on a desk, with large letters, enlarged, on a phone."""
    for size in sizes:
        page.evaluate(f"document.documentElement.style.fontSize = '{LETTERS.get(size, '')}'")
        if size in WINDOWS:
            page.set_viewport_size(WINDOWS[size])
        yield from (f"{size}: {one}" for one in does_not_fit(page))


@pytest.fixture(scope="module", params=EVERY_VIEW)
def seen(reader: Page, app_url: str, request: pytest.FixtureRequest) -> Seen:
    """A view as it is in every language and theme."""
    path, link = EVERY_VIEW[request.param]
    reader.goto("about:blank")
    reader.set_viewport_size(DESK)
    reader.emulate_media(color_scheme="light")
    goto(reader, app_url, path, lang="nb", **link)
    found = Seen(path, reader.get_by_test_id("stMain").evaluate("one => one.scrollHeight"))
    if request.param in VIEWS:
        found.phone = on_a_phone(reader)
    for theme, language in ways_of(request.param):
        lit(reader, theme)
        speaking(reader, language)
        unfolded(reader)
        # How a page is built is the same in every theme and language.
        found.looks[theme, language] = look(reader, OF_A_WAY if found.looks else TAGS)
    found.too_wide = list(too_wide(reader, sizes_of(request.param)))
    reader.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    found.english = broken_words(reader)
    return found


# --- Every view ----------------------------------------------------------------------------------


def test_no_rule_of_axe_is_broken(seen: Seen):
    assert {way: one.broken for way, one in seen.looks.items() if one.broken} == {}


def test_the_page_says_which_language_it_is_in(seen: Seen):
    assert [one.language for one in seen.looks.values()] == [name for _, name in seen.looks]


def test_the_title_names_the_page_in_its_language(seen: Seen):
    for (_, language), one in seen.looks.items():
        name = say(language, f"{seen.path}.title")
        assert one.title == f"{name} – {say(language, 'shell.app_name')}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_pages_share_a_title(language: Language):
    assert len({say(language, f"{page}.title") for page in PAGES}) == len(PAGES)


def test_no_word_is_of_the_other_language_and_none_is_a_key(seen: Seen):
    for (_, language), one in seen.looks.items():
        assert foreign(one.said, language) == []
        assert strayed(one.said, language) == []
        assert keys(one.said) == []


def test_numbers_and_dates_are_written_as_the_language_writes_them(seen: Seen):
    for (_, language), one in seen.looks.items():
        assert misprinted(one.written, language) == []


def test_a_chart_says_its_figures_no_longer_than_one_listens_and_has_a_table(seen: Seen):
    for one in seen.looks.values():
        assert one.tables >= len(one.alternatives)
        for words in one.alternatives:
            assert re.search(r"\d", words)
            assert len(words) <= LONGEST_ALTERNATIVE


@pytest.mark.parametrize("seen", UNFILTERED, indirect=True, scope="module")
def test_a_page_opens_on_two_screens_at_most(seen: Seen):
    assert seen.height <= TWO_SCREENS


@pytest.mark.parametrize("seen", VIEWS, indirect=True, scope="module")
def test_on_a_phone_no_page_is_over_five_screens_and_the_band_covers_nothing(seen: Seen):
    phone = seen.phone
    assert phone["screens"] <= most_screens(seen.path)
    assert phone["too wide"] == []
    below = phone["header"]["bottom"]
    if phone["band"]:
        assert abs(phone["band"]["top"] - below) <= 1
        assert phone["band"]["height"] <= (90 if seen.path == OWN else 40)
        below = phone["band"]["bottom"]
        assert abs(phone["scrolled"]["top"] - phone["header"]["height"]) <= 1, "it stays in view"
    assert phone["heading"]["top"] >= below


@pytest.mark.parametrize("seen", WITH_SMALL_PRINT, indirect=True, scope="module")
def test_titles_and_small_print_take_two_lines_on_a_phone(seen: Seen):
    for words in (seen.phone, seen.english):
        assert words["lines of the title"] <= 2
        assert words["long small print"] == []


def test_nobody_scrolls_sideways_and_nothing_is_cut_off(seen: Seen):
    assert seen.too_wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_narrow_window_folds_away_is_in_the_language_too(
    reader: Page, app_url: str, language: Language
):
    reader.set_viewport_size({"width": 900, "height": 700})
    goto(reader, app_url, "needs", lang=language)
    said = [words for words, _ in spoken(reader)]
    assert [one for one in said if re.fullmatch(rf"\d+{say(language, 'streamlit.more')}", one)]
    assert foreign(said, language) == []


def test_a_chart_is_a_picture_as_soon_as_it_has_a_name(reader: Page, app_url: str):
    goto(reader, app_url, "answers", lang="nb", show="trend")
    drawn(reader)
    before_it_is_drawn = chart(reader).evaluate(
        """async there => {
          const one = there.cloneNode(false);
          for (const name of ['role', 'aria-label']) one.removeAttribute(name);
          there.after(one);
          await Promise.resolve();
          const said = [one.getAttribute('role'), one.getAttribute('aria-label')];
          one.remove();
          return said;
        }"""
    )
    assert before_it_is_drawn == ["img", chart(reader).get_attribute("aria-label")]


# --- While something is open ---------------------------------------------------------------------


def test_what_streamlit_opens_over_the_page_breaks_only_the_rules_that_are_known(
    reader: Page, app_url: str
):
    reader.set_viewport_size(DESK)
    goto(reader, app_url, "answers", lang="nb", where="gender=1")
    broken: dict[tuple[str, str], str] = {}
    chip = reader.locator("[class*=st-key-chip-] button").locator("visible=true")
    openers = {
        "[data-testid=stMainMenuPopover]": reader.get_by_test_id("stMainMenuButton").click,
        "[role=listbox]": reader.get_by_label(say("nb", "breakdown.by"), exact=True).click,
        "[role=tooltip]": chip.hover,
    }
    for theme in THEMES:
        lit(reader, theme)
        for opened, do_open in openers.items():
            drawn(reader)
            do_open()
            reader.locator(opened).locator("visible=true").first.wait_for()
            within = "html" if theme == THEMES[0] else opened
            for (rule, target), one in rules_broken(reader, rules_of(theme), within).items():
                known = reader.locator(target).first.evaluate(
                    "(one, selectors) => selectors.find(few => one.closest(few)) ?? ''",
                    [few for _, few in ALLOWED],
                )
                broken[rule, known or target] = one["html"]
            reader.keyboard.press("Escape")
            reader.mouse.move(0, 0)
    assert set(broken) == set(ALLOWED), broken


def test_the_rules_that_may_be_broken_are_those_of_the_documentation():
    page = ROOT / "docs" / "accessibility.md"
    rows = re.findall(r"^\| `([a-z-]+)` \| `([^`]+)` \|", page.read_text(encoding="utf-8"), re.M)
    assert set(rows) == set(ALLOWED)
