"""A small application behind the door where people sign in, which says whom it was told of."""

import re
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from oidc_provider import ORIGIN, Provider, ask
from one_loop import on_one_loop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes

from insight.access.carried_person import read
from insight.access.login_settings import LoginSettings, login_from
from insight.access.person import person_of
from insight.access.sign_ins import SignIns
from insight.web.signing_in.providers import providers_in
from insight.web.signing_in.sign_in_gate import CARRIED, SignInGate

VIEW = "/answers?lang=en&item=a%20b"


async def told(request: Request) -> JSONResponse:
    person = person_of(request.scope)
    seen = {"id": person.id, "name": person.name,
            "groups": sorted(person.groups),
            "until": person.until and person.until.isoformat(),
            "knows": person.knows_groups, "sign_in": person.sign_in,
            "headers": dict(request.headers)}  # fmt: skip
    return JSONResponse(seen, headers={"cache-control": "public, max-age=60, s-maxage=99"})


async def session(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(read(socket.headers.get(CARRIED)).id)
    while True:
        message = await socket.receive()
        if message["type"] != "websocket.receive":
            return
        await socket.send_bytes(message["bytes"])


@contextmanager
def secrets_of(section: Mapping[str, Any]):
    """Let Streamlit find a table ``auth`` among its secrets."""
    before = secrets_singleton._secrets, secrets_singleton._programmatic_secrets
    secrets_singleton.merge_programmatic_secrets({"auth": dict(section)})
    try:
        yield
    finally:
        secrets_singleton._secrets, secrets_singleton._programmatic_secrets = before


def settings_of(folder: Path, **environment: str) -> LoginSettings:
    usual = {"INSIGHT_LOGIN": "offered", "INSIGHT_LOGIN_FOLDER": str(folder)}
    return login_from({**usual, **environment})


def gated(provider: Provider, settings: LoginSettings, **secrets: object) -> SignInGate:
    """Return the application; for use where Streamlit finds the same secrets."""
    routes = [
        *create_auth_routes(""),
        WebSocketRoute("/_stcore/stream", session),
        Route("/{rest:path}", told),
    ]
    inner = Starlette(routes=routes, middleware=create_streamlit_middleware())
    providers = providers_in(provider.secrets(**secrets)) if settings.by == "oidc" else None
    return SignInGate(inner, settings, providers, SignIns(settings.folder, settings.idle))


def browser(app: object, origin: str = ORIGIN) -> TestClient:
    return on_one_loop(TestClient(app, base_url=origin, follow_redirects=False))  # type: ignore[arg-type]


def cookies_set(answer: httpx2.Response) -> dict[str, list[str]]:
    """The attributes of each cookie that an answer sets, in small letters."""
    lines = answer.headers.get_list("set-cookie")
    parts = {line.partition("=")[0]: line.lower().split(";")[1:] for line in lines}
    return {name: [one.strip() for one in attributes] for name, attributes in parts.items()}


def sent_to_provider(client: TestClient, to: str = VIEW, **asked: str) -> str:
    """Go the way in as far as the provider, and return its address."""
    first = client.get("/sign-in", params={"to": to, **asked})
    assert first.status_code == 303, first.text
    second = client.get(first.headers["location"])
    assert second.status_code == 302, second.text
    return second.headers["location"]


def returned(provider_address: str, subject: str) -> str:
    """Sign in at the provider, and return where it leads back to, with its code."""
    answer = ask("POST", provider_address, data={"sub": subject}, follow_redirects=False)
    assert answer.status_code == 302, re.sub(r"<[^>]+>", "", answer.text)[:300]
    return answer.headers["location"].removeprefix(ORIGIN)


def signed_in(client: TestClient, subject: str = "kari", to: str = VIEW, **asked: str):
    """Sign in, and return the answer that ends it."""
    return client.get(returned(sent_to_provider(client, to, **asked), subject))


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def who(client: TestClient, path: str = "/answers", **headers: str) -> dict[str, Any]:
    return client.get(path, headers=headers).json()
