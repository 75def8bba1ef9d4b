"""Places that a request asks for, as they are seen from the root of the app."""

from __future__ import annotations

import streamlit as st
from starlette.types import Scope

API, EMBED = "api", "embed"


def place_of(scope: Scope) -> str:
    """Return the address that is asked for, without what the whole app stands under."""
    path: str = scope["path"]
    base = st.get_option("server.baseUrlPath").strip("/")
    for root in (scope.get("root_path", ""), f"/{base}" if base else ""):
        if f"{path}/".startswith(f"{root}/"):
            path = path.removeprefix(root)
    return path.removeprefix("/")


def is_for_programs(place: str) -> bool:
    """Whether an address is one of numbers or for other sites, and not of a page."""
    return place.partition("/")[0] in (API, EMBED)


def headers_of(scope: Scope, name: bytes) -> list[str]:
    """Return every header of a name that a request has."""
    return [value.decode("latin-1") for one, value in scope["headers"] if one.lower() == name]


def header_of(scope: Scope, name: bytes) -> str:
    """Return the first header of a name; empty where there is none."""
    return next(iter(headers_of(scope, name)), "")
