"""The renewal of an existing survey: the same file imported again, or a new wave."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from insight.importers.drafting.codebook_text import (
    Origin,
    both,
    category_values,
    variable_values,
)
from insight.importers.drafting.parts import Draft, Piece
from insight.importers.renewal.answer_order import NewOrder
from insight.importers.renewal.existing_survey import ExistingSurvey
from insight.importers.renewal.merging import Difference, Fit, fit_draft, variables_without_column
from insight.importers.renewal.waves import Plan, Wave, join_pieces, own_waves, plan_of
from insight.language.catalogue import LANGUAGES, Text
from insight.language.errors import Fault, ImportRefusal, some
from insight.survey.toml_edits import Comments, Edits, edit
from insight.survey.toml_writer import value_text
from insight.survey.wave_order import order_of

MOST_TOLD = 200


@dataclass(frozen=True)
class Renewal:
    """The survey as it becomes: its codebook, its columns, and what is different."""

    text: str
    pieces: tuple[Piece, ...]
    changes: tuple[Fault, ...]


def renew_survey(
    existing: ExistingSurvey, draft: Draft, file: str, origin: Origin, wave: str | None
) -> Renewal:
    """Return the survey with a file in it, as it was there before or as a new wave.

    Raises
    ------
    ImportRefusal
        If the survey is a simulated one, to which no answers can be added, if its design needs
        columns that the file does not have, or if the file is there already as another wave.
    """
    if existing.simulated:
        raise ImportRefusal(Fault("fault.import_simulated", {"folder": str(existing.folder)}))
    plan = plan_of(existing, origin, wave, draft)
    fit = fit_draft(draft, existing)
    filled_columns = {*fit.target_columns.values(), plan.column}
    if gone := [column for column in existing.design_columns if column not in filled_columns]:
        values = {"columns": some(gone), "file": file}
        raise ImportRefusal(Fault("fault.import_design_gone", values))
    pieces = join_pieces(existing, draft, fit, plan)
    named = plan.wave if plan.wave is not None else next(iter(own_waves(draft, fit, plan)), None)
    if plan.again and plan.column is None:
        pieces += _empty_columns(existing, pieces, draft.rows)
    breaks = {} if plan.again or named is None else _breaks_as_comments(fit, named)
    text = edit(existing.text, _edits(existing, fit, plan, named, origin), breaks)
    return Renewal(text, tuple(pieces), tuple(_changes(existing, fit, plan, named, file)))


def _empty_columns(existing: ExistingSurvey, pieces: Sequence[Piece], rows: int) -> list[Piece]:
    """Columns that the codebook describes and the file no longer has."""
    filled_columns = {name for piece in pieces for name in piece.names}
    gone = {
        column for variable in existing.variables for column in variable.columns
    } - filled_columns
    return [Piece((name,), lambda: [pa.nulls(rows, pa.int8())]) for name in sorted(gone)]


def _edits(
    existing: ExistingSurvey, fit: Fit, plan: Plan, named: Wave | None, origin: Origin
) -> Edits:
    """What changes in the codebook."""
    edits: dict[Any, Any] = {("origin", name): value for name, value in origin.items()}
    categories = {name: [category_values(answer) for answer in answers]
                  for name, answers in fit.answers.items()}  # fmt: skip
    variables = {variable.id: variable_values(variable) for variable in fit.variables}
    described = {variable.id: variable for variable in existing.variables}
    if not plan.again or plan.column is not None:
        edits["origin", "waves"] = [*_files(existing, plan, named, origin)]
        wave = described.get(plan.column or "")
        if wave and plan.wave is not None:
            if str(plan.wave) not in {str(category.code) for category in wave.categories}:
                categories[wave.id] = [_wave_category(plan.wave)]
        elif plan.column and not existing.wave:
            edits["design", "wave"] = plan.column
            waves = [wave for wave in (plan.earlier, plan.wave) if wave is not None]
            variables = {plan.column: wave_variable(waves), **variables}
    if existing.wave in categories and not _are_in_order(existing, categories[existing.wave]):
        edits["variables", existing.wave, "ordered"] = None
    for name, added in categories.items():
        place, before = ("variables", name, "categories"), len(described[name].categories)
        last = {(*place, number): category for number, category in enumerate(added, before)}
        edits |= last if before else {place: added}
    for name, order in fit.orders.items():
        edits |= _order_edits(existing, name, order, categories[name])
    return edits | {("variables", name): values for name, values in variables.items()}


def _order_edits(
    existing: ExistingSurvey, name: str, order: NewOrder, added: Sequence[Mapping[str, Any]]
) -> Edits:
    """Put all categories of a variable in order, or take back that they are in one."""
    if order.codes is None:
        return {("variables", name, "ordered"): None}
    written = tomllib.loads(existing.text)["variables"][name]["categories"]
    by_code = {category["code"]: category for category in [*written, *added]}
    return {
        ("variables", name, "categories", number): by_code[code]
        for number, code in enumerate(order.codes)
    }


def _are_in_order(existing: ExistingSurvey, added: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the names of all waves tell their order; else the one that a person gave is gone."""
    wave = next(variable for variable in existing.variables if variable.id == existing.wave)
    names = {
        category.code: Text(*category.labels)
        for category in wave.categories
        if not category.missing
    }
    new = {category["code"]: Text(category["nb"], category["en"]) for category in added}
    return order_of(names | new).named


def _differences(fit: Fit) -> dict[str, list[Difference]]:
    """What is different, by variable."""
    by_variable: dict[str, list[Difference]] = {}
    for difference in fit.differences:
        by_variable.setdefault(difference.variable, []).append(difference)
    return by_variable


def _breaks_as_comments(fit: Fit, wave: Wave) -> Comments:
    """Breaks as comments: a person decides whether figures can be compared."""
    return {
        ("variables", name): [f"breaks = [ {value_text(_break(wave, differences))} ]"]
        for name, differences in _differences(fit).items()
    }


def _break(wave: Wave, differences: Sequence[Difference]) -> dict[str, object]:
    reasons: dict[str, object] = {
        language: " ".join(difference.words.text(language) for difference in differences)
        for language in LANGUAGES
    }
    return {"wave": wave} | reasons


def _files(
    existing: ExistingSurvey, plan: Plan, named: Wave | None, origin: Origin
) -> Iterator[Origin]:
    """The file of each wave, in the order in which they came."""
    now: Origin = {**({} if named is None else {"wave": named}), **origin}
    replaced = False
    for wave_file in existing.files:
        wave = plan.earlier if wave_file.wave is None else wave_file.wave
        if plan.again and wave_file.wave == named:
            replaced = True
            yield now
        else:
            kept = {name: value for name, value in wave_file.origin.items() if name != "waves"}
            yield {**({} if wave is None else {"wave": wave}), **kept}
    if not replaced:
        yield now


def _wave_category(wave: Wave) -> dict[str, object]:
    return {"code": wave, **both(str(wave))}


def wave_variable(waves: Sequence[Wave]) -> dict[str, object]:
    """Return what a codebook says of a variable that tells waves apart, in order where it is known.

    It does not say that they are in order: their names do, or somebody has to.
    """
    names = {str(wave): wave for wave in waves}
    order = order_of({wave: Text(name, name) for name, wave in names.items()})
    return {
        "role": "segment",
        "kind": "single",
        "label": {"nb": "Måling", "en": "Wave"},
        "categories": [_wave_category(names[key]) for key in order.keys],
    }


def _changes(
    existing: ExistingSurvey, fit: Fit, plan: Plan, named: Wave | None, file: str
) -> Iterator[Fault]:
    yield _kind_of_import(plan, named, file)
    if plan.numbered:
        yield Fault("import.waves_numbered", {"first": plan.earlier or "", "second": named or ""})
    if fit.variables:
        names = some([variable.id for variable in fit.variables])
        yield Fault("import.new_variables", {"count": len(fit.variables), "names": names})
    if fit.taken_out:
        names = some(fit.taken_out)
        yield Fault("import.taken_out", {"count": len(fit.taken_out), "names": names})
    if gone := [
        variable.id
        for variable in variables_without_column(existing, fit)
        if variable.id != plan.column
    ]:
        yield Fault("import.not_in_file", {"count": len(gone), "names": some(gone)})
    if fit.renamed:
        names = some([f"{new} → {old}" for new, old in fit.renamed])
        yield Fault("import.matched_by_label", {"count": len(fit.renamed), "names": names})
    if fit.apart:
        yield Fault("import.apart", {"count": len(fit.apart), "names": some(fit.apart)})
    for difference in fit.differences[:MOST_TOLD]:
        yield Fault(
            "import.difference", {"variable": difference.variable, "words": difference.words}
        )
    if more := fit.differences[MOST_TOLD:]:
        yield Fault("import.more_differences", {"count": len(more)})
    if fit.differences and not plan.again:
        yield Fault("import.breaks_proposed", {"count": len(_differences(fit))})


def _kind_of_import(plan: Plan, named: Wave | None, file: str) -> Fault:
    values = {"file": file, "wave": "" if named is None else named}
    if plan.again:
        return Fault("import.again" if plan.column is None else "import.again_wave", values)
    return Fault("import.new_wave", values)
