"""The publication of a survey: its versions, each with its number, its day and what it changed.

The record lies in the survey's folder and comes and goes with it. It holds for the content that it
names and for no other, so that a folder that somebody has changed by hand has no version.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from insight.language.catalogue import Text
from insight.survey.folders import CODEBOOK, RESPONSES, Survey
from insight.survey.recipe.application import RECIPE
from insight.survey.toml_writer import assignments

RECORD = "publication.toml"
CONTENT = (CODEBOOK, RESPONSES, RECIPE)
_HEAD = """\
# Written by `insight publish`: the versions of this survey. It holds as long as the survey's files
# are those of its last version. The words may be corrected, the rest may not.
"""
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True)
class Version:
    """One version of a survey.

    Attributes
    ----------
    number, day
        Its number, and when it was published.
    digest
        A mark of its content: the same for the same, whatever the number.
    changes
        What is different from the version before, worked out from the two.
    note
        What the operator says of it.
    by_hand
        Whether it was put there by hand, and got its number when another took its place.
    back_to
        Number of the former version that it brought back.
    """

    number: int
    day: date
    digest: str
    changes: tuple[Text, ...] = ()
    note: Text | None = None
    by_hand: bool = False
    back_to: int | None = None


@dataclass(frozen=True)
class Publication:
    """The versions of a survey, from the first on."""

    versions: tuple[Version, ...]

    @property
    def current(self) -> Version:
        """The version that is there."""
        return self.versions[-1]

    def version(self, number: int) -> Version | None:
        """Return the version of a number, None where there was none."""
        return next((each for each in self.versions if each.number == number), None)

    def since(self, linked: str) -> tuple[Version, tuple[Version, ...]] | None:
        """Return the version that a link names, and those that have come after it.

        None where the link names none that there was, or the content is what it was then.
        """
        found = self.version(int(linked)) if _NUMBER.fullmatch(linked) else None
        if found is None or found.digest == self.current.digest:
            return None
        return found, tuple(each for each in self.versions if each.number > found.number)


def publication_of(survey: Survey) -> Publication | None:
    """Return the publication of a survey; None where it was put there by hand, or changed so."""
    try:
        status = (survey.folder / RECORD).stat()
    except OSError:
        return None
    return _publication(survey.folder, survey.version, (status.st_mtime_ns, status.st_ino))


@lru_cache(maxsize=256)
def _publication(folder: Path, version: str, record: tuple[int, int]) -> Publication | None:
    """The publication as of a version of the files and of the record."""
    found = read_record(folder)
    try:
        is_its = found is not None and found.current.digest == digest_of(folder)
    except OSError:
        return None
    return found if is_its else None


def version_link(survey: Survey) -> dict[str, list[str]]:
    """Return what of a link says which version it was made on; nothing where there is none."""
    found = publication_of(survey)
    return {"version": [str(found.current.number)]} if found else {}


def read_record(folder: Path) -> Publication | None:
    """Return what the record of a folder says, whatever its content; None where it cannot be."""
    try:
        said = tomllib.loads((folder / RECORD).read_text("utf-8"))
        versions = tuple(_version(written) for written in said["versions"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    numbers = [each.number for each in versions]
    in_order = numbers == sorted({*numbers}) and all(number > 0 for number in numbers)
    return Publication(versions) if versions and in_order else None


def _version(written: Mapping[str, Any]) -> Version:
    number, day, digest = written["number"], written["date"], written["digest"]
    back_to, by_hand = written.get("back_to"), written.get("by_hand", False)
    of_kind = (type(number) is int, type(day) is date, isinstance(digest, str))
    if not (all(of_kind) and isinstance(by_hand, bool) and type(back_to) in (int, type(None))):
        raise TypeError
    note = _text(written["note"]) if "note" in written else None
    changes = tuple(_text(change) for change in written.get("changes", ()))
    return Version(number, day, digest, changes, note, by_hand, back_to)


def _text(written: Mapping[str, Any]) -> Text:
    if not all(isinstance(written[language], str) for language in ("nb", "en")):
        raise TypeError
    return Text(written["nb"], written["en"])


def record_text(publication: Publication) -> str:
    """Return a publication as it stands in the folder."""
    lines = [_HEAD + "format = 1"]
    for each in publication.versions:
        values: dict[str, object] = {"number": each.number, "date": each.day}
        values |= {"digest": each.digest}
        values |= {"by_hand": True} if each.by_hand else {}
        values |= {"back_to": each.back_to} if each.back_to else {}
        values |= {"note": _written(each.note)} if each.note else {}
        values |= {"changes": [_written(change) for change in each.changes]} if each.changes else {}
        lines += ["", "[[versions]]", *assignments(values)]
    return "\n".join(lines) + "\n"


def _written(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}


def digest_of(folder: Path) -> str:
    """Return a mark of a folder's content, which is the same for a copy.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    whole = hashlib.sha256()
    for name in CONTENT:
        if (folder / name).exists():
            with (folder / name).open("rb") as file:
                whole.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()
