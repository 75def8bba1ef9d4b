"""Words for what simulated levels rest on: published, within a published bound, or assumed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from insight.analysis.basis import Basis
from insight.analysis.estimates import Estimate, Table
from insight.language.catalogue import Language, say
from insight.reporting import labels
from insight.survey.codebook import ANCHORINGS, Anchor, Codebook, Variable


def word(basis: Basis, language: Language) -> str:
    """Return the word for a basis, such as "published level"; empty where nothing is simulated."""
    return say(language, f"basis.{basis}") if basis else ""


def are_mixed(estimates: Iterable[Estimate]) -> bool:
    """Tell whether estimates rest on different things, so that each needs its own word."""
    return len({estimate.basis for estimate in estimates}) > 1


def sentence(tables: Sequence[Table], keys: Sequence[str], language: Language) -> str:
    """Say what the levels of a chart rest on; empty where none of them is simulated.

    Parameters
    ----------
    tables
        The figures that are shown.
    keys
        The categories and nets among them; all where none are named.
    language
        Language of the sentence.
    """
    shown = [
        (table, estimate)
        for table in tables
        for estimate in table.estimates
        if estimate.basis and (not keys or estimate.key in keys)
    ]
    bases = {estimate.basis for _, estimate in shown}
    if len(bases) < 2:
        return "".join(say(language, f"basis.all_{basis}") for basis in bases)
    parts = [
        say(language, f"basis.some_{basis}", names=_names(tables, shown, basis, language))
        for basis in ANCHORINGS
        if basis in bases
    ]
    return " ".join([*parts, *([say(language, "basis.rest")] if "assumed" in bases else [])])


def _names(
    tables: Sequence[Table],
    shown: Sequence[tuple[Table, Estimate]],
    basis: Basis,
    language: Language,
) -> str:
    """What has this basis: each answer with its waves, and with its survey where there are more."""
    several = len({table.codebook.id for table in tables}) > 1
    groups: dict[str, list[str]] = defaultdict(list)
    for table, estimate in shown:
        if estimate.basis == basis:
            label = labels.target_label(table, estimate.key, language)
            survey = f"{labels.short_title(table.codebook)[language]}: " if several else ""
            groups[survey + label].append(labels.group_label(table, estimate.group, language))
    if not any(table.request.by for table in tables):
        return "; ".join(groups)
    return "; ".join(
        f"{name} ({', '.join(dict.fromkeys(waves))})" for name, waves in groups.items()
    )


def anchors(codebook: Codebook, variable: Variable, language: Language) -> str:
    """Say which levels of a simulated variable were published; empty where none are known."""
    said = (_anchor(codebook, variable, anchor, language) for anchor in variable.anchors)
    return "; ".join(said)


def _anchor(codebook: Codebook, variable: Variable, anchor: Anchor, language: Language) -> str:
    answer = variable.net(anchor.target) or variable.category(anchor.target)
    label = answer.label[language]
    if anchor.wave:
        wave = codebook.wave.category(anchor.wave).label[language] if codebook.wave else anchor.wave
        label = f"{label} {wave}"
    return f"{label}: {word(anchor.basis, language)}"
