"""Words for a file that was not taken, in the place of those of the program that sent it."""

from __future__ import annotations

from http import HTTPStatus

from insight.language.catalogue import Language, say

_WHY = {
    HTTPStatus.FORBIDDEN: "no_uploader",
    HTTPStatus.REQUEST_TIMEOUT: "upload_slow",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "upload_session",
    HTTPStatus.INSUFFICIENT_STORAGE: "upload_all",
}
_BROKEN = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
_SAID = "AxiosError: Request failed with status code {status}"
_LOST = ("AxiosError: Network Error", "AxiosError: Request aborted")


def upload_words(language: Language) -> dict[str, str]:
    """Return what Streamlit's page says of a file that was not taken, and what it shall say.

    Examples
    --------
    >>> upload_words("en")["AxiosError: Request failed with status code 408"]
    'The file did not arrive in time. Try again over a faster connection.'
    """
    why = dict.fromkeys(_BROKEN, "upload_broken") | _WHY
    said = {_SAID.format(status=int(status)): reason for status, reason in why.items()}
    said |= dict.fromkeys(_LOST, "upload_broken")
    return {words: say(language, f"door.{reason}") for words, reason in said.items()}
