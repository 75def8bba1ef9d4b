"""Listing of cubes: those of the surveys of the data folder, found by id and by words.

What is told by address, and on pages, is told of the surveys that there are for who asks, figures
and pictures, catalogue and map alike: this is the one door between the data folder and people. A
codebook that closes its responses closes the rows to whoever would download them, and no figure of
its pages. What a visitor brings lies elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from insight.access.access_file import policy_of
from insight.access.person import ANYBODY, Person
from insight.access.policy import Rights
from insight.access.visible_surveys import rights_in, visible_to
from insight.analysis import shared_surveys
from insight.api.cube import Cube
from insight.api.problems import Problem
from insight.language.catalogue import Text
from insight.language.errors import near_miss, shorten
from insight.language.search import matches
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Variable
from insight.survey.folders import CODEBOOK, Found, data_folder

# What an answer looks like and how its figures are rounded; with it the marks change by which
# clients know that theirs is old.
EDITION = "3"


@dataclass(frozen=True)
class Listing:
    """The cubes that there are, in the order of surveys and items."""

    surveys: tuple[OpenSurvey, ...]

    @cached_property
    def cubes(self) -> tuple[Cube, ...]:
        """All of them."""
        return tuple(cube for survey in self.surveys for cube in _of_survey(survey))

    @cached_property
    def by_id(self) -> Mapping[str, Cube]:
        """Cubes by id, and by id in small letters."""
        folded = {cube.id.casefold(): cube for cube in reversed(self.cubes)}
        return folded | {cube.id: cube for cube in self.cubes}

    def cube(self, name: str) -> Cube:
        """Return the cube with this id.

        Raises
        ------
        Problem
            If there is none; the detail suggests near ids.
        """
        found = self.by_id.get(name) or self.by_id.get(name.casefold())
        if found is None:
            hint = near_miss(name, [cube.id for cube in self.cubes])
            raise Problem("unknown_table", name=shorten(name), hint=hint)
        return found

    @cached_property
    def by_codelist(self) -> Mapping[str, tuple[Cube, str]]:
        """The cube of each code list and its id, by the id in small letters."""
        return {name.casefold(): (cube, name) for cube in self.cubes for name in cube.codelists}

    def found(self, words: str, since: date | None) -> list[Cube]:
        """Return the cubes in which every word occurs, of surveys that changed since a day."""
        return [
            cube
            for cube in self.cubes
            if (since is None or updated(cube.survey).date() >= since)
            and matches(words, self._texts[cube.id])
        ]

    @cached_property
    def _texts(self) -> Mapping[str, list[str | Text | None]]:
        return {cube.id: [*_texts(cube)] for cube in self.cubes}

    @cached_property
    def mark(self) -> str:
        """A mark that changes when any of the surveys does."""
        return _hashed(*(survey.version for survey in self.surveys))


def surveys_for(person: Person, data: str | Path | None = None) -> Found[OpenSurvey]:
    """Return the surveys that there are for a person now.

    Parameters
    ----------
    person
        Who asks.
    data
        The data folder; else ``INSIGHT_DATA``, else the bundled one.
    """
    policy = policy_of(data_folder(data))
    return visible_to(shared_surveys.surveys_as_written(data), person, policy)


def rights_of(person: Person, data: str | Path | None = None) -> Mapping[str, Rights]:
    """Return what a person may in each of the surveys that there are for them now, by its id."""
    policy = policy_of(data_folder(data))
    inventory = shared_surveys.surveys_as_written(data).surveys
    given = {survey.id: rights_in(survey, person, policy) for survey in inventory}
    return {name: rights for name, rights in given.items() if rights}


def closed_survey(name: str, person: Person) -> str:
    """Return the id of the survey of which somebody names a table, or itself, if it is closed.

    Parameters
    ----------
    name
        What they have written; nothing of it is told where there is no such survey.
    person
        Who.
    """
    folded, policy = name.partition(".")[0].casefold(), policy_of(data_folder())
    named = (
        survey.id
        for survey in shared_surveys.surveys_as_written().surveys
        if survey.id.casefold() == folded and not rights_in(survey, person, policy)
    )
    return next(named, "")


def sees_more(person: Person, data: str | Path | None = None) -> bool:
    """Whether there is anything for a person that is not there for everybody."""
    return surveys_for(person, data).surveys != surveys_for(ANYBODY, data).surveys


def listing(person: Person = ANYBODY, data: str | Path | None = None) -> Listing:
    """Return the cubes there are for a person; of whom nothing is known, what is for everybody."""
    return _listing(surveys_for(person, data).surveys)


def whole_listing(data: str | Path | None = None) -> Listing:
    """Return all cubes, for whoever has started this process."""
    return _listing(shared_surveys.surveys(data).surveys)


@lru_cache(maxsize=32)
def _listing(surveys: tuple[OpenSurvey, ...]) -> Listing:
    return Listing(surveys)


def _of_survey(survey: OpenSurvey) -> Iterator[Cube]:
    """The cubes of a survey: of each item, and of mean and quartiles where codes are scores."""
    items = survey.codebook.items
    names = {item.id for item in items}
    for item in items:
        yield Cube(survey, item)
        if _is_scored(item) and f"{item.id}.mean" not in names:
            yield Cube(survey, item, "mean")
        has_quartiles = item.kind == "numeric" or _is_scored(item)
        if has_quartiles and f"{item.id}.quartiles" not in names:
            yield Cube(survey, item, "quartiles")


def _is_scored(item: Variable) -> bool:
    return item.kind == "single" and item.ordered and item.integer_codes


def _texts(cube: Cube) -> Iterator[str | Text | None]:
    book, item = cube.codebook, cube.item
    yield from (cube.id, book.title, item.label, item.question, item.note)
    for dimension in cube.dimensions:
        yield dimension.label
        yield from (value.label for value in dimension.values)


def updated(survey: OpenSurvey) -> datetime:
    """Return when a survey was last changed: the codebook's day, else the file's time.

    Of one that stands in a database it is the time of the codebook.


    A file of the future is of now, for a clock may have gone wrong when it was written.
    """
    if day := survey.codebook.updated:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        file = survey.folder / CODEBOOK if survey.codebook.source_table else survey.responses
        written, now = file.stat().st_mtime, datetime.now(UTC).timestamp()
        seconds = min(max(written, 0.0), now)
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(int(seconds), tz=UTC)


def days_ago(days: int) -> date:
    """Return the day so many days before today, none before the first that there is."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=min(days, today.toordinal() - 1))


def mark_of(*cubes: Cube) -> str:
    """Return a mark of cubes that changes when a survey of theirs does, and tells nothing of it."""
    return _hashed(*(word for cube in cubes for word in (cube.survey.version, cube.id)))


def _hashed(*words: str) -> str:
    return hashlib.sha256("\n".join([EDITION, *words]).encode("utf-8", "replace")).hexdigest()[:24]
