"""The plan of a report: which views, in what order, with what words; no figures of today.

A plan comes from outside, from a file, a link or a form. What it says is bounded before anything
is made of it: how many views, how long its words are, and that they are words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from insight.language.catalogue import Language
from insight.language.errors import Fault
from insight.reporting.breakdown.heading.own_title import LONGEST_TITLE
from insight.views.reports.planned_pages import ANSWERS, OF_FACTS, PARAMETERS
from insight.views.view import FIXED

MOST_VIEWS = 60
# How long the words of an author may be, by the name that they have in the file.
LONGEST = {"title": LONGEST_TITLE, "heading": 200, "introduction": 4_000, "comment": 2_000}
IN_PARAGRAPHS = ("introduction", "comment")
Link = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Found:
    """What a view told on the day that it was put into the report.

    Attributes
    ----------
    day, language
        When, and in which language it was told.
    survey
        A mark of the survey's version on that day.
    finding
        The finding; empty where there was none to show.
    figures
        The figures that it rests on, in words, by the names of their groups or questions.
    """

    day: date
    language: Language
    survey: str
    finding: str
    figures: Mapping[str, str]


@dataclass(frozen=True)
class PlannedView:
    """A view of a report.

    Attributes
    ----------
    link
        Its address on its page, without the language.
    heading, comment
        The author's words above it; empty where there are none.
    title
        What the author has put in the place of the finding.
    found
        What it told when it was put into the report; None where nobody has noted that.
    own
        Whether it is of a survey that only its visitor has, so that no link leads to it.
    page
        The page that it is a view of.
    """

    link: Link
    heading: str = ""
    comment: str = ""
    title: str = ""
    found: Found | None = None
    own: bool = False
    page: str = ANSWERS

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address, each value by itself."""
        return pairs_of(self.link)

    @property
    def survey(self) -> str:
        """The id of the survey that it is of; empty where it is of facts."""
        return next(iter(self.link.get("survey", ())), "")

    @property
    def is_of_facts(self) -> bool:
        """Whether it shows what documents print, and no survey."""
        return self.page in OF_FACTS

    @property
    def query(self) -> str:
        """Its address after the question mark."""
        return urlencode(self.pairs)


@dataclass(frozen=True)
class ReportPlan:
    """Views in order, and what an author says of them."""

    language: Language
    views: Sequence[PlannedView] = ()
    title: str = ""
    introduction: str = ""


def pairs_of(link: Link) -> list[tuple[str, str]]:
    """Return the parameters of an address, each value by itself."""
    return [(name, value) for name, values in link.items() for value in values]


def planned_link(
    parameters: Iterable[tuple[str, str]], page: str = ANSWERS
) -> dict[str, tuple[str, ...]]:
    """Return what of a page's address belongs to a view, in the order of the file.

    A page that is of one survey, whatever a link says, has that survey.

    Examples
    --------
    >>> planned_link([("lang", "en"), ("item", "trust"), ("survey", "citizens"), ("fact", "f1")])
    {'survey': ('citizens',), 'item': ('trust',)}
    >>> planned_link([("lang", "en"), ("to", "2030"), ("from", "2020")], "timeline")
    {'from': ('2020',), 'to': ('2030',)}
    """
    fixed = FIXED.get(page, "")
    pairs = [(name, value) for name, value in parameters if value]
    there = {
        name: tuple(value for other, value in pairs if other == name) for name in PARAMETERS[page]
    }
    there |= {"survey": (fixed,)} if fixed else {}
    return {name: values for name, values in there.items() if values}


def faults_of_words(name: str, words: str) -> Iterator[Fault]:
    """Yield what is wrong with the words of an author: too many, or signs that nobody can read.

    Parameters
    ----------
    name
        One of :data:`LONGEST`.
    words
        What the author has written.
    """
    if len(words) > LONGEST[name]:
        yield Fault("report_fault.long", {"most": LONGEST[name], "count": len(words)})
    if odd := odd_signs(words, paragraphs=name in IN_PARAGRAPHS):
        yield Fault("report_fault.signs", {"signs": listed_signs(odd)})


def listed_signs(signs: Sequence[str]) -> str:
    """Return the first of some signs by their numbers, for nobody can read them."""
    return ", ".join(f"U+{ord(mark):04X}" for mark in signs[:3])


def odd_signs(words: str, *, paragraphs: bool = False) -> list[str]:
    r"""Return the signs in some words that stand for no letter: control characters and the like.

    Line breaks belong to words of several paragraphs.

    Examples
    --------
    >>> odd_signs("Trust \x1b[31min\x00 2021")
    ['\x1b', '\x00']
    """
    allowed = "\n" if paragraphs else ""
    found = (mark for mark in words if mark not in allowed and _is_odd(mark))
    return [*dict.fromkeys(found)]


def cleaned(words: str, *, paragraphs: bool = False) -> str:
    """Return words without odd signs, and with the line breaks of this system alone."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    odd = odd_signs(lines, paragraphs=paragraphs)
    return "".join(mark for mark in lines if mark not in odd).strip()


# Joiners make one letter of several, and a soft hyphen says where a word may be broken.
_LETTERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}"


def _is_odd(mark: str) -> bool:
    kind = unicodedata.category(mark)
    return kind in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp") and mark not in _LETTERS
