"""Settings of limits, which an operator gives as environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from insight.operation.operation_settings import EnvironmentReader

Kind = Literal["questions", "downloads", "uploads", "reports"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 7 * 24 * 60
# Many times what a reader asks for who does nothing else, and a small part of what a program would.
OF_EACH: Mapping[Kind, int] = {"questions": 3000, "downloads": 200, "uploads": 30, "reports": 60}
# No limit on what all may ask together: answers are remembered, and one could stop all others.
OF_ALL: Mapping[Kind, int] = {"questions": 0, "downloads": 3000, "uploads": 300, "reports": 600}


@dataclass(frozen=True)
class LimitSettings:
    """What an operator decides of limits.

    Attributes
    ----------
    minutes
        The time in which acts are counted together.
    each
        How many of a kind one person may do in it, or one session of who has not signed in; any
        number where it is 0.
    together
        How many all may do together.
    """

    minutes: int = 60
    each: Mapping[Kind, int] = field(default_factory=lambda: OF_EACH)
    together: Mapping[Kind, int] = field(default_factory=lambda: OF_ALL)


UNLIMITED = LimitSettings(60, dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0))


def limit_settings_from(environment: Mapping[str, str] = os.environ) -> LimitSettings:
    """Read the settings.

    Raises
    ------
    RequestError
        If one of them is no number.

    Examples
    --------
    >>> limit_settings_from({"INSIGHT_LIMIT_UPLOADS": "5"}).each["uploads"]
    5
    """
    read = EnvironmentReader(environment)
    name = "INSIGHT_LIMIT_{}"
    return LimitSettings(
        max(read.whole("INSIGHT_LIMIT_MINUTES", 60, most=LONGEST), 1),
        {kind: read.whole(name.format(kind.upper()), OF_EACH[kind]) for kind in KINDS},
        {kind: read.whole(name.format(f"{kind.upper()}_ALL"), OF_ALL[kind]) for kind in KINDS},
    )
