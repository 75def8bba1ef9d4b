"""The change note: what is different between two versions of a survey, in both languages.

Of respondents it tells what the pages tell of each version, and nothing where few have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from insight.disclosure.choice_counts import respondents_kept, respondents_told
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Language, Text
from insight.language.errors import Fault, some
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Variable
from insight.survey.filters import EVERYONE, Filter

_KINDS = ("item", "segment")


@dataclass(frozen=True)
class ChangeNote:
    """What is different, and the waves in which so few respondents are that it could be told who.

    Attributes
    ----------
    changes
        A sentence for each difference.
    few
        Names of waves in which fewer respondents have come or gone than may be shown.
    """

    changes: tuple[Text, ...]
    few: tuple[Text, ...] = ()


def change_note(former: OpenSurvey, new: OpenSurvey, *, same_answers: bool) -> ChangeNote:
    """Tell what is different between two versions of a survey.

    Parameters
    ----------
    former, new
        The versions, both open.
    same_answers
        Whether their files of responses are the same, byte by byte.
    """
    old, book = former.written, new.written
    faults = [*_variables(old, book), *_waves(former, new)]
    counted = len(faults)
    few = _few(former, new)
    if few:
        listed = _listed(few)
        faults.append(Fault("versions.few", {"waves": listed, "limit": _limit(former, new)}))
    if not same_answers and not few and not any(_is_of_waves(fault) for fault in faults[:counted]):
        faults.append(Fault("versions.answers"))
    faults += [*_design(former, new), *_rules(old, book)]
    if not faults:
        faults = [Fault("versions.words")]
    return ChangeNote(tuple(fault.in_both for fault in faults), few)


def _is_of_waves(fault: Fault) -> bool:
    return fault.key in ("versions.respondents", "versions.wave_added", "versions.wave_gone")


def _variables(old: Codebook, new: Codebook) -> Iterator[Fault]:
    for role in _KINDS:
        before, after = _of_role(old, role), _of_role(new, role)
        came = [variable for name, variable in after.items() if name not in before]
        went = [variable for name, variable in before.items() if name not in after]
        yield from _told(f"versions.{role}_added", came)
        yield from _told(f"versions.{role}_removed", went)
    both = [
        (old.variables[name], variable)
        for name, variable in new.variables.items()
        if name in old.variables and {variable.role, old.variables[name].role} & {*_KINDS}
    ]
    differences: Mapping[str, Callable[[Variable], object]] = {
        "reworded": lambda of: (of.question, of.label, of.base),
        "categories": lambda of: (of.categories, of.nets),
        "read_otherwise": lambda of: (of.role, of.kind, of.ordered, of.construct),
        "breaks": lambda of: of.breaks,
    }
    for name, part in differences.items():
        different = [after for before, after in both if part(before) != part(after)]
        yield from _told(f"versions.{name}", different)


def _of_role(book: Codebook, role: str) -> dict[str, Variable]:
    return {name: variable for name, variable in book.variables.items() if variable.role == role}


def _told(key: str, variables: Collection[Variable]) -> Iterator[Fault]:
    """A sentence that names variables, where there are any."""
    if variables:
        listed = _listed(variable.label for variable in variables)
        yield Fault(key, {"count": len(variables), "names": listed})


def _listed(texts: Iterable[Text]) -> Text:
    known = [*texts]
    nb, en = (some([text[language] for text in known]) for language in LANGUAGES)
    return Text(nb, en)


def _waves(former: OpenSurvey, new: OpenSurvey) -> Iterator[Fault]:
    """Waves that have come or gone, and respondents where as many have as may be told."""
    before, after = _whole(former), _whole(new)
    for code, (name, where) in after.items():
        told = respondents_told(new, where)
        if code not in before:
            counted = Text(*(_counted(told, language) for language in LANGUAGES))
            yield Fault("versions.wave_added", {"wave": name, "count": counted})
            continue
        earlier = respondents_told(former, before[code][1])
        is_few = code in _few_codes(former, new)
        if told is None or earlier is None or told == earlier or is_few:
            continue
        old, count = (
            Text(*(numbers.whole(n, language) for language in LANGUAGES)) for n in (earlier, told)
        )
        yield Fault("versions.respondents", {"wave": name, "old": old, "new": count})
    for code, (name, _) in before.items():
        if code not in after:
            yield Fault("versions.wave_gone", {"wave": name})


def _counted(n: int | None, language: Language) -> str:
    return "–" if n is None else numbers.whole(n, language)


def _few(former: OpenSurvey, new: OpenSurvey) -> tuple[Text, ...]:
    codes, waves = _few_codes(former, new), _whole(new)
    return tuple(name for code, (name, _) in waves.items() if code in codes)


def _few_codes(former: OpenSurvey, new: OpenSurvey) -> set[str]:
    """Codes of waves in which some respondents have come or gone, but fewer than may be shown."""
    before, after = _whole(former), _whole(new)
    changed = {
        code: abs(respondents_kept(new, where) - respondents_kept(former, before[code][1]))
        for code, (_, where) in after.items()
        if code in before
        and None not in (respondents_told(new, where), respondents_told(former, before[code][1]))
    }
    return {code for code, count in changed.items() if 0 < count < _limit(former, new)}


def _limit(former: OpenSurvey, new: OpenSurvey) -> int:
    return max(survey.codebook.disclosure.min_base for survey in (former, new))


def _whole(survey: OpenSurvey) -> dict[str, tuple[Text, Filter]]:
    """Each wave with its name and its respondents; all together where there are no waves."""
    wave = survey.codebook.wave
    if wave is None:
        return {"": (Fault("versions.everybody").in_both, EVERYONE)}
    return {
        code: (category.label, EVERYONE.narrowed(wave, [code]))
        for code, category in wave.by_key.items()
    }


def _design(former: OpenSurvey, new: OpenSurvey) -> Iterator[Fault]:
    old, design = former.codebook.design, new.codebook.design
    if old.weight != design.weight:
        if design.weight is None:
            yield Fault("versions.unweighted")
        elif old.weight is None:
            yield Fault("versions.weighted")
        else:
            yield Fault("versions.weight_other")
    elif design.weight and _weights(former) != _weights(new):
        yield Fault("versions.weight_anew")
    parts = [(d.strata, d.psu, d.fpc, d.replicates, d.raked, d.lonely_psu, d.psu_kept,
              d.probability) for d in (old, design)]  # fmt: skip
    if parts[0] != parts[1]:
        yield Fault("versions.design")


def _weights(survey: OpenSurvey) -> tuple[float, ...]:
    """Sums that tell whether weights are others, and are not told themselves."""
    weights = survey.column(survey.codebook.design.weight or "").to_numpy().astype(float)
    sums = (np.nanmean(weights), np.nanstd(weights), np.nanmax(weights)) if len(weights) else ()
    return tuple(round(float(each), 9) for each in sums)


def _rules(old: Codebook, new: Codebook) -> Iterator[Fault]:
    if old.simulated != new.simulated:
        yield Fault("versions.simulated" if new.simulated else "versions.not_simulated")
    before, after = old.disclosure, new.disclosure
    for name in ("min_base", "min_effective_base", "low_base"):
        if (earlier := getattr(before, name)) != (now := getattr(after, name)):
            yield Fault(f"versions.{name}", {"old": earlier, "new": now})
    if before.microdata != after.microdata:
        yield Fault(f"versions.microdata_{after.microdata}")
