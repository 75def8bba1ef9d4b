"""Codebooks as their text, read or refused."""

from pathlib import Path

import pytest

from insight.language.catalogue import LANGUAGES
from insight.language.errors import CodebookError
from insight.survey.codebook import Codebook
from insight.survey.parser import read_codebook

HEAD = 'format = 1\nid = "s"\ntitle = { nb = "S", en = "S" }\n'
YES = '{ code = 1, nb = "Ja", en = "Yes" }'
NO = '{ code = 0, nb = "Nei", en = "No" }'
LABEL = 'label = { nb = "Q", en = "Q" }'
ITEM = f'[variables.q]\nkind = "single"\n{LABEL}\ncategories = [{YES}, {NO}]\n'
NUMBER = f'[variables.q]\nkind = "numeric"\n{LABEL}\n'
WAVE = (
    '[design]\nwave = "w"\n[variables.w]\nkind = "single"\nlabel = { nb = "W", en = "W" }\n'
    'categories = [{ code = 2020, nb = "2020", en = "2020" }]\n'
)


def single(codes: str, more: str = "") -> str:
    return f'{HEAD}[variables.q]\nkind = "single"\n{LABEL}\ncategories = [{codes}]\n{more}'


def simulated(anchors: str, design: str = "") -> str:
    return f"simulated = true\n{single(YES, anchors)}\n{design}"


def parsed(tmp_path: Path, text: str, survey_id: str | None = None) -> Codebook:
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    return read_codebook(path, survey_id)


def faults(tmp_path: Path, text: str | bytes, survey_id: str | None = None) -> list[str]:
    path = tmp_path / "codebook.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CodebookError) as refusal:
        read_codebook(path, survey_id)
    for language in LANGUAGES:
        lines = [fault.text(language) for fault in refusal.value.faults]
        assert all(line and line.isprintable() and len(line) < 700 for line in lines)
    return lines
