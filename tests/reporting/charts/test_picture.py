"""Pictures: words that are there, inside the frame, and honest when they are copied."""

import io
import re
import resource
import xml.etree.ElementTree as ET
from functools import cache

import pandas as pd
import pytest
from PIL import Image, ImageFont
from visitor import asked, bundled

from insight.language.catalogue import LANGUAGES
from insight.reporting import labels
from insight.reporting.charts import bar_rows, specs, trend_rows
from insight.reporting.charts.draw_picture import FONTS
from insight.reporting.charts.picture import MARGIN, PICTURES, WIDTH, Picture, draw_picture

SVG = "{http://www.w3.org/2000/svg}"
TRUST = "trust_need_to_know"
MARK, FOOT = "Simulerte svar. Ingen er spurt.", ["Kilde: en undersøkelse."]
FILES = {400: "Regular", 600: "Semibold", 700: "Bold"}


def trend(language="nb", **more) -> Picture:
    found = asked(bundled("citizens"), TRUST, by=("year",))
    rows = trend_rows.trend_rows([found], "high", (), language)
    words = labels.describe_groups([found], "high", language)
    title = "Stor tillit i 2021: 68\N{NO-BREAK SPACE}% (65–71\N{NO-BREAK SPACE}%)."
    given = {"title": title, "lines": ["Alle spurte · vektet"], "alternative": words} | more
    return Picture(specs.trend_spec("light", language), rows, **given)


def likert(language="nb") -> Picture:
    grouped = asked(bundled("citizens"), TRUST, by=("education",))
    whole = asked(bundled("citizens"), TRUST)
    rows = bar_rows.likert_rows(grouped, whole, "high", language)
    spec = specs.likert_spec("light", bar_rows.steps(whole.item, language))
    return Picture(spec, rows, "Tillit etter utdanning.")


def dots(language="nb") -> Picture:
    grouped = asked(bundled("citizens"), TRUST, by=("age_group",))
    whole = asked(bundled("citizens"), TRUST)
    rows = bar_rows.dot_rows(grouped, whole, ["high"], language)
    return Picture(specs.dot_spec("light", language), rows, "Tillit etter alder.")


KINDS = {"trend": trend, "likert": likert, "dots": dots}


def svg(picture: Picture, **more) -> ET.Element:
    return ET.fromstring(draw_picture(picture, "svg", "nb", **more))


@cache
def drawn(kind: str, language="nb") -> bytes:
    """A whole SVG, drawn once for all that is to be seen in it."""
    return draw_picture(KINDS[kind](language), "svg", language, foot=FOOT, mark=MARK)


@cache
def png_of_trend(mark: str = "") -> Image.Image:
    return png(trend(), mark=mark)


def png(picture: Picture, **more) -> Image.Image:
    return Image.open(io.BytesIO(draw_picture(picture, "png", "nb", **more))).convert("RGB")


def texts(root: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many dots of a part of the picture are not white."""
    return sum(image.convert("L").crop(box).histogram()[:160])


def test_a_saved_picture_has_letters():
    """Without a font every letter vanishes and nothing says so."""
    titled, bare = png_of_trend(), png(trend(title="", lines=[]))
    lines = (0, 20, titled.width, 2 * (MARGIN + 24))
    assert ink(titled, lines) > 2000
    assert titled.height > bare.height
    numbers_of_the_axis = (2 * MARGIN, 0, 2 * (MARGIN + 40), bare.height)
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
    assert picture.title in found
    assert FOOT[0] in found
    assert MARK in found
    shown = picture.rows.to_dict("records")
    column = "words" if kind == "trend" else "share"
    numbers = {one[column] for one in shown if isinstance(one[column], str) and "%" in one[column]}
    assert numbers
    assert numbers <= set(found)


def test_it_is_wide_and_light_whatever_the_screen():
    image = png_of_trend(MARK)
    assert image.width == 2 * WIDTH
    assert image.getpixel((5, 5)) == (255, 255, 255)
    assert image.getpixel((5, image.height - 5)) == (0xFF, 0xF4, 0xDD)
    likert_words = texts(ET.fromstring(drawn("likert")))
    columns = {words for words in likert_words if words in ("n", "95\N{NO-BREAK SPACE}%")}
    assert len(columns) == 2, "the columns of a wide screen stand beside the bars"


def test_without_simulated_responses_there_is_no_band():
    image = png_of_trend()
    assert image.getpixel((5, image.height - 5)) == (255, 255, 255)


def test_the_picture_in_words_is_part_of_the_svg():
    picture, root = trend(), ET.fromstring(drawn("trend"))
    assert root.get("role") == "img"
    assert root.get("lang") == "nb"
    assert root.find(f"{SVG}title").text == picture.title
    assert root.find(f"{SVG}desc").text == picture.alternative
    named = root.get("aria-labelledby").split()
    assert named == [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]


LONG = (
    "Andelen som har svært stor eller ganske stor tillit til at opplysningene lagres trygt i "
    "helsevesenets systemer, er lavere blant dem under 30 år (58\N{NO-BREAK SPACE}%) enn blant "
    "dem over 60 år (75\N{NO-BREAK SPACE}%), og den har økt i begge gruppene siden 2019."
)


def test_long_words_are_set_in_lines_that_stay_inside():
    words = LONG * 3
    root = svg(trend(title=words, lines=[words], notes=[words]))
    high = float(root.get("height"))
    for part, weight, size in (("title", 600, 22), ("lines", 400, 14), ("notes", 400, 13)):
        own = [one for one in root.findall(f".//{SVG}text") if one.get("font-size") == str(size)]
        own = [one for one in own if one.get("x") == str(MARGIN) and one.text in words]
        assert " ".join(one.text for one in own) == " ".join(words.split(" ")), part
        font = ImageFont.truetype(FONTS / f"SourceSansPro-{FILES[weight]}.ttf", size)
        # A reader without the font sees one that is up to a tenth wider.
        assert max(font.getlength(one.text) for one in own) * 1.1 < WIDTH - 2 * MARGIN, part
        assert all(0 < float(one.get("y")) < high for one in own), part


def test_hostile_words_stay_words():
    hostile = '</text><script>alert(1)</script> & "quoted" <b>\x00\x1b'
    root = svg(trend(title=hostile, lines=[hostile], alternative=hostile), foot=[hostile])
    assert not list(root.iter(f"{SVG}script"))
    assert any("<script>alert(1)</script>" in one for one in texts(root))


def test_a_chart_fetches_nothing(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("value\n1\n")
    spec = specs.trend_spec("light", "nb") | {"datasets": {}, "data": {"url": str(secret)}}
    picture = Picture(spec, trend().rows, "Title")
    assert str(secret) not in draw_picture(picture, "svg", "nb").decode()


def test_what_cannot_be_drawn_is_an_error_and_no_empty_file():
    with pytest.raises(RuntimeError, match="not drawn"):
        draw_picture(Picture({"mark": "nonsense"}, pd.DataFrame({"a": [1]}), "Title"), "png", "nb")


@pytest.mark.parametrize("file_format", PICTURES)
def test_a_picture_is_less_than_a_second_and_a_half_of_work(file_format):
    before = processor_time()
    draw_picture(likert(), file_format, "nb", foot=FOOT, mark=MARK)
    assert processor_time() - before < 1.5


def processor_time() -> float:
    """Seconds that programs of ours have taken; a busy machine does not change them much."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_no_scale_of_the_screen_is_left_in_the_svg():
    assert re.match(rb'<\?xml.*?\?>\n<svg [^>]*width="960"', drawn("trend"))
