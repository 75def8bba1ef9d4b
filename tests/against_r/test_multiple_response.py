"""Multiple response on a real file: selected n, base and per cent as somebody else counted them."""

import csv
import io
import re

import pytest
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file

from insight.__main__ import main

FILE = "trust_in_digital_health.csv"
COLUMN = re.compile(r"multi-select (?P<item>\w+)_(?P<option>\d+): ")


def test_every_option_has_the_reference_count_base_and_per_cent(tmp_path, capfdbinary):
    source, reference = (
        shared_file(f"fixtures/{FILE}"),
        shared_file("fixtures/multiselect_reference.csv"),
    )
    folder = convert(source, TRUST_CODEBOOK, tmp_path)
    rows = [row for row in csv.DictReader(reference.open()) if row["dataset"] == FILE]
    expected: dict[str, dict[str, tuple[int, int, float]]] = {}
    for row in rows:
        stem = COLUMN.match(row["stat"])
        if stem:
            counted = (int(row["n_selected"]), int(row["base_n"]), float(row["pct"]))
            expected.setdefault(stem["item"], {})[f"{stem['item']}_{stem['option']}"] = counted
    assert sum(map(len, expected.values())) == len(rows) == 26

    for item, options in expected.items():
        capfdbinary.readouterr()
        assert main(["table", str(folder), "--item", item]) == 0
        found = csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode()))
        ours = {
            row["category"]: (
                int(row["n"]),
                int(row["base"]),
                pytest.approx(100 * float(row["share"])),
            )
            for row in found
        }
        assert {key: tuple(value) for key, value in options.items()} == ours
