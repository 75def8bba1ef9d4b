"""What a page says, and what of it is not in the page's language or not written as that writes."""

import re
import string
from collections.abc import Iterable, Iterator
from functools import cache

from playwright.sync_api import Page

from insight.analysis.shared_surveys import surveys
from insight.documents.facts import facts
from insight.language.catalogue import Language, Text, catalogue

# Words that stand in nearly every sentence of one language and hardly in any of the other.
NORWEGIAN = """
    og ikke er på av som fra det har eller ved etter hva hvor hvem også blir mer enn seg vi å
    mellom innen hos disse dette noen skal må bør uten flere mange enkelte ble vært svarte
    spørsmål undersøkelsen januar februar juni juli oktober desember
"""
ENGLISH = """
    the and of is with not which from are this that was were has have their they what when where
    than more into between only other shown you can each how question answers survey figures
    january february march may june july october december
"""
ONLY: dict[Language, frozenset[str]] = {
    "nb": frozenset(NORWEGIAN.split()),
    "en": frozenset(ENGLISH.split()),
}
OTHER: dict[Language, Language] = {"nb": "en", "en": "nb"}
NUMBERS: dict[Language, dict[str, str]] = {
    "nb": {
        "per cent without its no-break space": r"\d ?%",
        "thousands with a comma": r"\b[1-9]\d{0,2},\d{3}\b",
        "decimals with a point": r"\b0\.\d|\d\.\d+\s*(?:%|mill|prosent)",
    },
    "en": {
        "per cent with a space": r"\d\s%",
        "thousands with a space": r"\d[\u00a0\u202f]\d{3}\b",
        "decimals with a comma": r"\d,\d{1,2}(?!\d)",
    },
}
A_DATE = r"\b\d{4}-\d\d(-\d\d)?\b"

# Code, and names of languages and systems, which are what they are in any language.
NAMES = """script, style, noscript, code, [data-testid=stIconMaterial],
    [data-testid=stSidebar] [role=radio], table.named tbody th, .sy-hits small"""
ORGANISATIONS = (
    "Center for The Long View",
    "Det Norske Veritas",
    "European Health Emergency preparedness and Response Authority",
    "Healthcare in the 21st Century",
    "Healthcare Information and Management Systems Society",
)
# What a Norwegian document says stands in Norwegian as it was printed.
BY_DOCUMENT = ".fact-line > summary > span, .fact .words, .beside .words, .beside a, blockquote"
SPOKEN = """([names, byDocument]) => {
  const said = [], {body, documentElement: page} = document;
  const hear = (words, one) => {
    if (words && one && !one.closest(names) && one.closest('[lang]') === page)
      if (one.checkVisibility()) said.push([words, !!one.closest(byDocument)]);
  };
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    hear(texts.currentNode.nodeValue.trim(), texts.currentNode.parentElement);
  for (const name of ['aria-label', 'aria-roledescription', 'title', 'placeholder', 'alt'])
    for (const one of document.querySelectorAll(`[${name}]`)) hear(one.getAttribute(name), one);
  return said;
}"""


def spoken(page: Page) -> list[tuple[str, bool]]:
    """What a page says in its own language, in text and in labels that only a screen reader says.

    With each goes whether it is the words of a document.
    """
    return [(words, own) for words, own in page.evaluate(SPOKEN, [NAMES, BY_DOCUMENT])]


def foreign(said: Iterable[str], language: Language) -> list[str]:
    """The texts in which words of the other language stand."""
    return [one for one in said if ONLY[OTHER[language]] & words_of(one)]


def words_of(text: str) -> set[str]:
    for name in ORGANISATIONS:
        text = text.replace(name, "")
    return set(re.findall(r"[\w’']+", text.casefold()))


def strayed(said: Iterable[str], language: Language) -> list[str]:
    """The texts that are a label or sentence of the other language, and none of this one."""
    (own_labels, own), (labels, sentences) = known(language), known(OTHER[language])
    return [
        one
        for one in said
        if (one in labels or sentences.fullmatch(one))
        and not (one in own_labels or own.fullmatch(one))
    ]


@cache
def known(language: Language) -> tuple[frozenset[str], re.Pattern[str]]:
    """The labels of a language, and a pattern of its sentences with fields."""
    said = [
        (form, other.forms.get(name, other.forms["other"]))
        for key, sentence in catalogue(language).items()
        for name, form in sentence.forms.items()
        for other in [catalogue(OTHER[language])[key]]
    ]
    open_ones = [
        one
        for one, other in said
        if "{" in one and one != other and len(words_of(re.sub(r"{.*?}", "", one))) > 1
    ]
    labels = {one for one, _ in said if "{" not in one} | {one[language] for one in texts()}
    return frozenset(labels), re.compile("|".join(map(with_any_fields, open_ones)))


def with_any_fields(sentence: str) -> str:
    parts = string.Formatter().parse(sentence)
    return "".join(re.escape(words) + (".+" if field else "") for words, field, _, _ in parts)


def texts() -> Iterator[Text]:
    """Every label of a survey, a variable, an answer and a theme."""
    for survey in surveys().surveys:
        yield survey.codebook.title
        for variable in survey.codebook.variables.values():
            yield variable.label
            yield from (one.label for one in (*variable.categories, *variable.nets))
            if variable.question:
                yield variable.question
    yield from (Text(one.nb, one.en) for one in facts().themes.values())


def misprinted(said: Iterable[str], language: Language) -> list[str]:
    """The texts whose numbers or dates are not written as the language writes them."""
    patterns = [*NUMBERS[language].values(), A_DATE]
    return [one for one in said if any(re.search(pattern, one) for pattern in patterns)]


def keys(said: Iterable[str]) -> list[str]:
    """The texts in which a key of the catalogue stands in place of its sentence."""
    known = catalogue("nb")
    return [one for one in said if set(re.findall(r"[a-z_]+\.[a-z_0-9]+", one)) & set(known)]
