"""The words of the app: the same sentences in both languages, each of them used."""

import ast
import re
import string

import pytest
from checkout import ROOT

from insight.language.catalogue import Text, catalogue, is_plain, one_line, say

SOURCES = [*ROOT.glob("insight/**/*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("app.py")]
NORWEGIAN, ENGLISH = catalogue("nb"), catalogue("en")
SECTIONS = {key.split(".")[0] for key in NORWEGIAN}
KEY = re.compile(r"[a-z_]+\.(?!(?:py|toml)$)[a-z_0-9]+")


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def strings() -> list[str]:
    """Every string of the source that could be a key; a filled-in part of one is a star."""
    found = []
    for path in SOURCES:
        inner: set[int] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                inner |= {id(part) for part in node.values}
                parts = [str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "*"
                         for part in node.values]  # fmt: skip
                found.append("".join(parts))
            elif isinstance(value := getattr(node, "value", None), str) and id(node) not in inner:
                found.append(value)
    return found


USED = {one for one in strings() if KEY.fullmatch(one) and one.split(".")[0] in SECTIONS}
PATTERNS = [
    re.compile(re.escape(one).replace(r"\*", "[a-z_0-9]+"))
    for one in strings()
    if re.fullmatch(r"[a-z_*]+\.[a-z_0-9*]+", one) and "*" in one
]


def test_both_languages_have_the_same_keys():
    assert set(NORWEGIAN) == set(ENGLISH)


@pytest.mark.parametrize("key", sorted(set(NORWEGIAN) & set(ENGLISH)))
def test_a_sentence_has_the_same_fields_in_both_languages(key):
    assert fields(NORWEGIAN[key]) == fields(ENGLISH[key])
    assert NORWEGIAN[key].strip()
    assert ENGLISH[key].strip()


def test_every_key_that_the_source_names_exists():
    assert USED - set(NORWEGIAN) == set()


def test_every_sentence_is_used():
    unused = {
        key for key in set(NORWEGIAN) - USED if not any(one.fullmatch(key) for one in PATTERNS)
    }
    assert unused == set()


HOSTILE = [
    ("a\nb", r"a\nb"),
    ("\r\x1b[31m", r"\r\x1b[31m"),
    ("\u2028", r"\u2028"),
    ("\u202e", r"\u202e"),
    ("\udcff", r"\udcff"),
    ("{0}", "{0}"),
    ("68\N{NO-BREAK SPACE}%", "68\N{NO-BREAK SPACE}%"),
    ("æøå “»", "æøå “»"),
]


@pytest.mark.parametrize(("given", "shown"), HOSTILE)
def test_a_field_cannot_break_out_of_its_line(given, shown):
    assert one_line(given) == shown
    assert is_plain(given) == (given == shown)
    assert say("en", "fault.absent", value=given) == f"“{shown}” is missing."


def test_a_bilingual_field_follows_the_language():
    age = Text("Alder", "Age")
    assert say("nb", "fault.absent", value=age) == "«Alder» mangler."
    assert say("en", "fault.absent", value=age) == "“Age” is missing."
