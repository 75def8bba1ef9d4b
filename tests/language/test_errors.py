"""Why the operating system refused, in the language of the sentence that tells it."""

import errno
import os

import pytest

from insight.language.errors import Fault, reason_of


@pytest.mark.parametrize(
    ("number", "nb"),
    [
        (errno.ENOSPC, "Filen a.csv kunne ikke skrives: det er ikke mer plass på disken."),
        (errno.EACCES, "Filen a.csv kunne ikke skrives: programmet har ikke tilgang."),
        (errno.EROFS, "Filen a.csv kunne ikke skrives: disken kan bare leses."),
        (errno.ENOENT, "Filen a.csv kunne ikke skrives: filen eller mappen finnes ikke."),
        (errno.EISDIR, "Filen a.csv kunne ikke skrives: det er en mappe."),
    ],
)
def test_reasons_are_told_in_the_language_of_the_sentence(number, nb):
    reason = reason_of(OSError(number, os.strerror(number)))
    fault = Fault("fault.not_written", {"file": "a.csv", "reason": reason})
    assert fault.text("nb") == nb
    assert fault.text("en") == f"The file a.csv could not be written: {os.strerror(number)}."


def test_what_has_no_words_of_ours_keeps_the_systems():
    assert reason_of(OSError(errno.EDOM, "Numerical argument")) == "Numerical argument"
    assert reason_of(TimeoutError()) == "TimeoutError"
