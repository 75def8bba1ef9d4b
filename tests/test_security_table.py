"""The table of OWASP's ASVS: every point once, with a state, and where it can be seen."""

import re

from checkout import ROOT

TABLE = (ROOT / "docs" / "asvs.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*)\|$", TABLE, re.MULTILINE)
ABSENT = re.findall(r"^\| V(\d+) \| ([\d., ]+) \| [^|]+ \|$", TABLE, re.MULTILINE)
POINTS = 253  # of levels 1 and 2


def test_every_point_of_both_levels_stands_there_once():
    absent = [point for _, points in ABSENT for point in points.split(", ")]
    points = [row[0] for row in ROWS] + absent
    assert len(points) == len({*points}) == POINTS
    assert all(point.startswith(f"{chapter}.") for chapter, told in ABSENT
               for point in told.split(", "))  # fmt: skip


def test_each_has_a_state_and_what_is_met_or_not_says_where_or_why():
    assert {row[2] for row in ROWS} == {"met", "not met", "proxy", "provider"}
    assert [row[0] for row in ROWS if row[2] in ("met", "not met") and not row[3].strip()] == []


def test_what_the_table_names_is_there():
    named = set(re.findall(r"`((?:tests|insight|deploy)/[^`]+|Containerfile)`", TABLE))
    assert len(named) > 50
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
