"""Templates: every value is escaped, what is not given is a fault, and each file can be used."""

import json
import re

import pytest
from facts_in_html import HOSTILE, assert_words_stay_words
from jinja2 import UndefinedError
from markupsafe import Markup

from insight.web.html.templates import draw, environment

PARTS = {
    "heading": lambda word: (word, word, word, "h2"),
    "link": lambda word: (word, word),
    "secondary": lambda word: (word,),
    "remark": lambda word: (word,),
    "folding": lambda word: ("lead", word, True),
    "for_screens": lambda word: (word,),
    "status": lambda word: (word, word),
    "alternative": lambda word: (word,),
    "quotation": lambda word: (word, word),
    "done": lambda word: (word,),
    "under_way": lambda word: (word,),
    "family": lambda word: (word, [(word, word, True), (word, word, False)]),
    "sidebar_heading": lambda word: (word,),
}
RAW = {"style"}
AROUND = {
    "band": lambda word: (word, word, word, word, word),
    "sheet_opener": lambda word: (word, word),
    "sheet_closer": lambda word: (word,),
    "printed_head": lambda word: (word, "nb"),
    "printed_foot": lambda word: (word, word, True, "nb"),
}
TRIED = [("page", part, given) for part, given in PARTS.items()] + [
    ("frame", part, given) for part, given in AROUND.items()
]


@pytest.mark.parametrize(("file", "part", "given"), TRIED, ids=[part for _, part, _ in TRIED])
def test_words_stay_words_in_every_part_of_a_page(file, part, given):
    assert_words_stay_words(lambda word, _: draw(file, part, *given(word)))


@pytest.mark.parametrize(("file", "tried"), [("page", {*PARTS} | RAW), ("frame", {*AROUND})])
def test_every_part_of_a_page_is_tried(file, tried):
    module = environment().get_template(f"{file}.html.jinja").module
    assert {name for name in vars(module) if not name.startswith("_")} == tried


FIRST = "Read in excerpt from the pages of e-health."
LONG = f"{FIRST} Quotes are held against the excerpt alone, and not against the page."


def test_long_small_print_is_there_whole_and_to_unfold():
    drawn = draw("page", "secondary", f"{LONG} {LONG}")
    whole, folded = drawn.split("<details", 1)
    assert '<p class="secondary unfolded">' in whole
    assert " ".join(Markup(whole).striptags().split()) == f"{LONG} {LONG}"
    summary, rest = folded.split("</summary>")
    assert Markup(f"<{summary}").striptags().endswith(FIRST)
    assert " ".join(Markup(rest).striptags().split()) == f"{LONG.partition('. ')[2]} {LONG}"
    assert "<details" not in draw("page", "secondary", LONG[:80])
    hostile = draw("page", "folding", "lead", f"{HOSTILE} {LONG}", True)
    assert "<script" not in hostile
    assert hostile.count("&lt;script&gt;") == 2


def test_html_is_not_escaped_again():
    assert draw("page", "secondary", Markup("<b>1</b>")) == '<p class="secondary"><b>1</b></p>'


def test_the_button_that_copies_a_link_says_words_only():
    drawn = draw("copy_link", "button", HOSTILE, HOSTILE)
    assert HOSTILE not in drawn
    assert re.findall(r"</?(?:script|button)", drawn) == [
        "<button",
        "</button",
        "<script",
        "</script",
    ]


def test_no_word_of_a_catalogue_ends_the_script_of_the_page():
    words = {HOSTILE: "</script><b>"}
    drawn = draw("script", "page", "en", words, HOSTILE, [HOSTILE])
    assert re.findall(r"</?script", drawn) == ["<script", "</script"]
    [told] = re.findall(r"<script data-told='(.*?)'>", drawn)
    assert json.loads(told)["words"] == words


def test_what_a_template_is_not_given_is_a_fault():
    with pytest.raises(UndefinedError):
        draw("page", "secondary")
    with pytest.raises(TypeError):
        draw("page", "remark", "a", "b")


@pytest.mark.parametrize("name", environment().list_templates())
def test_every_file_is_a_template_of_macros_that_says_what_it_is_of(name):
    assert name.endswith(".html.jinja")
    source, _, _ = environment().loader.get_source(environment(), name)
    assert source.startswith("{# ")
    module = environment().get_template(name).module
    assert str(module).strip() == ""
