"""The table of a step: reads values that only recipes have, and notes what is wrong with them."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import TypeVar

from insight.language.catalogue import Text, is_plain
from insight.language.errors import near_miss
from insight.survey.parser import LONGEST_NAME
from insight.survey.recipe.expressions import Code
from insight.survey.toml_reader import TomlReader

LARGEST_NUMBER = 1e15
MOST_LISTED = 2_000
LONGEST_TEXT = 10_000

Entry = TypeVar("Entry")


class StepTable(TomlReader):
    """A table in which every name must be known, and every list has a limit."""

    def inner(self, table: dict[str, object], name: str) -> StepTable:
        """A table in this one."""
        place = ".".join(part for part in (self._place, name) if part)
        return StepTable(table, self._file, place, self.faults, self._tables)

    _inner = inner

    def refuse_others(self, besides: Collection[str] = ()) -> None:
        """Note every name in this table that was not read."""
        known = {*self._names_read, *besides}
        for name in self.names:
            if name not in known:
                hint = near_miss(name, sorted(known))
                self.fault("fault.unknown_key", name, value=name, hint=hint)

    def name(self, name: str) -> str:
        """The id of a variable, which must be given."""
        value = self.string(name, required=True) or ""
        self._require_name(name, value)
        return value

    def optional_name(self, name: str) -> str | None:
        """The id of a variable, or None."""
        value = self.string(name)
        self._require_name(name, value or "")
        return value

    def _require_name(self, name: str, value: str) -> None:
        if not is_plain(value) or len(value) > LONGEST_NAME:
            self.fault("fault.bad_name", name, value=value)

    def names_of(self, name: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of ids of variables."""
        value = self.value(name)
        if value is None and not required:
            return ()
        if (
            not isinstance(value, list)
            or not 0 < len(value) <= MOST_LISTED
            or not all(isinstance(each, str) and each.strip() and is_plain(each) for each in value)
        ):
            self.fault("fault.recipe_not_names", name, value=name)
            return ()
        return tuple(value)

    def code_list(self, name: str, *, required: bool = True) -> tuple[Code, ...]:
        """A list of codes."""
        if self.value(name) is None and not required:
            return ()
        codes = tuple(self.codes(name))
        if len(codes) > MOST_LISTED:
            self.fault("fault.recipe_many", name, value=name, most=MOST_LISTED)
            return ()
        return codes

    def optional_code(self, name: str) -> Code | None:
        """A code, or None."""
        return None if self.value(name) is None else self.code(name)

    def number(self, name: str) -> float | None:
        """A number that a computer can compare, or None."""
        value = self.value(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            if isinstance(value, int) and abs(value) <= LARGEST_NUMBER:
                return float(value)
            if isinstance(value, float) and math.isfinite(value) and abs(value) <= LARGEST_NUMBER:
                return value
        self.fault("fault.recipe_not_number", name, value=value)
        return None

    def entries(self, name: str, most: int, *, required: bool = True) -> list[StepTable]:
        """A list of tables, at least one where it is required."""
        if self.value(name) is None:
            if required:
                self.fault("fault.absent", name, value=name)
            return []
        tables = [table for table in self.tables(name) if isinstance(table, StepTable)]
        if len(tables) > most:
            self.fault("fault.recipe_many", name, value=name, most=most)
            return []
        if not tables and required and isinstance(self.value(name), list):
            self.fault("fault.absent", name, value=name)
        return tables

    def words(self) -> Text:
        """The words of this table in both languages."""
        words = self.both_languages()
        if max(len(words.nb), len(words.en)) > LONGEST_TEXT:
            self.fault("fault.recipe_many", "nb", value="nb", most=LONGEST_TEXT)
        return words

    def optional_words(self) -> Text | None:
        """The words of this table in both languages, or None where it has neither."""
        if self.value("nb") is None and self.value("en") is None:
            return None
        return self.words()
