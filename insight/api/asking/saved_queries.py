"""Saved queries, whose id is the query itself: nothing is kept, and the same query has one id."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from insight.api.asking.selection import Wanted, wanted_in_body
from insight.api.problems import Problem
from insight.api.settings import MOST_BYTES

LONGEST_ID = 20_000
_ID = re.compile(rf"[\w-]{{1,{LONGEST_ID}}}", re.ASCII)
_RAW = -15  # deflate without a header


@dataclass(frozen=True)
class SavedQuery:
    """A table, what is asked of it, and how it is told."""

    table: str
    language: str
    selection: Mapping[str, Any]
    output_format: str = ""
    parameters: tuple[str, ...] = ()

    @property
    def wanted(self) -> Wanted:
        """What is asked of the table."""
        return wanted_in_body(self.selection)

    def document(self) -> dict[str, object]:
        """Return the query as clients know it."""
        return {
            "tableId": self.table,
            "language": self.language,
            "selection": self.selection,
            **({"outputFormat": self.output_format} if self.output_format else {}),
            **({"outputFormatParams": list(self.parameters)} if self.parameters else {}),
        }

    @property
    def id(self) -> str:
        """The query, packed."""
        canonical = json.dumps(self.document(), sort_keys=True, separators=(",", ":"))
        packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
        packed = packer.compress(canonical.encode()) + packer.flush()
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def read_saved_query(document: Mapping[str, Any]) -> SavedQuery:
    """Read a query from a body.

    Raises
    ------
    Problem
        If it is not of the form that it must have.
    """
    body = {name.lower(): value for name, value in document.items()}
    selection = body.get("selection") or {}
    words = [body.get(name) or "" for name in ("tableid", "language", "outputformat")]
    parameters = body.get("outputformatparams") or []
    if not isinstance(selection, dict) or not isinstance(parameters, list):
        raise Problem("bad_body")
    if not all(isinstance(word, str) for word in (*words, *parameters)):
        raise Problem("bad_body")
    wanted_in_body(selection)
    table, language, output_format = words
    query = SavedQuery(table, language, _kept(selection), output_format, tuple(parameters))
    try:
        json.dumps(query.document(), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a letter, which no answer can hold
        raise Problem("bad_body") from None
    return query


def _kept(selection: Mapping[str, Any]) -> dict[str, object]:
    """What of a selection means something, so that nothing else makes another id."""
    body = {name.lower(): value for name, value in selection.items()}
    entries = [
        {_NAMES[name.lower()]: value for name, value in entry.items() if name.lower() in _NAMES}
        for entry in body.get("selection") or []
    ]
    placement = body.get("placement")
    return {"selection": entries, **({"placement": _places(placement)} if placement else {})}


_NAMES = {"variablecode": "variableCode", "valuecodes": "valueCodes", "codelist": "codelist"}


def _places(placement: Mapping[str, Any]) -> dict[str, object]:
    folded = {name.lower(): value for name, value in placement.items()}
    return {name: folded[name] for name in ("heading", "stub") if name in folded}


def unpack(saved_id: str) -> SavedQuery:
    """Return the query that an id is.

    Raises
    ------
    Problem
        If it is none.
    """
    try:
        document = json.loads(_inflated(saved_id))
        if not isinstance(document, dict):
            raise Problem("unknown_saved_query")
        return read_saved_query(document)
    except (ValueError, RecursionError, zlib.error, binascii.Error, Problem):
        raise Problem("unknown_saved_query") from None


def _inflated(saved_id: str) -> str:
    if not _ID.fullmatch(saved_id):
        raise Problem("unknown_saved_query")
    packed = base64.urlsafe_b64decode(saved_id + "=" * (-len(saved_id) % 4))
    unpacker = zlib.decompressobj(_RAW)
    written = unpacker.decompress(packed, MOST_BYTES)
    if not unpacker.eof or unpacker.unconsumed_tail or unpacker.unused_data:
        raise Problem("unknown_saved_query")
    return written.decode()
