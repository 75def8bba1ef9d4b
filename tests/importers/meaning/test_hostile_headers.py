"""Headers and cells may be anything: each vocabulary answers, at once and without a fault."""

import time

from hypothesis import given
from hypothesis import strategies as st

from insight.importers.meaning.backgrounds import background_of
from insight.importers.meaning.design_words import Spread, is_called, is_weight
from insight.importers.meaning.free_text import is_free_text
from insight.importers.meaning.personal import personal_kind
from insight.importers.meaning.place_numbers import place_names
from insight.importers.meaning.platforms import paradata_positions
from insight.importers.meaning.replicate_families import replicates_of

SPREAD = Spread(0, 4, 1, whole=False)
LONG = ["a" * 9000, "hva er " * 900, "Kjønn " * 900, "_" * 9000, "((" * 900, "utdanning, " * 900,
        "høyeste fullførte " * 90, "samlede " * 400, "1.1.1." * 900, " i på til fra" * 99,
        "level of education " * 99, "weight " * 400, "total annual gross net " * 99, "0" * 9000,
        "hvilken " + "a " * 400 + "har du i i i på på x", "w1w2w3w4" * 370, "a@" * 900]  # fmt: skip


def ask_all(name: str, label: str, cells: dict[int | float | str, int]) -> None:
    background_of(name, label)
    personal_kind(name, label, cells)
    place_names(name, label, cells)
    is_free_text(name, label, {str(value): count for value, count in cells.items()})
    is_weight(name, label, SPREAD)
    is_called("psu", name, label)
    is_called("strata", name, label)
    paradata_positions([(name, label)])
    replicates_of([(f"{name}{number}", label) for number in range(4)], {0: SPREAD, 1: SPREAD})


cells = st.dictionaries(
    st.one_of(st.text(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    st.integers(1, 9),
    max_size=5,
)


@given(st.text(), st.text(), cells)
def test_any_header_and_any_cells_get_an_answer(name, label, cells):
    ask_all(name, label, cells)


def test_no_header_and_no_cell_takes_long():
    begun = time.process_time()
    for text in LONG:
        ask_all(text, text[::-1], {text: 1, f"{text}x": 2})
    assert time.process_time() - begun < 5
