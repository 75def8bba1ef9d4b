"""Values as TOML: whatever they are, the same is read back."""

import math
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from insight.survey.toml_writer import assignments, header

words = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.one_of(
    words, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.dates()
)
values = st.recursive(
    plain, lambda inner: st.lists(inner) | st.dictionaries(words, inner), max_leaves=8
)


@given(place=st.lists(words, min_size=1, max_size=3), table=st.dictionaries(words, values))
def test_a_table_is_read_back_as_it_was(place, table):
    read = tomllib.loads("\n".join([header(place), *assignments(table)]))
    for name in place:
        read = read[name]
    assert read == table


def test_numbers_that_are_none_are_written_too():
    lines = assignments({"low": -math.inf, "none": math.nan})
    assert list(lines) == ["low = -inf", "none = nan"]
