"""Cookies on their way to the browser: set, taken back, and kept to TLS where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.cookies import CookieError, Morsel, SimpleCookie

from insight.web.signing_in.identity_cookie import OF_STREAMLIT, WORD

RETURN = "insight-return"
_COOKIE = b"set-cookie"
Headers = Iterable[tuple[bytes, bytes]]


def cookie(
    name: str, value: str, path: str, seconds: int, *, over_tls: bool
) -> tuple[bytes, bytes]:
    """Return the header that sets a cookie which no script reads and no other site sends."""
    tls = "; Secure" if over_tls else ""
    text = f"{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{tls}"
    return _COOKIE, text.encode("latin-1")


def gone(names: Iterable[str], path: str) -> list[tuple[bytes, bytes]]:
    """Return the headers that take cookies back; of those held to TLS, as browsers demand it."""
    return [cookie(name, '""', path, 0, over_tls=name.startswith("__")) for name in names]


def of_sign_in(cookies: Iterable[str]) -> list[str]:
    """Return the names of those that belong to a sign-in, with all pieces."""
    return [name for name in cookies if name.endswith(WORD) or name.startswith(OF_STREAMLIT)]


def without_sign_in(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return headers that set no cookie of a sign-in."""
    return [
        (name, value)
        for name, value in headers
        if name.lower() != _COOKIE or not of_sign_in([value.decode("latin-1")])
    ]


def kept_to_tls(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return headers whose cookies are sent over TLS alone, which Streamlit leaves open."""
    return [
        (name, _over_tls(value)) if name.lower() == _COOKIE else (name, value)
        for name, value in headers
    ]


def values_set(headers: Headers) -> Mapping[str, str]:
    """Return the cookies that headers set, by name; without those that they take back."""
    parsed = [_parsed(value) for name, value in headers if name.lower() == _COOKIE]
    return {one.key: one.value for one in parsed if one and one.value and one["max-age"] != "0"}


def _parsed(value: bytes) -> Morsel[str] | None:
    try:
        return next(iter(SimpleCookie(value.decode("latin-1")).values()), None)
    except CookieError:
        return None


def _over_tls(value: bytes) -> bytes:
    return value if b"; secure" in value.lower() else value + b"; Secure"
