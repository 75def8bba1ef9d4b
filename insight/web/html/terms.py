"""Terms of e-health in texts, each explained where a card, line or paragraph first mentions it.

A term takes the focus and is described by its explanation, which stands hidden on the page, once;
the page's script shows it to who points, tabs or taps. No term stands in a link, a heading or what
unfolds, nor in what is quoted in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from insight.documents.facts import Facts
from insight.documents.glossary import EHealthTerm
from insight.language.catalogue import Language, Text, say
from insight.language.mentions import Mention, Vocabulary
from insight.web.html import text as text_html
from insight.web.html.templates import draw
from insight.web.html.text import mark_terms, search_pattern


class ExplainedBlock:
    """A card, line or paragraph, in which each term is explained once.

    Parameters
    ----------
    vocabulary
        What finds the terms in the block's language.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._explained: set[str] = set()

    def mark(self, text: str, query: str = "") -> Markup:
        """Return a text as HTML, its terms explained and what was searched for marked."""
        parts, end = [], 0
        for mention in self._unexplained(text, query):
            parts.append(mark_terms(text[end : mention.start], query))
            parts.append(self._term(mention, text, query))
            end = mention.end
        return Markup().join([*parts, mark_terms(text[end:], query)])

    def mark_phrases(self, words: Text, language: Language, query: str = "") -> Markup:
        """Return a sentence as :func:`text.mark_phrases` does, its own terms explained."""
        return text_html.mark_phrases(words, language, query, mark=self.mark)

    def listed(self, text: str) -> list[Markup]:
        """Return the terms that a text mentions, for where the text itself cannot explain them."""
        return [self._term(mention, text) for mention in self._unexplained(text)]

    def _unexplained(self, text: str, query: str = "") -> Iterable[Mention]:
        for mention in self._vocabulary.find(text):
            if mention.id not in self._explained and not _is_broken(mention, text, query):
                self._explained.add(mention.id)
                yield mention

    def _term(self, mention: Mention, text: str, query: str = "") -> Markup:
        words = mark_terms(text[mention.start : mention.end], query)
        return draw("terms", "term", mention.id, words)


def _is_broken(mention: Mention, text: str, query: str) -> bool:
    """Whether something that was searched for begins outside a mention and ends inside, or so."""
    pattern = search_pattern(query)
    return pattern is not None and any(
        match.start() < edge < match.end()
        for match in re.finditer(pattern, text)
        for edge in (mention.start, mention.end)
    )


def explanations(facts: Facts, language: Language) -> Markup:
    """Return every explanation, hidden, and the script that shows one."""
    explained = [(term, provenance(term, facts, language)) for term in facts.terms]
    return draw("terms", "explanations", explained, language)


def provenance(term: EHealthTerm, facts: Facts, language: Language) -> str:
    """Return whose explanation a term has: a document's, with its line, or ours."""
    if term.basis == "general" or term.source is None:
        return say(language, "terms.ours")
    source = facts.sources[term.source].short[language]
    return say(language, "terms.place", source=source, line=term.line)
