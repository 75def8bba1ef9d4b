"""A codebook as the text of its file, where it stands in none, such as with a recipe in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from insight.language.catalogue import Text
from insight.survey.codebook import Anchor, Break, Category, Codebook, Net, Variable
from insight.survey.design import Design, DisclosureRules
from insight.survey.parser import FORMAT
from insight.survey.raked.raked_writer import margins_written
from insight.survey.replication.replicate_design import Replication, pattern_of
from insight.survey.rights.admission import RIGHTS, Admission
from insight.survey.toml_writer import assignments, header


def codebook_toml(book: Codebook) -> str:
    """Return a codebook as TOML; reading the text gives the same codebook.

    Parameters
    ----------
    book
        The codebook.
    """
    top: dict[str, Any] = {"format": FORMAT, "id": book.id, "simulated": book.simulated}
    top |= {field: _plain(getattr(book, field)) for field in _TOP if getattr(book, field)}
    if table := book.source_table:
        top["source"] = top.get("source", {}) | {"engine": table.engine, "table": table.table}
    lines = [*assignments(top)]
    lines += ["access = []"] if book.access == () else []
    for admission in book.access or ():
        lines += ["", "[[access]]", *assignments(_admission(admission))]
    for name, part, usual in (
        ("design", book.design, Design()),
        ("disclosure", book.disclosure, DisclosureRules()),
    ):
        lines += ["", header([name]), *assignments(_differing(part, usual))]
        if name == "design" and book.design.raked:
            lines += assignments({"raked": margins_written(book.design.raked)})
        if name == "design" and book.design.replicates:
            lines += ["", header(["design", "replicates"])]
            lines += assignments(_replicates(book.design.replicates))
    for variable in book.variables.values():
        lines += ["", header(["variables", variable.id]), *_variable(variable)]
    return "\n".join(lines) + "\n"


_TOP = (
    *("title", "short_title", "updated", "population", "source", "licence"),
    *("publisher", "publisher_number", "note", "assumption"),
)


_Part = Design | DisclosureRules | Replication


def _differing(part: _Part, usual: _Part) -> dict[str, Any]:
    """What is not as it is where nothing is said."""
    return {
        field.name: _plain(getattr(part, field.name))
        for field in fields(part)
        if field.name not in ("replicates", "raked", "rows_withheld")
        and getattr(part, field.name) != getattr(usual, field.name)
    }


def _admission(admission: Admission) -> dict[str, Any]:
    """Whom a codebook lets in, and to what."""
    named = {"groups": sorted(admission.groups), "users": sorted(admission.users)}
    whom: dict[str, Any] = {name: whom for name, whom in named.items() if whom}
    rights = [right for right in RIGHTS if right in admission.rights]
    return whom | ({"everybody": True} if admission.everybody else {}) | {"rights": rights}


def _replicates(replicates: Replication) -> dict[str, Any]:
    """What a codebook says of replicate weights, columns that are numbered in one name."""
    names = pattern_of(replicates.columns)
    columns = {"columns": _plain(names), "method": replicates.method}
    return columns | _differing(replace(replicates, columns=(), method="given"), Replication(()))


def _variable(variable: Variable) -> Iterator[str]:
    values = {
        field.name: _plain(getattr(variable, field.name))
        for field in fields(variable)
        if field.name != "id" and getattr(variable, field.name)
    }
    yield from assignments(values)


def _plain(value: object) -> Any:
    """A part of a codebook as plain values."""
    match value:
        case Text():
            return {"nb": value.nb, "en": value.en}
        case Category():
            own = {"code": value.code, "value": value.source}
            own |= {"column": value.column, "missing": value.missing}
            return {name: part for name, part in own.items() if part is not None} | _plain(
                value.label
            )
        case Net():
            return {"id": value.id, "codes": list(value.codes), **_plain(value.label)}
        case Break():
            return {"wave": value.wave, **_plain(value.reason)}
        case Anchor():
            own = {"target": value.target, "basis": value.basis, "wave": value.wave}
            return {name: part for name, part in own.items() if part is not None}
        case tuple():
            return [_plain(part) for part in value]
    return value
