"""Lines of words: as wide as they are measured, none lost, none wider than there is room for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from insight.language.catalogue import one_line
from insight.reporting.pictures.letters import (
    FILES,
    FONTS,
    MORE,
    SPARE,
    Letters,
    cut,
    fold,
    width,
)

PLAIN = Letters(14, 18, "#000000")
WORDS = st.text(max_size=120)
ROOM = st.floats(20, 900)


@pytest.mark.parametrize("weight", FILES)
@pytest.mark.parametrize(
    "words", ["Ganske stor tillit", "+14 (10 til 18)", "1\N{NO-BREAK SPACE}504"]
)
def test_words_are_as_wide_as_the_ink_that_they_leave(words, weight):
    letters = Letters(40, 50, "#000000", weight)
    image = Image.new("L", (900, 80))
    font = ImageFont.truetype(FONTS / f"SourceSansPro-{FILES[weight]}.ttf", 40)
    ImageDraw.Draw(image).text((10, 10), words, 255, font)
    left, _, right, _ = image.getbbox()
    assert width(words, letters) / SPARE == pytest.approx(right - left, rel=0.05)


@given(WORDS, ROOM)
def test_no_word_is_lost_and_no_line_is_wider_than_the_room(words, room):
    lines = fold(words, PLAIN, room)
    assert "".join(lines).replace(" ", "") == one_line(words).replace(" ", "")
    assert all(width(line, PLAIN) <= room + 0.01 or len(line) == 1 for line in lines)
    assert all(line.strip(" ") for line in lines)


@given(WORDS, ROOM, st.integers(1, 3))
def test_lines_are_as_many_as_there_may_be_and_the_last_says_that_there_is_more(words, room, most):
    lines, whole = fold(words, PLAIN, room, most), fold(words, PLAIN, room)
    assert len(lines) == min(len(whole), most)
    if len(whole) > most:
        assert lines[-1].endswith(MORE)
        shown = "".join(lines).removesuffix(MORE).replace(" ", "")
        assert one_line(words).replace(" ", "").startswith(shown)
    else:
        assert lines == whole


@given(WORDS, ROOM)
def test_a_line_is_cut_only_where_it_must_be(words, room):
    shown = cut(one_line(words), PLAIN, room)
    assert width(shown, PLAIN) <= room
    fits = width(one_line(words), PLAIN) <= room
    assert (shown == one_line(words)) == fits or shown.endswith(MORE)


def test_lines_are_about_as_long_as_each_other():
    """Not a whole line with a last word below it."""
    title = "Andelen med stor tillit har økt fra 54 til 68 prosent på to år"
    first, second = (width(line, PLAIN) for line in fold(title, PLAIN, width(title, PLAIN) - 5))
    assert second > 0.8 * first


def test_a_word_that_is_wider_than_a_line_is_broken():
    assert fold("x" * 30, PLAIN, width("x" * 12, PLAIN)) == ["x" * 10] * 3
