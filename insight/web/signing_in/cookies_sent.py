"""Cookies on their way to the browser: kept to TLS, to the length of a sign-in, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.cookies import CookieError, Morsel, SimpleCookie

from insight.web.signing_in.identity_cookie import OF_STREAMLIT, SEAL

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
    """Return the headers that take cookies back."""
    return [cookie(name, '""', path, 0, over_tls=False) for name in names]


def of_sign_in(cookies: Iterable[str]) -> list[str]:
    """Return the names of those that belong to a sign-in, with all pieces."""
    return [name for name in cookies if name == SEAL or _of_streamlit(name)]


def kept(headers: Headers, seconds: int, *, over_tls: bool) -> list[tuple[bytes, bytes]]:
    """Return headers whose cookies of a sign-in live as long as it, over TLS alone if it is used.

    Streamlit would keep them for thirty days, and send them in the clear.
    """
    return [(name, _kept(value, seconds, over_tls)) if name.lower() == _COOKIE else (name, value)
            for name, value in headers]  # fmt: skip


def values_set(headers: Headers) -> Mapping[str, str]:
    """Return the cookies that headers set, by name; without those that they take back."""
    parsed = [_parsed(value) for name, value in headers if name.lower() == _COOKIE]
    return {one.key: one.value for one in parsed if one and one.value and one["max-age"] != "0"}


def _parsed(value: bytes) -> Morsel[str] | None:
    try:
        return next(iter(SimpleCookie(value.decode("latin-1")).values()), None)
    except CookieError:
        return None


def _kept(value: bytes, seconds: int, over_tls: bool) -> bytes:
    first, *attributes = value.split(b";")
    name = first.partition(b"=")[0].decode("latin-1")
    own = [one for one in attributes if not one.strip().lower().startswith(b"secure")]
    lasts = next((one for one in own if one.strip().lower().startswith(b"max-age=")), b"")
    age = lasts.partition(b"=")[2].strip()
    if _of_streamlit(name) and age.isdigit() and int(age) > seconds:
        own = [one for one in own if one is not lasts] + [b" Max-Age=%d" % seconds]
    return b";".join([first, *own, *([b" Secure"] if over_tls else [])])


def _of_streamlit(name: str) -> bool:
    return name.startswith(OF_STREAMLIT)
