"""Words of the facts as they are shown: translated, and corrected where that is needed."""

from __future__ import annotations

from collections import defaultdict

Row = dict[str, str]


class Words:
    """What stands in one language, in both; remembers what it could not find."""

    def __init__(self, found: list[Row]) -> None:
        self._by = {
            "en": {one["en"]: one for one in found},
            "nb": {one["nb"]: one for one in found},
        }
        self.missing: set[str] = set()

    def __call__(self, name: str, text: str, language: str = "en") -> Row:
        """Return the columns `name`_nb and `name`_en."""
        if not text:
            return {f"{name}_nb": "", f"{name}_en": ""}
        one = self._by[language].get(text)
        if one is None:
            self.missing.add(text)
            return {f"{name}_nb": text, f"{name}_en": text}
        return {f"{name}_nb": one["nb"], f"{name}_en": one["en_shown"]}


class Corrections:
    """Cells that were taken down otherwise than they are shown, each used once.

    A correction says which text it replaces, so that it is noticed when that text has changed.
    """

    def __init__(self, found: list[Row]) -> None:
        self._of_row: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
        for one in found:
            cells = self._of_row[one["kind"], one["id"]]
            if cells.setdefault(one["column"], one) is not one:
                raise ValueError("corrections.csv corrects the same cell twice")

    def __call__(self, kind: str, row: Row) -> Row:
        """Return a row with its corrected cells."""
        corrected = dict(row)
        for column, correction in self._of_row.pop((kind, row["id"]), {}).items():
            if row.get(column) != correction["taken_down"]:
                raise ValueError(f"corrections.csv: {row['id']}, {column} was taken down otherwise")
            corrected[column] = correction["shown"]
        return corrected

    def require_used(self) -> None:
        """Make sure that every correction has found its cell."""
        lost = [" ".join((*row, column)) for row, cells in self._of_row.items() for column in cells]
        if lost:
            raise ValueError(f"corrections.csv corrects what is not there: {', '.join(lost)}")
