"""A provider of OpenID Connect on this machine, honest or told what to say otherwise.

It is oidc-provider-mock: discovery, codes, tokens signed with a key of its own, end of sessions.
What it says otherwise is signed anew with that key, so that only what is said is wrong.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

import flask
import httpx2
import oidc_provider_mock
import werkzeug.serving
from joserfc import jws
from joserfc.jwk import RSAKey

Claims = dict[str, Any]
# Nobody's word has to be trusted where there is no TLS; whom one could trust takes 35 ms to read.
ask = partial(httpx2.request, verify=False)
ORIGIN = "http://localhost:8629"  # of an app that answers without a port
CLIENT = "insight"


@dataclass
class Provider:
    """A provider that runs, and what it says otherwise than it should."""

    url: str = ""
    claims: Callable[[Claims], Claims] = dict
    header: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    key: RSAKey | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    known: dict[str, Claims] = field(default_factory=dict)

    def knows(self, subject: str, **claims: object) -> None:
        if self.known.get(subject) == claims:
            return
        ask("PUT", f"{self.url}/users/{subject}", json=claims).raise_for_status()
        self.known[subject] = claims

    def honest(self) -> None:
        self.claims, self.header, self.metadata, self.key = dict, {}, {}, None

    def secrets(self, **other: object) -> dict[str, Any]:
        return {
            "redirect_uri": f"{ORIGIN}/oauth2callback",
            "cookie_secret": "0123456789abcdef0123456789abcdef",
            "client_id": CLIENT,
            "client_secret": "secret",
            "server_metadata_url": f"{self.url}/.well-known/openid-configuration",
            **other,
        }

    def otherwise(self, response: flask.Response) -> flask.Response:
        path = urlsplit(flask.request.url).path
        self.asked.append({"path": path, **flask.request.form})
        if path == "/.well-known/openid-configuration":
            response.data = json.dumps({**response.get_json(), **self.metadata})
        if path == "/oauth2/token" and response.status_code == 200:
            said = response.get_json()
            said["id_token"] = self._token(said["id_token"])
            response.data = json.dumps(said)
        return response

    def _token(self, honest: str) -> str:
        told = jws.extract_compact(honest.encode())
        header = {**told.headers(), **self.header}
        claims = json.dumps(self.claims(json.loads(told.payload)))
        if header["alg"] == "none":
            parts = [json.dumps(header), claims, ""]
            return ".".join(base64.urlsafe_b64encode(p.encode()).decode().strip("=") for p in parts)
        own = flask.g.oidc_provider_mock_storage.jwk
        key = self.key or _imported(json.dumps(own.as_dict(is_private=True)))
        return jws.serialize_compact(header, claims, key)


@cache
def _imported(key: str) -> RSAKey:
    return RSAKey.import_key(json.loads(key))


@contextmanager
def provided(port: int = 0) -> Iterator[Provider]:
    """Run a provider until the context ends."""
    provider = Provider()
    app = oidc_provider_mock.app()
    app.after_request(provider.otherwise)
    server = werkzeug.serving.make_server("localhost", port, app, threaded=True)
    provider.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
