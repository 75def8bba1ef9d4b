"""Colours and letters of the charts in both themes; each passes 4.5 : 1 for text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]
SURVEYS = ("citizens", "health_personnel")  # whose colours are theirs in every chart
NEITHER = len(SURVEYS)
FONT = '"Source Sans", "Source Sans Pro", sans-serif'


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; both pass 4.5 : 1 for text on their background."""

    ink: str
    secondary: str
    grid: str
    background: str
    series: tuple[str, ...]
    slate: str
    scale: tuple[str, ...]
    on_scale: tuple[str, ...]
    groups: tuple[str, ...]
    steps: tuple[str, ...]
    answers: tuple[str, ...]
    on_answers: tuple[str, ...]
    long_scale: tuple[str, ...]
    on_long_scale: tuple[str, ...]
    heat: tuple[str, str]

    def of_pieces(self, palette: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the colours of the pieces of bars, and those of the words on them.

        `palette` says whose they are: of a ``scale``, of a ``long`` one, or of any ``answers``.
        """
        match palette:
            case "scale":
                return self.scale, self.on_scale
            case "long":
                return self.long_scale, self.on_long_scale
            case "answers":
                return self.answers, self.on_answers
        return (), ()


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
        ink="#1c2630",
        secondary="#5b6770",
        grid="#e4e7ea",
        background="#ffffff",
        series=("#0b5c7a", "#b4531a", "#5b6770"),
        slate="#4a5a66",
        scale=("#8c510a", "#dfb777", "#e4e7ea", "#7fc4ba", "#01665e"),
        on_scale=("#ffffff", "#1c2630", "#1c2630", "#1c2630", "#ffffff"),
        groups=("#0b5c7a", "#b4531a", "#8a4fd3", "#3a2f0b", "#33237a", "#8d5a4a"),
        steps=("#4999be", "#2a7fa6", "#0f6b90", "#0b5375", "#083b55", "#052335"),
        answers=(
            *("#0b5c7a", "#dfb777", "#a14e17", "#c4ecdf"),
            *("#6a35c8", "#57aee8", "#3e2b1e", "#8f9aa3"),
        ),
        on_answers=(
            *("#ffffff", "#1c2630", "#ffffff", "#1c2630"),
            *("#ffffff", "#1c2630", "#ffffff", "#1c2630"),
        ),
        long_scale=(
            *("#8c510a", "#c89144", "#ecd9b0", "#f2f4f5"),
            *("#8accc8", "#48a09d", "#015b53", "#6f777c"),
        ),
        on_long_scale=("#ffffff", *("#1c2630",) * 5, "#ffffff", "#ffffff"),
        heat=("#eef5f8", "#62aac6"),
    ),
    "dark": Palette(
        ink="#e6ecf0",
        secondary="#a3b0ba",
        grid="#2c3944",
        background="#10181f",
        series=("#5fb6d6", "#f0985c", "#cfd6dc"),
        slate="#cfd6dc",
        scale=("#e3bd80", "#a5661b", "#36434d", "#0d857b", "#8fd0c6"),
        on_scale=("#10181f", "#ffffff", "#ffffff", "#ffffff", "#10181f"),
        groups=("#5fb6d6", "#f0985c", "#9b67e9", "#f3e9b0", "#e0557a", "#b5e8d0"),
        steps=("#35738d", "#468dab", "#5aa8c8", "#7cc4df", "#abdff1", "#e6f7fd"),
        answers=(
            *("#5fb6d6", "#dfb777", "#774422", "#c8e4d9"),
            *("#8d1fd6", "#135886", "#d68d1f", "#7d8992"),
        ),
        on_answers=(
            *("#10181f", "#10181f", "#ffffff", "#10181f"),
            *("#ffffff", "#ffffff", "#10181f", "#10181f"),
        ),
        long_scale=(
            *("#f3d9a1", "#c89144", "#915b1d", "#303f4c"),
            *("#326e63", "#71b5a5", "#b5ebdd", "#798388"),
        ),
        on_long_scale=(
            *("#10181f", "#10181f", "#ffffff", "#ffffff"),
            *("#ffffff", "#10181f", "#10181f", "#10181f"),
        ),
        heat=("#16242d", "#1d6f8f"),
    ),
}


def in_steps(theme: Theme, count: int) -> list[str]:
    """Return the colours of groups in order: one hue in so many steps, as far apart as may be.

    Examples
    --------
    >>> in_steps("light", 2) == [PALETTES["light"].steps[0], PALETTES["light"].steps[-1]]
    True
    """
    steps = PALETTES[theme].steps
    last = len(steps) - 1
    return [steps[round(place * last / max(count - 1, 1))] for place in range(count)]


def hue_of(surveys: Sequence[str]) -> list[int]:
    """Return the place of each survey among the colours of surveys; others take what is left.

    Examples
    --------
    >>> hue_of(["health_personnel", "citizens"]), hue_of(["mine"]), hue_of(["mine", "citizens"])
    ([1, 0], [0], [1, 0])
    """
    own = {survey: SURVEYS.index(survey) for survey in surveys if survey in SURVEYS}
    left = iter(sorted({*range(len(surveys) + len(SURVEYS))} - {*own.values()}))
    places = own | {survey: next(left) for survey in surveys if survey not in own}
    return [places[survey] for survey in surveys]
