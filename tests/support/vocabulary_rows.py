"""Examples of the rows of a vocabulary: for each pattern the plainest text that it matches."""

import re
from collections.abc import Iterator
from re import _constants as sre
from re import _parser as parser


def plainest(pattern: str) -> str:
    """Return a short text that a pattern matches: first branches, nothing that can be left out.

    >>> plainest("kjønn(et)?"), plainest("(høyeste|siste) utdanning")
    ('kjønn', 'høyeste utdanning')
    """
    text = "".join(_letters(parser.parse(pattern)))
    assert re.fullmatch(pattern, text, re.IGNORECASE) or re.search(pattern, text, re.IGNORECASE)
    return text


def _letters(parts) -> Iterator[str]:
    for kind, value in parts:
        if kind is sre.LITERAL:
            yield chr(value)
        elif kind is sre.NOT_LITERAL or kind is sre.ANY:
            yield "x"
        elif kind is sre.IN:
            yield _one_of(value)
        elif kind is sre.BRANCH:
            yield from _letters(value[1][0])
        elif kind is sre.SUBPATTERN:
            yield from _letters(value[-1])
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, _, repeated = value
            yield "".join(_letters(repeated)) * least


def _one_of(choices) -> str:
    kind, value = choices[0]
    if kind is sre.CATEGORY:
        return "1" if value is sre.CATEGORY_DIGIT else "x"
    if kind is sre.RANGE:
        return chr(value[0])
    return chr(value) if kind is sre.LITERAL else "x"
