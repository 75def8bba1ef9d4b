"""Pictures of a fixed shape: filled by layout, nothing outside or on top of others, or refused."""

import io
import xml.etree.ElementTree as ET
from itertools import combinations

import pandas as pd
import pytest
from drawn_picture import written
from PIL import Image
from rows_to_draw import hidden, row, rows

from insight.language.catalogue import both
from insight.language.errors import RequestError
from insight.reporting.pictures.frame import Tag, Words
from insight.reporting.pictures.picture import Chart, Picture, draw_picture, why_no_room
from insight.reporting.pictures.picture_shapes import SHAPES, SHEETS

FOOT = "Kilde: en undersøkelse."
TAG = Tag("simulated", "Simulerte svar", "Ingen er spurt.")
FIXED = ("wide", "square")
SIZES = {"wide": (1920, 1080), "square": (1080, 1080)}
TITLE = "Tilliten har økt i 3 av 4 grupper siden 2019. Høyere for kvinner enn for menn: 73 mot 66"
WORDS = Words(TITLE, ["Andel med stor tillit"], [TAG], ["Alle spurte."], [FOOT], "Kvinner: 73 %.")


def of_rows(count: int, words: Words = WORDS, **more) -> Picture:
    groups = (row(f"Gruppe {number}", few="Færre enn 100 svar") for number in range(count))
    return Picture(rows(row("Alle", "all"), *groups, hidden(), **more), words)


@pytest.mark.parametrize("shape", FIXED)
def test_a_picture_has_the_dots_of_its_shape(shape):
    image = Image.open(io.BytesIO(draw_picture(of_rows(3), "png", "nb", shape=shape)))
    assert image.size == SIZES[shape]


@pytest.mark.parametrize("shape", FIXED)
@pytest.mark.parametrize("bars", [True, False])
@pytest.mark.parametrize(("count", "title"), [(1, TITLE), (6, "Ordet " * 83), (9, TITLE)])
def test_every_word_has_its_place_inside(shape, bars, count, title):
    words = Words(title, WORDS.lines, WORDS.tags, WORDS.notes, WORDS.foot)
    root = ET.fromstring(draw_picture(of_rows(count, words, bars=bars), "svg", "nb", shape=shape))
    _, _, wide, high = map(float, root.get("viewBox").split())
    found = [one for one in written(root) if one.words.strip()]
    assert {"Alle", FOOT, "Gruppe 0", "n"} <= {one.words for one in found}
    for one in found:
        assert 0 <= one.left <= one.right <= wide, one
        assert 0 <= one.top <= one.bottom <= high, one
    overlapping = [pair for pair in combinations(found, 2) if pair[0].overlaps(pair[1])]
    assert overlapping == []


@pytest.mark.parametrize("shape", FIXED)
def test_letters_shrink_no_further_than_the_largest_sheet(shape):
    few, many = (
        ET.fromstring(draw_picture(of_rows(count), "svg", "nb", shape=shape)).get("viewBox")
        for count in (2, 9)
    )
    widths = [float(box.split()[2]) for box in (few, many)]
    assert widths[0] == SHEETS[shape][0].wide < widths[1] <= SHEETS[shape][-1].wide


@pytest.mark.parametrize("shape", FIXED)
def test_what_has_no_room_is_refused_in_a_sentence_that_is_known_before(shape):
    picture = of_rows(40)
    with pytest.raises(RequestError) as refused:
        draw_picture(picture, "png", "nb", shape=shape)
    assert refused.value.text("nb") == why_no_room(picture, "nb", shape)
    assert both(f"picture.{shape}")["nb"] in refused.value.text("nb")
    assert why_no_room(picture, "nb", "page") == why_no_room(of_rows(4), "nb", shape) == ""


@pytest.mark.parametrize("shape", FIXED)
@pytest.mark.parametrize("height", [200, 5000, {"step": 12}, {"step": 400}])
def test_a_chart_is_refused_beforehand_exactly_where_it_would_be_when_drawn(shape, height):
    marks = pd.DataFrame({"group": ["a", "b", "c"], "share": [1.0, 2.0, 3.0]})
    axes = {"x": {"field": "share", "type": "quantitative"}, "y": {"field": "group"}}
    picture = Picture(Chart({"mark": "bar", "height": height, "encoding": axes}, marks), WORDS)
    told = why_no_room(picture, "nb", shape)
    if height in (200, {"step": 12}):
        assert told == ""
        assert draw_picture(picture, "svg", "nb", shape=shape)
        return
    with pytest.raises(RequestError) as refused:
        draw_picture(picture, "svg", "nb", shape=shape)
    assert refused.value.text("nb") == told


def test_the_usual_shape_is_the_first_and_has_no_height():
    assert SHAPES[0] == "page"
    assert [sheet.high for sheet in SHEETS["page"]] == [None]
