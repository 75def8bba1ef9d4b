"""Whatever a file holds: its draft is a survey in order, and no column and no answer is lost."""

import datetime
import math

import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from survey_file import column, survey_file

from insight import open_survey
from insight.importers.drafting.codebook_text import codebook_text
from insight.importers.drafting.draft import draft_of
from insight.importers.drafting.response_file import write_responses
from insight.query.sampling_units import units_of

ROWS = 6
whole = st.integers(-100, 100) | st.sampled_from([0, 1, 1, 2, 9, 99, -88, -99, 10**9])
names = st.sampled_from(
    [
        "a_1",
        "a_2",
        "a_3",
        "a_3",
        "q",
        "Q",
        "vekt",
        "psu",
        "year",
        "level",
        "",
        "Q [x]",
        "Q [y]",
        "q/x",
        "q/y",
        "Q - x",
        "Q - y",
    ]
)
labels = st.sampled_from(["", "Kjønn", "Vekt", "Bruk: nett", "Bruk: brev", "Vet ikke"])
answers = st.sampled_from(["Ja", "Nei", "Marked", "Not marked", "Vet ikke", "Not applicable", ""])


def rows(values):
    return st.lists(st.none() | values, min_size=ROWS, max_size=ROWS)


@st.composite
def columns(draw):
    kind = draw(st.sampled_from(["whole", "marks", "decimals", "texts", "cells", "words", "dates"]))
    values = {
        "whole": whole,
        "marks": st.sampled_from([0, 1, 99]),
        # A number of 1e38 and more is a program's mark for no answer, which the check refuses.
        "decimals": st.floats(width=32).filter(lambda one: not 1e38 <= abs(one) < math.inf),
        "texts": st.sampled_from(["Ja", "nei", "1", "10", "x" * 300, "æ"]),
        "cells": st.sampled_from(["1;3;", "2;", "1", "A;B;", "B;", "A, b", "x y", "x"]),
        "words": st.sampled_from(["Ja", "Nei", "x", "y", "X", "Checked", "Unchecked"]),
        "dates": st.dates(datetime.date(1900, 1, 1)),
    }[kind]
    numbers = kind in ("whole", "marks", "decimals")
    keys = whole | st.just(1.5) if numbers else st.sampled_from(["Ja", "1", "NO"])
    declared = draw(st.dictionaries(keys, answers, max_size=4)) if kind != "dates" else {}
    bounds = st.tuples(st.integers(-99, 0), st.integers(1, 99)) if numbers else keys
    missing = draw(st.lists(whole | bounds if numbers else keys, max_size=2))
    measure = draw(st.sampled_from(["", "nominal", "ordinal", "scale"]))
    made = draw(rows(values))
    return column(draw(names), made, draw(labels), declared, missing, measure)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given=st.lists(columns(), min_size=1, max_size=6))
def test_every_draft_is_a_survey_in_order_in_which_nothing_is_lost(tmp_path_factory, given):
    source = survey_file(column("alltid", [1, 2] * (ROWS // 2)), *given)
    draft = draft_of(source)
    folder = tmp_path_factory.mktemp("draft") / "s"
    folder.mkdir()
    text = codebook_text(draft, "s", {"file": "file.sav"})
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    write_responses(draft.pieces, folder / "responses.parquet")
    survey = open_survey(folder)
    units_of(survey)

    written = pq.read_table(folder / "responses.parquet")
    described = {name for one in survey.codebook.variables.values() for name in one.columns}
    assert described | set(draft.left_out) == set(written.column_names)
    cells = sum(one.kind == "multiple" for one in survey.codebook.variables.values())
    assert written.num_columns >= len(source.columns) - cells
    assert written.num_rows == ROWS
