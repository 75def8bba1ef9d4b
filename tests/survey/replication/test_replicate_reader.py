"""Replicate weights in a codebook: what is read of them, what they scale to, what is refused."""

import pytest
from codebook_text import HEAD, ITEM, faults, parsed

from insight.survey.codebook_writer import codebook_toml

DESIGN = '[design]\nweight = "w"\n'


def text(replicates: str, design: str = DESIGN, more: str = "") -> str:
    return f"{HEAD}{design}[design.replicates]\n{replicates}\n{ITEM}{more}"


BRR = 'columns = "b_{1..8}"\nmethod = "brr"\n'
READ = [
    (BRR, 1 / 8, False),
    (BRR + "mse = true", 1 / 8, True),
    ('columns = "b_{1..8}"\nmethod = "fay"\nrho = 0.5', 1 / 2, False),
    ('columns = "PWGTP{1..80}"\nmethod = "sdr"', 0.05, True),
    ('columns = ["a", "b", "c"]\nmethod = "jk1"', 2 / 3, False),
    ('columns = ["a", "b"]\nmethod = "jkn"\nrscales = [0.5, 0.5]', 1.0, False),
    ('columns = "jk{1..5}"\nmethod = "jk2"', 1.0, True),
    ('columns = "jk{1..6}"\nmethod = "jk2"\nscale = 0.5', 0.5, True),
    ('columns = "bsw{0001..0050}"\nmethod = "bootstrap"\ncombined = false', 1 / 49, False),
    ('columns = "w{1..3}"\nmethod = "given"\nscale = 0.25\ndf = 12', 0.25, False),
]


@pytest.mark.parametrize(("replicates", "scale", "mse"), READ)
def test_a_method_has_its_scale_and_centre_and_is_written_as_it_was_read(
    replicates, scale, mse, tmp_path
):
    book = parsed(tmp_path, text(replicates))
    found = book.design.replicates
    assert (found.factor, found.around_estimate) == (pytest.approx(scale), mse)
    assert parsed(tmp_path, codebook_toml(book)) == book


def test_a_pattern_names_the_columns_in_order(tmp_path):
    found = parsed(tmp_path, text('columns = ["b_{08..11}", "last"]\nmethod = "jk1"'))
    assert found.design.replicate_columns == ("b_08", "b_09", "b_10", "b_11", "last")
    assert found.design.unit_columns == ()


REFUSED = [
    ('method = "brr"', ["columns: “columns” is missing"]),
    ('columns = "b_{1..8}"', ["method: “method” is missing"]),
    (
        'columns = "b_{8..1}"\nmethod = "jk1"',
        ["not a pattern", "The number of replicate weights is 0"],
    ),
    (
        'columns = "b_{1..9}"\nmethod = "brr"',
        ["There are 9 replicate weights, and brr needs a multiple of 4"],
    ),
    (
        'columns = "b_{1..81}"\nmethod = "sdr"',
        ["There are 81 replicate weights, and sdr needs a multiple of 4"],
    ),
    ('columns = ["a"]\nmethod = "jk1"', ["The number of replicate weights is 1"]),
    ('columns = ["a", "a", "b"]\nmethod = "jk1"', ["more than once: a"]),
    ('columns = "b_{1..8}"\nmethod = "fay"', ["needs rho"]),
    ('columns = "b_{1..8}"\nmethod = "fay"\nrho = 1', ["not possible as rho"]),
    (BRR + "rho = 0.5", ["Only the method fay has rho"]),
    ('columns = ["a", "b"]\nmethod = "jkn"', ["rscales is absent"]),
    (
        'columns = ["a", "b"]\nmethod = "jkn"\nrscales = [0.5]',
        ["rscales is 1 long, and that of replicate weights 2"],
    ),
    ('columns = ["a", "b"]\nmethod = "jkn"\nrscales = [0.5, -1]', ["0.5, -1.0 is not possible"]),
    ('columns = ["a", "b"]\nmethod = "given"', ["scale is absent"]),
    (BRR + "scale = 0", ["0.0 is not possible"]),
    (BRR + 'scale = "1"', ["“1” must be a number"]),
    (BRR + "scale = nan", ["must be a number"]),
    (BRR + "rscales = 1", ["must be a list of numbers"]),
    (BRR + "df = 0", ["nothing is known"]),
    (BRR.replace("columns", "colums"), ["“columns” is missing", "Did you mean columns?"]),
    ('columns = ["w", "b"]\nmethod = "jk1"', ["“w” is the full weight"]),
    ('columns = ["q", "b"]\nmethod = "jk1"', ["q is a replicate weight and no answer"]),
]


@pytest.mark.parametrize(("replicates", "told"), REFUSED)
def test_each_contradiction_is_one_fault(replicates, told, tmp_path):
    found = faults(tmp_path, text(replicates))
    assert len(found) == len(told)
    for line, words in zip(found, told, strict=True):
        assert words in line


def test_two_designs_at_once_are_refused(tmp_path):
    for part in ('strata = "h"', 'psu = "p"', 'fpc = "n"'):
        (found,) = faults(tmp_path, text(BRR, f"{DESIGN}{part}\n"))
        assert part.replace('"', "") in found
    (found,) = faults(tmp_path, text(BRR, "[design]\n"))
    assert "need the full weight" in found
