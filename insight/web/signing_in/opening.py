"""Opening of the server as signing in needs it: half a configuration ends it before any visitor."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.middleware import Middleware
from streamlit import config

from insight.access.login_settings import LoginSettings
from insight.access.signed_out import shared_signed_out
from insight.web.signing_in.gate import CARRIED, KNOWN_AS, SignInGate
from insight.web.signing_in.providers import providers_from_secrets
from insight.web.signing_in.tcp_peer import keep_peers


@dataclass(frozen=True)
class Opened:
    """What the server needs to let people in.

    Attributes
    ----------
    settings
        What the operator has decided.
    gate
        What finds out who asks.
    secrets
        What Streamlit is to know of providers besides its own files; None of none.
    """

    settings: LoginSettings
    gate: Middleware
    secrets: Mapping[str, Any] | None

    def warm_up(self) -> None:
        """Let sessions know who opens them, and load what signing in needs."""
        if self.settings.is_on:
            config.set_option("server.trustedUserHeaders", {CARRIED: KNOWN_AS})
        if self.secrets:
            importlib.import_module("authlib.integrations.starlette_client")


def prepared(settings: LoginSettings) -> Opened:
    """Read what signing in needs.

    Raises
    ------
    RequestError
        If something is missing, in one sentence.
    """
    providers = signed_out = None
    if settings.is_on:
        keep_peers()
        signed_out = shared_signed_out()
        providers = providers_from_secrets() if settings.by == "oidc" else None
    gate = Middleware(SignInGate, settings=settings, providers=providers, signed_out=signed_out)
    return Opened(settings, gate, {"auth": dict(providers.section)} if providers else None)
