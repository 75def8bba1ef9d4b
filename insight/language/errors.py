"""Errors: what can go wrong, as sentences that a person can act on.

::

    InsightError
    ├── CodebookError      codebook.toml cannot be read or contradicts itself
    ├── DataError          responses.parquet cannot be read or contradicts the codebook
    ├── UnknownNameError   no such survey, item, segment or code
    ├── RequestError       a request that no survey could answer
    │   └── NotNowError    one that can be answered later
    ├── RecipeError        recipe.toml cannot be read or does not fit the codebook
    └── ImportRefusal      a file of another program that cannot be made into a survey

Beside them stands SurveyReplacedError: a survey was replaced while it was read.

Each error carries one or more faults. A fault names a sentence in the catalogue and its fields, so
the same error reads well in Norwegian on the page and in English in a log.
"""

from __future__ import annotations

import difflib
import errno
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from insight.language.catalogue import Language, Text, say

MOST_NAMES = 12
LONGEST_VALUE = 80
# Reasons of the operating system that we have words for.
_OF_THE_SYSTEM = {
    errno.ENOSPC: "system.no_space",
    errno.EDQUOT: "system.no_space",
    errno.EACCES: "system.not_allowed",
    errno.EPERM: "system.not_allowed",
    errno.EROFS: "system.read_only",
    errno.ENOENT: "system.not_there",
    errno.EISDIR: "system.is_a_folder",
    errno.ENOTDIR: "system.no_folder",
    errno.ENAMETOOLONG: "system.long_name",
    errno.EIO: "system.disk_fault",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what would be right.

    Examples
    --------
    >>> print(Fault("fault.unknown_survey", {"name": "citizen", "hint": ""}).text("en"))
    There is no survey called “citizen”.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """Return the fault as one line in `language`."""
        values = {
            name: value.text(language) if isinstance(value, Fault) else value
            for name, value in self.values.items()
        }
        return say(language, self.key, **values).strip()

    @property
    def in_both(self) -> Text:
        """The fault in both languages."""
        return Text(self.text("nb"), self.text("en"))


def reason_of(error: Exception) -> Fault | str:
    """Return why the system refused, for the field of a fault: its own words where we have none.

    Of another error it is its kind.

    Examples
    --------
    >>> reason_of(OSError(errno.ENOSPC, "No space left on device")).text("nb")
    'det er ikke mer plass på disken'
    >>> reason_of(OSError(errno.EDOM, "Numerical argument out of domain"))
    'Numerical argument out of domain'
    """
    if not isinstance(error, OSError):
        return type(error).__name__
    key = _OF_THE_SYSTEM.get(error.errno or 0)
    return Fault(key) if key else error.strerror or type(error).__name__


class InsightError(Exception):
    """A refusal: the cause lies in what was given, not in the program."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults

    def text(self, language: Language) -> str:
        """Return all faults as one line in `language`."""
        return " ".join(fault.text(language) for fault in self.faults)

    def __str__(self) -> str:
        return self.text("en")


class SurveyReplacedError(Exception):
    """The files of a survey were replaced while it was read, so that figures would be of two.

    What was asked can be asked anew. It is no refusal, which might stand in a result: nothing of
    what has been read may be shown beside what is there now.
    """

    def __init__(self, survey: str) -> None:
        super().__init__(survey)
        self.fault = Fault("fault.survey_replaced", {"survey": survey})

    def text(self, language: Language) -> str:
        """Return what happened as one line in `language`."""
        return self.fault.text(language)

    def __str__(self) -> str:
        return self.text("en")


class CodebookError(InsightError):
    """The codebook cannot be read or contradicts itself."""


class DataError(InsightError):
    """The responses cannot be read or contradict the codebook."""


class UnknownNameError(InsightError):
    """A survey, item, segment or code that does not exist."""


class RequestError(InsightError):
    """A request that cannot be answered as it stands."""


class NotNowError(RequestError):
    """A request that cannot be answered now, and can be later as it stands."""


class RecipeError(InsightError):
    """The recipe cannot be read or does not fit the codebook."""


class ImportRefusal(InsightError):  # noqa: N818 - a refusal, as its base class calls itself
    """A file of another program that cannot be made into a survey."""


def near_miss(name: object, candidates: Iterable[object]) -> Fault | str:
    """Return the hint that ends an unknown-name sentence: the nearest names, or nothing.

    Examples
    --------
    >>> near_miss("citizen", ["citizens", "health_personnel"]).text("en")
    'Did you mean citizens?'
    >>> near_miss("zzz", ["citizens"]).text("en")
    'Known: citizens.'
    """
    names = [str(candidate) for candidate in candidates]
    if close := _nearest(name, names, most=3):
        return Fault("fault.did_you_mean", {"names": ", ".join(close)})
    return Fault("fault.known_names", {"names": some(names)}) if names else ""


def nearest(name: object, candidates: Iterable[str]) -> Fault | str:
    """Return the hint that ends a sentence on a link: the name that is nearest, or nothing.

    Examples
    --------
    >>> nearest("citizen", ["", "citizens", "health_personnel"]).text("en")
    'Did you mean citizens?'
    >>> nearest("zzz", ["citizens"])
    ''
    """
    close = _nearest(name, [candidate for candidate in candidates if candidate], most=1)
    return Fault("fault.did_you_mean", {"names": close[0]}) if close else ""


def _nearest(name: object, names: Sequence[str], most: int) -> list[str]:
    folded = {candidate.casefold(): candidate for candidate in reversed(names)}
    asked = str(name)[:200].casefold()
    return [folded[key] for key in difflib.get_close_matches(asked, folded, n=most, cutoff=0.6)]


def some(names: Sequence[str]) -> str:
    """Return the first names as one phrase, each cut to a length that a reader bears.

    Examples
    --------
    >>> some(["a" * 90, "b"])[-6:]
    'aa…, b'
    """
    shown = [shorten(name) for name in names[:MOST_NAMES]]
    return ", ".join([*shown, "…"] if len(names) > MOST_NAMES else shown)


def shorten(value: object) -> str:
    """Return `value` as text that does not run on.

    Examples
    --------
    >>> shorten({"deep": {"deeper": {"deepest": {"still": 1}}}})
    "{'deep': {'deeper': {'deepest': {...}}}}"
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    shown = value if isinstance(value, str) else _SHORT.repr(value)
    return shown if len(shown) <= LONGEST_VALUE else shown[: LONGEST_VALUE - 1] + "…"


class _Short(reprlib.Repr):
    """Values in a few words; Python refuses to write out a number of thousands of digits."""

    def repr_int(self, x: int, level: int) -> str:
        """A whole number, with the digits that a computer counts in where it is very large."""
        return hex(x) if x.bit_length() > LONGEST_VALUE else str(x)


_SHORT = _Short()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 3, 40, 80
