"""Buttons of files: the bytes, or one sentence in the reader's language whatever goes wrong."""

from uuid import uuid4

import own_loop
import pytest
from checkout import ROOT
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime import app_session, backend_operation_handler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from insight.language.catalogue import LANGUAGES, say
from insight.language.errors import Fault, RequestError
from insight.web.frame import file_button

BUTTON = "insight/web/frame/file_button.py"


def too_large() -> bytes:
    raise RequestError(Fault("picture.no_room", {"shape": "16:9"}))


def full_disk() -> bytes:
    raise OSError(28, "No space left on device", "/somewhere/inside")


def slip() -> bytes:
    return b"%d" % (1 // 0)


def answer_to(make, language, handler=file_button.SentenceHandler):
    """What the browser gets where a button's file is asked for, and the store of files."""
    store = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(store)

    def wanted() -> bytes:
        return file_button.made(make, language)

    file_id = manager.add_deferred(wanted, "text/csv", uuid4().hex, "a.csv")
    return asked(manager, file_id, handler), store


def asked(manager, file_id, handler=file_button.SentenceHandler):
    request = BackendOperationRequest(request_id="1")
    request.deferred_file.file_id = file_id
    return own_loop.run(handler(lambda: manager).handle(request, "a session"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_its_own_sentence(language):
    response, _ = answer_to(too_large, language)
    assert response.error_msg == say(language, "picture.no_room", shape="16:9")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [full_disk, slip])
def test_any_other_fault_is_one_sentence_that_tells_nothing_of_the_machine(language, make):
    response, _ = answer_to(make, language)
    assert response.error_msg == say(language, "download.not_made")
    assert not response.deferred_file.url


def test_a_file_is_made_when_it_is_asked_for():
    response, store = answer_to(lambda: b"a;b", "nb")
    assert not response.error_msg
    assert store.get_file(response.deferred_file.url.rpartition("/")[2]).content == b"a;b"


def test_a_button_of_a_page_that_is_gone_is_answered_in_both_languages():
    response = asked(MediaFileManager(MemoryMediaFileStorage("/media")), "unknown")
    for language in LANGUAGES:
        assert say(language, "download.not_made") in response.error_msg


def test_streamlit_itself_would_say_it_in_english():
    """When this fails, Streamlit has learnt to, and the handler may go."""
    response, _ = answer_to(too_large, "nb", backend_operation_handler.DeferredFileHandler)
    assert response.error_msg == "Failed to generate file for download"


def test_sessions_get_the_handler(monkeypatch):
    monkeypatch.setattr(app_session, "DeferredFileHandler", app_session.DeferredFileHandler)
    file_button.install()
    register = app_session.AppSession._create_backend_operation_dispatcher
    session = type("Session", (), {"_script_data": None})()
    found = register(session)._handlers["deferred_file"]
    assert isinstance(found, file_button.SentenceHandler)


def test_no_file_has_another_button():
    modules = [*(ROOT / "insight" / "web").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    drawing = [module for module in modules if "download_button" in module.read_text("utf-8")]
    assert [module.relative_to(ROOT).as_posix() for module in drawing] == [BUTTON]
