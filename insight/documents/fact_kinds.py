"""Kinds of facts: what each record holds of a document, with the place and the words it has there.

Every file in ``data/facts`` is one kind of record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from insight.documents.records import AnyText
from insight.language.catalogue import Text

Qualifier = Literal["", "about", "almost", "under", "over", "just_over"]
Origin = Literal["printed", "words", "derived"]
Relation = Literal["supports", "nuances", "contradicts", "asked", "mentioned"]
Level = Literal["practical", "underlying", "challenge", "gain_potential", "variation"]
LEVELS: tuple[Level, ...] = get_args(Level)
EVERY_SCENARIO = "all"
_OF_SCENARIO = "scenario:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: where it stands, in which words, and what it is about.

    `line` is the line of the document's text; None where the document only shows a picture.
    `themes` are our own reading.
    """

    id: str
    source: str
    line: int | None
    quote: str
    note: Text | None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A number that a document prints.

    `year` is as printed, such as ``2021``, ``2021-05`` or ``2021-Q4``; where it is not printed,
    `year_inferred` says which year we read out of the context. Figures of one `series` measure the
    same thing at several times or in several documents.
    """

    topic: str
    population: str
    survey: str | None
    indicator: Text
    year: str | None
    year_inferred: str | None
    value: float
    unit: str
    qualifier: Qualifier
    series: str | None
    kind: str
    survey_basis: Literal["", "stated", "inferred"]

    @property
    def when(self) -> str:
        """The year as printed, else as inferred; empty where neither is known."""
        return self.year or self.year_inferred or ""

    @property
    def is_bound(self) -> bool:
        """Whether only a limit was printed, never to be drawn as a point."""
        return self.qualifier in ("under", "over", "just_over")

    @property
    def is_approximate(self) -> bool:
        """Whether the document itself says "about" or "almost"."""
        return self.qualifier in ("about", "almost")

    @property
    def is_measurement(self) -> bool:
        """Whether the number measures something, unlike a date, a count of headings or a plan."""
        return self.kind in ("statistic", "change", "target")

    @property
    def who(self) -> Text | None:
        """Whom the figure is about, where that is said more closely than by the population."""
        return None

    @property
    def how(self) -> Origin:
        """Whether the number is printed, printed in words only, or worked out of others."""
        return "printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """A quantity that a document gives in words only, such as "most"."""

    topic: str
    population: str
    year: str | None
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Fact):
    """What citizens or health personnel need, on one of five levels."""

    level: Level
    population: str
    text: Text
    evidence_kind: str
    level_basis: Literal["stated", "editor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEntry(Fact):
    """A line about one of the six strategic areas: its goal, an effort, a figure, its status."""

    area: str
    area_name: Text
    number: int
    kind: str
    text: Text | None
    value: float | None
    unit: str | None
    year: str | None
    qualifier: Qualifier
    population: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Fact):
    """An entry of the SWOT, PESTEL and other analyses; two with one `pair` belong together."""

    framework: str
    part: str
    text: Text
    pair: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEntry(Fact):
    """A line about one of the four scenarios, or about ``all`` of them."""

    scenario: str
    scenario_name: Text
    provision: Text | None
    transformation: Text | None
    kind: str
    category: str
    text: Text
    pair: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Fact):
    """A question of the sustainability survey, and the only thing that was published of it."""

    text: Text
    finding: Text
    answers: Text
    answers_basis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Fact):
    """A system, body, law or programme that a document names."""

    name: str
    kind: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Fact):
    """What a document says in its own words, from `line` to `last_line`.

    `part` is the heading that it stands under. `text` is the quote without the marks of the file,
    and our translation; of a private publisher's article it is our summary of both. `date` is that
    of an event or a target, as ``2021``, ``2021-05`` or ``2021-05-17``. `actor_level` names the
    levels of actors, `topics` themes, `related` other facts, or scenarios as ``scenario:all``.
    """

    last_line: int
    kind: str
    part: Text
    text: Text
    date: str | None
    actor_level: AnyText
    topics: AnyText
    related: AnyText

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of actors that the passage is about."""
        return tuple(self.actor_level.split())

    @property
    def relations(self) -> tuple[str, ...]:
        """The ids of the facts that the passage is about."""
        return tuple(each for each in self.related.split() if not each.startswith(_OF_SCENARIO))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that the passage is about; ``all`` for what holds for all of them."""
        named = (each for each in self.related.split() if each.startswith(_OF_SCENARIO))
        return tuple(each.removeprefix(_OF_SCENARIO) for each in named)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reasoned link from a need to a survey item's answer, or to a printed figure.

    An item that was ``asked`` touches on the need, and no published figure of it says how; so does
    what a document has ``mentioned`` without any figure but its year.
    """

    need: str
    kind: Literal["item", "figure"]
    survey: str | None
    item: str | None
    target: str | None
    figure: str | None
    relation: Relation
    reason: Text

    @property
    def bears(self) -> bool:
        """Whether something published supports, nuances or contradicts the need."""
        return self.relation not in ("asked", "mentioned")


KINDS: Mapping[str, tuple[str, type[Fact]]] = {
    "figure": ("figures", Figure),
    "need": ("needs", Need),
    "area": ("areas", AreaEntry),
    "analysis": ("analysis", Observation),
    "scenario": ("scenarios", ScenarioEntry),
    "statement": ("statements", Statement),
    "question": ("sustainability", Question),
    "system": ("systems", System),
    "passage": ("passages", Passage),
}
