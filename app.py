"""The server: starts warm, speaks the reader's language from the first byte, and stays at home."""

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from insight.routes import PAGES  # noqa: E402
from insight.server import FrontDoor, PageLanguage, SafeHeaders  # noqa: E402


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Import everything and read the surveys before the first visitor, then freeze it.

    Streamlit collects garbage after every run; what is frozen is not looked through again.
    """
    from insight import shell

    shell.warm_up()
    gc.collect()
    gc.freeze()
    yield


def explain(error: Exception) -> bool:
    """Log what went wrong and tell the visitor in a sentence; the session goes on."""
    from insight import shell

    logging.getLogger("insight").exception("A page failed", exc_info=error)
    shell.apologise()
    return True


app = st.App(
    ROOT / "insight" / "shell.py",
    lifespan=lifespan,
    on_script_error=explain,
    middleware=[
        Middleware(SafeHeaders),
        Middleware(FrontDoor, pages=PAGES),
        Middleware(PageLanguage),
    ],
)
