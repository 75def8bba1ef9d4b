"""Builds small survey folders for tests, from a data frame and the lines of a codebook."""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

GATES_OFF = {"min_base": 0, "min_effective_base": 0, "low_base": 0}


def write_survey(
    root: Path,
    survey_id: str,
    frame: pd.DataFrame | Mapping[str, list],
    variables: Mapping[str, Mapping],
    *,
    design: Mapping | None = None,
    disclosure: Mapping | None = None,
    simulated: bool = False,
) -> Path:
    """Write ``root/surveys/<survey_id>`` and return it."""
    codebook = {
        "format": 1,
        "id": survey_id,
        "simulated": simulated,
        "title": both(survey_id),
        "design": dict(design or {}),
        "disclosure": dict(GATES_OFF if disclosure is None else disclosure),
        "variables": {name: dict(variable) for name, variable in variables.items()},
    }
    folder = root / "surveys" / survey_id
    folder.mkdir(parents=True)
    (folder / "codebook.toml").write_text(as_toml(codebook), encoding="utf-8")
    data = pa.Table.from_pandas(pd.DataFrame(frame), preserve_index=False)
    pq.write_table(data, folder / "responses.parquet")
    return folder


def both(words: str) -> dict[str, str]:
    """Return a label that is the same in both languages but for the language's name."""
    return {"nb": f"{words} nb", "en": f"{words} en"}


def single(*codes: int | str, role: str = "item", missing: Mapping | None = None, **more) -> dict:
    """Return a single-response variable with these codes."""
    categories = [
        {
            "code": code,
            **both(f"kode {code}"),
            **({"missing": missing[code]} if code in (missing or {}) else {}),
        }
        for code in codes
    ]
    return {
        "role": role,
        "kind": "single",
        "label": both("single"),
        "categories": categories,
        **more,
    }


def segment(*codes: int | str, **more) -> dict:
    """Return a segment with these codes."""
    return single(*codes, role="segment", **more)


def multiple(columns: Mapping[str, str], **more) -> dict:
    """Return a multiple-response item with a column per code."""
    categories = [
        {"code": code, "column": column, **both(f"kode {code}")} for code, column in columns.items()
    ]
    return {
        "role": "item",
        "kind": "multiple",
        "label": both("multiple"),
        "categories": categories,
        **more,
    }


def numeric(**more) -> dict:
    """Return a numeric item."""
    return {"role": "item", "kind": "numeric", "label": both("numeric"), **more}


def net(net_id: str, *codes: int | str) -> dict:
    """Return a net of these codes."""
    return {"id": net_id, "codes": list(codes), **both(net_id)}


def as_toml(value: object) -> str:
    """Write a dictionary as TOML; strings, numbers and lists look alike in JSON."""
    lines = [f"{json.dumps(key)} = {_inline(inner)}" for key, inner in value.items()]
    return "\n".join(lines) + "\n"


def _inline(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{json.dumps(key)} = {_inline(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_inline(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)
