"""Answers that one browser may keep, and nobody in between: another person may get another."""

from __future__ import annotations

from starlette.types import Message, Send

_CONTROL = b"cache-control"


def kept_private(send: Send) -> Send:
    """Return a way to send an answer that no shared memory hands to somebody else."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            told = [value for name, value in headers if name.lower() == _CONTROL]
            others = [header for header in headers if header[0].lower() != _CONTROL]
            message = {**message, "headers": [*others, (_CONTROL, _private(b", ".join(told)))]}
        await send(message)

    return sent


def _private(told: bytes) -> bytes:
    parts = [part.strip() for part in told.split(b",") if part.strip()]
    own = [part for part in parts if part != b"public" and not part.startswith(b"s-maxage")]
    return b", ".join(own if {b"private", b"no-store"} & {*own} else [b"private", *own])
