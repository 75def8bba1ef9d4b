"""Files of statistics programs through ReadStat, a block of rows at a time.

ReadStat is C code that meets hostile bytes here; what it may do to the process is the sandbox's
affair, what it raises becomes one sentence.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from pyreadstat import ReadstatError

from insight.importers.readers.source import MOST_COLUMNS
from insight.importers.readers.values import join_blocks
from insight.language.errors import Fault, ImportRefusal, shorten

BLOCK = 6_000_000  # cells; as Python objects they take about 200 MB
SAMPLE = 200_000  # cells in which misread texts are looked for
ENCODING_ERRORS = ("convert string", "character set")

Block = Mapping[str | None, list[Any]]
Reading = Callable[..., tuple[Block, Any]]
Convert = Callable[[int, list[Any]], pa.Array]


@dataclass(frozen=True, slots=True)
class ReadStatFile:
    """A file, the function of pyreadstat that reads it, and the arguments that it takes."""

    path: Path
    program: str
    reading: Reading
    arguments: Mapping[str, object]
    patches: Mapping[int, bytes] = field(default_factory=dict)

    def open_with_metadata(self) -> tuple[ReadStatFile, Any]:
        """Return the file and what it says of itself, read in UTF-8 where that alone makes sense.

        Files of older versions do not say their encoding, and many programs write UTF-8 into them.
        """
        stated = bool(self.arguments.get("encoding"))
        as_unicode = replace(self, arguments={**self.arguments, "encoding": "UTF-8"})
        try:
            metadata = self._read_metadata()
            misread = not stated and is_misread_unicode(self._texts(metadata))
        except ImportRefusal as refusal:
            if refusal.faults[0].key != "fault.import_encoding" or stated:
                raise
            misread = True
        if not misread:
            return self, metadata
        metadata = as_unicode._read_metadata()
        metadata.file_encoding = "UTF-8"
        return as_unicode, metadata

    def _texts(self, metadata: Any) -> Iterator[str]:
        """Yield labels, and texts of the first respondents."""
        yield from (label for label in metadata.column_labels if label)
        for labels in metadata.variable_value_labels.values():
            yield from labels.values()
        if "string" in metadata.readstat_variable_types.values():
            block, _ = self._read(row_limit=max(1, SAMPLE // len(metadata.column_names)))
            for values in block.values():
                yield from (value for value in values if type(value) is str)

    def _read_metadata(self) -> Any:
        _, metadata = self._read(metadataonly=True)
        names = metadata.column_names
        if not names:
            raise ImportRefusal(Fault("fault.import_no_columns", {"file": self.path.name}))
        if len(names) > MOST_COLUMNS:
            raise too_many_columns(self.path.name, len(names))
        if repeated := [name for name, count in Counter(names).items() if count > 1]:
            raise self.broken_file(f"column {shorten(repeated[0])} is there more than twice")
        return metadata

    def read_columns(self, names: Sequence[str | None], convert: Convert) -> list[pa.ChunkedArray]:
        """Return every column, converted block by block."""
        blocks_by_column: list[list[pa.Array]] = [[] for _ in names]
        for block in self._blocks(len(names)):
            if len(block) != len(names):
                raise self.broken_file("columns are missing")
            for position, name in enumerate(names):
                blocks_by_column[position].append(convert(position, block[name]))
        if not blocks_by_column[0]:
            raise ImportRefusal(Fault("fault.import_no_rows", {"file": self.path.name}))
        return [join_blocks(blocks) for blocks in blocks_by_column]

    def has_row(self, number: int) -> bool:
        """Whether there is a row after the first `number` ones."""
        block, _ = self._read(row_offset=number, row_limit=1)
        return len(next(iter(block.values()))) > 0

    def broken_file(self, reason: str) -> ImportRefusal:
        """Return the refusal of a file that is damaged or cut."""
        return broken_file(self.path.name, self.program, reason)

    def _blocks(self, width: int) -> Iterator[Block]:
        limit = max(1, BLOCK // width)
        start = 0
        while True:
            block, _ = self._read(row_offset=start, row_limit=limit)
            rows = len(next(iter(block.values())))
            if rows:
                yield block
            if rows < limit:
                return
            start += rows

    def _read(self, **more: Any) -> tuple[Block, Any]:
        # Whatever the parser raises, the cause is the file: there is nothing of ours in it.
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                arguments = {**self.arguments, **more, "output_format": "dict"}
                if not self.patches:
                    return self.reading(str(self.path.resolve()), **arguments)
                with self.path.open("rb") as file:
                    return self.reading(PatchedFile(file, self.patches), **arguments)
        except MemoryError:
            raise
        except ReadstatError as error:
            if any(part in str(error) for part in ENCODING_ERRORS):
                raise wrong_encoding(self.path.name) from None
            raise self.broken_file(str(error)) from None
        except UnicodeError:
            raise wrong_encoding(self.path.name) from None
        except Exception as error:
            raise self.broken_file(f"{type(error).__name__} {error}") from None


def is_misread_unicode(texts: Iterable[str]) -> bool:
    """Whether texts read as Windows-1252 are all UTF-8 in truth.

    Examples
    --------
    >>> is_misread_unicode(["blÃ¥", "a"]), is_misread_unicode(["blå"]), is_misread_unicode(["a"])
    (True, False, False)
    """
    foreign = [text for text in texts if not text.isascii()]
    try:
        return all(text.encode("cp1252").decode("utf-8") for text in foreign) and bool(foreign)
    except UnicodeError:
        return False


def broken_file(file: str, program: str, reason: str) -> ImportRefusal:
    """Return the refusal of a file that is damaged or cut; the reason is for those who look."""
    values = {"file": file, "program": program, "reason": shorten(reason)}
    return ImportRefusal(Fault("fault.import_broken", values))


def wrong_encoding(file: str) -> ImportRefusal:
    """Return the refusal of a file whose texts are not in the encoding that it states."""
    return ImportRefusal(Fault("fault.import_encoding", {"file": file}))


def too_many_columns(file: str, count: int) -> ImportRefusal:
    """Return the refusal of a file that is too wide to be a survey."""
    values = {"file": file, "count": count, "most": MOST_COLUMNS}
    return ImportRefusal(Fault("fault.import_columns", values))


class PatchedFile:
    """A file that is read with other bytes at some places, for a reader that wants a file."""

    def __init__(self, file: BinaryIO, patches: Mapping[int, bytes]) -> None:
        self._file = file
        self._patches = patches

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, the patches laid over them."""
        start = self._file.tell()
        data = self._file.read(size)
        for place, patch in self._patches.items():
            if place < start + len(data) and place + len(patch) > start:
                skipped, at = max(0, start - place), max(0, place - start)
                piece = patch[skipped : skipped + len(data) - at]
                data = data[:at] + piece + data[at + len(piece) :]
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place of the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._file.tell()
