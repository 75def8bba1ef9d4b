"""A provider of OpenID Connect, which says what it should at the start of each test."""

import pytest
from gated_app import gated, secrets_of, settings_of
from oidc_provider import provided

from insight.web.signing_in.providers import providers_in


@pytest.fixture(scope="session")
def running():
    with provided() as provider:
        yield provider


@pytest.fixture
def provider(running, monkeypatch):
    """Return the provider, honest, with two people in different groups."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    running.honest()
    running.asked.clear()
    running.knows("kari", name="Kari Nordmann", groups=["leaders"], email="Kari@Example.no")
    running.knows("ola", name="Ola Hansen", groups=["staff"])
    return running


@pytest.fixture
def app(provider, tmp_path):
    """Return what makes the application of settings and secrets."""
    contexts = []

    def made(secrets=None, **environment):
        section = providers_in(provider.secrets(**(secrets or {}))).section
        contexts.append(secrets_of(section))
        contexts[-1].__enter__()
        return gated(provider, settings_of(tmp_path / "out", **environment), **(secrets or {}))

    yield made
    for one in reversed(contexts):
        one.__exit__(None, None, None)
