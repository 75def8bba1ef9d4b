"""Opening of the server as signing in needs it: half a configuration ends it before any visitor."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from insight.access.login_settings import LoginSettings
from insight.access.sign_ins import shared_sign_ins
from insight.web.signing_in.providers import providers_from_secrets
from insight.web.signing_in.sign_in_gate import CARRIED, KNOWN_AS, SignInGate
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
    """

    settings: LoginSettings
    gate: Middleware

    def warm_up(self) -> None:
        """Let sessions know who opens them, and load what signing in needs."""
        if self.settings.is_on:
            config.set_option("server.trustedUserHeaders", {CARRIED: KNOWN_AS})
        if self.settings.is_on and self.settings.by == "oidc":
            importlib.import_module("authlib.integrations.starlette_client")


def prepared(settings: LoginSettings) -> Opened:
    """Read what signing in needs.

    Raises
    ------
    RequestError
        If something is missing, in one sentence.
    """
    providers = sign_ins = None
    if settings.is_on:
        keep_peers()
        sign_ins = shared_sign_ins()
        providers = providers_from_secrets(settings.secrets) if settings.by == "oidc" else None
    gate = Middleware(SignInGate, settings=settings, providers=providers, sign_ins=sign_ins)
    if providers:
        # Before Streamlit makes its server, which signs with it what a sign-in leaves in between.
        secrets_singleton.merge_programmatic_secrets({"auth": dict(providers.section)})
    return Opened(settings, gate)
