"""Edits of a TOML file: what is meant changes, all else stays to the byte, comments too."""

import copy
import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight import RequestError
from insight.survey.toml_edits import edit
from insight.survey.toml_writer import header

TEXT = """# What this is.
title = { nb = "En", en = "One" }  # both

[design]
# weight = "w"   # because it looks so
wave = "year"

# How old.
[variables.age]
role = "item"
categories = [
    { code = 1, nb = "Ung", en = "Young" },   # under 30
    { code = 9, nb = "?", en = "?", missing = "other" },
]

[variables."comp.imp"]  # odd name
kind = "single"
"""
EDITS = {
    "a value is replaced": ({("variables", "age", "role"): "segment"}, [("segment", "item")]),
    "a value is new": (
        {("design", "weight"): "w"},
        [('[design]\nweight = "w"\n# weight', "[design]\n# weight")],
    ),
    "a value is taken away": (
        {("design", "wave"): None},
        [("looks so\n\n", 'looks so\nwave = "year"\n\n')],
    ),
    "what is not there need not go": ({("design", "psu"): None}, []),
    "a table with a quoted name": (
        {("variables", "comp.imp", "kind"): "numeric"},
        [('"numeric"', '"single"')],
    ),
    "a category": (
        {("variables", "age", "categories", 1, "missing"): "refused"},
        [('"refused"', '"other"')],
    ),
    "text before the first table": (
        {("title",): {"nb": "To", "en": '"Two"\n#'}},
        [('{ nb = "To", en = "\\"Two\\"\\u000A#" }', '{ nb = "En", en = "One" }')],
    ),
}


@pytest.mark.parametrize(("edits", "differences"), EDITS.values(), ids=EDITS)
def test_only_what_is_asked_for_changes(edits, differences):
    written = edit(TEXT, edits)
    for new, old in differences:
        assert written.count(new) == 1
        written = written.replace(new, old)
    assert written == TEXT


@pytest.mark.parametrize(
    "place",
    [("variables", "nobody", "role"), ("variables", "age", "categories", 7, "missing")],
)
def test_a_place_that_is_not_there_is_refused(place):
    with pytest.raises(RequestError, match="cannot be changed here"):
        edit(TEXT, {place: "item"})


NEW = {
    "a table": (
        {("variables", "w"): {"kind": "numeric", "label": {"nb": "V", "en": "W"}}},
        '\n[variables.w]\nkind = "numeric"\nlabel = { nb = "V", en = "W" }\n',
    ),
    "a table of the top": ({("origin", "rows"): 3}, "\n[origin]\nrows = 3\n"),
}


@pytest.mark.parametrize(("edits", "added"), NEW.values(), ids=NEW)
def test_a_new_table_comes_last(edits, added):
    assert edit(TEXT, edits) == TEXT + added
    assert edit(TEXT.rstrip("\n"), edits) == TEXT + added


def test_a_new_value_of_the_top_stands_below_the_others():
    written = edit(TEXT, {("licence",): "CC0"})
    assert written == TEXT.replace("# both\n", '# both\nlicence = "CC0"\n')
    assert edit("# Nothing yet.\n", {("id",): "s"}) == 'id = "s"\n# Nothing yet.\n'


def test_a_table_with_a_header_gets_its_values_one_by_one():
    written = edit(TEXT, {("design",): {"weight": "w"}})
    assert "because it looks so" in written
    assert tomllib.loads(written)["design"] == {"weight": "w"}


def test_a_comment_stands_below_the_header_of_its_table():
    comments = {("variables", "age"): ["a", "b"], ("variables", "none"): ["c"]}
    head = "[variables.age]\n"
    assert edit(TEXT, {}, comments) == TEXT.replace(head, f"{head}# a\n# b\n")


def test_a_comment_that_would_say_something_is_refused():
    with pytest.raises(RequestError):
        edit(TEXT, {}, {("design",): ['\nweight = "v"']})


LISTS = {
    "on lines": ("[\n    1,  # c\n]", "[\n    1,  # c\n    2,\n]"),
    "without a last comma": ("[\n    1  # c\n    # d\n]", "[\n    1,  # c\n    # d\n    2,\n]"),
    "on one line": ("[1]  # c", "[1, 2]  # c"),
}


@pytest.mark.parametrize(("before", "after"), LISTS.values(), ids=LISTS)
def test_a_value_is_added_to_a_list_as_the_others_stand(before, after):
    assert edit(f"a = {before}\n", {("a", 1): 2}) == f"a = {after}\n"


OTHER_FORMS = [
    'variables = { q = { kind = "single" } } # all in one line\n',
    '[variables]\nq.kind = "single" # dotted\n[design]\nweight = "old"\n',
    '[variables]\n[variables.q]\nkind = "single"\n[ design ]  # apart\nweight = "old"\n',
    '  [variables . "q"]\n  kind = "single"\n',
    'design.wave = "y"\r\n[variables.q]\r\nkind = "single"\r\n',
    '"design" = {}\n[variables.q.kind]\n# a table\n',
]


@pytest.mark.parametrize("text", OTHER_FORMS)
def test_a_file_may_be_written_in_any_way_that_toml_allows(text):
    edits = {("design", "weight"): "w", ("variables", "w"): {"kind": "numeric"}}
    read = tomllib.loads(edit(text, edits))
    assert read["design"]["weight"] == "w"
    assert read["variables"] == tomllib.loads(text)["variables"] | {"w": {"kind": "numeric"}}


def test_values_of_tables_in_a_list_cannot_be_changed():
    with pytest.raises(RequestError, match="by hand"):
        edit("[[a]]\nb = 1\n[[a]]\nb = 2\n", {("a", 1, "b"): 3})


# --- Whatever stands in the file -----------------------------------------------------------------

HOSTILE = [
    "[origin]",
    "[variables.x]",
    "  [design]",
    "[[x]]",
    "# no comment",
    "#]",
    "weight = 1",
    "]",
    "[",
    "\\'''",
    '\\"""',
    "=",
    "",
]
notes = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5).map("\n".join)
keys = st.sampled_from(["q", "comp.imp", "[design]", "#", 'a"b', "it's", "[variables.x]", "æ"])
comments = st.sampled_from(["", "[design]", '"""', "'''", "weight = 1", "]", "'", '"'])


def in_quotes(words: str, literal: bool) -> str:
    """Return words as a text of several lines."""
    if literal:
        return "'''\n" + words.replace("'''", "''") + "'''"
    return '"""\n' + words.replace("\\", "\\\\").replace('"""', '""\\"') + '"""'


@st.composite
def codebooks(draw) -> dict[tuple, str]:
    """Return the tables of a codebook, each with its lines, with comments everywhere."""
    count = iter(range(1000))
    ends = draw(st.sampled_from(["\n", "\r\n"]))

    def comment() -> str:
        return f"  # c{next(count)} {draw(comments)}"

    tables = {(): [comment(), f'title = {{ nb = "En", en = "One" }}{comment()}', comment()]}
    names = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    for place in [("design",), *(("variables", name) for name in names)]:
        tables[place] = [
            f"{header(place)}{comment()}",
            comment(),
            f"note = {in_quotes(draw(notes), draw(st.booleans()))}{comment()}",
            f"list = [{comment()}",
            f"  [1],{comment()}",
            f"[2, '[x]']{comment()}",
            comment(),
            f"]{comment()}",
            f'kind = "single"{comment()}',
            comment(),
        ]
    if draw(st.booleans()):
        tables[place].append("")
    return {place: "\n".join([*lines, ""]).replace("\n", ends) for place, lines in tables.items()}


values = st.one_of(notes, st.integers(), st.booleans(), st.lists(notes, max_size=2),
                   st.fixed_dictionaries({"nb": notes, "en": keys}))  # fmt: skip


@st.composite
def edits_of(draw, tables: list[tuple]) -> dict:
    """Return edits of some places that are there, and of some that are not."""
    places = [("title",), ("origin",), *(place for place in tables if place)]
    edits = {}
    for place in draw(st.lists(st.sampled_from(places), min_size=1, unique=True)):
        if place == ("title",):
            edits[place] = draw(values)
            continue
        for name in draw(st.lists(st.sampled_from(["kind", "new", 'a "b".c']), unique=True)):
            edits[*place, name] = draw(values)
        if place != ("origin",) and draw(st.booleans()):
            edits[*place, "list", 2] = draw(values)
    if draw(st.booleans()):
        edits["variables", "new [x]"] = {"kind": "single", "note": draw(notes)}
    return edits


def put(table: dict, place: tuple, value: object) -> None:
    for part in place[:-1]:
        table = table.setdefault(part, {}) if isinstance(table, dict) else table[part]
    if isinstance(table, list):
        table.append(value)
    else:
        table[place[-1]] = value


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_after_any_edit_all_else_is_the_same_and_comments_are_kept(data):
    tables = data.draw(codebooks())
    text = "".join(tables.values()).rstrip("\r\n" if data.draw(st.booleans()) else "")
    edits = data.draw(edits_of([*tables]))
    written = edit(text, edits)
    meant = tomllib.loads(text)
    for place, value in edits.items():
        put(meant, place, copy.deepcopy(value))
    assert tomllib.loads(written) == meant
    numbered = re.compile(r"  # c\d+ [^\r\n]*")
    assert numbered.findall(written) == numbered.findall(text)
    for place, lines in tables.items():
        if not any(place == other[: len(place)] for other in edits):
            assert lines.rstrip("\r\n") in written
    assert written.count("\r\n") in (0, written.count("\n"))
