"""Files under a title of the reader's own: each opens whatever was typed, and keeps the finding."""

import io
import xml.etree.ElementTree as ET
from functools import cache

import openpyxl
from drawn_picture import SVG
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shown_answer import DAY, answer_of
from visitor import TRUST_ITEM

from insight.language.catalogue import say
from insight.reporting.breakdown.heading.own_title import LONGEST_TITLE, own_title
from insight.views import captions
from insight.views.shown import Shown
from insight.views.view import View
from insight.web import downloads


@cache
def shown() -> tuple[View, Shown]:
    return answer_of(TRUST_ITEM, "age_group", language="nb")


def files(title: str, *kinds: str) -> dict[str, bytes]:
    """Files of an answer under a title."""
    view, answer = shown()
    taken, caption = answer.answer.titled(title), captions.caption(view, answer)
    offers = downloads.of_answer(view, taken, caption, made=DAY)
    return {offer.kind: offer.make() for offer in offers if offer.kind in kinds}


@settings(max_examples=10, deadline=None)
@given(st.text(min_size=1, max_size=LONGEST_TITLE + 50))
@example("\x1b[31mTrust\x00 \ufffe")
@example("=1+1")
@example("</text><script>alert(1)</script> & ]]>")
@example("Ordet " * 100)
@example("w" * LONGEST_TITLE)
def test_every_file_opens_under_any_title_and_the_finding_stays_in_the_notes(typed):
    title, found = own_title(typed, "nb").words, shown()[1].answer
    made = files(title, "svg", "workbook")
    root = ET.fromstring(made["svg"])
    assert root.findtext(f"{SVG}title") == (title or found.title)
    assert found.finding in root.findtext(f"{SVG}desc")
    book = openpyxl.load_workbook(io.BytesIO(made["workbook"]), read_only=True)
    about = dict(book[say("nb", "download.about")].values)
    assert about[say("nb", "picture.finding")] == found.title
    own = title if title not in ("", found.title) else None
    assert about.get(say("nb", "picture.title")) == own


def test_figures_have_no_title():
    assert files("\x00=1+1", "csv", "norwegian") == files("", "csv", "norwegian")


def test_a_picture_tells_the_finding_below_only_where_the_title_is_another():
    finding = shown()[1].answer.title
    told = say("nb", "picture.title_replaced", finding=finding)
    for title, expected in (("Mitt funn", True), (finding, False), ("", False)):
        root = ET.fromstring(files(title, "svg")["svg"])
        words = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
        assert (told in words) == expected
