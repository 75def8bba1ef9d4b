"""Pictures of rows: every word of the rows, at its place, and no two on top of each other."""

import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from drawn_picture import SVG, boxes, written
from hypothesis import given, settings
from hypothesis import strategies as st
from rows_to_draw import SCALE, SHARES, hidden, row, rows

from insight.language.catalogue import one_line
from insight.reporting.breakdown.answer_rows import Rows
from insight.reporting.breakdown.tested import NOTHING, Told
from insight.reporting.pictures.mark_shapes import BLUE, EDGE, HATCH, MIDDLE, RUST
from insight.reporting.pictures.row_picture import GROUND, draw_rows

ROOM = 904


def drawn(shown: Rows, language="nb") -> ET.Element:
    return ET.fromstring(ET.tostring(draw_rows(shown, language, ROOM), encoding="unicode"))


def place(root: ET.Element, words: str) -> float:
    """How far down these words stand."""
    return next(one.middle for one in written(root) if one.words == words)


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("bars", [True, False])
def test_every_column_of_the_page_is_written_in_the_line_of_its_row(bars):
    against = Told("+5 (−1 til +11)", "høyere", apart=True)
    found = written(drawn(rows(row("Alle", "all"), row(against=against), bars=bars)))
    at = next(one.middle for one in found if one.words == "Kvinne")
    line = {one.words for one in found if abs(one.middle - at) < 14}
    expected = {"Kvinne", "60\N{NO-BREAK SPACE}%", "høyere", "+14 (10 til 18)", "225"}
    only = {"3\N{NO-BREAK SPACE}%", "20", "40"} if bars else {"+5 (−1 til +11)"}
    assert expected | only <= line
    heads = " ".join(one.words for one in found if one.middle < at - 40)
    for head in ("Stor", "intervall", "2019", "n", "ikke" if bars else "resten"):
        assert head in heads


def test_a_hidden_row_says_why_and_shows_nothing():
    root = drawn(rows(row("Alle", "all"), hidden("Få")))
    at = place(root, "Få")
    assert {one.words for one in written(root) if abs(one.middle - at) < 12} == {
        "Få",
        "Skjult: færre enn 10 svar",
    }
    lines = list(root.iter(f"{SVG}line"))
    assert lines
    assert all(float(one.get("y2")) < at - 10 for one in lines)


def test_columns_that_no_row_fills_are_not_there():
    bare = row(change=NOTHING, unknown="")
    words = {one.words for one in written(drawn(rows(bare, since="", has_unknown=False)))}
    assert not words & {"Endring fra 2019", "Endring", "Vet ikke", "ikke"}


def test_long_names_stand_in_three_lines_and_then_end_with_an_ellipsis():
    name = "Ansatte i kommunale tjenester som har svart på undersøkelsen " * 3
    shown = [one.words for one in written(drawn(rows(row(name)))) if one.words[:3] in name]
    lines = [words for words in shown if len(words) > 15]
    assert len(lines) == 3
    assert name.startswith(" ".join(lines).removesuffix("…"))


def test_names_that_begin_alike_are_told_apart_by_what_follows():
    start = "Ansatte i kommunale tjenester som har svart på undersøkelsen " * 3
    root = drawn(rows(*(row(f"{start}{end}") for end in ("i Bergen nå", "i Bergen før", "her"))))
    ends = [one.words for one in written(root) if "…" in one.words]
    assert ends == ["… nå", "… før", "… her"]


def test_few_answers_are_told_below_their_number():
    root = drawn(rows(row(few="Færre enn 100 svar")))
    assert 10 < place(root, "Færre enn 100 svar") - place(root, "225") < 30


NAME = st.text(min_size=1, max_size=90)
TOLD = st.builds(
    Told,
    st.sampled_from(["", "+14 (10 til 18)", "−0,25 (−12 345,60 til +12 345,60) fra 2020"]),
    st.sampled_from(["høyere", "ikke testet", "brudd"]),
    st.booleans(),
)
ANY_ROW = st.builds(
    row,
    NAME,
    st.sampled_from(["all", "beside", "group"]),
    st.floats(0.5, 0.9),
    n=st.sampled_from(["1", "1 504", "12 345 678"]),
    few=st.sampled_from(["", "Færre enn 100 svar"]),
    change=TOLD,
    against=TOLD,
    marked=st.booleans(),
)


@settings(deadline=None)
@given(
    st.lists(ANY_ROW | st.builds(hidden, NAME), min_size=1, max_size=6),
    st.booleans(),
    NAME,
    st.lists(NAME, min_size=2, max_size=5),
)
def test_no_two_words_overlap_and_none_leaves_the_picture(each, bars, measure, answers):
    legend = list(enumerate(answers)) if bars else []
    root = drawn(rows(*each, bars=bars, measure=measure, legend=legend))
    found = [one for one in written(root) if one.words.strip()]
    high = float(root.get("height"))
    for number, one in enumerate(found):
        assert -1 <= one.left <= one.right <= ROOM + 1, one
        assert 0 <= one.top <= one.bottom <= high, one
        for other in found[number + 1 :]:
            assert not one.overlaps(other), (one, other)


@settings(deadline=None)
@given(NAME)
def test_a_name_stays_what_it_is_whatever_it_holds(name):
    words = "".join(one.words for one in written(drawn(rows(row(name, pieces=[])))))
    assert one_line(name).replace(" ", "")[:20] in words.replace(" ", "")


# --- Marks ----------------------------------------------------------------------------------------


def test_pieces_of_a_bar_are_as_wide_as_their_shares():
    root = drawn(rows(row()))
    bars = [next(box for box in boxes(root, colour) if box[3] == 24) for colour in SCALE]
    whole = sum(box[2] for box in bars)
    assert [box[2] / whole for box in bars] == pytest.approx(SHARES, abs=1e-4)
    for one, following in pairwise(bars):
        assert one[0] + one[2] == pytest.approx(following[0], abs=0.01)


def test_the_middle_of_a_scale_is_seen_between_the_bars_only():
    drawn_in_order = list(drawn(rows(row())).iter())
    middle = next(one for one in drawn_in_order if one.get("stroke") == MIDDLE)
    piece = next(one for one in drawn_in_order if one.get("height") == "24")
    assert drawn_in_order.index(middle) < drawn_in_order.index(piece)


@pytest.mark.parametrize("bars", [True, False])
def test_points_stand_at_their_figures_and_dashed_lines_carry_those_of_reference_rows(bars):
    root = drawn(
        rows(row("Alle", "all", 0.5), row("Andre", "beside", 0.8), row(share=0.6), bars=bars)
    )
    points = [float(one.get("cx")) for one in root.iter(f"{SVG}circle")]
    ticks = [
        float(one.get("x")) for one in root.iter(f"{SVG}text") if one.text.startswith(("40", "60"))
    ][-2:]
    per_point = (ticks[1] - ticks[0]) / 0.2
    assert points == pytest.approx(
        [ticks[0] + (value - 0.4) * per_point for value in (0.5, 0.8, 0.6)], abs=0.1
    )
    dashed = [one for one in root.iter(f"{SVG}line") if one.get("stroke-dasharray")]
    assert [one.get("stroke") for one in dashed] == [BLUE, RUST]
    assert [float(one.get("x1")) for one in dashed] == pytest.approx(points[:2])
    assert all(float(one.get("y2")) > place(root, "Kvinne") for one in dashed)


def test_reference_rows_stand_on_grey_above_the_groups():
    root = drawn(rows(row("Alle", "all"), row("Andre", "beside"), row()))
    grounds = boxes(root, GROUND)
    assert len(grounds) == 2
    assert max(top + high for _, top, _, high in grounds) < place(root, "Kvinne") - 10


def test_what_nobody_has_published_is_hatched_and_its_points_are_hollow():
    root = drawn(rows(row(assumed=True)))
    hatched = [one for one in root.iter(f"{SVG}rect") if one.get("fill") == f"url(#{HATCH})"]
    assert len([one for one in hatched if one.get("stroke") == EDGE]) == 2 * len(SHARES)
    assert [one.get("fill") for one in root.iter(f"{SVG}circle")] == ["#ffffff"]
    published = drawn(rows(row()))
    assert not [one for one in published.iter(f"{SVG}rect") if "url" in one.get("fill", "")]
    assert [one.get("fill") for one in published.iter(f"{SVG}circle")] == [BLUE]


def test_a_published_level_has_a_diamond_around_its_point():
    marked = replace(row().dot, published=True)
    outlines = [
        [one for one in drawn(rows(each)).iter(f"{SVG}polygon") if one.get("fill") == "none"]
        for each in (row(), row(dot=marked))
    ]
    assert [len(one) for one in outlines] == [0, 1]


def test_a_marked_row_stands_out_and_the_other_groups_step_back():
    root = drawn(rows(row("Alle", "all"), row("Kvinne", marked=True), row("Mann")))
    dims = [one.get("opacity") for one in root.findall(f"{SVG}g")]
    assert dims == [None, None, "0.45"]


def test_names_without_an_end_keep_nobody_waiting():
    """A codebook may come from anywhere."""
    before = time.process_time()
    drawn(rows(*(row(f"{'x' * 5000}{number}") for number in range(40))))
    assert time.process_time() - before < 5
