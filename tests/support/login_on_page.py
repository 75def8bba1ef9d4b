"""Signing in on pages without a browser: the settings of a test, and the person of a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from checkout import SHELL
from streamlit.testing.v1 import AppTest
from visitor import PATIENCE

from insight.access.carried_person import written
from insight.access.login_settings import shared_login
from insight.access.person import Person
from insight.access.sign_ins import shared_sign_ins
from insight.web.signing_in.sign_in_gate import KNOWN_AS

KARI = Person("kari", "Kari <b>Nordmann</b>", frozenset({"leaders"}),
              datetime.now(UTC) + timedelta(hours=1), "c" * 64)  # fmt: skip
EXPIRED = replace(KARI, until=datetime.now(UTC) - timedelta(seconds=1))


@contextmanager
def login_set(folder: Path, **environment: str) -> Iterator[None]:
    """Let the app read settings of signing in."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"INSIGHT_LOGIN_FOLDER": str(folder), **environment}.items():
            patch.setenv(name, value)
        shared_login.cache_clear()
        shared_sign_ins.cache_clear()
        if shared_login().is_on:
            shared_sign_ins().begin(KARI.sign_in, KARI.until, {"claims": {}})
        yield
    shared_login.cache_clear()
    shared_sign_ins.cache_clear()


def page_of(person: Person, page: str = "sources", **link: str) -> AppTest:
    """Open a page in a session of a person's."""
    app = AppTest.from_file(SHELL, default_timeout=PATIENCE)
    app.query_params = link
    app.user = {KNOWN_AS: written(person)} if person.has_signed_in else {}
    app.switch_page(f"../../../pages/{page}.py")
    return app.run()
