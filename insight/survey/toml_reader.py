"""Reads one table of a TOML file and notes what is wrong with it instead of stopping.

Where a value is absent or of the wrong kind, the fault is noted and a harmless value returned, so
that reading can go on and find the rest.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from insight.language.catalogue import LANGUAGES, Text, is_plain
from insight.language.errors import Fault, near_miss, shorten

_Choice = TypeVar("_Choice", bound=str)
LARGEST_CODE = 2**63


class TomlReader:
    """A TOML table and its place in the file.

    The list of faults is shared by the whole file, and so is that of its tables: each remembers
    which names were read, so that the others can be told.
    """

    def __init__(
        self,
        table: dict[str, object],
        file: str,
        place: str = "",
        faults: list[Fault] | None = None,
        tables: list[TomlReader] | None = None,
    ) -> None:
        self._table = table
        self._file = file
        self._place = place
        self._names_read: set[str] = set()
        self.faults: list[Fault] = [] if faults is None else faults
        self._tables: list[TomlReader] = [] if tables is None else tables
        self._tables.append(self)

    @property
    def names(self) -> list[str]:
        """The names in this table, in the file's order."""
        return list(self._table)

    def value(self, name: str, default: object = None) -> object:
        """The raw value, or the default."""
        self._names_read.add(name)
        return self._table.get(name, default)

    def fault(self, key: str, name: str, **values: object) -> None:
        """Note that `name` in this table is wrong."""
        place = shorten(".".join(part for part in (self._place, name) if part))
        problem = Fault(key, {field: _value_text(value) for field, value in values.items()})
        self.faults.append(
            Fault("fault.at", {"file": self._file, "place": place, "problem": problem})
        )

    def check_names(self) -> None:
        """Note names that look like a slip of the pen for one that was read, in every table.

        Other unknown names are left alone.
        """
        for table in self._tables:
            table._check_own_names()

    def _check_own_names(self) -> None:
        for name in self._table:
            if name in self._names_read:
                continue
            if close := difflib.get_close_matches(name, self._names_read, n=1, cutoff=0.75):
                hint = Fault("fault.did_you_mean", {"names": close[0]})
                self.fault("fault.unknown_key", name, value=name, hint=hint)

    def table(self, name: str) -> TomlReader:
        """The table called `name`, empty where there is none."""
        value = self.value(name, {})
        if not isinstance(value, dict):
            self.fault("fault.not_a_table", name, value=value)
            value = {}
        return self._inner(value, name)

    def tables(self, name: str) -> list[TomlReader]:
        """The list of tables called `name`, empty where there is none."""
        value = self.value(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault("fault.not_tables", name, value=value)
            return []
        return [self._inner(entry, f"{name}[{number}]") for number, entry in enumerate(value, 1)]

    def _inner(self, table: dict[str, object], name: str) -> TomlReader:
        place = ".".join(part for part in (self._place, name) if part)
        return TomlReader(table, self._file, place, self.faults, self._tables)

    def string(self, name: str, *, required: bool = False) -> str | None:
        """A string that is not blank."""
        value = self.value(name)
        if value is None:
            if required:
                self.fault("fault.absent", name, value=name)
            return None
        if not isinstance(value, str) or not value.strip():
            self.fault("fault.not_text", name, value=value)
            return None
        return value

    def strings(self, name: str) -> tuple[str, ...]:
        """One string, or a list of strings."""
        value = self.value(name)
        if isinstance(value, list):
            if all(isinstance(text, str) and text.strip() for text in value):
                return tuple(value)
            self.fault("fault.not_text", name, value=value)
            return ()
        single = self.string(name)
        return (single,) if single else ()

    def text(self, name: str, *, required: bool = False) -> Text:
        """A sentence in both languages."""
        value = self.value(name)
        if value is None:
            if required:
                self.fault("fault.absent", name, value=name)
            return Text("", "")
        if not isinstance(value, dict):
            self.fault("fault.not_bilingual", name, value=value)
            return Text("", "")
        return self._inner(value, name).both_languages()

    def both_languages(self) -> Text:
        """The sentence that this table is, in both languages."""
        nb, en = (self.string(language, required=True) or "" for language in LANGUAGES)
        return Text(nb, en)

    def optional_text(self, name: str) -> Text | None:
        """A sentence in both languages, or None."""
        return None if self.value(name) is None else self.text(name)

    def boolean(self, name: str, *, default: bool) -> bool:
        """Either true or false."""
        value = self.value(name, default)
        if not isinstance(value, bool):
            self.fault("fault.not_boolean", name, value=value)
            return default
        return value

    def optional_date(self, name: str) -> date | None:
        """A day without a time, or None."""
        value = self.value(name)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault("fault.not_date", name, value=value)
        return None

    def count(self, name: str, default: int) -> int:
        """A whole number of at least 0."""
        value = self.value(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fault("fault.not_count", name, value=value)
            return default
        return value

    def number(self, name: str) -> float | None:
        """A number that is neither infinite nor none, or None."""
        value = self.value(name)
        if value is None or _is_number(value):
            return None if value is None else float(value)  # type: ignore[arg-type]
        self.fault("fault.not_number", name, value=value)
        return None

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of numbers, empty where there is none."""
        value = self.value(name, [])
        if isinstance(value, list) and all(map(_is_number, value)):
            return tuple(map(float, value))
        self.fault("fault.not_numbers", name, value=value)
        return ()

    def choice(self, name: str, choices: Sequence[_Choice], default: _Choice | None) -> _Choice:
        """One of `choices`; a value must be given where there is no default."""
        value = self.value(name, default)
        if value is None:
            self.fault("fault.absent", name, value=name)
        for choice in choices:
            if choice == value:
                return choice
        if value is not None:
            self.fault("fault.unknown_choice", name, value=value, hint=near_miss(value, choices))
        return default if default is not None else choices[0]

    def optional_choice(self, name: str, choices: Sequence[_Choice]) -> _Choice | None:
        """One of `choices`, or None."""
        return None if self.value(name) is None else self.choice(name, choices, choices[0])

    def code(self, name: str) -> int | str:
        """An integer or a string that is not blank."""
        value = self.value(name)
        if value is None:
            self.fault("fault.absent", name, value=name)
        elif _is_code(value):
            return value  # type: ignore[return-value]
        else:
            self.fault("fault.not_code", name, value=value)
        return ""

    def codes(self, name: str) -> list[int | str]:
        """A list of codes with at least one in it."""
        value = self.value(name)
        if not isinstance(value, list) or not value or not all(_is_code(code) for code in value):
            self.fault("fault.not_codes", name, value=value)
            return []
        return value


def _is_code(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and is_plain(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_CODE


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < LARGEST_CODE and math.isfinite(value)


def _value_text(value: object) -> object:
    return value if isinstance(value, Fault) else shorten(value)
