"""``insight publish``: a survey folder put into the data folder as a version, or a former one."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from insight.analysis.publishing.publishing import Published, histories, publish, roll_back
from insight.commands.arguments import add_shared
from insight.commands.check import survey_remarks
from insight.language import numbers
from insight.language.catalogue import Language, Text, one_line, say
from insight.language.errors import InsightError, some
from insight.reporting.version_words import what_changed
from insight.survey.disk.publication import digest_of
from insight.survey.folders import data_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``insight publish``."""
    add_shared(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help="survey to publish")
    what.add_argument("--rollback", metavar="SURVEY", help="publish its former version again")
    what.add_argument("--list", action="store_true", help="list the versions that there are")
    parser.add_argument(
        "--version", metavar="NUMBER", type=int, help="with --rollback: which former version"
    )
    parser.add_argument("--note", metavar="TEXT", help="what you say of it yourself")
    parser.add_argument(
        "--note-en", metavar="TEXT", help="the same in English, where --note is not"
    )


def run(chosen: argparse.Namespace) -> int:
    """Publish, bring a former version back, or list the versions."""
    data = data_folder(chosen.data)
    if chosen.list:
        _list(data, chosen.lang)
        return 0
    today = datetime.now().astimezone().date()
    note = _note(chosen.note or chosen.note_en, chosen.note_en or chosen.note)
    try:
        if chosen.rollback is not None:
            done = roll_back(chosen.rollback, data, today, note, chosen.version)
        else:
            done = publish(chosen.folder, data, today, note)
    except InsightError as error:
        for fault in error.faults:
            print(fault.text(chosen.lang), file=sys.stderr)
        return 1
    _tell(done, chosen.lang)
    return 0


def _note(nb: str | None, en: str | None) -> Text | None:
    nb, en = (one_line(words or "").strip() for words in (nb, en))
    return Text(nb, en) if nb else None


def _tell(done: Published, language: Language) -> None:
    """Say what was published, what it changes, and what the check remarks on."""
    version = done.version
    values = {"survey": done.survey.id, "number": version.number}
    if not done.is_new:
        print(say(language, "versions.same", **values))
        return
    print(say(language, "versions.published", **values, folder=done.survey.folder))
    for change in what_changed([version], language):
        print(f"- {change}")
    for remark in survey_remarks(done.survey):
        print(remark.text(language))
    if done.few:
        waves = some([wave[language] for wave in done.few])
        print(say(language, "versions.few_warning", waves=waves))
    if done.left_out:
        print(say(language, "versions.left_out", names=some(done.left_out)))


def _list(data: Path, language: Language) -> None:
    """Print each version on a line, the newest of a survey first, and which of them are kept."""
    known = [*histories(data)]
    if not known:
        print(say(language, "versions.none"))
    for room, history in known:
        kept = room.kept()
        for version in reversed(history.versions):
            state = "kept" if version.number in kept else "gone"
            if version is history.current and room.served.exists():
                state = "read" if digest_of(room.served) == version.digest else "changed"
            day = numbers.day(version.day, language)
            told = " ".join(what_changed([version], language))
            cells = (room.id, str(version.number), day, say(language, f"versions.{state}"), told)
            print("\t".join(one_line(cell) for cell in cells).rstrip("\t"))
