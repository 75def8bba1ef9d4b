"""Texts by which rows were coded: kept with the column, so that no labels are exchanged unseen.

An import numbers the texts of a file, and the rows keep the numbers only. If two codes change place
in the codebook afterwards, every answer means something else. The column therefore remembers which
text each of its codes was given for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.language.errors import Fault, shorten
from insight.survey.codebook import Category, Codebook

TEXTS = b"insight.texts"  # the name under which a column keeps them
Texts = Mapping[str, str]  # text by the code that it was given


def texts_of(book: Codebook) -> dict[str, Texts]:
    """Return the texts that an import has numbered, by column."""
    columns = {
        variable.id: {
            category.key: category.source for category in variable.categories if category.source
        }
        for variable in book.variables.values()
        if variable.kind == "single"
    }
    return {column: texts for column, texts in columns.items() if texts}


def with_texts(field: pa.Field, texts: Texts | None) -> pa.Field:
    """Return a column's name and type with the texts by which its rows were coded."""
    if not texts:
        return field
    return field.with_metadata({TEXTS: json.dumps(dict(texts), ensure_ascii=False).encode()})


def exchanged_texts(book: Codebook, responses: Path) -> Iterator[Fault]:
    """Say of which codes the codebook has the text by which rows of another code were coded.

    Other words for a code are no fault: a spelling may be mended and a label translated.
    """
    schema = pq.read_schema(responses)
    for variable in book.variables.values():
        texts = _texts_in(schema, variable.id)
        if not texts or variable.kind != "single":
            continue
        codes = {_fold(text): code for code, text in reversed(texts.items())}
        for category in variable.categories:
            own = texts.get(category.key)
            for words in _words_of_others(category, own, codes):
                values = {"variable": variable.id, "code": category.key, "words": shorten(words),
                          "text": shorten(own or ""), "other": codes[_fold(words)]}  # fmt: skip
                yield Fault("fault.coded_text" if own else "fault.coded_text_new", values)
                break


def _words_of_others(
    category: Category, own: str | None, codes: Mapping[str, str]
) -> Iterator[str]:
    """The words of a category that belong to rows of another code."""
    mine = _fold(own or "")
    labels = (category.label.nb, category.label.en)
    if mine not in map(_fold, labels):
        yield from (words for words in labels if _fold(words) in codes)
    if category.source and _fold(category.source) != mine and _fold(category.source) in codes:
        yield category.source


def _texts_in(schema: pa.Schema, column: str) -> dict[str, str]:
    """The texts that a column keeps; none where somebody else wrote the file."""
    place = schema.get_field_index(column)
    metadata = schema.field(place).metadata if place >= 0 else None
    try:
        texts = json.loads((metadata or {}).get(TEXTS, b"{}"))
    except ValueError:
        return {}
    if not isinstance(texts, dict):
        return {}
    return {code: text for code, text in texts.items() if isinstance(text, str)}


def _fold(words: str) -> str:
    """Words so that those which mean the same compare equal."""
    return re.sub(r"\s+", " ", words).strip(" .:?!").casefold()
