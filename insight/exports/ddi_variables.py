"""The variables of a survey as DDI-Codebook 2.5 describes them.

One ``var`` for each column of the file. A multiple-response item is a ``varGrp`` of type
``multipleResp`` over its columns, and a net over answers to it a group within that group. The order
of elements and attributes is the schema's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from insight.analysis.distribution import Distribution
from insight.exports.xml import Element, add, add_in_both, element, languages
from insight.language.catalogue import LANGUAGES, Language, Text, both
from insight.reporting import basis_words
from insight.survey.codebook import Category, Codebook, Variable

FILE = "F1"


@dataclass(frozen=True)
class Described:
    """A survey and its file: all that is said of its variables.

    Attributes
    ----------
    codebook
        What the columns mean.
    columns
        The columns of the file, in their order.
    rows
        How many respondents the file has.
    counted
        Unweighted distributions by variable, none where they may not be told.
    language
        The language that comes first.
    """

    codebook: Codebook
    columns: pa.Schema
    rows: int
    counted: Mapping[str, Distribution] = field(default_factory=dict)
    language: Language = "nb"

    def id_of(self, column: str) -> str:
        """The XML id of a column's ``var``."""
        return self._ids[column]

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        return {name: f"V{number}" for number, name in enumerate(self.columns.names, start=1)}

    def told(self, variable: Variable, key: str) -> int | None:
        """How many gave an answer, where that may be told."""
        distribution = self.counted.get(variable.id)
        counts = {count.key: count.n for count in distribution.counts} if distribution else {}
        return counts.get(key)

    def base(self, variable: Variable) -> int | None:
        """How many answered, where that may be told."""
        distribution = self.counted.get(variable.id)
        return distribution.base if distribution else None


def data_description(survey: Described) -> Element:
    """Return ``dataDscr``: the groups of variables, then the variables."""
    described = element("dataDscr")
    described.extend(_groups(survey))
    described.extend(_variable(survey, name) for name in survey.columns.names)
    return described


def _groups(survey: Described) -> Iterator[Element]:
    several = [
        variable for variable in survey.codebook.variables.values() if variable.kind == "multiple"
    ]
    for number, variable in enumerate(several, start=1):
        nets = [f"G{number}_N{at}" for at, _ in enumerate(variable.nets, start=1)]
        columns = " ".join(survey.id_of(column) for column in variable.columns)
        attributes = {"ID": f"G{number}", "type": "multipleResp", "name": variable.id}
        attributes |= {"var": columns} | ({"varGrp": " ".join(nets)} if nets else {})
        group = element("varGrp", attributes=attributes)
        add_in_both(group, "labl", variable.label, survey.language)
        add_in_both(group, "txt", variable.question, survey.language)
        _concept(group, variable)
        add_in_both(group, "universe", variable.base, survey.language)
        _notes(group, survey, variable)
        yield group
        yield from _nets_of_several(survey, variable, nets)


def _nets_of_several(
    survey: Described, variable: Variable, ids: Sequence[str]
) -> Iterator[Element]:
    for name, net in zip(ids, variable.nets, strict=True):
        columns = [variable.by_key[key].column or "" for key in net.codes]
        attributes = {"ID": name, "type": "other", "otherType": "net", "name": net.id}
        attributes["var"] = " ".join(survey.id_of(column) for column in columns)
        group = element("varGrp", attributes=attributes)
        add_in_both(group, "labl", net.label, survey.language)
        yield group


def _variable(survey: Described, column: str) -> Element:
    variable, category = survey.codebook.meanings.get(column, (None, None))
    if variable is None:  # a column that only the design knows, or nobody
        return _start(survey, column, None)
    if category is None:
        return _of_its_own(survey, variable)
    return _option(survey, variable, category)


def _of_its_own(survey: Described, variable: Variable) -> Element:
    described = _start(survey, variable.id, variable)
    add_in_both(described, "labl", variable.label, survey.language)
    _question(described, variable, survey.language)
    if variable.kind == "numeric" and variable.categories:
        values = add(described, "invalrng")
        for category in variable.categories:
            add(values, "item", attributes={"UNITS": "INT", "VALUE": category.key})
    add_in_both(described, "universe", variable.base, survey.language)
    _valid(described, survey, variable)
    identifier = survey.id_of(variable.id)
    names = {key: f"{identifier}_C{at}" for at, key in enumerate(variable.by_key, start=1)}
    for number, net in enumerate(variable.nets, start=1):
        codes = " ".join(names[key] for key in net.codes)
        attributes = {"ID": f"{identifier}_N{number}", "catgry": codes}
        group = add(described, "catgryGrp", attributes=attributes)
        add_in_both(group, "labl", net.label, survey.language)
        add(group, "txt", net.id)
    for category in variable.categories:
        count = survey.told(variable, category.key)
        _category(described, survey, category, {"ID": names[category.key]}, count)
    _concept(described, variable)
    _format(described, survey, variable.id)
    _notes(described, survey, variable)
    return described


def _option(survey: Described, variable: Variable, category: Category) -> Element:
    """An answer of several: chosen or not."""
    column = category.column or ""
    described = _start(survey, column, variable)
    whole = Text(
        *(f"{variable.label[language]}: {category.label[language]}" for language in LANGUAGES)
    )
    add_in_both(described, "labl", whole, survey.language)
    _question(described, variable, survey.language)
    add_in_both(described, "universe", variable.base, survey.language)
    base, chosen = survey.base(variable), survey.told(variable, category.key)
    if base is not None:
        add(described, "sumStat", str(base), {"wgtd": "not-wgtd", "type": "vald"})
    rest = base - chosen if base is not None and chosen is not None else None
    identifier = survey.id_of(column)
    for code, key, count in ((0, "not_chosen", rest), (1, "chosen", chosen)):
        option = Category(code, both(f"codebook.{key}"))
        _category(described, survey, option, {"ID": f"{identifier}_C{code}"}, count)
    _concept(described, variable)
    _format(described, survey, column)
    if category.missing:
        add(described, "notes", category.missing, {"type": "missing"})
    return described


def _start(survey: Described, column: str, variable: Variable | None) -> Element:
    """A ``var`` with its attributes."""
    book = survey.codebook
    attributes = {"ID": survey.id_of(column), "name": column}
    if column == book.design.weight or column in book.design.replicate_columns:
        attributes["wgt"] = "wgt"
    elif book.design.weight and variable is not None and variable.role != "other":
        attributes["wgt-var"] = survey.id_of(book.design.weight)
    attributes["files"] = FILE
    if variable is not None:
        numeric = variable.kind == "numeric"
        attributes["intrvl"] = "contin" if numeric else "discrete"
        if not numeric:
            attributes["nature"] = "ordinal" if variable.ordered else "nominal"
        attributes["representationType"] = "numeric" if numeric else "code"
    described = element("var", attributes=attributes)
    if variable is None:
        _format(described, survey, column)
    return described


def _question(parent: Element, variable: Variable, first: Language) -> None:
    if variable.question is None:
        return
    kinds = {"single": "category", "multiple": "multiple", "numeric": "numeric"}
    kind = {"responseDomainType": kinds[variable.kind]}
    add_in_both(add(parent, "qstn", attributes=kind), "qstnLit", variable.question, first)


def _valid(parent: Element, survey: Described, variable: Variable) -> None:
    """How many gave an answer that is not missing, where all of it may be told."""
    base = survey.base(variable)
    missing = [category.key for category in variable.categories if category.missing]
    if base is None or (variable.kind == "numeric" and missing):
        return
    without = [survey.told(variable, key) for key in missing]
    if all(count is not None for count in without):
        valid = base - sum(count for count in without if count is not None)
        add(parent, "sumStat", str(valid), {"wgtd": "not-wgtd", "type": "vald"})


def _category(
    parent: Element,
    survey: Described,
    category: Category,
    attributes: Mapping[str, str],
    count: int | None,
) -> None:
    missing = {"missing": "Y", "missType": category.missing} if category.missing else {}
    described = add(parent, "catgry", attributes={**attributes, **missing})
    add(described, "catValu", category.key)
    add_in_both(described, "labl", category.label, survey.language)
    if count is not None:
        add(described, "catStat", str(count), {"type": "freq", "wgtd": "not-wgtd"})


def _concept(parent: Element, variable: Variable) -> None:
    if variable.construct:
        add(parent, "concept", variable.construct)


def _format(parent: Element, survey: Described, column: str) -> None:
    of = survey.columns.field(column).type
    of = of.value_type if pa.types.is_dictionary(of) else of
    numeric = pa.types.is_integer(of) or pa.types.is_floating(of) or pa.types.is_decimal(of)
    attributes = {"type": "numeric" if numeric else "character", "schema": "other"}
    add(parent, "varFormat", str(of), attributes | {"otherSchema": "Arrow"})


def _notes(parent: Element, survey: Described, variable: Variable) -> None:
    """What is known of a variable besides, from when it is not comparable, and what is assumed."""
    add_in_both(parent, "notes", variable.note, survey.language, {"type": "note"})
    for change in variable.breaks:
        for language in languages(survey.language):
            words = f"{change.wave}: {change.reason[language]}"
            add(parent, "notes", words, {"type": "break", "xml:lang": language})
    if variable.anchors:
        said = (basis_words.anchors(survey.codebook, variable, language) for language in LANGUAGES)
        add_in_both(parent, "notes", Text(*said), survey.language, {"type": "published"})
    add_in_both(parent, "notes", variable.assumption, survey.language, {"type": "assumption"})
