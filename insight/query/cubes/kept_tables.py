"""Tables kept on disk: made once for all processes and restarts, and read from then on.

Whatever is wrong with the cache folder, an answer comes: it is made anew, and the operator is told
in the log and in the counts. A table of another version of the survey, of another program, or that
is not as it was written, is never read.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import tempfile
from collections.abc import Callable, Hashable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from insight.operation.counts import KEPT_TABLES
from insight.operation.first_times import first_time
from insight.operation.told_errors import summary
from insight.operation.waiting import for_everybody
from insight.query.cubes.cache_folder import (
    DRAFT,
    Place,
    begin_version,
    is_settled,
    make_room,
    place_of,
    tidy,
)
from insight.query.cubes.cache_settings import CacheSettings, cache_settings_from
from insight.query.explained import Reading, making, note_loaded
from insight.query.stored import StoredSurvey
from insight.survey.disk.held_folders import held_file, take
from insight.survey.disk.visitor_folder import is_a_visitors
from insight.survey.folders import is_as_read

PATIENCE = 60.0  # seconds to wait for another process that makes the same table
MARK = b"insight"  # the key under which a file tells its own mark
_WRONG = (pa.ArrowException, OSError, ValueError, KeyError, MemoryError)
_log = logging.getLogger("insight.cubes")
_told: set[str] = set()


def kept_table(
    survey: StoredSurvey, name: tuple[Hashable, ...], make: Callable[[], pa.Table]
) -> pa.Table:
    """Return a table of a survey's responses: read from disk, or made and kept there.

    While one process makes it, others wait for it. What a visitor brought, or stands in a
    database, is never kept.

    Parameters
    ----------
    survey
        The survey; a table belongs to this version of it.
    name
        What tells the table apart from others of the survey: words, numbers and tuples of these,
        whose `repr` is the same in each process.
    make
        Makes it.

    Raises
    ------
    SurveyReplacedError
        If the survey's files have been replaced.
    """
    settings = cache_settings_from()
    what = " ".join(map(str, name))
    root = settings.folder
    if root is None or not _may_be_kept(survey):
        with first_time():
            return _made(survey, what, make)
    place = place_of(root, survey, name)
    if (table := _loaded(survey, what, place)) is not None:
        return table
    with ExitStack() as held, first_time():
        if not _hold(held, root, survey, place):
            return _made(survey, what, make)
        if (table := _loaded(survey, what, place)) is not None:
            return table

        def keep(made: pa.Table) -> Path | None:
            write = partial(_write_table, made, place)
            return _keep(survey, place, made.nbytes, write, settings)

        return _made(survey, what, make, keep)


def _may_be_kept(survey: StoredSurvey) -> bool:
    if survey.codebook.source_table is not None or is_a_visitors(survey.folder):
        return False
    return is_settled(survey)


def _made(
    survey: StoredSurvey,
    what: str,
    make: Callable[[], pa.Table],
    keep: Callable[[pa.Table], Path | None] = lambda _: None,
) -> pa.Table:
    with for_everybody(), making(survey, what) as reading:
        table = survey.of_one_version(make)
        reading.rows, reading.nbytes = table.num_rows, table.nbytes
        if path := keep(table):
            with suppress(OSError):  # removed again
                reading.path, reading.nbytes = path, path.stat().st_size
    return table


def _loaded(survey: StoredSurvey, what: str, place: Place) -> pa.Table | None:
    """The table on disk; None where there is none that can be trusted."""
    start = perf_counter()
    try:
        table, size = _read(place)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except _WRONG as error:
        _tell("unreadable", "A kept table cannot be read and is made anew: %s", error)
        return None
    seconds, of = perf_counter() - start, survey.id
    note_loaded(Reading("loaded", of, what, table.num_rows, 0, seconds, place.file, size))
    KEPT_TABLES.add(outcome="read")
    return survey.of_one_version(lambda: table)


def _read(place: Place) -> tuple[pa.Table, int]:
    with ExitStack() as held:
        file, status = _opened(place, held)
        with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            table = parquet.read()
        about = dict(table.schema.metadata or {})
        told, table = about.pop(MARK, b""), table.replace_schema_metadata(about or None)
        if told != _mark_of(table, place):
            raise ValueError(place.file.name)
        with suppress(OSError):  # a folder that is read-only
            os.utime(file.fileno())
    return table, status.st_size


def _opened(place: Place, held: ExitStack) -> tuple[IO[bytes], os.stat_result]:
    """The file of a table, which is this user's own."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    file = held.enter_context(os.fdopen(os.open(place.file, flags), "rb"))
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid():
        raise ValueError(place.file.name)
    return file, status


def _mark_of(table: pa.Table, place: Place) -> bytes:
    """What a file tells of itself: the version, the table, and what of it has no checksum."""
    rest = f"{place.mark} {table.num_rows} {table.schema!r} {table.schema.metadata}"
    return hashlib.sha256(rest.encode()).hexdigest().encode("ascii")


def _hold(held: ExitStack, root: Path, survey: StoredSurvey, place: Place) -> bool:
    """Whether this process may write the table, having waited for another that does."""
    try:
        begin_version(root, survey)
        return held.enter_context(held_file(place.lock, patience=PATIENCE, mode=0o600))
    except OSError as error:
        _tell("not_written", "Tables cannot be kept in the cache folder: %s", error)
        return False


def keep_written(
    survey: StoredSurvey,
    name: tuple[Hashable, ...],
    nbytes: int,
    write: Callable[[IO[bytes]], pq.ParquetWriter],
) -> None:
    """Write a table that is too large to be held, unless it is there and whole, and keep it.

    Parameters
    ----------
    survey, name
        As of :func:`kept_table`.
    nbytes
        About how many bytes it takes.
    write
        Writes it, and returns what has written, which is not closed yet.

    Raises
    ------
    SurveyReplacedError
        If the survey's files have been replaced.
    """
    settings, what = cache_settings_from(), " ".join(map(str, name))
    root = settings.folder
    if root is None or not _may_be_kept(survey):
        return
    place = place_of(root, survey, name)

    def write_whole(file: IO[bytes]) -> None:
        with survey.of_one_version(lambda: write(file)) as writer:
            writer.add_key_value_metadata({MARK: _mark_of_file(place)})

    with ExitStack() as held:
        if not _hold(held, root, survey, place) or _is_whole(place):
            return
        with suppress(OSError):  # so that meanwhile nobody looks into one that is not whole
            place.file.unlink()
        with for_everybody(), making(survey, what) as reading:
            if path := _keep(survey, place, nbytes, write_whole, settings):
                reading.path, reading.nbytes = path, path.stat().st_size
                reading.rows = pq.read_metadata(path).num_rows


def kept_to_read(survey: StoredSurvey, name: tuple[Hashable, ...]) -> IO[bytes] | None:
    """Return the open file of a table that is kept, whole as it was written; None where none is.

    Parameters
    ----------
    survey, name
        As of :func:`keep_written`.
    """
    root = cache_settings_from().folder
    if root is None or not _may_be_kept(survey):
        return None
    place = place_of(root, survey, name)
    if not place.file.exists():
        return None
    start, held = perf_counter(), ExitStack()
    try:
        file, status = _opened(place, held)
        rows = _read_through(file, place)
        with suppress(OSError):
            os.utime(file.fileno())
    except _WRONG as error:
        held.close()
        with suppress(OSError):  # it is made anew when there is time
            place.file.unlink()
        _tell("unreadable", "A kept table cannot be read and is made anew: %s", error)
        return None
    seconds, what = perf_counter() - start, " ".join(map(str, name))
    note_loaded(Reading("loaded", survey.id, what, rows, 0, seconds, place.file, status.st_size))
    KEPT_TABLES.add(outcome="read")
    held.pop_all()
    return file


def _is_whole(place: Place) -> bool:
    """Whether a written table is there, and is as it was written."""
    try:
        with ExitStack() as held:
            _read_through(_opened(place, held)[0], place)
    except _WRONG:
        return False
    return True


def _read_through(file: IO[bytes], place: Place) -> int:
    """Read all of a written table, and return how many rows it has."""
    with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
        if (parquet.metadata.metadata or {}).get(MARK) != _mark_of_file(place):
            raise ValueError(place.file.name)
        for number in range(parquet.num_row_groups):
            parquet.read_row_group(number)
        return int(parquet.metadata.num_rows)


def _mark_of_file(place: Place) -> bytes:
    return hashlib.sha256(place.mark.encode()).hexdigest().encode("ascii")


def _keep(
    survey: StoredSurvey,
    place: Place,
    nbytes: int,
    write: Callable[[IO[bytes]], None],
    settings: CacheSettings,
) -> Path | None:
    """Write a table, and return where; None where it is not kept."""
    root = settings.folder
    try:
        if root is None or not is_as_read(survey):
            return None
        begin_version(root, survey)  # all may have been removed meanwhile
        make_room(root, nbytes, settings.room)
        begin_version(root, survey)  # or have been empty, and tidied away
        _write(place, write)
        place.lock.unlink(missing_ok=True)
        tidy(root, settings.room)
    except _WRONG as error:
        _tell("not_written", "A table cannot be kept in the cache folder: %s", error)
        return None
    KEPT_TABLES.add(outcome="written")
    return place.file if place.file.exists() else None


def _write(place: Place, write: Callable[[IO[bytes]], None]) -> None:
    """Write a table in one step: whoever reads has all of it, or none."""
    handle, draft = tempfile.mkstemp(prefix=DRAFT, dir=place.file.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            take(handle)
            write(file)
            file.flush()
            os.fsync(handle)
            Path(draft).replace(place.file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _write_table(table: pa.Table, place: Place, file: IO[bytes]) -> None:
    about = (table.schema.metadata or {}) | {MARK: _mark_of(table, place)}
    pq.write_table(
        table.replace_schema_metadata(about),
        file,
        compression="zstd",
        write_page_checksum=True,
        use_compliant_nested_type=False,
    )


def _tell(outcome: str, words: str, error: BaseException) -> None:
    """Count what went wrong, and tell it in the log: each kind once in the life of a process."""
    KEPT_TABLES.add(outcome=outcome)
    told = summary(error)
    if (line := f"{words} {told}") not in _told:
        _told.add(line)
        _log.warning(words, told)
