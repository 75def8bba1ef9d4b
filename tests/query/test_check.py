"""A survey whose answers contradict its codebook is refused with column and values named."""

import datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from checked_survey import ONE_TWO, base_and_shares, checked, faults
from survey_folder import multiple, numeric, segment, single

from insight import table
from insight.query.counts.column_counts import count_kept
from insight.survey.filters import parse_filter

# -- columns ---------------------------------------------------------------------------------------


def test_a_column_that_is_not_there_is_named_with_a_near_one(tmp_path):
    [fault] = faults(tmp_path, {"trust": [1, 2]}, {"tust": single(1, 2)})
    assert fault.startswith("tust: column “tust” is not in responses.parquet.")
    assert fault.endswith("Did you mean trust?")


def test_every_absent_column_is_named(tmp_path):
    variables = {"q": single(1), "m": multiple({"a": "m_a", "b": "m_b"})}
    design = {"weight": "w", "fpc": "n"}
    found = faults(tmp_path, {"m_a": [1]}, variables, design=design)
    assert [line.split(" is not")[0] for line in found] == [
        "q: column “q”",
        "m: column “m_b”",
        "design: column “w”",
        "design: column “n”",
    ]


def test_a_name_in_another_case_is_another_name(tmp_path):
    [fault] = faults(tmp_path, {"AGE": [1]}, {"age": single(1)})
    assert "Did you mean AGE?" in fault


def test_columns_that_differ_in_case_only_are_refused_where_they_are_used(tmp_path):
    columns = {"age": [1], "Age": [2], "q": [1]}
    for used in ("age", "Age"):
        [fault] = faults(tmp_path / used, columns, {used: single(1, 2)})
        assert "age, Age" in fault
    assert checked(tmp_path, columns, {"q": single(1)}).id == "s"


STRANGE_NAMES = [
    'quote"d', "it's", "a.b", "two words", "år/måned", "名前", "select", "FROM", "w", "k0",
    "answer", "option", "value", "centre", "chosen", "o0", "respondents", "'; DROP TABLE x; --",
    "%s", "?", "$1", "{}", "a=b", "a,b", "back\\slash", "-", "1", " leading", "non\u00a0breaking",
]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_column_may_be_called_anything(tmp_path, name):
    columns = {name: [1, 2, 2, 1], "m'x": [1, 0, 1, None], f"{name}_n": [1.0, 2.0, 3.0, 4.0]}
    variables = {
        name: segment(1, 2),
        "m": multiple({"x": "m'x"}),
        f"{name}_n": numeric(),
    }
    found = checked(tmp_path, columns, variables, design={"strata": name, "wave": name})
    where = parse_filter([parse_filter([], found.codebook).narrowed(
        found.codebook.variable(name), ["1"]).written[0]], found.codebook)  # fmt: skip
    assert base_and_shares(found, name) == (4, [0.5, 0.5])
    assert [e.value for e in table(found, f"{name}_n", by=[name]).estimates] == [2.5, 2.5]
    assert table(found, "m", by=[name], where=where).at(["1"], "x").base == 1


# -- answers ---------------------------------------------------------------------------------------


TEXT = single("yes", "no")
UNKNOWN = {
    # name: (column, variable, the values named)
    "int": ([1, 2, 3, 4], ONE_TWO, "3, 4"),
    "only_the_first": (list(range(20)), ONE_TWO, "0, 10, 11, 12, 13,"),
    "float": ([1.0, 1.5], ONE_TWO, "1.5"),
    "nan": ([1.0, float("nan")], ONE_TWO, "nan"),
    "inf": ([1.0, float("inf")], ONE_TWO, "inf"),
    "huge_float": ([1.0, 1e300], ONE_TWO, "1e+300"),
    "text": (["1", "2", "two"], ONE_TWO, "two"),
    "text_with_zero": (["1", "02"], ONE_TWO, "02"),
    "boolean": ([True, False], ONE_TWO, "0"),
    "date": ([datetime.date(2020, 1, 1)], TEXT, "2020-01-01"),
    "text_in_another_case": (["yes", "No"], TEXT, "No"),
    "text_with_space": (["yes", "no "], TEXT, "no ,"),
    "empty_text": (["yes", ""], TEXT, '""'),
    "line_break": (["yes", "a\nb"], TEXT, r"a\nb"),
    "long_text": (["x" * 10_000], TEXT, "x" * 80 + ","),
    "int_for_text": ([1, 2], TEXT, "1, 2"),
    "boolean_for_text": ([True, False], single("0", "1"), "false, true"),
    "among_many_codes": ([1, 2, 30], single(*range(1, 26)), "30"),
    "float_beside_a_code_that_is_none": ([2.0**53], single(2**53 + 1), "9007199254740992"),
    "code_above_int64": (pa.array([2**63], pa.uint64()), ONE_TWO, "9223372036854775808"),
}


@pytest.mark.parametrize(("column", "variable", "values"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_code_that_no_category_has_is_named(tmp_path, column, variable, values):
    [fault] = faults(tmp_path, {"q": column}, {"q": variable})
    assert fault.startswith(f"q: column “q” has the value {values}"), fault


KNOWN = {
    "int8": (pa.array([1, 2, 2, None], pa.int8()), ONE_TWO),
    "uint8": (pa.array([1, 2, 2, None], pa.uint8()), ONE_TWO),
    "uint64": (pa.array([1, 2, 2, None], pa.uint64()), ONE_TWO),
    "float32": (pa.array([1, 2, 2, None], pa.float32()), ONE_TWO),
    "float": (pa.array([1.0, 2.0, 2.0, None]), ONE_TWO),
    "decimal": (pa.array([Decimal("1.00"), Decimal(2), Decimal(2), None]), ONE_TWO),
    "text": (["1", "2", "2", None], ONE_TWO),
    "dictionary": (pa.array(["yes", "no", "no", None]).dictionary_encode(), TEXT),
    "boolean": ([False, True, True, None], single(0, 1)),
    "boolean_as_text": ([False, True, True, None], single("false", "true")),
    "float_for_text_codes": (pa.array([1.0, 2.0, 2.0, None]), single("1", "2")),
    "decimal_for_text_codes": (
        pa.array([Decimal("1.00"), Decimal(2), Decimal(2), None]), single("1", "2")),
    "float_for_mixed_codes": (pa.array([1.0, 2.0, 2.0, None]), single(1, 2, "none")),
    "text_that_ends_in_zero": (["1.0", "2", "2", None], single("1.0", "2")),
    "date": ([datetime.date(2020, 1, 1), *[datetime.date(2021, 1, 1)] * 2, None],
             single("2020-01-01", "2021-01-01")),
    "largest_int": ([-(2**63) + 1, *[2**63 - 1] * 2, None], single(-(2**63) + 1, 2**63 - 1)),
}  # fmt: skip


@pytest.mark.parametrize(("column", "variable"), KNOWN.values(), ids=KNOWN)
def test_a_code_is_known_whatever_the_type_of_its_column(tmp_path, column, variable):
    found = checked(tmp_path, {"q": column}, {"q": variable})
    base, shares = base_and_shares(found, "q")
    assert base == 3
    assert shares[:2] == pytest.approx([1 / 3, 2 / 3])
    second = found.codebook.variable("q").categories[1].key
    where = parse_filter([f"q={second}"], found.codebook)
    assert table(found, "q", where=where).estimates[0].base == 2
    assert len(found.rows(where)) == count_kept(found, where) == 2


MARKS = {
    "two": ([0, 1, 2], "value 2."),
    "minus": ([0, 1, -1], "value -1."),
    "half": ([0.0, 1.0, 0.5], "value 0.5."),
    "nan": ([0.0, 1.0, float("nan")], "value nan."),
    "text": (["0", "1", None], "type VARCHAR"),
    "list": ([[0], [1], None], "type BIGINT[]"),
}


@pytest.mark.parametrize(("column", "named"), MARKS.values(), ids=MARKS)
def test_a_mark_is_0_or_1_or_empty(tmp_path, column, named):
    [fault] = faults(tmp_path, {"m_a": column}, {"m": multiple({"a": "m_a"})})
    assert fault.startswith("m: column “m_a” must")
    assert named in fault


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint8(), pa.int64(), pa.float64(), pa.bool_()])
def test_marks_of_any_type_count(tmp_path, kind):
    column = pa.array([1, 1, 0, None]).cast(kind)
    found = checked(tmp_path, {"m_a": column}, {"m": multiple({"a": "m_a"})})
    assert base_and_shares(found, "m") == (3, [pytest.approx(2 / 3)])


NUMBERS = {
    "text": (["1", "2"], "type VARCHAR"),
    "date": ([datetime.date(2020, 1, 1)], "type DATE"),
    "list": ([[1]], "type BIGINT[]"),
    "nan": ([1.0, float("nan")], "value nan,"),
    "inf": ([1.0, float("-inf")], "value -inf,"),
}


@pytest.mark.parametrize(("column", "named"), NUMBERS.values(), ids=NUMBERS)
def test_a_numeric_variable_holds_numbers(tmp_path, column, named):
    [fault] = faults(tmp_path, {"x": column}, {"x": numeric()})
    assert fault.startswith("x: column “x”")
    assert named in fault


LOWEST, LOWEST_OF_4_BYTES = np.finfo(np.float64).min, np.finfo(np.float32).min
SENTINELS = {
    "lowest": (LOWEST, "-1.7976931348623157e+308"),
    "highest": (-LOWEST, "1.7976931348623157e+308"),
    "SPSS's LOWEST": (np.nextafter(LOWEST, 0), "-1.7976931348623155e+308"),
    "lowest of 4 bytes": (LOWEST_OF_4_BYTES, "-3.4028235e+38"),
    "Stata's": (2.0**1023, "8.98846567431158e+307"),
}


@pytest.mark.parametrize("case", SENTINELS)
def test_a_number_that_is_a_programs_mark_for_no_answer_is_refused(case, tmp_path):
    number, shown = SENTINELS[case]
    kind = pa.float32() if case == "lowest of 4 bytes" else pa.float64()
    column = pa.array([1.5, 2.0, number, number], kind)
    [fault] = faults(tmp_path, {"x": column}, {"x": numeric()})
    assert fault.startswith(f"x: column “x” has the value {shown}, which nobody has answered")


def test_a_large_amount_is_an_amount(tmp_path):
    large = [1e15, -1e15, 1e30]
    assert checked(tmp_path, {"x": large}, {"x": numeric()})


def test_every_contradiction_is_named(tmp_path):
    columns = {"a": [1, 7], "b": ["x", "y"], "m_a": [3, 0], "w": [-1.0, 1.0]}
    variables = {"a": single(1), "b": single("x"), "m": multiple({"a": "m_a"})}
    found = faults(tmp_path, columns, variables, design={"weight": "w"})
    assert [line.split(":")[0] for line in found] == ["a", "b", "m", "design.weight"]
