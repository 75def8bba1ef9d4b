"""Responses that are given away: nobody stands out by background, however often one asks."""

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import OpenSurvey, open_survey
from insight.disclosure.anonymity import refusal, rows_to_release
from insight.disclosure.coarsening import Change, Column, classes_of, coarsen, equivalence_classes
from insight.disclosure.respondent_counts import RespondentCounts
from insight.language.catalogue import LANGUAGES, Text, say
from insight.language.errors import RequestError
from insight.survey.filters import EVERYONE, Condition, Filter, parse_filter

ALIKE = 5
GATES = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "k_anonymous"}


def survey_of(tmp_path, frame, variables, *, gates=GATES, **more) -> OpenSurvey:
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=gates, **more)
    return open_survey(folder)


def asked(survey: OpenSurvey, *where: str) -> Filter:
    return parse_filter(where, survey.codebook)


def told(survey: OpenSurvey, *where: str) -> list[str]:
    return [one.text("en") for one in rows_to_release(survey, asked(survey, *where))[1]]


def listed(rows: pa.Table) -> Counter:
    return Counter(zip(*(column.to_pylist() for column in rows.columns), strict=True))


# --- Making coarser -------------------------------------------------------------------------------

ONE_COLUMN = [
    # rows of each code and of none; whether ordered; what is done
    ([9, 8, 7, 0], True, []),
    ([9, 2, 8, 0], True, [{1, 2}]),  # with the smaller neighbour
    ([2, 2, 9, 0], True, [set()]),  # the two small ones together are few too
    ([2, 3, 9, 0], True, [{0, 1}]),
    ([9, 2, 8, 0], False, [{1, 2}]),
    ([2, 9, 3, 0], False, [{0, 2}]),  # the smallest, though they are no neighbours
    ([9, 8, 7, 2], False, [{2, 3}]),  # empty ones are joined by the smallest group
    ([9, 3, 0, 0], False, [set()]),  # the column is left out: both as one would say nothing
]


@pytest.mark.parametrize(("rows", "ordered", "changes"), ONE_COLUMN)
def test_one_column(rows, ordered, changes):
    codes = np.flatnonzero(rows)
    of = RespondentCounts(codes[:, None].astype(np.int16), (4,), np.array(rows)[codes])
    found = coarsen(of, [Column(4, (0, 1, 2) if ordered else ())], ALIKE)
    classes = classes_of([Column(4)], [Change(0, frozenset(one)) for one in changes])
    assert same_classes(classes_of([Column(4)], found), classes)


def same_classes(some, others) -> bool:
    pairs = zip(some, others, strict=True)
    return all(
        (one is None) == (other is None) and (one is None or (one == other).all())
        for one, other in pairs
    )


tables = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 3), st.integers(1, 9)),
    min_size=1, max_size=20,
)  # fmt: skip
COLUMNS = [Column(4, (0, 1, 2)), Column(3), Column(4)]


@settings(max_examples=200, deadline=None)
@given(tables)
def test_all_are_alike_with_enough_others_and_no_change_is_needless(table):
    found = RespondentCounts(
        np.array(table)[:, :3].astype(np.int16), (4, 3, 4), np.array(table)[:, 3]
    )
    changes = coarsen(found, COLUMNS, ALIKE)

    def few(made) -> int:
        rows = np.bincount(
            equivalence_classes(found.codes, classes_of(COLUMNS, made)), found.counts
        )
        return int((rows < ALIKE).sum())

    if found.total >= ALIKE:
        assert few(changes) == 0
        for one in changes:
            assert few([other for other in changes if other != one]) > 0


def test_a_column_that_is_kept_is_changed_only_where_nothing_else_helps():
    """Twelve in each of two years, but four women in the first."""
    codes = np.array(list(itertools.product(range(2), range(2))), dtype=np.int16)
    of = RespondentCounts(codes, (3, 3), np.array([4, 8, 6, 6]))
    assert coarsen(of, [Column(3, kept=True), Column(3)], ALIKE) == [Change(1)]
    alone = RespondentCounts(np.array([[0], [1]], dtype=np.int16), (3,), np.array([4, 8]))
    assert coarsen(alone, [Column(3, kept=True)], ALIKE) == [Change(0)]


# --- The file -------------------------------------------------------------------------------------


@pytest.fixture
def people(tmp_path) -> OpenSurvey:
    """Three of age 2, whom the smaller of the ages beside them joins; everybody has an id."""
    frame = pd.DataFrame({"age": [1] * 20 + [2] * 3 + [3] * 10 + [4] * 12})
    frame["id"] = range(45)
    frame["region"] = [10 * age for age in frame["age"].replace({2: 3})]
    frame["place"] = [f"place {number % 9}" for number in range(45)]
    frame["w"] = 1 + frame["id"] / 100
    frame["q"] = [0, 1, 1] * 15
    variables = {
        "age": segment(1, 2, 3, 4, ordered=True),
        "id": numeric(role="other"),
        "region": numeric(role="other"),
        "q": single(0, 1),
    }
    return survey_of(tmp_path, frame, variables, design={"weight": "w", "psu": "place"})


def test_neighbours_are_given_together_and_the_reader_is_told(people):
    rows, _ = rows_to_release(people, EVERYONE)
    assert Counter(rows["age"].to_pylist()) == {"1": 20, "2+3": 13, "4": 12}
    together = Text("kode 2 nb; kode 3 nb", "kode 2 en; kode 3 en")
    label = people.codebook.variable("age").label
    assert say("en", "anonymity.together", variable=label, codes=together) in told(people)


def test_what_could_single_somebody_out_is_left_out(people):
    """The region says nothing more than the age that is given; id and place would."""
    rows, _ = rows_to_release(people, EVERYONE)
    assert rows.column_names == ["age", "region", "w", "q"]
    assert say("en", "anonymity.columns", columns="id, place") in told(people)


def test_weights_are_the_mean_of_those_who_are_alike_so_that_sums_stay(people):
    rows, _ = rows_to_release(people, EVERYONE)
    whole = pq.read_table(people.responses).to_pandas()
    assert sum(rows["w"].to_pylist()) == pytest.approx(whole["w"].sum())
    by_age = rows.to_pandas().groupby("age")["w"]
    assert by_age.nunique().tolist() == [1, 1, 1]
    assert by_age.sum()["4"] == pytest.approx(whole["w"][whole["age"] == 4].sum())
    assert say("en", "anonymity.weights", column="w") in told(people)


def test_the_order_of_the_rows_says_nothing(people, tmp_path):
    rows, _ = rows_to_release(people, EVERYONE)
    turned = tmp_path / "turned"
    frame = pq.read_table(people.responses).to_pandas().iloc[::-1]
    described = {
        "age": segment(1, 2, 3, 4, ordered=True),
        "id": numeric(role="other"),
        "region": numeric(role="other"),
        "q": single(0, 1),
    }
    design = {"weight": "w", "psu": "place"}
    other, _ = rows_to_release(survey_of(turned, frame, described, design=design), EVERYONE)
    assert other.drop_columns("w").equals(rows.drop_columns("w"))


def test_open_responses_are_given_as_they_are_and_closed_ones_are_not(tmp_path):
    frame, variables = {"id": [1, 2, 3], "g": [1, 1, 2]}, {"g": segment(1, 2)}
    opened = survey_of(tmp_path / "1", frame, variables, gates={**GATES, "microdata": "open"})
    rows, changed = rows_to_release(opened, asked(opened, "g=1"))
    assert (rows.to_pydict(), changed) == ({"id": [1, 2], "g": [1, 1]}, ())
    closed = survey_of(tmp_path / "2", frame, variables, gates={**GATES, "microdata": "closed"})
    with pytest.raises(RequestError, match="does not allow"):
        rows_to_release(closed, EVERYONE)


def test_so_few_respondents_that_nobody_could_be_alike(tmp_path):
    survey = survey_of(tmp_path, {"g": [1, 1, 2, 2], "q": [1] * 4},
                       {"g": segment(1, 2), "q": single(1)})  # fmt: skip
    with pytest.raises(RequestError, match="at least 5"):
        rows_to_release(survey, EVERYONE)


def test_several_answers_about_background_are_columns_of_their_own(tmp_path):
    frame = pd.DataFrame({"a": [1, 0] * 20, "b": [1] * 2 + [0] * 38, "q": [1] * 40})
    groups = multiple({"a": "a", "b": "b"}, role="segment")
    survey = survey_of(tmp_path, frame, {"g": groups, "q": single(1)})
    assert rows_to_release(survey, EVERYONE)[0].column_names == ["a", "q"]
    assert rows_to_release(survey, asked(survey, "g=a"))[0].num_rows == 20
    assert refusal(survey, asked(survey, "g=b")).key == "anonymity.filter_left_out"


# --- Parts of the file ----------------------------------------------------------------------------

FILTERS = [
    (["age=1"], None),
    (["age=2,3"], None),
    (["age=1,2,3"], None),
    (["age=2"], "anonymity.filter_parts"),
    (["age=1,3"], "anonymity.filter_parts"),
    (["q=1"], None),
]


@pytest.mark.parametrize(("where", "fault"), FILTERS)
def test_a_filter_may_not_part_what_is_given_together(people, where, fault):
    found = refusal(people, asked(people, *where))
    assert (found and found.key) == fault


def test_what_a_page_hides_is_not_given_either(tmp_path):
    frame = {"g": [1] * 20 + [2] * 6 + [3] * 12, "q": [0, 1] * 19}
    gates = {**GATES, "min_base": 10}
    survey = survey_of(tmp_path, frame, {"g": segment(1, 2, 3), "q": single(0, 1)}, gates=gates)
    assert refusal(survey, asked(survey, "g=2")).key == "anonymity.hidden"
    assert refusal(survey, asked(survey, "g=1")) is None


def test_of_those_who_gave_an_answer_rows_alike_with_too_few_are_left_out(tmp_path):
    frame = {"g": [1] * 20 + [2] * 20, "q": [1] * 15 + [0] * 5 + [1] * 3 + [0] * 17}
    survey = survey_of(tmp_path, frame, {"g": segment(1, 2), "q": single(0, 1)})
    rows, _ = rows_to_release(survey, asked(survey, "q=1"))
    assert listed(rows) == {(1, 1): 15}
    assert say("en", "anonymity.rows", count=3, alike=ALIKE) in told(survey, "q=1")


frames = st.integers(8, 60).flatmap(
    lambda n: st.fixed_dictionaries(
        {
            "age": st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=n, max_size=n),
            "town": st.lists(st.sampled_from(["x", "y", "z"]), min_size=n, max_size=n),
            "q": st.lists(st.sampled_from([0, 1, None]), min_size=n, max_size=n),
        }
    )
)


@settings(max_examples=16, deadline=None)
@given(frames)
def test_every_part_is_a_part_of_one_file_in_which_nobody_stands_out(tmp_path_factory, frame):
    data = pd.DataFrame({
        "age": pd.array(frame["age"], "Int64"),
        "town": frame["town"],
        "q": pd.array(frame["q"], "Int64"),
    })  # fmt: skip
    variables = {
        "age": segment(1, 2, 3, 4, ordered=True),
        "town": segment("x", "y", "z"),
        "q": single(0, 1),
    }
    survey = survey_of(tmp_path_factory.mktemp("s"), data, variables)
    whole, _ = rows_to_release(survey, EVERYONE)
    assert whole.num_rows == len(data)
    for where in parts(survey):
        if refusal(survey, where) is None:
            rows, _ = rows_to_release(survey, where)
            assert listed(rows) <= listed(whole)
            known = [name for name in ("age", "town") if name in rows.column_names]
            groups = listed(rows.select(known)).values() if known else ()
            assert all(count >= ALIKE for count in groups)


def parts(survey: OpenSurvey):
    """Filters of up to two conditions with any codes."""
    book = survey.codebook
    conditions = [
        [Condition(book.variable(name), codes)
         for size in (1, 2)
         for codes in itertools.combinations(book.variable(name).by_key, size)]
        for name in ("age", "town", "q")
    ]  # fmt: skip
    yield EVERYONE
    yield from (Filter((one,)) for one in itertools.chain(*conditions))
    for some, others in itertools.combinations(conditions, 2):
        yield from (Filter(pair) for pair in itertools.product(some, others))


def test_a_real_survey(tmp_path):
    csv = shared_file("fixtures/trust_in_digital_health.csv")
    survey = open_survey(convert(csv, TRUST_CODEBOOK, tmp_path))
    rows, changed = rows_to_release(survey, EVERYONE)
    known = [one.id for one in survey.codebook.segments if one.id in rows.column_names]
    assert len(known) >= 3
    assert rows.select(known).to_pandas().value_counts(dropna=False).min() >= ALIKE
    for language in LANGUAGES:
        sentences = [one.text(language) for one in changed]
        assert all("{" not in one and "Text(" not in one for one in sentences)


def test_replicate_weights_stay_behind_and_are_named_as_one(tmp_path):
    frame = {"q": [1, 2] * 8, "g": [1] * 8 + [2] * 8, "w": [1.0] * 16}
    halves = {f"b{number}": [2.0, 0.0] * 8 for number in range(1, 9)}
    design = {"weight": "w", "replicates": {"columns": "b{1..8}", "method": "brr"}}
    variables = {"q": single(1, 2), "g": segment(1, 2), "b1": numeric(role="other")}
    survey = survey_of(tmp_path, frame | halves, variables, design=design)
    rows, changes = rows_to_release(survey, EVERYONE)
    assert rows.column_names == ["q", "g", "w"]
    assert "Columns that could single somebody out are left out: b{1..8}." in [
        change.text("en") for change in changes
    ]
