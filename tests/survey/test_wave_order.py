"""The order of waves: what their names tell of it, and when nothing does."""

import json

import pytest
from survey_folder import segment, single, write_survey

from insight import open_survey
from insight.language.catalogue import Text
from insight.survey.folders import read_survey
from insight.survey.wave_order import order_of

NUMBERED = {
    "years": (["2010", "2011", "2019"], [2010, 2011, 2019]),
    "rounds": (["Runde 1", "Runde 2", "Runde 10", "Runde 11"], [1, 2, 10, 11]),
    "bare numbers": (["9", "10"], [9, 10]),
    "numbers below nought": (["-1", "0", "1"], [-1, 0, 1]),
    "numbers with decimals": (["2019", "2020.5"], [2019, 2020.5]),
    "ordinals": (["Første måling", "Andre måling", "Tredje måling"], [1, 2, 3]),
    "English ordinals": (["1st wave", "2nd wave"], [1, 2]),
    "years among words": (["Survey of 2019", "Survey of 2021"], [2019, 2021]),
    "a year and a round": (["Runde 1 (2019)", "Runde 2 (2021)"], [2019, 2021]),
    "two rounds in a year": (["Runde 2 2019", "Runde 1 2020", "Runde 2 2020"], None),
    "school years": (["2018/19", "2019/20"], [2018, 2019]),
    "days of a month": (["1. oktober 2023", "15. oktober 2023"], [1, 15]),
}
CALENDAR = {
    "short months": (["okt 2023", "jan 2024", "apr. 2024"], [2023.75, 2024, 2024.25]),
    "long months": (["October 2023", "January 2024"], [2023.75, 2024]),
    "both languages": (
        ["mars 2023", "May 2023", "desember 2023"],
        [2023 + 2 / 12, 2023 + 4 / 12, 2023 + 11 / 12],
    ),
    "years of two digits": (["okt-23", "jan-24"], [2023.75, 2024]),
    "months in numbers": (["2023-10", "2024-01"], [2023.75, 2024]),
    "the month first": (["10/2023", "01/2024"], [2023.75, 2024]),
    "as statisticians write": (["2023M10", "2024M01"], [2023.75, 2024]),
    "without marks": (["202310", "202401"], [2023.75, 2024]),
    "quarters": (["Q4 2023", "Q1 2024"], [2023.75, 2024]),
    "quarters in words": (["4. kvartal 2023", "1. kvartal 2024"], [2023.75, 2024]),
    "quarters in short": (["K4 2023", "K1 2024"], [2023.75, 2024]),
    "the year first": (["2023K4", "2024K1"], [2023.75, 2024]),
    "English quarters": (["fourth quarter of 2023", "first quarter of 2024"], [2023.75, 2024]),
    "half-years": (["2. halvår 2022", "1. halvår 2023"], [2022.5, 2023]),
    "half-years in short": (["H2 2022", "H1 2023"], [2022.5, 2023]),
    "English half-years": (["second half of 2022", "1st half 2023"], [2022.5, 2023]),
    "thirds": (["3. tertial 2022", "1. tertial 2023"], [2022 + 2 / 3, 2023]),
    "seasons": (
        ["vår 2023", "høst 2023", "spring 2024"],
        [2023 + 2 / 12, 2023 + 8 / 12, 2024 + 2 / 12],
    ),
    "a winter of two years": (["høst 2023", "vinter 2023/24"], [2023 + 8 / 12, 2023 + 11 / 12]),
    "weeks": (["Uke 40 2023", "Uke 5 2024"], [2023 + 39 * 7 / 365.25, 2024 + 4 * 7 / 365.25]),
    "days": (["2023-07-02", "2024-01-01"], [2023 + 182 / 365, 2024]),
    "Norwegian days": (["02.07.2023", "1.1.2024"], [2023 + 182 / 365, 2024]),
    "years and months": (["2019", "okt 2020"], [2019, 2020.75]),
    "from month to month": (["okt–nov 2023", "des 2023–jan 2024"], [2023.75, 2023 + 11 / 12]),
    "words that all have": (["Måling okt 2023", "Måling jan 2024"], [2023.75, 2024]),
}
UNKNOWN = {
    "words": ["Før", "Etter", "Pilot"],
    "a word among years": ["2019", "2020", "Pilot"],
    "other words beside the year": ["Før 2020", "Etter 2020"],
    "a year and a month within it": ["2020", "okt 2020"],
    "a winter that may be either": ["vinter 2023", "høst 2023"],
    "years with months and without": ["januar", "april 2024"],
    "seasons without a year": ["vår", "høst"],
    "letters": ["A", "B"],
    "the same name twice": ["Runde 1", "Runde 1"],
}


def labels(names, codes=None) -> dict[int | str, Text]:
    """Waves by code; codes that are not given are such as texts get, by the alphabet."""
    named = zip(codes, names, strict=True) if codes else enumerate(sorted(names), 1)
    return {code: Text(name, name) for code, name in named}


@pytest.mark.parametrize("case", [*NUMBERED, *CALENDAR])
def test_names_that_tell_of_an_order_are_put_in_it_whatever_the_alphabet(case):
    names, times = (NUMBERED | CALENDAR)[case]
    waves = labels(names)
    order = order_of(waves)
    assert [waves[int(key)].nb for key in order.keys] == names
    assert order.known
    assert order.named
    assert order.times is None if times is None else [*order.times.values()] == pytest.approx(times)


@pytest.mark.parametrize("case", UNKNOWN)
def test_of_other_names_no_order_is_known_until_somebody_says_so(case):
    codes = [*range(1, len(UNKNOWN[case]) + 1)]
    waves, keys = labels(UNKNOWN[case], codes), tuple(map(str, codes))
    order, said = order_of(waves), order_of(waves, ordered=True)
    assert (order.known, order.times, order.keys) == (False, None, keys)
    assert (said.known, said.times, said.keys) == (True, None, keys)


def test_months_without_a_year_may_be_of_two_and_have_no_order_until_somebody_says_so():
    months = labels(["oktober", "januar", "april"], [1, 2, 3])
    order, said = order_of(months), order_of(months, ordered=True)
    assert (order.keys, order.known, order.times) == (("1", "2", "3"), False, None)
    assert (said.keys, said.known, said.times) == (("1", "2", "3"), True, None)
    calendar = order_of(labels(["januar", "april", "oktober"], [1, 2, 3]), ordered=True)
    assert [*calendar.times.values()] == [0, 0.25, 0.75]


def test_what_years_say_holds_whatever_order_they_were_imported_in():
    order = order_of(labels(["2021", "2019"], [2021, 2019]), ordered=True)
    assert (order.keys, order.times) == (("2019", "2021"), {"2019": 2019, "2021": 2021})


CODES = {
    "years": ([2020, 2019], ("2019", "2020")),
    "texts": (["r10", "r2"], ("r2", "r10")),
    "numbers that may stand for the alphabet": ([1, 2], None),
}


@pytest.mark.parametrize("case", CODES)
def test_codes_tell_of_an_order_where_labels_do_not(case):
    codes, keys = CODES[case]
    order = order_of(labels(["Etter", "Før"], codes))
    assert (order.keys if order.known else None) == keys


def test_either_language_may_tell_of_the_order():
    waves = {1: Text("Etter", "April 2024"), 2: Text("Før", "January 2024")}
    assert order_of(waves).keys == ("2", "1")


def test_one_wave_is_in_order_and_a_survey_without_waves_has_none(tmp_path):
    assert order_of(labels(["Pilot"])).known
    book = read_survey(write_survey(tmp_path, "plain", {"q": [1]}, {"q": single(1)})).codebook
    assert (book.waves, book.newest_wave, book.wave_times) == ((), None, None)


# --- In a survey ----------------------------------------------------------------------------------

MONTHS = ["apr 2024", "jan 2024", "okt 2023"]


def months_survey(root, names=MONTHS, **more):
    categories = [{"code": at, "nb": name, "en": name} for at, name in enumerate(names, 1)]
    variables = {"wave": segment(1) | {"categories": categories} | more, "q": single(1, 2)}
    frame = {"wave": [1, 2, 3] * 2, "q": [1, 2] * 3}
    return write_survey(root, "ours", frame, variables, design={"wave": "wave"})


def test_the_codebook_has_its_waves_in_order(tmp_path):
    book = read_survey(months_survey(tmp_path)).codebook
    assert (book.waves, list(book.wave.by_key)) == (("3", "2", "1"), ["3", "2", "1"])
    assert (book.newest_wave, book.waves_ordered) == ("1", True)
    assert book.wave_times == {"3": 2023.75, "2": 2024.0, "1": 2024.25}


def test_a_code_for_no_answer_is_no_wave_and_stands_last(tmp_path):
    wave = segment(1, 2021, 2019, missing={1: "other"})
    frame = {"wave": [1, 2021, 2019], "q": [1, 1, 1]}
    variables = {"wave": wave, "q": single(1)}
    folder = write_survey(tmp_path, "ours", frame, variables, design={"wave": "wave"})
    book = read_survey(folder).codebook
    assert (book.waves, book.newest_wave) == (("2019", "2021"), "2021")
    assert list(book.wave.by_key) == ["2019", "2021", "1"]


def test_nothing_is_newest_where_no_order_is_known(tmp_path):
    names = ["Etter", "Før", "Pilot"]
    book = read_survey(months_survey(tmp_path / "a", names)).codebook
    assert (book.newest_wave, book.waves_ordered, book.wave_times) == (None, False, None)
    assert list(book.wave.by_key) == ["1", "2", "3"]
    ordered = read_survey(months_survey(tmp_path / "b", names, ordered=True)).codebook
    assert (ordered.newest_wave, ordered.waves_ordered) == ("3", True)


@pytest.mark.parametrize(
    ("column", "waves", "known"),
    [
        ([2019, 2010, 2011], ["2010", "2011", "2019"], True),
        (MONTHS, ["okt 2023", "jan 2024", "apr 2024"], True),
        (["Runde 10", "Runde 2", "Runde 1"], ["Runde 1", "Runde 2", "Runde 10"], True),
        (["Før", "Etter", "Pilot"], ["Etter", "Før", "Pilot"], False),
    ],
    ids=json.dumps,
)
def test_waves_that_the_codebook_does_not_describe_are_in_order_too(column, waves, known, tmp_path):
    frame = {"wave": column * 2, "q": [1, 2] * 3}
    folder = write_survey(tmp_path, "ours", frame, {"q": single(1, 2)}, design={"wave": "wave"})
    book = open_survey(folder).codebook
    assert (list(book.wave.by_key), book.waves_ordered, book.wave.ordered) == (waves, known, known)
