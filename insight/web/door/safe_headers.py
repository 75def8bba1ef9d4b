"""Headers that let the browser load and tell nothing outside this server."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from insight.web.door.asked_place import API, EMBED, is_for_programs, place_of
from insight.web.door.script_hashes import script_hashes

_POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
# A page for other sites and a picture load nothing but pictures, and run nothing.
_STILL = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors {frames}"
)
NOBODY = "'none'"
# What a page of figures never asks the browser for.
_UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _UNUSED)
_CSP, _RESOURCE = b"content-security-policy", b"cross-origin-resource-policy"
_ALWAYS = (
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", _PERMISSIONS.encode()),
)
_HERE = b"same-origin"
_COOKIE, _SECURE = b"set-cookie", b"; Secure"


class SafeHeaders:
    """Lets the browser load and tell nothing outside this server.

    Parameters
    ----------
    app
        What answers.
    frames
        The sites that may show a page for other sites in a frame.
    """

    def __init__(self, app: ASGIApp, frames: Sequence[str] = ()) -> None:
        self._app = app
        self._policy = _POLICY.format(scripts=" ".join(script_hashes()))
        self._still = {
            f"{EMBED}/": _STILL.format(frames=" ".join(frames) or NOBODY),
            f"{API}/picture/": _STILL.format(frames=NOBODY),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        safe = self._headers(place_of(scope))
        is_private = scope.get("scheme") == "https"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {header[0].lower(): header[1] for header in message["headers"]}
                kept = {_RESOURCE} if said.get(_RESOURCE) == _HERE else set()  # it knows better
                added = [header for header in safe if header[0] not in kept]
                own = {name for name, _ in added}
                others = [header for header in message["headers"] if header[0].lower() not in own]
                others = [_with_charset(*header) for header in others]
                if is_private:
                    others = [_secure(*header) for header in others]
                message = {**message, "headers": [*others, *added]}
            await send(message)

        await self._app(scope, receive, answer)

    def _headers(self, place: str) -> Sequence[tuple[bytes, bytes]]:
        policies = (policy for start, policy in self._still.items() if place.startswith(start))
        policy = next(policies, self._policy)
        whose = b"cross-origin" if is_for_programs(place) else _HERE
        return [(_CSP, policy.encode()), (_RESOURCE, whose), *_ALWAYS]


def _with_charset(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header as it is, but a text says how its letters are written."""
    if name.lower() != b"content-type" or b"charset" in value.lower():
        return name, value
    kind = value.partition(b";")[0].strip().lower()
    is_text = kind.startswith(b"text/") or kind.endswith((b"+xml", b"/xml", b"/javascript"))
    return (name, value + b"; charset=utf-8") if is_text else (name, value)


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header as it is, but a cookie that came over TLS stays there."""
    is_open = name.lower() == _COOKIE and b"; secure" not in value.lower()
    return (name, value + _SECURE) if is_open else (name, value)
