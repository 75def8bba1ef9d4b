"""Buttons of files, which are made when somebody takes them, and what stands there if they fail."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import app_session, backend_operation_handler

from insight.language.catalogue import LANGUAGES, Language, say
from insight.language.errors import InsightError, SurveyReplacedError
from insight.operation.counts import ERRORS, FILES_MADE, count_refusal, outcome_in
from insight.operation.log_marks import marked, new_request
from insight.web.audited import acts
from insight.web.audited.acts import Taken
from insight.web.door.handed_files import hand_over
from insight.web.frame import rights_here

_log = logging.getLogger("insight")


class NotMadeError(Exception):
    """A file that was not made; its words are the sentence that the reader sees."""


def draw(
    language: Language,
    label: str,
    make: Callable[[], bytes],
    name: str,
    mime: str,
    key: str,
    taken: Taken,
) -> None:
    """Draw the button of a file, which is made when somebody takes it.

    Parameters
    ----------
    language
        Of what is said where the file cannot be made.
    label
        What stands on the button.
    make
        Returns the bytes of the file, on a thread of its own.
    name, mime
        Of the file.
    key
        Of the button; no two on a page share it.
    taken
        What the file is of.
    """
    allowed = rights_here.guarded(acts.counted(make, taken, name))
    st.download_button(
        label,
        data=lambda: made(allowed, language, name),
        file_name=name,
        mime=mime,
        on_click="ignore",
        key=key,
    )


def made(make: Callable[[], bytes], language: Language, name: str = "") -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    make
        Returns them.
    language
        Of what is said where they cannot be made.
    name
        Of the file; its ending is counted.

    Raises
    ------
    NotMadeError
        With a sentence in the reader's language, whatever went wrong.
    """
    try:
        with outcome_in(FILES_MADE, kind=name.rpartition(".")[2]):
            return make()
    except SurveyReplacedError as replaced:
        raise NotMadeError(replaced.text(language)) from replaced
    except InsightError as refusal:
        count_refusal("file", refusal)
        raise NotMadeError(refusal.text(language)) from refusal
    except Exception as error:
        ERRORS.add(place="file")
        _log.exception("A file could not be made")
        raise NotMadeError(say(language, "download.not_made")) from error


class SentenceHandler(backend_operation_handler.DeferredFileHandler):
    """Makes files as Streamlit does, but says why one was not made.

    Streamlit would say in English that it failed, whatever the reason and the reader's language.
    """

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """Make the file that a button has asked for, and say where it is or why there is none."""
        manager, file_id = self._get_media_file_mgr(), request.deferred_file.file_id
        try:
            with marked(new_request(), session_id):
                url = await asyncio.to_thread(manager.execute_deferred, file_id)
        except Exception as error:
            known = isinstance(error.__cause__, NotMadeError)
            if not known:
                ERRORS.add(place="file")
                _log.exception("A file could not be handed over")
            words = str(error.__cause__) if known else _in_all_languages()
            return BackendOperationResponse(request_id=request.request_id, error_msg=words)
        hand_over(url, session_id)
        response = BackendOperationResponse(request_id=request.request_id)
        response.deferred_file.url = url
        return response


def _in_all_languages() -> str:
    """What is said where nothing tells whose file it was: it belongs to a page that is gone."""
    return " / ".join(say(language, "download.not_made") for language in LANGUAGES)


def install() -> None:
    """Let sessions that begin from now on say why a file was not made."""
    app_session.DeferredFileHandler = SentenceHandler  # type: ignore[attr-defined]
