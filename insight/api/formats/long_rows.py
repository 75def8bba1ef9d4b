"""Rows of a selection, one for each cell, as CSV, workbook, Parquet and a web page.

Each row says which values it is of, its figure, why that is not there or is uncertain, whether it
is simulated, and what its level rests on.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from markupsafe import Markup

from insight.api import cube_words
from insight.api.asking.selection import Selection
from insight.api.codes import COLUMNS
from insight.api.cube import Value
from insight.api.cube_figures import Cells
from insight.api.formats.jsonstat import Telling
from insight.exports.files import without_formula
from insight.exports.row_workbook import row_workbook

SEPARATORS = {"separatortab": "\t", "separatorspace": " ", "separatorsemicolon": ";"}


@dataclass(frozen=True)
class Layout:
    """How rows are written: with codes, texts or both, a title above them, and what between."""

    codes: bool
    texts: bool
    with_title: bool
    separator: str


def layout_of(parameters: tuple[str, ...]) -> Layout:
    """Read how rows are to be written; what is not known is passed over, as PxWebApi does."""
    asked = [parameter.lower() for parameter in parameters]
    codes_and_texts = "usecodesandtexts" in asked
    codes = "usecodes" in asked
    separators = [SEPARATORS[parameter] for parameter in asked if parameter in SEPARATORS]
    return Layout(
        codes=codes or codes_and_texts,
        texts=codes_and_texts or not codes,
        with_title="includetitle" in asked,
        separator=separators[0] if separators else ",",
    )


@dataclass(frozen=True)
class LongRows:
    """A selection with its figures, to be written row by row."""

    selection: Selection
    cells: Cells
    telling: Telling
    layout: Layout

    @property
    def title(self) -> str:
        """What the rows are about."""
        dimensions = [each.dimension for each in self.selection.selected]
        return cube_words.title(self.selection.cube, dimensions, self.telling.language)

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        names = [
            name
            for each in self.selection.selected
            for name in self._named(each.dimension.id, each.dimension.label[self.telling.language])
        ]
        return [*names, *COLUMNS]

    def _named(self, code: str, text: str) -> list[str]:
        """A code, a text, or both, of which one is a name of the other where both are there."""
        if self.layout.codes and self.layout.texts:
            return [code, f"{code}_label"]
        return [code if self.layout.codes else text]

    def _written(self, value: Value) -> list[str]:
        layout = self.layout
        text = [value.label[self.telling.language]] if layout.texts else []
        return [*([value.code] if layout.codes else []), *text]

    def rows(self) -> Iterator[list[object]]:
        """Yield the rows, figures as they are."""
        simulated = self.selection.cube.codebook.simulated
        columns = [
            [self._written(value) for value in each.values] for each in self.selection.selected
        ]
        cells = zip(self.cells.values, self.cells.statuses, self.cells.bases, strict=True)
        for words, (value, status, basis) in zip(itertools.product(*columns), cells, strict=True):
            yield [*itertools.chain(*words), value, status, simulated, basis]

    def csv(self) -> bytes:
        """Write CSV: UTF-8, decimal point, nothing that a spreadsheet would run."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=self.layout.separator, lineterminator="\n")
        if self.layout.with_title:
            writer.writerow([without_formula(self.title)])
        writer.writerow([without_formula(name) for name in self.header])
        for row in self.rows():
            writer.writerow([_plain(cell) for cell in row])
        return buffer.getvalue().encode()

    def xlsx(self) -> bytes:
        """Write a workbook: the rows on one sheet, and on another what must be known of them."""
        return row_workbook(self.header, self.rows(), self._about())

    def _about(self) -> list[str]:
        cube, language = self.selection.cube, self.telling.language
        return [self.title, *cube_words.notes(cube, language), cube_words.source(cube, language)]

    def parquet(self) -> bytes:
        """Write Parquet, with the notes in its metadata."""
        names = self.header
        texts = len(names) - len(COLUMNS)
        kinds = [pa.string()] * texts + [pa.float64(), pa.string(), pa.bool_(), pa.string()]
        schema = pa.schema(
            [*zip(names, kinds, strict=True)], metadata={"notes": "\n".join(self._about())}
        )
        columns = [*zip(*self.rows(), strict=True)]
        arrays = [
            pa.array(map(_as_float, column) if at == texts else column, kind)
            for at, (column, kind) in enumerate(zip(columns, kinds, strict=True))
        ]
        buffer = io.BytesIO()
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer)
        return buffer.getvalue()

    def html(self) -> bytes:
        """Write a web page with one table, every word escaped."""
        lines = [
            Markup("<!DOCTYPE html><html lang='{}'><head><meta charset='utf-8'>").format(
                self.telling.language
            ),
            Markup("<title>{0}</title></head><body><table><caption>{0}</caption>").format(
                self.title
            ),
            _line("th", self.header),
            *(_line("td", row) for row in self.rows()),
            Markup("</table>"),
            *(Markup("<p>{}</p>").format(note) for note in self._about()[1:]),
            Markup("</body></html>"),
        ]
        return "\n".join(lines).encode()


def _plain(cell: object) -> object:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return without_formula(cell) if isinstance(cell, str) else cell


def _as_float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _line(tag: str, cells: list[str] | list[object]) -> Markup:
    written = [
        "" if cell is None else _plain(cell) if isinstance(cell, bool) else cell for cell in cells
    ]
    inner = Markup("").join(Markup("<{0}>{1}</{0}>").format(Markup(tag), cell) for cell in written)
    return Markup("<tr>{}</tr>").format(inner)
