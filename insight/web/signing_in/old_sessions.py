"""Sessions whose sign-in has ended: whatever they ask for, they are told so and no more."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

from insight.access.person import Person
from insight.access.sign_ins import SignIns
from insight.operation.audit.asker import Asker
from insight.operation.audit.audit_trail import trail

# What would be answered from what the session was, without a run of the script.
WITHOUT_RUN = ("file_urls_request", "backend_operation_request")


def is_over(person: Person) -> bool:
    """Whether the time has passed for which it was certain who somebody is."""
    return person.until is not None and datetime.now(UTC) >= person.until


def holds(person: Person, sign_ins: SignIns) -> bool:
    """Whether it is still certain who somebody is; of whom a proxy tells, only the time says so."""
    return not is_over(person) and (not person.sign_in or person.sign_in in sign_ins)


def watched(receive: Receive, person: Person, sign_ins: SignIns) -> Receive:
    """Return a way to receive what a session's browser sends, as long as its sign-in holds.

    Each click is a use of the sign-in, but for the first message of a connection, which the browser
    sends by itself, also when it connects anew.

    Afterwards each click, whatever it would have done, runs the script as a whole, which then says
    that the sign-in has ended: no part of a page, no call-back, no file and no upload goes on.
    """
    has_begun = False

    async def received() -> Message:
        nonlocal has_begun
        message = await receive()
        sent = message.get("bytes") if message["type"] == "websocket.receive" else None
        if not sent:
            return message
        if not holds(person, sign_ins):
            end_idle(person, sign_ins)
            return {**message, "bytes": _whole_run(sent)}
        if has_begun and _is_click(sent):
            sign_ins.use(person.sign_in)
        has_begun = True
        return message

    return received


def end_idle(person: Person, sign_ins: SignIns) -> None:
    """End a sign-in that nobody has used for too long, and tell the audit, once."""
    if sign_ins.end_idle(person.sign_in):
        trail().write("sign_out", Asker(person.id), reason="idle")


def _is_click(sent: bytes) -> bool:
    """Whether somebody has done something, and it is not the page by itself."""
    asked = BackMsg()
    try:
        asked.ParseFromString(sent)
    except Exception:
        return False  # Streamlit says what is wrong with it
    kind = asked.WhichOneof("type")
    return kind in WITHOUT_RUN or (kind == "rerun_script" and not asked.rerun_script.is_auto_rerun)


def _whole_run(sent: bytes) -> bytes:
    asked = BackMsg()
    try:
        asked.ParseFromString(sent)
    except Exception:
        return sent  # Streamlit says what is wrong with it
    kind = asked.WhichOneof("type")
    if kind in WITHOUT_RUN:
        asked = BackMsg()
        asked.rerun_script.SetInParent()
    elif kind == "rerun_script":
        asked.rerun_script.ClearField("fragment_id")
        asked.rerun_script.ClearField("widget_states")
    return bytes(asked.SerializeToString())
