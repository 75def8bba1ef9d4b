"""Facts drawn as HTML: what a reader sees of them, and that hostile words stay words."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from insight.documents.facts import Facts, facts
from insight.documents.references import Theme
from insight.language.catalogue import Text
from insight.web.html.cards import Reading

KNOWN = facts()
HOSTILE = "<script>alert('x')</script> & \"quoted\""


def reading(language="nb", find="", known=KNOWN):
    """What lines are drawn with; every address says what it leads to."""
    return Reading(
        known,
        language,
        lambda theme: f"strategy?theme={theme}",
        lambda fact: f"sources?at={fact}",
        lambda fact: f"home?of={fact.id}",
        find,
    )


def facts_saying(word: str) -> Facts:
    """All facts, with the same word for each code, document and theme, and as a part's code."""
    text = Text(word, word)
    return replace(
        KNOWN,
        words=dict.fromkeys([*KNOWN.words, ("part", word)], text),
        sources={
            source.id: replace(source, title=word, short=text, publisher=word)
            for source in KNOWN.sources.values()
        },
        themes={theme: Theme(theme, word, word, text) for theme in KNOWN.themes},
    )


def plain(markup: str) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup)))


def ids(markup: str) -> Counter[str]:
    return Counter(re.findall(r' id="([^"]+)"', markup))


def assert_words_stay_words(draw: Callable[[str, Text], str]) -> None:
    """Hold that hostile words add no tag and no attribute, and reach the reader as they are.

    Parameters
    ----------
    draw
        Draws HTML in which a word stands wherever a word of a file or a link may stand.
    """
    hostile, tame = (_Parsed(draw(word, Text(word, word))) for word in (HOSTILE, "tame"))
    assert hostile.tags == tame.tags
    assert [text.replace(HOSTILE, "tame") for text in hostile.texts] == tame.texts
    assert any(HOSTILE in text for text in hostile.texts)


class _Parsed(HTMLParser):
    """The tags of HTML with the names of their attributes, and all texts, those of attributes too.

    It holds that each tag is closed in turn.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.texts += [value or "" for _, value in attrs]
        self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)
