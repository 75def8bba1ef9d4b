"""All that a page has sent to a browser, as bytes."""

from collections.abc import Iterator

from streamlit.testing.v1 import AppTest


def sent(app: AppTest) -> bytes:
    """Return what a page has sent: its elements, with what charts are drawn from."""
    return b"\n".join(each.SerializeToString() for each in _messages(app._tree))


def _messages(block) -> Iterator:
    if getattr(block, "proto", None) is not None:
        yield block.proto
    for child in getattr(block, "children", {}).values():
        yield from _messages(child)
