"""Descriptions of a survey in plain words: population, design, weighting, disclosure, source.

All of it is read from the codebook; only how the bundled surveys were simulated is known from the
program that made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.documents.simulation.responses import SAMPLES
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.survey.codebook import Codebook
from insight.survey.design import K_ANONYMITY
from insight.survey.folders import Survey, bundled_data

FIRST = ("who", "simulated")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `first` marks what every reader should see."""

    heading: str
    paragraphs: tuple[str, ...]
    first: bool


def describe(
    survey: Survey, interviews: Sequence[int | None], language: Language
) -> tuple[Section, ...]:
    """Describe a survey.

    Parameters
    ----------
    survey
        The survey.
    interviews
        Its number of respondents, wave by wave.
    language
        Language of the description.
    """
    book = survey.codebook
    made = [say(language, f"codebook.made_{survey.id}")] if is_made_here(survey) else []
    parts = {
        "who": _who(book, interviews, language),
        "simulated": _simulation_in_words(book, language),
        "made": made,
        "method": [book.note[language] if book.note else say(language, "codebook.no_method")],
        "weighting": _weighting(book, language),
        "disclosure": disclosure_in_words(book, language),
        "source": _source(book, language),
    }
    sections = (
        Section(say(language, f"codebook.about_{name}"), tuple(paragraphs), name in FIRST)
        for name, paragraphs in parts.items()
    )
    return tuple(section for section in sections if section.paragraphs)


def _who(book: Codebook, interviews: Sequence[int | None], language: Language) -> Iterator[str]:
    yield book.population[language] if book.population else say(language, "codebook.no_population")
    counts = ["–" if n is None else numbers.whole(n, language) for n in interviews]
    if book.wave:
        waves = (wave.label[language] for wave in book.wave.categories)
        counts = [f"{n} ({wave})" for wave, n in zip(waves, counts, strict=True)]
    yield say(language, "codebook.respondents", counts=", ".join(counts))


def _simulation_in_words(book: Codebook, language: Language) -> Iterator[str]:
    yield say(language, "codebook.all_simulated" if book.simulated else "codebook.not_simulated")
    if book.assumption:
        yield book.assumption[language]


def is_made_here(survey: Survey) -> bool:
    """Whether `insight simulate` made the responses, as those of every bundled survey."""
    bundled = survey.folder.parent == bundled_data() / "surveys"
    return survey.codebook.simulated and bundled and survey.id in SAMPLES


def _weighting(book: Codebook, language: Language) -> Iterator[str]:
    yield weights_in_words(book, language)
    yield from sampling_in_words(book, language)
    yield from waves_in_words(book, language)
    yield probability_in_words(book, language)


def weights_in_words(book: Codebook, language: Language) -> str:
    """Say by which column answers are weighted, if they are."""
    if book.design.weight:
        return say(language, "codebook.weighted", column=book.design.weight)
    return say(language, "codebook.unweighted")


def sampling_in_words(book: Codebook, language: Language) -> Iterator[str]:
    """Say what is known of strata, sampling units and the population's size."""
    design = book.design
    if design.strata:
        yield say(language, "codebook.strata", column=design.strata)
    if design.psu:
        yield say(language, "codebook.psu", column=design.psu)
    if design.fpc:
        yield say(language, "codebook.fpc", columns=", ".join(design.fpc))
    if design.raked:
        names = dict.fromkeys(margin.name for margin in design.raked)
        yield say(language, "codebook.raked", margins=", ".join(names))
    yield from replicates_in_words(book, language)
    if not (design.strata or design.psu or design.fpc or design.replicates):
        yield say(language, "codebook.simple")


def replicates_in_words(book: Codebook, language: Language) -> Iterator[str]:
    """Say by which replicate weights uncertainty is known, and how, where there are such."""
    replicates = book.design.replicates
    if replicates is None:
        return
    first, last = replicates.columns[0], replicates.columns[-1]
    rho = _written(replicates.rho or 0, language)
    method = say(language, f"codebook.replicates_{replicates.method}", rho=rho)
    counted = {"count": len(replicates.columns), "first": first, "last": last}
    yield say(language, "codebook.replicates", method=method, **counted)
    centre = "estimate" if replicates.around_estimate else "mean"
    scale = _written(replicates.factor, language)
    yield say(language, f"codebook.replicates_around_{centre}", scale=scale)
    if replicates.rscales:
        yield say(language, "codebook.replicates_rscales")
    if not replicates.combined:
        yield say(language, "codebook.replicates_factors")
    if replicates.df is not None:
        yield say(language, "codebook.replicates_df", df=replicates.df)


def _written(factor: float, language: Language) -> str:
    return f"{factor:.5g}".replace(".", "," if language == "nb" else ".")


def waves_in_words(book: Codebook, language: Language) -> Iterator[str]:
    """Say how waves are related, where there are waves."""
    if book.design.wave:
        kept = book.design.psu and book.design.psu_kept
        how = "waves_replicated" if book.design.replicates else "waves_apart"
        yield say(language, "codebook.waves_kept" if kept else f"codebook.{how}")
    if not book.waves_ordered:
        yield say(language, "shell.waves_unordered")


def probability_in_words(book: Codebook, language: Language) -> str:
    """Say whether respondents were drawn at random."""
    drawn = book.design.probability
    return say(language, "codebook.probability" if drawn else "codebook.no_probability")


def disclosure_in_words(book: Codebook, language: Language) -> Iterator[str]:
    """Say which figures are hidden, and whether responses may be downloaded."""
    rules = book.disclosure
    gates = ("min_base", "min_effective_base", "low_base")
    limits = {gate: limit for gate in gates if (limit := getattr(rules, gate))}
    for gate, limit in limits.items():
        yield say(language, f"codebook.{gate}", limit=limit)
    if not limits:
        yield say(language, "codebook.no_gates")
    offered = {
        "open": "codebook.responses_open",
        "k_anonymous": "codebook.responses_alike",
        "closed": "figure.responses_closed",
    }
    yield say(
        language, offered["closed" if rules.rows_withheld else rules.microdata], alike=K_ANONYMITY
    )


def _source(book: Codebook, language: Language) -> Iterator[str]:
    yield book.source[language] if book.source else say(language, "codebook.no_source")
    if book.publisher:
        yield say(language, "codebook.publisher", publisher=book.publisher)
    if book.licence:
        yield say(language, "codebook.licence", licence=book.licence)
    if book.updated:
        yield say(language, "codebook.updated", day=numbers.day(book.updated, language))
