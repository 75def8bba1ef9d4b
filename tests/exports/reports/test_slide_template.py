"""Templates of slides: an agency's is used as it is, and a hostile one is refused in a sentence."""

import io
import zipfile

import pptx
import pytest
from opened_slides import charts_of, misplaced, opened, page_of, words_of
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.util import Pt
from visitor import TRUST_ITEM

from insight.exports.reports.slide_parts import template_check
from insight.exports.reports.slide_parts.slide_template import own_template
from insight.exports.reports.slide_parts.template_check import checked_template, used_template
from insight.language.catalogue import LANGUAGES
from insight.language.errors import RequestError

TYPES = "[Content_Types].xml"
LAYOUTS = "ppt/slideLayouts/slideLayout{}.xml"


def saved(deck) -> bytes:
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def agency(name: str = "E-helseinnsikt", *, wide: bool = True) -> bytes:
    """A template with slides, and a layout with our name and a place for the question."""
    deck = pptx.Presentation()
    if wide:
        deck.slide_width = Pt(960)
    deck.core_properties.author = "Ola Nordmann"
    layout = deck.slide_layouts[1]
    layout.element.cSld.set("name", name)
    title, body, *_ = layout.placeholders
    across = 880 if wide else 640
    title.left, title.top, title.width, title.height = map(Pt, (40, 20, across, 70))
    body.name = "Undertittel 2"
    body.left, body.top, body.width, body.height = map(Pt, (40, 90, across, 46))
    for used in (layout, deck.slide_layouts[0]):
        deck.slides.add_slide(used).shapes.title.text = "Et gammelt lysbilde"
    return saved(deck)


def changed(content: bytes, **parts: bytes | str | None) -> bytes:
    """A file with some of its parts replaced, added or taken out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part.filename, old.read(part))
        for name, inside in parts.items():
            if inside is not None:
                new.writestr(name, inside)
    return written.getvalue()


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return agency()


@pytest.fixture(scope="module")
def page():
    return page_of(TRUST_ITEM, "age_group", show="bars", language="nb")[0]


def test_slides_stand_on_the_layout_with_our_name_and_the_question_in_its_place(plain, page):
    deck = opened(page, template=plain)
    assert deck.slides[0].slide_layout.name == "E-helseinnsikt"
    first = deck.slides[0]
    assert first.shapes.title.text == page.title
    [question] = [one for one in first.placeholders if one.placeholder_format.idx == 1]
    assert question.text_frame.text == page.picture.words.lines[0]
    assert len(charts_of(deck)) == 2
    said = "\n".join(map(words_of, deck.slides))
    assert "Et gammelt lysbilde" not in said
    assert misplaced(deck) == []
    assert deck.core_properties.author == ""
    chart = next(shape for shape in first.shapes if shape.has_chart)
    assert chart.top >= Pt(136)


def test_without_our_name_the_layout_with_a_title_only_is_taken(page):
    deck = opened(page, template=agency("Tittel og innhold", wide=False))
    assert deck.slides[0].slide_layout.name == "Title Only"
    assert (deck.slide_width, deck.slide_height) == (Pt(720), Pt(540))
    assert misplaced(deck) == []


def test_a_template_that_powerpoint_calls_one_becomes_a_presentation(plain, page):
    types = part_of(plain, TYPES)
    potx = changed(plain, **{TYPES: types.replace("presentation.main+xml", "template.main+xml")})
    with pytest.raises(ValueError, match="not a PowerPoint file"):
        pptx.Presentation(io.BytesIO(potx))
    assert len(charts_of(opened(page, template=potx))) == 2


def test_what_a_template_has_of_slides_people_and_machines_does_not_go_on(plain):
    kept = checked_template(plain).content
    with zipfile.ZipFile(io.BytesIO(kept)) as package:
        names = package.namelist()
    assert not [name for name in names if name.startswith("ppt/slides/")]
    assert not [name for name in names if "printer" in name or "thumbnail" in name]


def bomb(content: bytes, size: int, name: str = "ppt/media/image9.png") -> bytes:
    written = io.BytesIO(content)
    with (
        zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open(name, "w", force_zip64=True) as part,
    ):
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return written.getvalue()


def fetching(content: bytes, kind: str, target: str) -> bytes:
    """A template whose layouts name something that lies elsewhere."""
    deck = pptx.Presentation(io.BytesIO(content))
    for layout in deck.slide_layouts:
        layout.part.rels.get_or_add_ext_rel(kind, target)
    return saved(deck)


def with_entity(content: bytes) -> bytes:
    name = LAYOUTS.format(1)
    layout = part_of(content, name).partition("?>")[2]
    told = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return changed(content, **{name: told + layout.replace("Click", "&a;", 1)})


def without_room(content: bytes) -> bytes:
    deck = pptx.Presentation(io.BytesIO(content))
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            if shape.placeholder_format.idx == 0:
                shape.left, shape.top, shape.width, shape.height = map(Pt, (0, 400, 100, 90))
    return saved(deck)


HOSTILE = {
    "no file at all": (lambda _: b"", "cannot be read"),
    "a text": (lambda _: b"PK\x03\x04 this is no archive", "cannot be read"),
    "an older presentation or one with a password": (
        *(lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "cannot be read"),
    ),
    "cut off": (lambda plain: plain[: len(plain) // 2], "cannot be read"),
    "a workbook": (
        lambda plain: changed(
            plain, **{TYPES: part_of(plain, TYPES).replace("presentationml", "spreadsheetml")}
        ),
        "cannot be read",
    ),
    "without its slide master": (
        *(lambda plain: changed(plain, **{"ppt/slideMasters/slideMaster1.xml": "<a/>"}),),
        "cannot be read",
    ),
    "an entity that reads a file": (with_entity, "cannot be read"),
    "too large": (lambda _: bytes(30_000_001), "larger than 30 MB"),
    "a bomb": (lambda plain: bomb(plain, 201_000_000), "unpacks to more than 200 MB"),
    "a bomb of XML": (
        *(lambda plain: bomb(plain, 21_000_000, "ppt/x.xml"), "unpacks to more than 200 MB"),
    ),
    "macros": (lambda plain: changed(plain, **{"ppt/vbaProject.bin": b"x"}), "macros"),
    "macros by its type": (
        lambda plain: changed(
            plain,
            **{TYPES: part_of(plain, TYPES).replace(
                "application/vnd.openxmlformats-officedocument.presentationml.presentation.main",
                "application/vnd.ms-powerpoint.presentation.macroEnabled.main")},
        ),
        "macros",
    ),
    "a picture from elsewhere": (
        *(lambda plain: fetching(plain, RELATION.IMAGE, "http://spy.example/x.png"),),
        "fetches something from elsewhere: http://spy.example/x.png",
    ),
    "a link into a machine": (
        *(lambda plain: fetching(plain, RELATION.HYPERLINK, "file:///etc/passwd"),),
        "fetches something from elsewhere: file:///etc/passwd",
    ),
    "no layout with room": (without_room, "no layout with a title"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_or_damaged_template_is_refused_in_a_sentence(case, plain):
    make, sentence = HOSTILE[case]
    with pytest.raises(RequestError) as refused:
        checked_template(make(plain))
    assert sentence in refused.value.text("en")
    for language in LANGUAGES:
        assert "\n" not in refused.value.text(language)


def test_a_link_that_a_reader_follows_may_stay(plain):
    checked_template(fetching(plain, RELATION.HYPERLINK, "https://www.example.no/"))


def test_the_operators_template_is_used_and_a_broken_one_stops_nobody(
    tmp_path, monkeypatch, plain, caplog
):
    path = tmp_path / "mal.pptx"
    monkeypatch.setenv(template_check.SETTING, str(path))
    assert used_template() is own_template()
    assert "mal.pptx" in caplog.text
    path.write_bytes(plain)
    assert used_template().subtitle == 1
    path.write_bytes(b"broken now")
    assert used_template() is own_template()
    assert "cannot be read as a PowerPoint file" in caplog.text
    monkeypatch.delenv(template_check.SETTING)
    assert used_template() is own_template()
