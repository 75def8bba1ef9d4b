"""The file ``access.toml`` of a data folder: read when it changes, and closed where it is faulty.

A file that was there and no longer is closes what it closed until the server starts anew: who
saves a file by putting another in its place opens nothing for a moment. Where a file is required,
none that is there closes everything.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
import tomllib
from pathlib import Path

from insight.access.access_requirement import SETTING, access_is_required
from insight.access.policy import EVERY_SURVEY, Policy, Rule
from insight.language.catalogue import one_line
from insight.language.errors import CodebookError, Fault, near_miss, reason_of, shorten, some
from insight.survey.folders import survey_folders
from insight.survey.rights.admission import OWN_FILES, RIGHTS, read_admission
from insight.survey.toml_reader import TomlReader

ACCESS = "access.toml"
LARGEST = 1_000_000  # bytes
MOST_TOLD = 20
_log = logging.getLogger(__name__)
_lock = threading.Lock()
_known: dict[Path, tuple[str, Policy]] = {}


def policy_of(root: Path) -> Policy:
    """Return what the file of a data folder says now.

    Parameters
    ----------
    root
        The data folder.
    """
    path = root.absolute() / ACCESS
    version = _version(path)
    known = _known.get(path)
    if known and known[0] == version:
        return known[1]
    with _lock:
        known = _known.get(path)
        if known and known[0] == version:
            return known[1]
        policy = _policy(path, version, known[1] if known else None)
        _known[path] = version, policy
        _tell_operator(policy, root)
        return policy


def read_policy(path: Path) -> Policy:
    """Read a file.

    Raises
    ------
    CodebookError
        With every fault of it.
    """
    reader = TomlReader(_load(path), path.name)
    for name in reader.names:
        if name != "allow":
            hint = Fault("fault.did_you_mean", {"names": "allow"})
            reader.fault("fault.unknown_key", name, value=name, hint=hint)
    rules = tuple(_rule(table) for table in reader.tables("allow"))
    if reader.faults:
        raise CodebookError(*reader.faults)
    return Policy(rules)


def require_access(root: Path) -> None:
    """Hold that a server may start: that a file can be used, where one is required.

    Parameters
    ----------
    root
        The data folder.

    Raises
    ------
    InsightError
        If the file is not there, or cannot be used.
    """
    path = root.absolute() / ACCESS
    if access_is_required() and (refused := _policy(path, _version(path), None).fault):
        raise CodebookError(*refused.faults, Fault("access.required", {"name": SETTING}))


def _policy(path: Path, version: str, former: Policy | None) -> Policy:
    """What a file says, or that nothing is allowed because it cannot be used."""
    if not version:
        if former is None or (former.rules is None and former.fault is None):
            return _without_file(path)
        fault = Fault("fault.access_gone", {"file": ACCESS})
        return former if former.fault else Policy(former.rules, None, CodebookError(fault))
    try:
        return read_policy(path)
    except CodebookError as error:
        return Policy(fault=error)


def _without_file(path: Path) -> Policy:
    """What holds where there has been no file: everything is for everybody, or for nobody."""
    if not access_is_required():
        return Policy()
    values = {"file": path.name, "folder": str(path.parent)}
    return Policy(fault=CodebookError(Fault("fault.access_absent", values)))


def _version(path: Path) -> str:
    """A mark that changes when the file does; empty where there is none."""
    marks = []
    for follows in (False, True):
        try:
            status = path.stat(follow_symlinks=follows)
        except FileNotFoundError:
            if not follows:
                return ""
            marks.append("dangling")
        except OSError as error:
            marks.append(f"{error.errno}")
        else:
            times = f"{status.st_mtime_ns}-{status.st_ctime_ns}"
            marks.append(f"{times}-{status.st_size}-{status.st_ino}-{status.st_mode}")
    return ":".join(marks)


def _load(path: Path) -> dict[str, object]:
    try:
        written = _bytes(path)
        return tomllib.loads(written.decode("utf-8-sig"))
    except OSError as error:
        values = {"file": path.name, "reason": reason_of(error)}
        raise CodebookError(Fault("fault.unreadable", values)) from error
    except UnicodeDecodeError:
        raise CodebookError(Fault("fault.not_utf8", {"file": path.name})) from None
    except (ValueError, RecursionError) as error:
        values = {"file": path.name, "reason": shorten(str(error))}
        raise CodebookError(Fault("fault.not_toml", values)) from error


def _bytes(path: Path) -> bytes:
    """The content of a file that is one, and no larger than it may be; a pipe is not waited for."""
    opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise CodebookError(Fault("fault.access_no_file", {"file": path.name}))
        written = file.read(LARGEST + 1)
    if len(written) > LARGEST:
        raise CodebookError(Fault("fault.access_too_large", {"file": path.name}))
    return written


def _rule(reader: TomlReader) -> Rule:
    admission = read_admission(reader, RIGHTS, ["surveys"])
    surveys = reader.strings("surveys")
    if not surveys and admission.rights - {OWN_FILES}:
        reader.fault("fault.access_no_surveys", "surveys", every=EVERY_SURVEY)
    return Rule(admission, frozenset(surveys))


def remarks_on(policy: Policy, root: Path) -> tuple[Fault, ...]:
    """Return what an operator should know of a file, and what follows of it; nobody else is told.

    Parameters
    ----------
    policy
        What the file says.
    root
        The data folder.
    """
    if policy.fault:
        return (*policy.fault.faults, Fault("access.all_closed"))
    if policy.rules is None:
        return ()
    there = [folder.name for folder in survey_folders(root)]
    named = dict.fromkeys(name for rule in policy.rules for name in sorted(rule.surveys))
    unknown = [name for name in named if name not in (EVERY_SURVEY, *there)]
    closed = [name for name in there if not any(rule.is_about(name) for rule in policy.rules)]
    return (
        *(policy.remark.faults if policy.remark else ()),
        *(
            Fault("access.unknown_survey", {"name": shorten(name), "hint": near_miss(name, there)})
            for name in unknown[:MOST_TOLD]
        ),
        *([Fault("access.unnamed", {"surveys": some(closed)})] if closed else []),
    )


def _tell_operator(policy: Policy, root: Path) -> None:
    """Log what an operator should know, once for each state of the file."""
    remarks = " ".join(one_line(remark.text("en")) for remark in remarks_on(policy, root))
    if remarks:
        _log.log(logging.ERROR if policy.fault else logging.WARNING, "%s", remarks)
