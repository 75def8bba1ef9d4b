"""Words of a cube: what it is called, its notes, its source, and what its marks mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insight.api.cube import Cube, Dimension
from insight.api.cube_figures import ABSENT, MARKS, SUPPRESSED, UNRELIABLE
from insight.api.problems import Problem
from insight.language.catalogue import Language, say
from insight.language.errors import shorten
from insight.language.numbers import list_names
from insight.reporting import provenance
from insight.reporting.description import replicates_in_words

# The languages as clients name them; the first two are those that the configuration tells of.
LANGUAGES: Mapping[str, Language] = {"no": "nb", "en": "en", "nb": "nb", "nn": "nb"}
TOLD_LANGUAGES = ("no", "en")


def language_of(asked: str) -> tuple[str, Language]:
    """Return a language as it is asked for and as it is here; Norwegian where none is.

    Raises
    ------
    Problem
        If it is another.
    """
    name = asked.strip().lower() or TOLD_LANGUAGES[0]
    if name not in LANGUAGES:
        raise Problem("unsupported_language", name=shorten(asked))
    return name, LANGUAGES[name]


def title(cube: Cube, dimensions: Iterable[Dimension], language: Language) -> str:
    """Say what is asked and by what it is broken down."""
    names = [
        dimension.label[language]
        for dimension in dimensions
        if dimension.kind in ("segment", "wave")
    ]
    label = cube.label[language]
    if not names:
        return label
    return say(language, "api.title", item=label, names=list_names(names, language))


def source(cube: Cube, language: Language) -> str:
    """Say where the figures are from."""
    return (cube.codebook.source or cube.codebook.title)[language]


def licence(cube: Cube, language: Language) -> str:
    """Name the licence."""
    return cube.codebook.licence or say(language, "download.no_licence")


def notes(cube: Cube, language: Language, reading: Sequence[str] = ()) -> list[str]:
    """Say what must be known of the figures, first that they are simulated where they are.

    Parameters
    ----------
    cube
        Whose figures they are.
    language
        In which it is said.
    reading
        How they are to be read; those of the cube itself where nothing is given.
    """
    book, item = cube.codebook, cube.item
    simulated = provenance.mark([book], language)
    if simulated and book.assumption:
        simulated = f"{simulated} {book.assumption[language]}"
    question = item.question or item.label
    told = [
        simulated,
        *(reading or _reading(cube, language)),
        "" if question == cube.label else question[language],
        *(text[language] for text in (item.base, item.note, item.assumption, book.note) if text),
        book.population[language] if book.population else "",
    ]
    return [*dict.fromkeys(note for note in told if note)]


def _reading(cube: Cube, language: Language) -> list[str]:
    """How the figures of a cube are to be read."""
    interval = "api.interval" if cube.codebook.design.probability else "api.interval_indicative"
    replicates = replicates_in_words(cube.codebook, language)
    return [symbols(status_words(cube, language), language), say(language, interval), *replicates]


def symbols(words: Mapping[str, str], language: Language) -> str:
    """Say what marks mean."""
    marks = [say(language, "api.symbol", mark=mark, words=word) for mark, word in words.items()]
    return say(language, "api.symbols", marks="; ".join(marks))


def status_words(cube: Cube, language: Language) -> dict[str, str]:
    """Return what each mark means, in the survey's own limits."""
    rules = cube.codebook.disclosure
    words = {ABSENT: say(language, "api.absent")}
    for flag, mark in {"suppressed": SUPPRESSED, "unreliable": UNRELIABLE, **MARKS}.items():
        if limit := rules.limit(flag):
            words[mark] = say(language, f"flag.{flag}", limit=limit)
    words.setdefault(UNRELIABLE, say(language, "flag.empty"))
    words[MARKS["boundary"]] = say(language, "flag.boundary")
    both = [words[mark] for mark in MARKS.values() if mark in words]
    return words | {"".join(MARKS.values()): "; ".join(both)}
