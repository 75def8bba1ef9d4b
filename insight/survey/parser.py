"""Parser of ``codebook.toml``: a :class:`Codebook`, or every fault that the file has.

The parser never stops at the first fault: it notes what is wrong, where, and what would be right,
goes on, and refuses the codebook at the end with all of it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from insight.language.catalogue import is_plain
from insight.language.errors import CodebookError, Fault, reason_of, shorten, some
from insight.statistics.strata import LONELY_RULES
from insight.survey.codebook import (
    ANCHORINGS,
    KINDS,
    MISSING,
    RESERVED_COLUMNS,
    ROLES,
    Anchor,
    Break,
    Category,
    Codebook,
    Net,
    Variable,
    is_organisation_number,
)
from insight.survey.design import MICRODATA, Design, DisclosureRules
from insight.survey.raked.raked_reader import check_margins, with_margins
from insight.survey.replication.replicate_reader import with_replicates
from insight.survey.rights.admission import Admission, read_admission
from insight.survey.source.source_table import check_source, read_source
from insight.survey.toml_reader import TomlReader

FORMAT = 1
LARGEST_FILE = 20_000_000
LONGEST_NAME = 200
_Value = TypeVar("_Value", str, tuple[str, str])


def read_codebook(path: Path, survey_id: str | None = None) -> Codebook:
    """Read and validate a codebook; its waves stand in order where that is known.

    Parameters
    ----------
    path
        The ``codebook.toml``.
    survey_id
        The id that the codebook must carry: its folder's name. Not checked when None.

    Raises
    ------
    CodebookError
        With every fault of the file, each naming the place and the value.
    """
    reader = TomlReader(_load(path), path.name)
    publication, source_table = read_source(reader)
    codebook = Codebook(
        id=_survey_id(reader, survey_id),
        title=reader.text("title", required=True),
        simulated=reader.boolean("simulated", default=False),
        short_title=reader.optional_text("short_title"),
        updated=reader.optional_date("updated"),
        population=reader.optional_text("population"),
        source=publication,
        source_table=source_table,
        licence=reader.string("licence"),
        publisher=reader.optional_text("publisher"),
        publisher_number=_publisher_number(reader),
        note=reader.optional_text("note"),
        assumption=reader.optional_text("assumption"),
        design=_design(reader.table("design")),
        disclosure=_disclosure(reader.table("disclosure")),
        access=_access(reader),
        variables={variable.id: variable for variable in _variables(reader)},
    )
    reader.check_names()
    _check_design(reader, codebook)
    check_margins(reader, codebook)
    check_source(reader, source_table, codebook.design, codebook.disclosure)
    for variable in codebook.variables.values():
        _check_anchors(reader, codebook, variable)
    if reader.faults:
        raise CodebookError(*reader.faults)
    return codebook.in_wave_order()


def _load(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CodebookError(Fault("fault.too_large", {"file": path.name}))
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        folder = path.parent.name or str(path.parent)
        raise CodebookError(Fault("fault.no_codebook", {"folder": folder})) from None
    except OSError as error:
        values = {"file": path.name, "reason": reason_of(error)}
        raise CodebookError(Fault("fault.unreadable", values)) from error
    except UnicodeDecodeError:
        raise CodebookError(Fault("fault.not_utf8", {"file": path.name})) from None
    except (ValueError, RecursionError) as error:
        # A ValueError that is not a TOMLDecodeError: a number of thousands of digits.
        values = {"file": path.name, "reason": shorten(str(error))}
        raise CodebookError(Fault("fault.not_toml", values)) from error


def names_access(path: Path) -> bool:
    """Whether a codebook that cannot be used says whom the survey is for, or may say it."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return True
        written = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    try:
        return "access" in tomllib.loads(written.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return True
    except (ValueError, RecursionError):
        return b"access" in written.lower() or b"\\" in written


def _publisher_number(reader: TomlReader) -> str | None:
    number = reader.string("publisher_number")
    if number and not is_organisation_number(number):
        reader.fault("fault.not_organisation_number", "publisher_number", value=number)
    if number and reader.value("publisher") is None:
        reader.fault("fault.absent", "publisher", value="publisher")
    return number


def _survey_id(reader: TomlReader, expected: str | None) -> str:
    declared = reader.value("format")
    if declared is None:
        reader.fault("fault.absent", "format", value="format")
    elif declared != FORMAT or not isinstance(declared, int) or isinstance(declared, bool):
        shown = f'"{declared}"' if isinstance(declared, str) else declared
        reader.fault("fault.wrong_format", "format", value=shown, expected=FORMAT)
    survey_id = reader.string("id", required=True) or ""
    if survey_id and not re.fullmatch(r"[a-z][a-z0-9_]*", survey_id):
        reader.fault("fault.bad_id", "id", value=survey_id)
    elif survey_id and expected is not None and survey_id != expected:
        reader.fault("fault.id_is_not_folder", "id", value=survey_id, expected=expected)
    return survey_id


def _design(reader: TomlReader) -> Design:
    fpc = reader.strings("fpc")
    design = Design(
        wave=reader.string("wave"),
        weight=reader.string("weight"),
        strata=reader.string("strata"),
        psu=reader.string("psu"),
        fpc=fpc,
        psu_kept=reader.boolean("psu_kept", default=False),
        lonely_psu=reader.choice("lonely_psu", LONELY_RULES, "adjust"),
        probability=reader.boolean("probability", default=True),
    )
    if len(fpc) > 2:
        reader.fault("fault.fpc_stages", "fpc", value=", ".join(fpc))
    if len(fpc) == 2 and not design.psu:
        reader.fault("fault.fpc_needs_psu", "fpc", value=", ".join(fpc))
    return with_margins(reader, with_replicates(reader, design))


def _disclosure(reader: TomlReader) -> DisclosureRules:
    rules = DisclosureRules()
    return DisclosureRules(
        min_base=reader.count("min_base", rules.min_base),
        min_effective_base=reader.count("min_effective_base", rules.min_effective_base),
        low_base=reader.count("low_base", rules.low_base),
        microdata=reader.choice("microdata", MICRODATA, rules.microdata),
    )


def _access(reader: TomlReader) -> tuple[Admission, ...] | None:
    """Whom the survey is for: one table, or several."""
    value = reader.value("access")
    if value is None:
        return None
    tables = reader.tables("access") if isinstance(value, list) else [reader.table("access")]
    return tuple(read_admission(table) for table in tables)


def _variables(reader: TomlReader) -> Iterator[Variable]:
    tables = reader.table("variables")
    if not tables.names:
        reader.fault("fault.no_variables", "variables")
    for name in tables.names:
        if not name.strip() or not is_plain(name) or len(name) > LONGEST_NAME:
            tables.fault("fault.bad_name", "", value=name)
        yield _variable(name, tables.table(name))


def _variable(name: str, reader: TomlReader) -> Variable:
    kind = reader.choice("kind", KINDS, None)
    categories = tuple(_category(kind, table) for table in reader.tables("categories"))
    variable = Variable(
        id=name,
        role=reader.choice("role", ROLES, "item"),
        kind=kind,
        label=reader.text("label", required=True),
        categories=categories,
        nets=tuple(_net(table) for table in reader.tables("nets")),
        breaks=tuple(_break(table) for table in reader.tables("breaks")),
        anchors=tuple(_anchor(table) for table in reader.tables("anchors")),
        ordered=reader.boolean("ordered", default=False),
        sensitive=reader.boolean("sensitive", default=False),
        construct=reader.string("construct"),
        short=reader.optional_text("short"),
        question=reader.optional_text("question"),
        base=reader.optional_text("base"),
        note=reader.optional_text("note"),
        assumption=reader.optional_text("assumption"),
    )
    _check_variable(reader, variable)
    return variable


def _category(kind: str, reader: TomlReader) -> Category:
    source = reader.value("value")
    category = Category(
        source=source if isinstance(source, str) else None,
        code=reader.code("code"),
        label=reader.both_languages(),
        column=reader.string("column", required=kind == "multiple"),
        missing=reader.optional_choice("missing", MISSING),
    )
    if category.column and kind != "multiple":
        reader.fault("fault.column_on_single", "column", value=category.column)
    if kind == "numeric" and category.missing is None:
        reader.fault("fault.numeric_category", "missing", value=category.key)
    if kind == "numeric" and not isinstance(category.code, int):
        reader.fault("fault.numeric_code", "code", value=category.key)
    return category


def _net(reader: TomlReader) -> Net:
    label = reader.both_languages()
    return Net(
        id=reader.string("id", required=True) or "",
        label=label,
        codes=tuple(str(code) for code in reader.codes("codes")),
    )


def _break(reader: TomlReader) -> Break:
    reason = reader.both_languages()
    return Break(wave=str(reader.code("wave")), reason=reason)


def _anchor(reader: TomlReader) -> Anchor:
    return Anchor(
        target=str(reader.code("target")),
        basis=reader.choice("basis", ANCHORINGS, None),
        wave=None if reader.value("wave") is None else str(reader.code("wave")),
    )


def _check_variable(reader: TomlReader, variable: Variable) -> None:
    if variable.kind != "numeric" and not variable.categories:
        reader.fault("fault.no_categories", "categories")
    if variable.role == "segment" and variable.id in RESERVED_COLUMNS:
        reader.fault("fault.reserved_name", "", value=variable.id)
    if variable.sensitive and variable.role != "segment":
        reader.fault("fault.sensitive_role", "sensitive", value=variable.role)
    keys = [category.key for category in variable.categories]
    for code in _find_repeated(keys):
        reader.fault("fault.repeated_code", "categories", value=code)
    for column in _find_repeated(
        [category.column for category in variable.categories if category.column]
    ):
        reader.fault("fault.repeated_column", "categories", value=column)
    for net_id in _find_repeated([*(net.id for net in variable.nets), *keys]):
        if net_id not in keys or variable.net(net_id):
            reader.fault("fault.repeated_net", "nets", value=net_id)
    keys_shown = some(keys)
    for net in variable.nets:
        for code in net.codes:
            if code not in keys:
                reader.fault("fault.net_code", "nets", net=net.id, value=code, known=keys_shown)


def _check_design(reader: TomlReader, codebook: Codebook) -> None:
    wave = codebook.wave
    if wave and wave.kind != "single":
        reader.fault("fault.wave_kind", f"variables.{wave.id}.kind", value=wave.kind)
    if wave and wave.sensitive:
        reader.fault("fault.sensitive_wave", f"variables.{wave.id}.sensitive")
    for variable in codebook.variables.values():
        if variable.breaks and not codebook.design.wave:
            reader.fault("fault.break_without_wave", f"variables.{variable.id}.breaks")
    replicates = {*codebook.design.replicate_columns}
    answers = {column for item in codebook.items for column in item.columns}
    for variable in codebook.variables.values():
        if variable.role != "other" and (columns := replicates & {*variable.columns}):
            place = f"variables.{variable.id}.role"
            reader.fault("fault.replicate_is_answer", place, value=some(sorted(columns)))
    compared_as: dict[str, tuple[str, str]] = {}
    for column, how, place in _columns(codebook):
        earlier, earlier_how = compared_as.setdefault(column, (place, how))
        if earlier_how != how and not (column in replicates and column in answers):
            values = {"value": column, "first": earlier}
            reader.fault("fault.column_of_two_kinds", place, **values)


def _check_anchors(reader: TomlReader, codebook: Codebook, variable: Variable) -> None:
    place = f"variables.{variable.id}.anchors"
    if variable.anchors and not codebook.simulated:
        reader.fault("fault.anchor_not_simulated", place)
    targets = [*(net.id for net in variable.nets), *variable.by_key]
    waves = list(codebook.wave.by_key) if codebook.wave else []
    for anchor in variable.anchors:
        if anchor.target not in targets or variable.kind == "numeric":
            reader.fault("fault.anchor_target", place, value=anchor.target, known=some(targets))
        if (anchor.wave is None) == (codebook.design.wave is not None):
            told = "anchor_needs_wave" if anchor.wave is None else "anchor_without_wave"
            reader.fault(f"fault.{told}", place, value=anchor.wave or anchor.target)
        elif waves and anchor.wave not in waves:
            reader.fault("fault.anchor_wave", place, value=anchor.wave, known=some(waves))
    for target, wave in _find_repeated([(a.target, a.wave or "") for a in variable.anchors]):
        at = f"{target}, {wave}" if wave else target
        reader.fault("fault.anchor_twice", place, value=at)


def _columns(codebook: Codebook) -> Iterator[tuple[str, str, str]]:
    """Every column with what it is compared as, and the place that says so."""
    design = codebook.design
    for column in (design.weight, *design.fpc, *design.replicate_columns):
        if column:
            yield column, "number", "design"
    for variable in codebook.variables.values():
        whole = variable.kind == "multiple" or variable.integer_codes
        how = "number" if variable.kind == "numeric" else "integer" if whole else "text"
        for column in variable.columns:
            yield column, how, f"variables.{variable.id}"


def _find_repeated(values: list[_Value]) -> list[_Value]:
    return [value for value, times in Counter(values).items() if times > 1]
