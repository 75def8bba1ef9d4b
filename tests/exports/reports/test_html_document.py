"""One HTML file: no script, nothing fetched, and every word a stranger gave only a word."""

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest
from reported_views import LINK, TYPST, figures_in_words, odd_report, report_of, trust_report

from insight.exports.reports.html_document import html_document
from insight.language.catalogue import LANGUAGES, say

SCRIPT = "</title></style></svg><script>alert(1)</script><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, written: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(written.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def named(self, tag: str) -> list[dict]:
        return [known for name, known in self.tags if name == tag]

    @property
    def text(self) -> str:
        return re.sub(r" +", " ", "\n".join(self.words))


@cache
def read(language="nb") -> Page:
    return Page(html_document(trust_report(language)))


def test_it_has_no_script_and_fetches_nothing():
    page = read()
    assert not page.named("script")
    assert not page.named("link")
    assert not page.named("img")
    fetched = [
        known for _, known in page.tags if {"src", "srcset", "data", "xlink:href"} & {*known}
    ]
    assert fetched == []
    addresses = {known["href"] for known in page.named("a")}
    assert addresses == {LINK, "#view-1", "#view-2", "#view-3"}
    assert not any(name.startswith("on") for _, known in page.tags for name in known)
    assert "url(http" not in page.text
    policy = next(known for known in page.named("meta") if known.get("http-equiv"))
    assert policy["content"].startswith("default-src 'none'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_its_language_and_every_figure_and_word_of_the_views(language):
    page, report = read(language), trust_report(language)
    assert page.named("html")[0]["lang"] == {"nb": "nb-NO", "en": "en-GB"}[language]
    figures = figures_in_words(report)
    assert len(figures) > 10
    assert figures <= {*page.words}
    for view in report.pages[:2]:
        told = view.picture.words
        for part in (view.title, *told.lines, *told.notes, *told.foot):
            assert re.sub(" +", " ", part) in page.text
    for part in ("Hva rapporten er.", report.told[0], "Færre enn 10 har svart.", "Et avsnitt."):
        assert part in page.text
    assert page.text.count(say(language, "shell.simulated_means")) >= 4, "picture and table"
    assert page.text.count(told.foot[-1]) == 1, "when it was made"


def test_headings_tables_and_drawings_are_what_they_are():
    counted = Counter(tag for tag, _ in read().tags)
    assert [counted[tag] for tag in ("h1", "h2", "h3")] == [1, 3, 1]
    assert counted["svg"] == counted["figcaption"] == 2
    assert counted["table"] >= 2
    assert {known["scope"] for known in read().named("th")} == {"col", "row"}
    assert {known["role"] for known in read().named("svg")} == {"img"}


def test_names_in_drawings_are_each_of_one_thing_and_lead_somewhere():
    page = read()
    names = Counter(known["id"] for _, known in page.tags if "id" in known)
    assert max(names.values()) == 1
    used = {
        name
        for _, known in page.tags
        for value in known.values()
        for name in re.findall(r"url\(#([^)]+)\)", value or "")
    }
    used |= {name for known in page.named("svg") for name in known["aria-labelledby"].split()}
    used |= {known["aria-labelledby"] for known in page.named("section")}
    assert used
    assert used <= {*names}


@pytest.mark.parametrize("words", [SCRIPT, TYPST, "{{ 7 * 7 }}", "x" * 500, "javascript:alert(1)"])
def test_strangers_words_are_shown_as_they_are(words):
    page = Page(html_document(odd_report(words)))
    assert not page.named("script")
    assert not page.named("img")
    assert page.text.count(words) > 8
    assert {known["href"] for known in page.named("a")} <= {"#view-1", "#view-2"}


def test_control_characters_are_left_out():
    page = Page(html_document(odd_report("a\x00b\x1b[31mc\ufffe\u202ed\ud800")))
    assert page.text.count("ab[31mcd") > 8


def test_a_view_alone_is_headed_by_its_finding():
    view = trust_report().pages[0]
    page = Page(html_document(report_of(view)))
    assert len(page.named("h1")) == 1
    assert not page.named("h2")
    assert not page.named("nav")
    assert view.title in page.text
