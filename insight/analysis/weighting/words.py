"""A weighting in words: what is reported of it, and what the codebook is to remember."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from insight.analysis.tidy import Kind, TidyRows, columns, tidy_rows
from insight.analysis.weighting.margins import Cell, PopulationMargin
from insight.analysis.weighting.weights import QUANTILES, WaveWeights, Weighted
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Language, Text, both, say
from insight.statistics.raking import NO_BOUNDS
from insight.survey.folders import Survey

COLUMNS: Mapping[str, Kind] = {
    **columns("words", "survey", "wave", "margin", "code", "label"),
    **columns("count", "respondents"),
    **columns("number", "population", "before", "after"),
}


def lines(weighting: Weighted, bounds: tuple[float, float], language: Language) -> Iterator[str]:
    """Report each wave: rounds, deviation, design effect, effective base, weights and bounds."""
    for weights in weighting.waves:
        counts = {
            "count": numbers.whole(weights.respondents, language),
            "rounds": weights.raked.rounds,
        }
        deviation = f"{weights.raked.deviation:.0e}"
        wave = f"{weights.wave[language]}: " if weights.wave else ""
        said = [say(language, "weighting.met", deviation=deviation, **counts)]
        effect = numbers.decimal(weights.effect, language)
        effective = numbers.whole(weights.respondents / weights.effect, language)
        said.append(say(language, "weighting.effect", effect=effect, effective=effective))
        said.append(say(language, "weighting.spread", **_spread(weights, language)))
        if bounds != NO_BOUNDS:
            cut = {"low": weights.raked.low, "high": weights.raked.high}
            said.append(say(language, "weighting.cut", **cut))
        yield wave + " ".join(said)


def _spread(wave: WaveWeights, language: Language) -> dict[str, str]:
    shown = [numbers.decimal(value, language) for value in wave.quantiles]
    names = ("least", "lower", "median", "upper", "greatest")
    return dict(zip(names, shown, strict=True)) | {
        "low_share": numbers.percent(QUANTILES[1], language),
        "high_share": numbers.percent(QUANTILES[3], language),
    }


def label_of_weight() -> Text:
    """What the codebook calls a weight that was made here."""
    return both("weighting.label")


def note(
    weighting: Weighted,
    source: str,
    start: str | None,
    bounds: tuple[float, float],
    made: date,
) -> Text:
    """What the codebook is to say of a weight: margins, file, day, start, bounds, design effect.

    Parameters
    ----------
    found
        The weights.
    source
        The name of the file with the margins.
    start
        The column of starting weights, if there was one.
    bounds
        Of the weights, in units of their mean.
    made
        The day.
    """
    margins = {cell.margin.name: None for wave in weighting.waves for cell in wave.cells}
    waves = "weighting.each_wave" if weighting.waves[0].wave else "weighting.no_waves"
    parts = {
        language: [
            say(
                language,
                "weighting.note",
                margins=", ".join(margins),
                waves=say(language, waves),
                file=source,
                day=numbers.day(made, language),
                effect=numbers.decimal(weighting.effect, language),
            ),
            *([say(language, "weighting.note_start", column=start)] if start else []),
            *([_bounds(bounds, language)] if bounds != NO_BOUNDS else []),
        ]
        for language in LANGUAGES
    }
    return Text(*(" ".join(parts[language]) for language in LANGUAGES))


def _bounds(bounds: tuple[float, float], language: Language) -> str:
    low, high = (numbers.decimal(bound, language) for bound in bounds)
    return say(language, "weighting.note_bounds", low=low, high=high)


def cells(survey: Survey, weighting: Weighted, language: Language) -> TidyRows:
    """Return every cell of every margin with its shares of population and weights.

    Returns
    -------
    TidyRows
        Columns `COLUMNS`: shares of the population, and of the weights before and after.
    """
    rows = [
        (
            *(survey.id, wave.wave[language] if wave.wave else "", cell.margin.name),
            *("*".join(cell.cell), _label(cell.margin, cell.cell, language)),
            *(cell.respondents, cell.population, cell.before, cell.after),
        )
        for wave in weighting.waves
        for cell in wave.cells
    ]
    return tidy_rows(COLUMNS, (dict(zip(COLUMNS, row, strict=True)) for row in rows))


def _label(margin: PopulationMargin, cell: Cell, language: Language) -> str:
    pairs = zip(margin.variables, cell, strict=True)
    return "; ".join(variable.category(code).label[language] for variable, code in pairs)
