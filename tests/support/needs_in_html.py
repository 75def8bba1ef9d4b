"""Two needs, and what a reader sees of a need drawn as HTML."""

import html
import re
from urllib.parse import parse_qs

from insight.documents.facts import facts

KNOWN = facts()
TRUST = KNOWN.need["c_trust_and_safety"]
SILENT = KNOWN.need["h_admin_burden"]


def words(drawn: str) -> str:
    """What a reader sees, in one line with plain spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", drawn)))


def addresses(drawn: str) -> list[tuple[str, dict[str, list[str]]]]:
    """The page and the parameters of each link, but those to the places of quotes."""
    found = [html.unescape(one).partition("?") for one in re.findall(r'href="([^"]*)"', drawn)]
    return [(path, parse_qs(query)) for path, _, query in found if path != "sources"]
