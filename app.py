"""The server: starts warm, speaks the reader's language from the first byte, and stays at home."""

import asyncio
import gc
import logging
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime import exists, get_instance

ROOT = Path(__file__).resolve().parent
SECONDS_UNTIL_SETTLED = 20
sys.path.insert(0, str(ROOT))

from insight.routes import PAGES  # noqa: E402
from insight.server import FrontDoor, PageLanguage, SafeHeaders  # noqa: E402


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Import everything and read the surveys before the first visitor."""
    from insight import private_folder, shell

    shell.warm_up()
    settling = asyncio.create_task(settle())
    yield
    settling.cancel()
    private_folder.remove_private_folder()


async def settle() -> None:
    """Freeze what has stayed, now and then, so that most collections look through little.

    Streamlit collects garbage after every run of every visitor, and what is frozen is not looked
    through. Nothing is kept for good: each time all of it is looked through first. What visitors
    brought who have left goes too, and what was remembered of it.
    """
    from insight import answers, own_survey

    while True:
        if exists():
            own_survey.see_off(get_instance().is_active_session, time.monotonic())
        gc.unfreeze()
        gc.collect()
        own_survey.sweep(answers.store())
        gc.freeze()
        await asyncio.sleep(SECONDS_UNTIL_SETTLED)


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
