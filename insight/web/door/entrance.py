"""The entrance as a whole: what an operator decides of it, and its parts in their order."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit.auth_util import get_secrets_auth_section

from insight.api.settings import Settings
from insight.language.errors import Fault, RequestError
from insight.web.addresses.shared_link import SharedLink
from insight.web.addresses.view_places import frames_from
from insight.web.door import timed_heads, uploads
from insight.web.door.front_door import FrontDoor
from insight.web.door.gate import Gate
from insight.web.door.handed_files import HandedFiles
from insight.web.door.hosts import Hosts, hosts_from
from insight.web.door.known_places import KnownPlaces
from insight.web.door.page_language import PageLanguage
from insight.web.door.safe_headers import SafeHeaders
from insight.web.door.upload_door import UploadDoor
from insight.web.routes import MOVED, PAGES

ROOM = "INSIGHT_UPLOADS_MB"


@dataclass(frozen=True)
class Entrance:
    """What an operator decides of the front door.

    Attributes
    ----------
    hosts
        Names that the app answers to.
    frames
        The sites that may show a view in a frame.
    uploads_mb
        Megabytes that files of all visitors may take together, until they are read.
    """

    hosts: Hosts = field(default_factory=Hosts)
    frames: tuple[str, ...] = ()
    uploads_mb: int = 1000


def entrance_from(settings: Settings, environment: Mapping[str, str] = os.environ) -> Entrance:
    """Read what an operator decides of the front door.

    Raises
    ------
    RequestError
        If a name is none, or a number.
    """
    listens = st.get_option("server.address") or ""
    called = st.get_option("browser.serverAddress") or ""
    room = environment.get(ROOM, "").strip() or str(Entrance.uploads_mb)
    if not (room.isascii() and room.isdecimal() and len(room) < 10):
        raise RequestError(Fault("fault.setting_number", {"name": ROOM, "value": room}))
    hosts = hosts_from(environment, settings.address, listens, called)
    return Entrance(hosts, frames_from(environment), int(room))


def doors(
    entrance: Entrance, settings: Settings, routes: Sequence[BaseRoute], *sign_in: Middleware
) -> list[Middleware]:
    """Return all that a request passes before Streamlit has it.

    Parameters
    ----------
    entrance, settings
        What the operator decides.
    routes
        What the house serves itself.
    sign_in
        What finds out who asks.
    """
    uploads.install(entrance.uploads_mb)
    timed_heads.install()
    return [
        Middleware(SafeHeaders, frames=entrance.frames),
        Middleware(Gate, hosts=entrance.hosts),
        *sign_in,
        Middleware(FrontDoor, pages=PAGES, moved=MOVED),
        Middleware(KnownPlaces, pages=PAGES, routes=routes, signs_in=_signs_in),
        Middleware(UploadDoor),
        Middleware(HandedFiles),
        Middleware(PageLanguage, tell=SharedLink(settings)),
    ]


def _signs_in() -> bool:
    """Whether anybody can sign in here."""
    return bool(get_secrets_auth_section())
