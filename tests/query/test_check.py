"""A survey whose data contradict its codebook is refused with column and values named."""

import datetime
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from survey_folder import multiple, numeric, segment, single, write_survey

from insight import DataError, OpenSurvey, open_survey, table
from insight.language.catalogue import LANGUAGES
from insight.survey.filters import parse_filter


def checked(tmp_path: Path, columns: dict, variables: dict, **more) -> OpenSurvey:
    """Open a survey whose columns are lists or Arrow arrays."""
    folder = write_survey(tmp_path, "s", {}, variables, **more)
    pq.write_table(pa.table(columns), folder / "responses.parquet")
    return open_survey(folder)


def faults(*given, **more) -> list[str]:
    with pytest.raises(DataError) as refusal:
        checked(*given, **more)
    for language in LANGUAGES:
        lines = [fault.text(language) for fault in refusal.value.faults]
        assert all(line and line.isprintable() and len(line) < 700 for line in lines)
    return lines


def base_and_shares(found: OpenSurvey, item: str, **more) -> tuple:
    answer = table(found, item, **more)
    return answer.estimates[0].base, [estimate.value for estimate in answer.estimates]


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

ONE_TWO = single(1, 2)
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
    assert len(found.rows(where)) == found.count(where) == 2


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


# -- the design ------------------------------------------------------------------------------------

WEIGHTS = {
    "negative": ([1.0, -0.5], "value -0.5."),
    "nan": ([1.0, float("nan")], "value nan."),
    "inf": ([1.0, float("inf")], "value inf."),
    "null": ([1.0, None], "value null."),
    "leaked": ([1.0, sys.float_info.max], "value 1.7976931348623157e+308."),
    "text": (["1", "heavy"], "type VARCHAR"),
    "list": ([[1.0], [2.0]], "type DOUBLE[]"),
    "all_zero": ([0.0, 0.0], "every weight in column “w” is 0"),
}


@pytest.mark.parametrize(("column", "named"), WEIGHTS.values(), ids=WEIGHTS)
def test_a_weight_is_a_number_of_at_least_0(tmp_path, column, named):
    columns, design = {"w": column, "q": [1, 2]}, {"weight": "w"}
    [fault] = faults(tmp_path, columns, {"q": ONE_TWO}, design=design)
    assert fault.startswith("design")
    assert named in fault


@pytest.mark.parametrize("part", ["wave", "strata", "psu"])
@pytest.mark.parametrize("column", [[1, None, None], ["a", "b", None], [1.0, 2.0, float("nan")]])
def test_everyone_has_a_wave_a_stratum_and_a_psu(tmp_path, part, column):
    columns = {"c": pa.array(column, from_pandas=False), "q": [1, 2, 2]}
    [fault] = faults(tmp_path, columns, {"q": ONE_TWO}, design={part: "c"})
    absent = sum(value is None or value != value for value in column)
    respondents = "1 respondent." if absent == 1 else f"{absent} respondents."
    assert fault.startswith(f"design.{part}: column “c” is empty for {respondents}")


FPC = {
    # name: (populations, design, place, named)
    "smaller_than_the_sample": ([3] * 4, {}, "design.fpc", "3 to 3 in the population and 4"),
    "two_in_one_stratum": ([9, 9, 8, 8], {}, "design.fpc", "8 to 9"),
    "smaller_in_one_stratum": ([2, 2, 1, 1], {"strata": "h"}, "design.fpc", "1 to 1"),
    "null": ([9, 9, 9, None], {}, "design.fpc", "null"),
    "nan": ([9.0, 9.0, 9.0, float("nan")], {}, "design.fpc", "nan"),
    "fraction": ([0.1] * 4, {}, "design.fpc", "0.1"),
    "text": (["9"] * 4, {}, "design", "VARCHAR"),
    "fewer_psus_than_sampled": ([1] * 4, {"psu": "u"}, "design.fpc", "1 to 1"),
    "second_stage": (
        [1, 1, 2, 2], {"psu": "u", "fpc": ["big", "n"]}, "design.fpc", "PSU has 1 to 1"),
    "second_stage_differs": (
        [5, 6, 2, 2], {"psu": "u", "fpc": ["big", "n"]}, "design.fpc", "PSU has 5 to 6"),
}  # fmt: skip


@pytest.mark.parametrize(("populations", "design", "place", "named"), FPC.values(), ids=FPC)
def test_a_population_is_one_per_stratum_and_no_smaller_than_its_sample(
    tmp_path, populations, design, place, named
):
    columns = {
        "n": pa.array(populations, from_pandas=False),
        "h": ["a", "a", "b", "b"],
        "u": [1, 1, 2, 2],
        "big": [10] * 4,
        "q": [1, 2, 1, 2],
    }
    found = faults(tmp_path, columns, {"q": ONE_TWO}, design={"fpc": "n", **design})
    assert any(line.startswith(place) and named in line for line in found), found


def test_an_infinite_population_needs_no_correction(tmp_path):
    columns = {"n": [float("inf")] * 4, "q": [1, 2, 2, 2]}
    found = checked(tmp_path, columns, {"q": ONE_TWO}, design={"fpc": "n"})
    assert table(found, "q").at((), "1").se == pytest.approx((0.25 * 0.75 / 3) ** 0.5)


WAVES = {
    "ints": ([2021, 2019, 2019], [2019, 2021]),
    "int16": (pa.array([2021, 2019, 2019], pa.int16()), [2019, 2021]),
    "floats": ([2021.0, 2019.0, 2019.0], [2019, 2021]),
    "halves": ([2020.5, 2019.0, 2019.0], ["2019", "2020.5"]),
    "digits": (["10", "9", "9"], [9, 10]),
    "text": (["spring", "autumn", "autumn"], ["autumn", "spring"]),
    "decimals": ([Decimal(2021), Decimal(2019), Decimal(2019)], [2019, 2021]),
    "dates": (
        [datetime.date(2021, 3, 1), *[datetime.date(2019, 3, 1)] * 2],
        ["2019-03-01", "2021-03-01"],
    ),
    "times": (
        [datetime.datetime(2021, 3, 1, 12), *[datetime.datetime(2019, 3, 1)] * 2],  # noqa: DTZ001
        ["2019-03-01 00:00:00", "2021-03-01 12:00:00"],
    ),
    "booleans": ([True, False, False], ["false", "true"]),
    "categories": (pa.array(["b", "a", "a"]).dictionary_encode(), ["a", "b"]),
}
UNORDERED = (["autumn", "spring"], ["false", "true"], ["a", "b"])


@pytest.mark.parametrize(("column", "codes"), WAVES.values(), ids=WAVES)
def test_waves_that_are_not_described_come_from_the_data(tmp_path, column, codes):
    columns = {"year": column, "q": [1, 1, 2]}
    found = checked(tmp_path, columns, {"q": ONE_TWO}, design={"wave": "year"})
    wave = found.codebook.wave
    assert [category.code for category in wave.categories] == codes
    assert wave.ordered == (codes not in UNORDERED)
    assert wave not in found.codebook.segments
    by_wave = table(found, "q", by=["year"])
    assert [estimate.base for estimate in by_wave.of("1")] == [2, 1]
    where = parse_filter([f"year={codes[0]}"], found.codebook)
    assert table(found, "q", where=where).at((), "1").base == 2
    assert len(found.rows(where)) == 2


def test_a_wave_that_is_described_stays_as_it_is(tmp_path):
    variables = {"year": segment(2019, 2020, 2021), "q": ONE_TWO}
    found = checked(tmp_path, {"year": [2019], "q": [1]}, variables, design={"wave": "year"})
    assert [category.key for category in found.codebook.wave.categories] == ["2019", "2020", "2021"]


def test_a_column_with_hundreds_of_values_is_no_wave(tmp_path):
    columns = {"id": list(range(201)), "q": [1] * 201}
    [fault] = faults(tmp_path, columns, {"q": ONE_TWO}, design={"wave": "id"})
    assert "“id” has 201 different values" in fault


# -- the file --------------------------------------------------------------------------------------


def damaged(tmp_path: Path, damage) -> list[str]:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"q": rng.integers(1, 3, 5_000), "x": rng.random(5_000)})
    folder = write_survey(tmp_path, "s", frame, {"q": ONE_TWO, "x": numeric()})
    damage(folder / "responses.parquet")
    with pytest.raises(DataError) as refusal:
        open_survey(folder)
    return [fault.text("en") for fault in refusal.value.faults]


def replaced(content) -> callable:
    return lambda path: path.write_bytes(content(path.read_bytes()))


def as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


NOT_WHOLE = "responses.parquet of s is not a whole Parquet file. Make the file again."
ABSENT = "The folder “s” has no responses.parquet."
DAMAGES = {
    "cut_in_half": (replaced(lambda whole: whole[: len(whole) // 2]), NOT_WHOLE),
    "end_only": (replaced(lambda whole: whole[len(whole) // 2 :]), NOT_WHOLE),
    "hole_in_the_middle": (
        replaced(lambda whole: whole[:200] + b"\xff" * 5_000 + whole[5_200:]), NOT_WHOLE),
    "zero_bytes": (replaced(lambda _: b""), NOT_WHOLE),
    "magic_only": (replaced(lambda _: b"PAR1PAR1"), NOT_WHOLE),
    "text": (replaced(lambda _: b"q,x\n1,2\n"), NOT_WHOLE),
    "absent": (Path.unlink, ABSENT),
    "folder": (as_folder, ABSENT),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES.values(), ids=DAMAGES)
def test_a_file_that_is_not_whole_is_refused(tmp_path, damage, sentence):
    assert damaged(tmp_path, damage) == [sentence]


@pytest.mark.parametrize("folder", ["a[1]", "b*c", "d?e", "year=2021", "it's", "to {1,2}", "æ ø"])
def test_a_folder_may_be_called_anything(tmp_path, folder):
    (tmp_path / "bxc" / "surveys" / "s").mkdir(parents=True)
    found = checked(tmp_path / folder, {"year": [2019, 2020], "q": [1, 2]}, {"q": ONE_TWO})
    assert found.types == {"year": "BIGINT", "q": "BIGINT"}
    assert base_and_shares(found, "q") == (2, [0.5, 0.5])


@pytest.mark.parametrize("design", [{}, {"weight": "w", "strata": "h", "psu": "u", "wave": "y"}])
def test_a_survey_without_respondents_has_empty_figures(tmp_path, design):
    types = {"q": pa.int64(), "w": pa.float64(), "h": pa.string(), "u": pa.int64(), "y": pa.int64()}
    columns = {name: pa.array([], kind) for name, kind in types.items()}
    found = checked(tmp_path, columns, {"q": ONE_TWO}, design=design)
    for estimate in table(found, "q").estimates:
        assert (estimate.base, estimate.value, estimate.low) == (0, None, None)
        assert estimate.flags == ("unreliable",)
