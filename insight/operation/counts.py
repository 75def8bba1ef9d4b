"""Counts and times of this process, each with what it means; ``/metrics`` tells them.

No label carries a survey, an item, a filter, a person or an address: :mod:`.counters` counts any
value that does not stand here as ``other``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from time import perf_counter
from typing import Literal, get_args

from insight.language.catalogue import catalogue
from insight.language.errors import InsightError
from insight.operation.counters import Counter, Durations, Level, Reading, Tally

PARTS = ("view", "queries", "page", "sending", "other")
DOORS = ("pages", "api", "pictures", "embed", "stream", "upload", "media", "static", "health")
FILES = (
    "csv", "docx", "html", "parquet", "pdf", "png", "pptx", "svg", "toml", "xlsx", "zip",
)  # fmt: skip
# Of the audit.
Event = Literal[
    "sign_in", "sign_out", "failed_sign_in", "view", "download", "report", "book", "upload",
    "refusal",
]  # fmt: skip
OUTCOMES = ("done", "refused", "failed")
PLACES = ("page", "file", "api", "address", "thread")
CACHES = ("answers", "pictures")
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Sections of the catalogue whose sentences say why something is not done.
SECTIONS = ("anonymity", "api_problem", "fault", "picture", "recipe", "report_fault", "slide")


@cache
def _reasons() -> frozenset[str]:
    keys = (key.partition(".") for key in catalogue("en"))
    return frozenset(name for section, _, name in keys if section in SECTIONS)


class Reasons(Collection[str]):
    """Names of the sentences that refuse, read when the first refusal is counted."""

    def __contains__(self, name: object) -> bool:
        return name in _reasons()

    def __iter__(self) -> Iterator[str]:
        return iter(_reasons())

    def __len__(self) -> int:
        return len(_reasons())


CLICKS = Durations(
    "insight_click_seconds",
    "Time to run the page's script for a click, from the request until the last element is drawn.",
    {"run": ("page", "fragment"), "outcome": ("done", "interrupted", "failed")},
    (0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
CLICK_PARTS = Counter(
    "insight_click_part_seconds",
    "Time of clicks by what was done: reading the view, queries, the page, handing over to the "
    "browser's queue, and the rest.",
    {"part": PARTS},
)
SLOW_CLICKS = Counter("insight_slow_clicks", "Clicks over INSIGHT_SLOW_CLICK seconds.")
QUERIES = Durations(
    "insight_query_seconds",
    "Time of a query to DuckDB; one is called off when nobody waits for its answer any more.",
    {"outcome": ("done", "called_off", "failed")},
    (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5),
)
SESSIONS = Reading("insight_sessions", "Sessions that are connected now.")
SESSION_EVENTS = Reading(
    "insight_session_events",
    "Sessions that began, came back, or lost their connection.",
    {"event": ("connect", "reconnect", "disconnect")},
    kind="counter",
)
SURVEYS = Level(
    "insight_surveys",
    "Surveys of the data folder when a page was last drawn: usable, or broken.",
    {"state": ("usable", "broken")},
)
CACHE_ENTRIES = Reading("insight_cache_entries", "Answers that are remembered.", {"cache": CACHES})
CACHE_BYTES = Reading("insight_cache_bytes", "Bytes they take, about.", {"cache": CACHES})
CACHE_ROOM = Reading("insight_cache_room_bytes", "Bytes they may take.", {"cache": CACHES})
CACHE_HITS = Reading(
    "insight_cache_hits", "Answers that were remembered.", {"cache": CACHES}, kind="counter"
)
CACHE_MISSES = Reading(
    "insight_cache_misses", "Answers that had to be made.", {"cache": CACHES}, kind="counter"
)
KEPT_TABLES = Counter(
    "insight_kept_tables",
    "Tables kept on disk: read, written, not written, or not readable and so made anew.",
    {"outcome": ("read", "written", "not_written", "unreadable")},
)
KEPT_BYTES = Level("insight_kept_bytes", "Bytes they took when one was last written or tidied.")
IMPORTS_RUNNING = Level("insight_imports_running", "Files that are being read now, or wait for it.")
IMPORTS = Durations(
    "insight_import_seconds",
    "Time to read a file: done, refused with a sentence, or failed because its process broke off.",
    {"outcome": OUTCOMES},
    (1, 2, 5, 10, 30, 60, 120, 300, 600),
)
FILES_MADE = Counter(
    "insight_files",
    "Files that visitors took, by ending.",
    {"kind": FILES, "outcome": OUTCOMES},
)
REPORTS = Counter("insight_reports", "Reports made on the pages.", {"outcome": OUTCOMES})
BOOKS = Counter("insight_books", "Tab books made on the pages.", {"outcome": OUTCOMES})
UPLOADS = Counter("insight_uploads", "Uploads, by the status of the answer.", {"status": STATUSES})
UPLOADED = Counter("insight_uploaded_bytes", "Bytes that visitors sent as files.")
REFUSALS = Counter(
    "insight_refusals",
    "Refusals, by where they were said and by the key of the sentence.",
    {"place": PLACES, "reason": Reasons()},
)
ERRORS = Counter(
    "insight_errors",
    "Errors of the program that a visitor met; the log has the traceback of each.",
    {"place": PLACES},
)
REQUESTS = Counter(
    "insight_requests",
    "HTTP requests and WebSocket connections, by what they were for.",
    {"door": DOORS, "status": STATUSES},
)
REQUEST_TIME = Counter(
    "insight_request_seconds",
    "Time of HTTP requests until the last byte of the answer.",
    {"door": DOORS},
)
SENT = Counter("insight_stream_sent_bytes", "Bytes sent to pages over WebSockets, uncompressed.")
AUDIT_LINES = Counter(
    "insight_audit_lines",
    "Lines of the audit.",
    {"event": get_args(Event)},
)
AUDIT_FAILURES = Counter(
    "insight_audit_failures", "Acts for which no line could be written to the audit."
)
LOGGED = Counter(
    "insight_log_lines",
    "Lines of the log, from warnings up.",
    {"level": ("warning", "error", "critical")},
)

ALL: tuple[Tally, ...] = tuple(tally for tally in [*globals().values()] if isinstance(tally, Tally))


def count_refusal(place: str, refusal: InsightError) -> None:
    """Count that something was refused, by each of its faults."""
    for fault in refusal.faults:
        REFUSALS.add(place=place, reason=fault.key.partition(".")[2])


@contextmanager
def outcome_in(counter: Counter, **labels: str) -> Iterator[None]:
    """Count how something ends."""
    outcome = "failed"
    try:
        yield
        outcome = "done"
    except InsightError:
        outcome = "refused"
        raise
    finally:
        counter.add(1, outcome=outcome, **labels)


@contextmanager
def timed_import() -> Iterator[None]:
    """Time the reading of a file, which runs meanwhile."""
    start, outcome = perf_counter(), "failed"
    IMPORTS_RUNNING.add(1)
    try:
        yield
        outcome = "done"
    except InsightError as refusal:
        died = refusal.faults[0].key in ("fault.import_died", "fault.import_memory")
        outcome = "failed" if died else "refused"
        raise
    finally:
        IMPORTS_RUNNING.add(-1)
        IMPORTS.observe(perf_counter() - start, outcome=outcome)
