"""Filters: which respondents are meant, as a link and as a sentence.

A filter is a conjunction of conditions; a condition names a variable and the codes of which a
respondent must have one. The written form of a condition, ``age_group=1,2``, is the same in a link
and on the command line; a comma that belongs to a code has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from insight.language.catalogue import Language, say
from insight.language.errors import Fault, InsightError, RequestError, shorten
from insight.survey.codebook import Codebook, Variable


def escape(text: str, separator: str) -> str:
    r"""Return `text` with a backslash before each separator, and before what would look like one.

    Examples
    --------
    >>> print(escape("yes, often", ","))
    yes\, often
    """
    return re.sub(rf"\\(?=[\\{separator}]|\Z)|[{separator}]", r"\\\g<0>", text)


def split(text: str, separator: str) -> list[str]:
    r"""Split `text` at its separators and take the backslashes of :func:`escape` away.

    A backslash stands for itself unless a separator or another backslash follows.

    Examples
    --------
    >>> split(r"yes\, often,no", ",")
    ['yes, often', 'no']
    """
    parts = [""]
    for mark in re.findall(rf"\\[\\{separator}]|.", text, re.DOTALL):
        if mark == separator:
            parts.append("")
        else:
            parts[-1] += mark[-1]
    return parts


_CONDITION = re.compile(r"(?P<name>(?:\\[\\=]|[^=\\]|\\(?![\\=]))+)=(?P<codes>.+)", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """A variable and the codes, as text, of which a respondent must have one."""

    variable: Variable
    codes: tuple[str, ...]

    @property
    def written(self) -> str:
        """The condition as it stands in a link and after ``--where``."""
        codes = ",".join(escape(code, ",") for code in self.codes)
        return f"{escape(self.variable.id, '=')}={codes}"

    def name(self, language: Language) -> str:
        """Those who meet the condition, by the names of its categories."""
        labels = [self.variable.category(code).label[language] for code in self.codes]
        return say(language, "filter.or").join(labels)

    def sentence(self, language: Language) -> str:
        """The condition in words."""
        variable, codes = self.variable.label[language], self.name(language)
        return say(language, "filter.condition", variable=variable, codes=codes)


@dataclass(frozen=True)
class Filter:
    """The respondents that meet every condition; without conditions, all of them."""

    conditions: tuple[Condition, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The variables that the filter looks at."""
        return tuple(condition.variable for condition in self.conditions)

    @property
    def written(self) -> tuple[str, ...]:
        """The conditions as they stand in a link and after ``--where``."""
        return tuple(condition.written for condition in self.conditions)

    def codes(self, variable_id: str) -> tuple[str, ...]:
        """The codes that the filter asks of a variable, none where it asks nothing."""
        codes = (
            condition.codes for condition in self.conditions if condition.variable.id == variable_id
        )
        return next(codes, ())

    def name(self, language: Language) -> str:
        """Those whom the filter keeps, by the names of the categories; empty where it keeps all."""
        return ", ".join(condition.name(language) for condition in self.conditions)

    def sentence(self, language: Language) -> str:
        """The filter in words, for a base line or a file."""
        if not self.conditions:
            return say(language, "filter.nobody_excluded")
        return "; ".join(condition.sentence(language) for condition in self.conditions)

    def without(self, *variable_ids: str | None) -> Filter:
        """The filter with its conditions on these variables left out."""
        return Filter(
            tuple(
                condition
                for condition in self.conditions
                if condition.variable.id not in variable_ids
            )
        )

    def narrowed(self, variable: Variable, codes: Iterable[str]) -> Filter:
        """The filter with its condition on `variable` replaced by `codes`."""
        rest = self.without(variable.id).conditions
        chosen = tuple(codes)
        return Filter((*rest, Condition(variable, chosen)) if chosen else rest)

    def carried_to(self, codebook: Codebook) -> tuple[Filter, tuple[Condition, ...]]:
        """Return what of the filter another survey understands, and what it does not.

        A condition carries over only when the other survey has a variable of the same id in which
        each of its codes has the same label; otherwise the whole condition is set aside.
        """
        kept: list[Condition] = []
        aside: list[Condition] = []
        for condition in self.conditions:
            other = codebook.variables.get(condition.variable.id)
            if other and other.kind == condition.variable.kind and _same(condition, other):
                kept.append(Condition(other, condition.codes))
            else:
                aside.append(condition)
        return Filter(tuple(kept)), tuple(aside)


EVERYONE = Filter()


def _same(condition: Condition, other: Variable) -> bool:
    return all(
        code in other.by_key and other.by_key[code].label == condition.variable.by_key[code].label
        for code in condition.codes
    )


def name_and_codes(written: str) -> tuple[str, str] | None:
    r"""Return what stands on either side of the equals sign; None where there is none.

    Examples
    --------
    >>> name_and_codes(r"a\=b=1,2")
    ('a=b', '1,2')
    """
    parts = _CONDITION.fullmatch(written)
    if not parts:
        return None
    [name] = split(parts["name"], "=")
    return name, parts["codes"]


def parse_condition(written: str, codebook: Codebook) -> Condition:
    r"""Read one condition such as ``age_group=1,2``.

    Raises
    ------
    RequestError
        If it has not the form ``VARIABLE=CODE[,CODE]`` or the variable has no codes to choose.
    UnknownNameError
        If the survey has no such variable or code.
    """
    parts = name_and_codes(written)
    if not parts:
        raise RequestError(Fault("fault.bad_condition", {"value": shorten(written)}))
    name, codes = parts
    variable = codebook.variable(name)
    if variable.kind == "numeric":
        raise RequestError(Fault("fault.numeric_condition", {"variable": name}))
    keys = (variable.category(code).key for code in split(codes, ","))
    return Condition(variable, tuple(dict.fromkeys(keys)))


def parse_filter(written: Iterable[str], codebook: Codebook) -> Filter:
    """Read a filter; conditions on the same variable are taken together as alternatives.

    Raises
    ------
    RequestError, UnknownNameError
        As :func:`parse_condition`.
    """
    chosen: dict[str, Condition] = {}
    for text in written:
        condition = parse_condition(text, codebook)
        name = condition.variable.id
        earlier = chosen[name].codes if name in chosen else ()
        codes = tuple(dict.fromkeys((*earlier, *condition.codes)))
        chosen[name] = Condition(condition.variable, codes)
    return Filter(tuple(chosen.values()))


# A filter, or conditions as they are written; one condition may stand alone.
Where = Filter | str | Iterable[str]


def read_filter(where: Where, codebook: Codebook) -> Filter:
    """Return a filter as it is, or read it from its conditions.

    Raises
    ------
    RequestError, UnknownNameError
        As :func:`parse_condition`.
    """
    if isinstance(where, Filter):
        return where
    return parse_filter([where] if isinstance(where, str) else where, codebook)


def parse_kindly(
    written: Iterable[str], codebook: Codebook
) -> tuple[Filter, tuple[InsightError, ...]]:
    """Read a filter from a link: what cannot be understood is left out and reported."""
    understood: list[str] = []
    refused: list[InsightError] = []
    for text in written:
        try:
            parse_condition(text, codebook)
        except InsightError as error:
            refused.append(error)
        else:
            understood.append(text)
    return parse_filter(understood, codebook), tuple(refused)
