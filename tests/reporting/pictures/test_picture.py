"""Pictures: words that are there, inside the frame, and honest when they are copied."""

import io
import re
import resource
import xml.etree.ElementTree as ET
from functools import cache

import pandas as pd
import pytest
from breakdown_survey import drawn as drawn_chart
from breakdown_survey import figures_of
from PIL import Image, ImageFont
from visitor import asked, bundled

from insight.language.catalogue import LANGUAGES
from insight.reporting.alternatives import text_alternatives
from insight.reporting.charts import trend_rows, trend_specs
from insight.reporting.pictures.drawing_process import shared_process
from insight.reporting.pictures.frame import Tag, Words
from insight.reporting.pictures.letters import FILES, FONTS
from insight.reporting.pictures.picture import Chart, Picture, draw_picture
from insight.reporting.pictures.picture_shapes import PAGE

MARGIN, WIDTH, PIXELS = int(PAGE.margin), PAGE.wide, PAGE.pixels
SVG = "{http://www.w3.org/2000/svg}"
TRUST = "trust_need_to_know"
FOOT = "Kilde: en undersøkelse."
TAG = Tag("simulated", "Simulerte svar", "Ingen er spurt.")


def trend(language="nb", **more) -> Picture:
    found = asked(bundled("citizens"), TRUST, by=("year",))
    rows = trend_rows.trend_rows([found], "high", (), language)
    words = text_alternatives.describe_groups([found], "high", language)
    title = "Stor tillit i 2021: 68\N{NO-BREAK SPACE}% (65–71\N{NO-BREAK SPACE}%)."
    given = {"title": title, "lines": ["Alle spurte · vektet"], "alternative": words} | more
    return Picture(Chart(trend_specs.trend_spec("light", language), rows), Words(**given))


def heat(language="nb", **more) -> Picture:
    return charted("heat", language, "education", **more)


def panels(language="nb", **more) -> Picture:
    return charted("panels", language, "age_group", "gender", **more)


def charted(show, language, *by, **more) -> Picture:
    chart = drawn_chart(figures_of(bundled("citizens"), TRUST, *by), show, language)
    words = Words("Tillit til journalen.", notes=chart.notes, **more)
    return Picture(Chart(chart.spec("light"), chart.rows), words)


KINDS = {"trend": trend, "heat": heat, "panels": panels}


def svg(picture: Picture) -> ET.Element:
    return ET.fromstring(draw_picture(picture, "svg", "nb"))


@cache
def drawn(kind: str, language="nb") -> bytes:
    """A whole SVG, drawn once for all that is to be seen in it."""
    picture = KINDS[kind](language, foot=[FOOT], tags=[TAG])
    return draw_picture(picture, "svg", language)


@cache
def png_of_trend(*tags: Tag) -> Image.Image:
    return png(trend(tags=tags))


def png(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(draw_picture(picture, "png", "nb"))).convert("RGB")


def texts(root: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many dots of a part of the picture are not white."""
    return sum(image.convert("L").crop(box).histogram()[:160])


def test_a_saved_picture_has_letters():
    """Without a font every letter vanishes and nothing says so."""
    titled, bare = png_of_trend(), png(trend(title="", lines=[]))
    lines = (0, 20, titled.width, 3 * (MARGIN + 24))
    assert ink(titled, lines) > 2000
    assert titled.height > bare.height
    numbers_of_the_axis = (3 * MARGIN, 0, 3 * (MARGIN + 40), bare.height)
    assert ink(bare, numbers_of_the_axis) > 500


@pytest.mark.parametrize("kind", KINDS)
def test_every_style_of_letter_that_a_chart_uses_comes_with_the_project(kind):
    root = ET.fromstring(drawn(kind))
    shipped = {ImageFont.truetype(path).getname() for path in FONTS.glob("*.ttf")}
    for one in root.iter(f"{SVG}text"):
        family = one.get("font-family") or root.get("font-family")
        assert "Source Sans Pro" in family
        weight = {"bold": "700", "normal": "400"}.get(w := one.get("font-weight", "400"), w)
        style = "Italic" if one.get("font-style") == "italic" else FILES[int(weight)]
        if style == "Semibold":
            assert (FONTS / "SourceSansPro-Semibold.ttf").is_file()
        else:
            assert ("Source Sans Pro", style) in shipped


def test_the_font_may_be_passed_on():
    licence = (FONTS / "LICENSE.md").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_all_that_the_page_says(kind, language):
    picture = KINDS[kind](language)
    found = texts(ET.fromstring(drawn(kind, language)))
    assert {picture.words.title, FOOT, TAG.name, TAG.words} <= {*found}
    shown = picture.shown.rows.to_dict("records")
    column = "number" if kind == "heat" else "words"
    numbers = {one[column] for one in shown if isinstance(one[column], str) and "%" in one[column]}
    assert numbers
    assert numbers <= set(found)


def test_it_is_wide_and_light_whatever_the_screen():
    image = png_of_trend(TAG)
    assert image.width == 2 * PIXELS
    corners = [(5, 5), (5, image.height - 5), (image.width - 5, image.height // 2)]
    assert {image.getpixel(corner) for corner in corners} == {(255, 255, 255)}
    assert "n" in texts(ET.fromstring(drawn("heat"))), "the columns of a wide screen are there"


def test_simulated_responses_have_a_line_in_cream_and_others_have_none():
    cream = (0xFF, 0xF8, 0xEA)
    at_the_right = [
        {image.getpixel((image.width - 3 * MARGIN, y)) for y in range(image.height)}
        for image in (png_of_trend(TAG), png_of_trend())
    ]
    assert [cream in colours for colours in at_the_right] == [True, False]


def test_the_picture_in_words_is_part_of_the_svg():
    picture, root = trend(), ET.fromstring(drawn("trend"))
    assert root.get("role") == "img"
    assert root.get("lang") == "nb"
    assert root.find(f"{SVG}title").text == picture.words.title
    assert root.find(f"{SVG}desc").text == picture.words.alternative
    named = root.get("aria-labelledby").split()
    assert named == [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]


def test_a_png_holds_its_words_and_says_how_large_it_is():
    bytes_of = draw_picture(trend(tags=[TAG]), "png", "nb")
    image = Image.open(io.BytesIO(bytes_of))
    words = trend().words
    assert image.info["Title"] == words.title
    assert image.info["Description"] == words.alternative
    assert image.info["dpi"] == pytest.approx((192, 192), abs=0.1)


LONG = (
    "Andelen som har svært stor eller ganske stor tillit til at opplysningene lagres trygt i "
    "helsevesenets systemer, er lavere blant dem under 30 år (58\N{NO-BREAK SPACE}%) enn blant "
    "dem over 60 år (75\N{NO-BREAK SPACE}%), og den har økt i begge gruppene siden 2019."
)


def test_long_words_are_set_in_lines_that_stay_inside():
    words = LONG * 3
    root = svg(trend(title=words, lines=[words], notes=[words]))
    high = float(root.get("viewBox").split()[3])
    for part, weight, size in (("title", 600, 23), ("lines", 400, 15), ("notes", 400, 13)):
        own = [one for one in root.findall(f".//{SVG}text") if one.get("font-size") == str(size)]
        own = [one for one in own if one.get("x") == str(MARGIN) and one.text in words]
        assert " ".join(one.text for one in own) == " ".join(words.split(" ")), part
        font = ImageFont.truetype(FONTS / f"SourceSansPro-{FILES[weight]}.ttf", size)
        # A reader without the font sees one that is up to a tenth wider.
        assert max(font.getlength(one.text) for one in own) * 1.1 < WIDTH - 2 * MARGIN, part
        assert all(0 < float(one.get("y")) < high for one in own), part


def test_hostile_words_stay_words():
    hostile = '</text><script>alert(1)</script> & "quoted" <b>\x00\x1b'
    tags = [Tag("assumed", hostile, hostile)]
    given = {part: [hostile] for part in ("lines", "notes", "foot")}
    root = svg(trend(title=hostile, alternative=hostile, tags=tags, **given))
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>alert(1)</script>" in one for one in texts(root))


def test_a_chart_fetches_nothing(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("value\n1\n")
    spec = trend_specs.trend_spec("light", "nb") | {"datasets": {}, "data": {"url": str(secret)}}
    picture = Picture(Chart(spec, trend().shown.rows), Words("Title"))
    assert str(secret) not in draw_picture(picture, "svg", "nb").decode()


def test_what_cannot_be_drawn_is_an_error_and_no_empty_file():
    nonsense = Picture(Chart({"mark": "nonsense"}, pd.DataFrame({"a": [1]})), Words("Title"))
    with pytest.raises(RuntimeError, match="not drawn"):
        draw_picture(nonsense, "png", "nb")


def test_a_picture_is_less_than_three_times_the_work_of_one_with_a_single_mark():
    """The process that draws begins and ends with it; a system counts those that have ended.

    A PNG is made of the SVG, and so takes the work of both.
    """
    place = {"x": {"field": "a", "type": "quantitative"}}
    single = Chart({"mark": "point", "encoding": place}, pd.DataFrame({"a": [1]}))
    least = work_of(Picture(single, Words("Title")))
    assert 0.05 < least < work_of(heat(foot=[FOOT], tags=[TAG])) < 3 * least


def work_of(picture: Picture) -> float:
    """Seconds of the processor that a picture takes, with the process that draws it."""
    shared_process().end()
    before = processor_time()
    draw_picture(picture, "png", "nb")
    shared_process().end()
    return processor_time() - before


def processor_time() -> float:
    """Seconds that programs of ours have taken; a busy machine does not change them much."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_no_scale_of_the_screen_is_left_in_the_svg():
    assert re.match(rb'<\?xml.*?\?>\n<svg [^>]*width="1200"', drawn("trend"))


def test_in_a_fixed_shape_lines_take_the_height_that_is_left_and_rows_keep_theirs():
    """Between the first and the last of its words on an axis a chart is so high."""
    shapes = {"trend": ("page", "square"), "heat": ("page", "wide")}
    high = {}
    for kind, (usual, fixed) in shapes.items():
        for shape in (usual, fixed):
            picture = KINDS[kind](foot=[FOOT], tags=[TAG])
            root = ET.fromstring(draw_picture(picture, "svg", "nb", shape=shape))
            assert {FOOT, TAG.words} <= {*texts(root)}
            high[kind, shape] = float(root.get("viewBox").split()[3])
    assert high["trend", "square"] == 720
    assert high["heat", "wide"] >= high["heat", "page"]
