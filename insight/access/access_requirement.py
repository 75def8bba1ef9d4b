"""Requirement that an operator's file says who may see what, as a setting asks for it.

Without it a data folder that has no file is open to everybody, which is right for a trial and
wrong for a server whose file was lost.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from insight.access.login_settings import one_of

SETTING = "INSIGHT_ACCESS"
ASKED = ("optional", "required")


def access_is_required(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether nothing may be shown to anybody where there is no file.

    Raises
    ------
    RequestError
        If the setting is none of what it may be.

    Examples
    --------
    >>> access_is_required({}), access_is_required({"INSIGHT_ACCESS": "required"})
    (False, True)
    """
    written = environment.get(SETTING, "").strip() or "optional"
    return bool(one_of(SETTING, written, ASKED) == "required")
