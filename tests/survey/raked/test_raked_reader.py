"""Margins of raked weights in a codebook: what is read of them, and what is refused."""

import pytest
from codebook_text import HEAD, ITEM, WAVE, faults, parsed

from insight.survey.codebook_writer import codebook_toml
from insight.survey.raked.raked_design import RakedMargin

OF_Q = 'variable = "q", codes = ["1", "0"], population = [40, 60]'


def text(*margins: str, design: str = '[design]\nweight = "x"\n', more: str = "") -> str:
    listed = ", ".join(f"{{ {margin} }}" for margin in margins)
    return f"{HEAD}{design}raked = [{listed}]\n{ITEM}{more}"


def test_a_margin_is_read_and_written_as_it_was(tmp_path):
    book = parsed(tmp_path, text(OF_Q))
    assert book.design.raked == (RakedMargin(("q",), (("1",), ("0",)), (40.0, 60.0)),)
    assert book.design.raked[0].shares == (0.4, 0.6)
    assert parsed(tmp_path, codebook_toml(book)) == book


def test_sums_are_counted_by_margins_and_weight_after_the_sampling_unit(tmp_path):
    design = '[design]\nweight = "x"\nstrata = "h"\npsu = "u"\n'
    found = parsed(tmp_path, text(OF_Q, design=design)).design
    assert found.sampled_columns == ("h", "u")
    assert found.unit_columns == ("h", "u", "q", "x")


WAVES = WAVE.replace('[design]\nwave = "w"\n', "")
REFUSED = {
    "no weight": (text(OF_Q, design="[design]\n"), "design.raked", "there is none"),
    "replicates too": (
        text(OF_Q, more='[design.replicates]\ncolumns = "b{1..4}"\nmethod = "jk1"\n'),
        "design.raked",
        "[design.replicates]",
    ),
    "twice": (text(OF_Q, OF_Q), "design.raked", "“q” is there twice"),
    "lengths differ": (text(OF_Q.replace(", 60", "")), "raked[1].codes", "length 2"),
    "nobody": (text(OF_Q.replace("60", "0")), "raked[1].population", "above 0"),
    "code twice": (text(OF_Q.replace('"0"', '"1"')), "raked[1].codes", "“1” is used twice"),
    "parts": (text(OF_Q.replace('"0"', '"0*1"')), "raked[1].codes", "0*1"),
    "no such variable": (text(OF_Q.replace('"q"', '"p"')), "raked[1].variable", "“p” must be"),
    "no such code": (text(OF_Q.replace('"0"', '"7"')), "raked[1].codes", "“7” is not"),
    "no table": (f"{HEAD}[design]\nraked = 1\n{ITEM}", "design.raked", "1"),
    "wave without waves": (text(f'{OF_Q}, wave = "1"'), "raked[1].wave", "has no waves"),
    "waves without wave": (
        text(OF_Q, design='[design]\nweight = "x"\nwave = "w"\n', more=WAVES),
        "raked[1].wave",
        "Write wave",
    ),
    "no such wave": (
        text(f'{OF_Q}, wave = "1"', design='[design]\nweight = "x"\nwave = "w"\n', more=WAVES),
        "raked[1].wave",
        "“1” is not",
    ),
}


@pytest.mark.parametrize(("book", "place", "named"), REFUSED.values(), ids=REFUSED)
def test_what_contradicts_itself_is_refused_with_its_place(tmp_path, book, place, named):
    lines = [line for line in faults(tmp_path, book) if place in line and named in line]
    assert lines
