"""Inventories as tables to take away: named things, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from insight.documents.facts import Facts
from insight.documents.inventories.actors import Mentioned
from insight.documents.inventories.missing import Lack
from insight.language.catalogue import Language


def table_of_named(shown: Sequence[Mentioned], facts: Facts, language: Language) -> pd.DataFrame:
    """Return a row for each thing: its names, kind and levels, and where it is mentioned."""
    rows = [
        {
            "id": mentioned.thing.id,
            "name": mentioned.thing.name[language],
            "kind": mentioned.thing.kind,
            "levels": mentioned.thing.levels,
            "mentioned": mentioned.times,
            **{source: mentioned.places.get(source, 0) for source in facts.sources},
            "themes": " ".join(mentioned.themes),
            "facts": " ".join(
                fact.id for fact in (*mentioned.said, *mentioned.passages, *mentioned.others)
            ),
            "simulated": "false",
        }
        for mentioned in shown
    ]
    return pd.DataFrame(rows)


def table_of_lacks(shown: Sequence[Lack], facts: Facts, language: Language) -> pd.DataFrame:
    """Return a row for each lack: where, what, and what would be needed."""
    rows = [
        {
            "kinds": " ".join(lack.kinds),
            "source": lack.fact.source,
            "source_title": facts.sources[lack.fact.source].title,
            "line": lack.line,
            "fact": lack.fact.id,
            "title": lack.title[language],
            "meant": (lack.misprint.meant or "") if lack.misprint else "",
            "is_certain": str(lack.misprint.is_certain).lower() if lack.misprint else "",
            "text": lack.text[language] if lack.text else "",
            "needed": lack.needed[language],
            "figures": " ".join(figure.id for figure in lack.figures),
            "themes": " ".join(lack.themes),
            "simulated": "false",
        }
        for lack in shown
    ]
    return pd.DataFrame(rows)
