"""A survey as a Frictionless Data Package, version 2: ``datapackage.json`` beside its responses.

The standard is at https://datapackage.org/standard. Codes are categories with their labels in one
language; "don't know" is one of them, since respondents who say so are in the base. Codes of a
number that stand for a missing answer are its missing values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from insight.exports.files import without_formula
from insight.language.catalogue import Language
from insight.reporting import basis_words, provenance
from insight.survey.codebook import Category, Codebook, Variable

DATAPACKAGE = "datapackage.json"
PROFILES = "https://datapackage.org/profiles/2.0"
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

Descriptor = dict[str, Any]
# Values of text columns that the codebook does not list, by column.
Further = Mapping[str, Sequence[str]]


def datapackage(
    codebook: Codebook,
    columns: pa.Schema,
    path: str,
    language: Language,
    further: Further | None = None,
) -> bytes:
    """Write the description of a file of responses.

    Parameters
    ----------
    codebook
        What the columns mean.
    columns
        The columns of the file, in their order.
    path
        The file's name beside ``datapackage.json``; its ending is ``csv`` or ``parquet``.
    language
        Language of titles and labels.
    further
        Codes that were given as one, such as ``2+3``, by column.
    """
    ending = path.rpartition(".")[2]
    fields = [_field(codebook, column, ending, language, further or {}) for column in columns]
    schema = {"$schema": f"{PROFILES}/tableschema.json", "fields": fields, "missingValues": [""]}
    resource = {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": "responses",
        "type": "table",
        "path": path,
        "format": ending,
        "mediatype": MEDIA_TYPES[ending],
        **({"encoding": "utf-8"} if ending == "csv" else {}),
        "schema": schema,
    }
    package = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": codebook.id,
        "title": codebook.title[language],
        "description": _about(codebook, language),
        "languages": [language],
        **_terms(codebook, language),
        "simulated": codebook.simulated,
        "resources": [resource],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _about(codebook: Codebook, language: Language) -> str:
    said = (f"{label}: {words}" for label, words in provenance.of_survey(codebook, language))
    note = [codebook.note[language]] if codebook.note else []
    return "\n\n".join([*said, *note])


def _terms(codebook: Codebook, language: Language) -> Descriptor:
    """Licence and source; a licence that is a sentence stands in the description only."""
    terms: Descriptor = {}
    if codebook.licence and re.fullmatch(r"[-a-zA-Z0-9._]+", codebook.licence):
        terms["licenses"] = [{"name": codebook.licence}]
    if codebook.source:
        terms["sources"] = [{"title": codebook.source[language]}]
    return terms


def _field(
    codebook: Codebook, column: pa.Field, ending: str, language: Language, further: Further
) -> Descriptor:
    name = without_formula(column.name) if ending == "csv" else column.name
    field: Descriptor = {"name": name, "type": _type(column.type)}
    variable, category = codebook.meanings.get(column.name, (None, None))
    if variable is None:
        return field
    title = variable.label[language]
    field["title"] = f"{title}: {category.label[language]}" if category else title
    if words := _description(codebook, variable, category, language):
        field["description"] = words
    if category is not None:
        field["constraints"] = {"minimum": 0, "maximum": 1}
    else:
        _codes(field, variable, further.get(column.name, ()), ending, language)
    if missing := _missing(field["type"], variable, category, ending, language):
        field["missingValues"] = missing
    return field


def _codes(
    field: Descriptor, variable: Variable, further: Sequence[str], ending: str, language: Language
) -> None:
    """Restrict a field to its codes, in the type in which they stand in the file."""
    if variable.kind != "single" or field["type"] not in ("integer", "number", "string"):
        return
    keys = _in_order(variable, further)
    numbers = all(re.fullmatch(r"-?[0-9]+", key) for key in keys)
    if field["type"] != "string" and not numbers:
        return
    if field["type"] == "string":
        values: list[int | str] = [without_formula(key) if ending == "csv" else key for key in keys]
    else:
        field["type"], values = "integer", [int(key) for key in keys]
    labels = _labels(variable, keys, language)
    pairs = zip(values, labels, strict=True)
    field["categories"] = [{"value": value, "label": label} for value, label in pairs]
    field["categoriesOrdered"] = variable.ordered
    field["constraints"] = {"enum": values}


def _in_order(variable: Variable, further: Sequence[str]) -> list[str]:
    """The codes of a variable; those that were given as one stand in the place of the first."""
    more = [key for key in further if key not in variable.by_key]
    together = {key: joined for joined in more for key in joined.split("+")}
    return list(dict.fromkeys([*(together.get(key, key) for key in variable.by_key), *more]))


def _labels(variable: Variable, keys: Sequence[str], language: Language) -> list[str]:
    """Labels of codes; where two would be the same, each with its code."""
    categories = variable.by_key
    parts = [[key] if key in categories else key.split("+") for key in keys]
    labels = [
        "; ".join(categories[key].label[language] if key in categories else key for key in part)
        for part in parts
    ]
    return [
        f"{label} ({key})" if labels.count(label) > 1 else label
        for key, label in zip(keys, labels, strict=True)
    ]


def _missing(
    field_type: str,
    variable: Variable,
    category: Category | None,
    ending: str,
    language: Language,
) -> list[Descriptor]:
    """What stands for no answer in a field, where that is more than an empty cell.

    Readers of Parquet that go by way of floating-point numbers show an empty integer as ``nan``,
    and the code 999 as 999.0.
    """
    values: list[Descriptor] = []
    numeric = field_type in ("integer", "number")
    if variable.kind == "numeric" and category is None:
        labels = _labels(variable, list(variable.by_key), language)
        for key, label in zip(variable.by_key, labels, strict=True):
            values.append({"value": key, "label": label})
            if ending == "parquet" and numeric:
                values.append({"value": f"{key}.0"})
    if ending == "parquet" and numeric:
        values.append({"value": "nan"})
    return [{"value": ""}, *values] if values else []


def _type(of: pa.DataType) -> str:
    """The field type of a column."""
    of = of.value_type if pa.types.is_dictionary(of) else of
    kinds = {
        "integer": pa.types.is_integer,
        "number": lambda type_: pa.types.is_floating(type_) or pa.types.is_decimal(type_),
        "boolean": pa.types.is_boolean,
        "date": pa.types.is_date,
        "datetime": pa.types.is_timestamp,
        "time": pa.types.is_time,
        "string": lambda type_: pa.types.is_string(type_) or pa.types.is_large_string(type_),
    }
    return next((name for name, holds in kinds.items() if holds(of)), "any")


def _description(
    codebook: Codebook, variable: Variable, category: Category | None, language: Language
) -> str:
    texts = (variable.question, variable.base, variable.note, variable.assumption)
    parts = [text[language] for text in texts if text]
    parts += [f"{wave_break.wave}: {wave_break.reason[language]}" for wave_break in variable.breaks]
    if published := basis_words.anchors(codebook, variable, language):
        parts.append(published)
    if category is not None and category.missing:
        parts.append(category.missing)
    return "\n\n".join(parts)
