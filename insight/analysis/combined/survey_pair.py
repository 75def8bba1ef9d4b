"""Two surveys of one construct: the items that measure it, and how far they are alike.

All of it is read from the two codebooks. What they do not say is said to be unknown, and never
filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from insight.language.catalogue import Language, Text, say
from insight.language.errors import Fault, RequestError, UnknownNameError, near_miss, some
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Variable
from insight.survey.constructs import like
from insight.survey.filters import Filter

Alikeness = Literal["same", "other", "unknown"]


@dataclass(frozen=True)
class Side:
    """One of two surveys: its item, and whose answers are compared."""

    survey: OpenSurvey
    item: Variable
    where: Filter

    @property
    def name(self) -> Text:
        """What the survey is called."""
        book = self.survey.codebook
        return book.short_title or book.title

    @property
    def waves(self) -> tuple[Text, ...]:
        """Labels of the waves that are compared; none where the survey has no waves."""
        wave = self.survey.codebook.wave
        if wave is None:
            return ()
        codes = self.where.codes(wave.id) or tuple(wave.by_key)
        return tuple(wave.category(code).label for code in codes)


@dataclass(frozen=True)
class Likeness:
    """How far two sides are alike: wording, answers, respondents asked, waves."""

    wording: Alikeness
    answers: Alikeness
    asked: Alikeness
    waves: Alikeness

    @classmethod
    def of(cls, first: Side, second: Side) -> Likeness:
        """Hold two sides against each other."""
        one, other = first.item, second.item
        return cls(
            _alike(one.question, other.question),
            _alike(_answers(one), _answers(other)),
            _alike(one.base, other.base),
            _alike(first.waves or None, second.waves or None),
        )

    def sentence(self, first: Side, second: Side, language: Language) -> str:
        """Return what makes the two comparable, and what does not."""
        waves = (", ".join(wave[language] for wave in side.waves) for side in (first, second))
        wave, wave_other = waves
        values = {
            "first": first.name[language],
            "second": second.name[language],
            "wave": wave,
            "wave_other": wave_other,
        }
        parts = (
            f"two_surveys.wording_{self.wording}",
            f"two_surveys.answers_{self.answers}",
            f"two_surveys.asked_{self.asked}",
            f"two_surveys.waves_{self.waves}",
            "two_surveys.independent",
        )
        return " ".join(say(language, part, **values) for part in parts)


def item_alike(first: OpenSurvey, second: OpenSurvey, item: Variable, key: str) -> Variable:
    """Return the item of the second survey that can be compared with one of the first.

    Parameters
    ----------
    first, second
        The surveys.
    item
        The item of the first.
    key
        The category or net compared; empty for means.

    Raises
    ------
    RequestError, UnknownNameError
        If the surveys are one, no construct is shared, or what is compared means something else in
        the other survey.
    """
    if first.id == second.id:
        raise RequestError(Fault("fault.surveys_one", {"survey": first.id}))
    other = like(second.codebook, item)
    if other is None:
        values = {"item": item.id, "survey": first.id, "other": second.id}
        shared = [own.id for own in first.codebook.items if like(second.codebook, own)]
        raise RequestError(Fault("fault.surveys_no_construct", values | {"known": some(shared)}))
    if key:
        known = [*item.by_key, *(net.id for net in item.nets)]
        if key not in known:
            named = {"name": key, "item": item.id, "hint": near_miss(key, known)}
            raise UnknownNameError(Fault("fault.unknown_target", named))
    means_same = _meaning(item, key) == _meaning(other, key) if key else _scored_alike(item, other)
    if item.kind != other.kind or not means_same:
        values = {"item": item.id, "survey": first.id, "other": second.id}
        fault = "fault.surveys_other_answer" if key else "fault.surveys_other_scale"
        raise RequestError(Fault(fault, values | {"key": key}))
    return other


def common_wave(first: Codebook, second: Codebook) -> tuple[str | None, str | None]:
    """Return the newest wave that both surveys have, or of each the one that is usually shown."""
    one, other = first.wave, second.wave
    if one and other and first.waves_ordered:
        for code in reversed(first.waves):
            there = other.by_key.get(code)
            if there and there.label == one.by_key[code].label:
                return code, code
    return first.usual_wave, second.usual_wave


def _alike(one: object, other: object) -> Alikeness:
    if one is None or other is None:
        return "unknown"
    return "same" if one == other else "other"


def _answers(item: Variable) -> dict[str, tuple[Text, bool]] | None:
    """The answers to choose among, or none of a number, whose unit nobody says."""
    return {key: (of.label, bool(of.missing)) for key, of in item.by_key.items()} or None


def _meaning(item: Variable, key: str) -> object:
    """The words of a category, or of a net and of every answer that it takes in."""
    net = item.net(key)
    if net is None:
        return item.by_key[key].label if key in item.by_key else None
    return net.label, sorted(str(item.by_key[code].label) for code in net.codes)


def _scored_alike(item: Variable, other: Variable) -> bool:
    return item.kind == "numeric" or _answers(item) == _answers(other)
