"""Replicate weights as a codebook describes them: columns, method, and what follows from it.

Archives ship weights for many replicates of the sample in place of strata and PSUs. How far the
replicates' estimates lie from each other is a standard error once it is scaled as the method wants,
and a wrong method is a constant factor on every standard error; so it is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

Method = Literal["brr", "fay", "jk1", "jkn", "jk2", "bootstrap", "sdr", "given"]
METHODS: tuple[Method, ...] = get_args(Method)
# Methods whose variance is around the estimate itself unless the codebook says otherwise.
AROUND_ESTIMATE: tuple[Method, ...] = ("jk2", "sdr")
# Methods whose replicates are rows of a Hadamard matrix.
OF_HADAMARD: tuple[Method, ...] = ("brr", "fay", "sdr")
HADAMARD = 4
FEWEST, MOST = 2, 2000
_PATTERN = re.compile(
    r"(?P<before>[^{}]*)\{(?P<first>\d{1,4})\.\.(?P<last>\d{1,4})\}(?P<after>[^{}]*)"
)
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,4})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Replication:
    """Replicate weights, and how estimates with them become a variance.

    Attributes
    ----------
    columns
        The columns, in the order of `rscales`.
    method
        How the replicates were made.
    rho
        Fay's coefficient, by which a replicate takes less than a half away.
    scale, rscales
        What squares are multiplied by, all of them and those of each replicate; None and empty
        where the method says it.
    mse
        Whether squares are around the estimate with the full weight, and not around the replicates'
        mean; None where the method says it.
    combined
        Whether the columns are weights, and not factors that the full weight is multiplied by.
    df
        Degrees of freedom that hold in every domain; None to count them.
    """

    columns: tuple[str, ...]
    method: Method = "given"
    rho: float | None = None
    scale: float | None = None
    rscales: tuple[float, ...] = ()
    mse: bool | None = None
    combined: bool = True
    df: int | None = None

    @property
    def around_estimate(self) -> bool:
        """Whether squares are around the estimate with the full weight."""
        return self.method in AROUND_ESTIMATE if self.mse is None else self.mse

    @property
    def factor(self) -> float:
        """What the sum of all squares is multiplied by.

        Examples
        --------
        >>> eighty = tuple(f"PWGTP{number}" for number in range(1, 81))
        >>> Replication(eighty, "sdr").factor, Replication(eighty, "fay", rho=0.5).factor
        (0.05, 0.05)
        """
        if self.scale is not None:
            return self.scale
        count = len(self.columns)
        match self.method:
            case "brr":
                return 1 / count
            case "fay":
                return 1 / (count * (1 - (self.rho or 0.0)) ** 2)
            case "jk1":
                return (count - 1) / count
            case "bootstrap":
                return 1 / (count - 1)
            case "sdr":
                return 4 / count
        return 1.0

    @property
    def factors(self) -> tuple[float, ...]:
        """What the square of each replicate is multiplied by."""
        return self.rscales or (1.0,) * len(self.columns)


def expand(pattern: str) -> tuple[str, ...] | None:
    """Return the names that a pattern stands for; itself where it is none, None where it is wrong.

    Examples
    --------
    >>> expand("brr_{01..03}"), expand("PWGTP1"), expand("w{3..1}")
    (('brr_01', 'brr_02', 'brr_03'), ('PWGTP1',), None)
    """
    if "{" not in pattern:
        return (pattern,)
    match = _PATTERN.fullmatch(pattern)
    if match is None:
        return None
    first, last = int(match["first"]), int(match["last"])
    if not first <= last < first + MOST:
        return None
    width = len(match["first"]) if match["first"].startswith("0") else 0
    numbers = (f"{number:0{width}d}" for number in range(first, last + 1))
    return tuple(f"{match['before']}{number}{match['after']}" for number in numbers)


def pattern_of(columns: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return the pattern that stands for some names, or the names where none does.

    Examples
    --------
    >>> pattern_of(("bsw1", "bsw2", "bsw3")), pattern_of(("a", "b"))
    ('bsw{1..3}', ('a', 'b'))
    """
    matches = [_NUMBERED.fullmatch(column) for column in columns]
    found = [match for match in matches if match]
    if len(columns) < FEWEST or len(found) < len(columns) or "{" in columns[0]:
        return columns
    stem, first, last = found[0]["stem"], found[0]["number"], found[-1]["number"]
    pattern = f"{stem}{{{first}..{last}}}"
    running = all(int(b["number"]) == int(a["number"]) + 1 for a, b in pairwise(found))
    return pattern if running and expand(pattern) == columns else columns
