"""The page of needs, opened and read."""

import re

from visitor import bodies, opened, shown, words

from insight.documents.fact_kinds import Evidence
from insight.documents.facts import facts
from insight.language.catalogue import say

KNOWN = facts()
ALL = {one.id: one for one in KNOWN.needs}
OF_CARERS = {need for need in ALL if KNOWN.segments.named_by(need, ["carers"])}


def listed(**link):
    """Open the page with all its rows."""
    return opened("needs", **{"rows": "all"} | link)


def cards(app) -> list[str]:
    """The ids of the needs that are listed, in their order."""
    return re.findall(r'data-need="([^"]+)"', bodies(app))


def card(app, need: str) -> str:
    """Open a need, and return what stands beside the list."""
    app.query_params["need"] = need
    shown(app.run())
    return re.search(rf'<article class="fact nd-need" id="{need}".*</article>', bodies(app))[0]


def facet(app, name: str):
    return next(one for one in app.button_group if one.key.split("@")[0] == f"own:{name}")


def choose(app, parameter: str, code: str | None):
    """Choose a code of a facet, or none of them."""
    return shown(facet(app, parameter).set_value(code).run())


def bearing(need: str) -> list[Evidence]:
    """What bears on a need, unlike what was only asked or mentioned."""
    return [one for one in KNOWN.evidence_of.get(need, ()) if one.bears]


def counts(app, ids, language="en") -> bool:
    """Whether the page says how many needs these are."""
    said = f"{say(language, 'needs.finding', count=len(ids))} {say(language, 'needs.choose')}"
    return said in words(app).splitlines()
