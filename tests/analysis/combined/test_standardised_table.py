"""Standardised figures: what they are, what they refuse, and what they may not tell."""

from itertools import product

import numpy as np
import pytest
from survey_folder import net, numeric, segment, single, write_survey

from insight import RequestError, UnknownNameError, open_survey, table
from insight.analysis.combined.standard_population import (
    population_of_all,
    population_of_file,
    population_of_wave,
    population_written,
)
from insight.analysis.combined.standardised_table import standardised, standardised_to, waves_alike

OPEN = {"min_base": 5, "min_effective_base": 0, "low_base": 0, "microdata": "open"}
CLOSED = {**OPEN, "microdata": "closed"}
AGES = "age=1:30,2:50,3:20"
DESIGN = {"weight": "w", "wave": "year"}
LATER = [{"wave": 2021, "nb": "annerledes", "en": "changed"}]


def respondents() -> dict[str, np.ndarray]:
    """Return answers; in the south nobody is of the third age, and in the west four are."""
    random = np.random.default_rng(7)
    age = random.choice([1, 2, 3], 1600, p=[0.2, 0.3, 0.5])
    place = random.choice([1, 2], 1600)
    west = np.flatnonzero(random.random(1600) < 0.2)
    place[west] = 3
    age[place == 2] = np.minimum(age[place == 2], 2)
    thirds = np.flatnonzero((place == 3) & (age == 3))[4:]
    age[thirds] = 2
    return {
        "q": (random.random(1600) < 0.2 * age).astype(int),
        "x": age * 10 + random.normal(0, 2, 1600).round(1),
        "age": age,
        "place": place,
        "year": random.choice([2020, 2021], 1600, p=[0.8, 0.2]),
        "w": random.uniform(0.5, 2, 1600).round(3),
    }


VARIABLES = {
    "q": single(0, 1, nets=[net("any", 0, 1)]),
    "x": numeric(),
    "age": segment(1, 2, 3),
    "place": segment(1, 2, 3),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    data, frame = tmp_path_factory.mktemp("data"), respondents()
    year = segment(2020, 2021)
    ungated = {**OPEN, "min_base": 0}
    for name, rules in (("open", OPEN), ("closed", CLOSED), ("ungated", ungated)):
        write_survey(
            data, name, frame, {**VARIABLES, "year": year}, design=DESIGN, disclosure=rules
        )
    changed = {**VARIABLES, "q": single(0, 1, breaks=LATER), "year": year}
    write_survey(data, "changed", frame, changed, design=DESIGN, disclosure=OPEN)
    once = {name: values for name, values in frame.items() if name != "year"}
    write_survey(data, "once", once, VARIABLES, design={"weight": "w"}, disclosure=OPEN)
    return data


def over(survey, written: str = AGES, **asked):
    return standardised(survey, "q", population_written(survey.codebook, written), **asked)


def test_a_standardised_share_is_the_sum_of_those_of_its_strata(root):
    survey = open_survey("open", root)
    found = over(survey, by="year")
    strata = table(survey, "q", by=["year", "age"])
    for year in ("2020", "2021"):
        each = [strata.at((year, age), "1") for age in ("1", "2", "3")]
        expected = np.array([0.3, 0.5, 0.2]) @ [one.value for one in each]
        figure = found.at((year,), "1")
        assert figure.value == pytest.approx(expected, rel=1e-12)
        assert figure.base == sum(one.base for one in each)
        assert figure.low < figure.value < figure.upp
    assert found.at(("2020",), "0").value == pytest.approx(1 - found.at(("2020",), "1").value)


def test_persons_and_parts_of_them_are_the_same_population(root):
    survey = open_survey("open", root)
    one, other = over(survey), over(survey, "age=3:0.2,1:0.3,2:0.5")
    assert [figure.value for figure in one] == pytest.approx([figure.value for figure in other])


def test_a_wave_standardised_to_itself_is_what_it_was(root):
    survey = open_survey("open", root)
    population = population_of_wave(survey, ["age"], "2021")
    found = standardised(survey, "q", population, by="year", nets=True)
    usual = table(survey, "q", by="year", nets=True)
    for key in ("1", "0", "any"):
        assert found.at(("2021",), key).value == pytest.approx(usual.at(("2021",), key).value)
    assert found.at(("2020",), "1").value != pytest.approx(usual.at(("2020",), "1").value)
    row = found.tidy("en").rows[-1]
    assert (row["over"], row["population"]) == ("age", "2021")


def test_a_share_of_1_has_an_interval_all_the_same(root):
    figure = over(open_survey("open", root), nets=True).at((), "any")
    assert (figure.value, figure.upp, figure.flags) == (1.0, 1.0, ("boundary",))
    assert 0.98 < figure.low < 1


def test_means_are_standardised_and_totals_are_not(root):
    survey = open_survey("open", root)
    population = population_written(survey.codebook, AGES)
    found = standardised(survey, "x", population).at((), "")
    assert found.value == pytest.approx(19, abs=0.5)
    with pytest.raises(RequestError, match=r"[Tt]otal"):
        standardised(survey, "x", population, statistic="total")


def test_a_group_that_lacks_a_stratum_has_no_figure_and_says_which(root):
    """R leaves the stratum out and rescales what is left."""
    found = over(open_survey("ungated", root), by="place")
    assert found.at(("2",), "1").flags == ("suppressed",)
    assert [row["lacking"] for row in found.tidy("en").rows] == ["", "", "age=3", "age=3", "", ""]
    assert None not in (found.at((place,), "1").value for place in "13")


def test_a_figure_is_told_where_a_table_would_tell_each_of_its_strata_and_nowhere_else(root):
    survey = open_survey("open", root)
    found, strata = over(survey, by="place"), table(survey, "q", by=["place", "age"])
    told = {}
    for place in "123":
        hidden = {age for age in "123" if "suppressed" in strata.at((place, age), "1").flags}
        figure, at = found.at((place,), "1"), [one.group for one in found].index((place,))
        assert (figure.value is None) == (figure.base is None) == bool(hidden)
        assert {str(number + 1) for number in found.lacking[at]} == hidden
        told[place] = not hidden
    assert not told["3"]


def test_each_wave_counts_alike_whatever_its_size(root):
    survey = open_survey("open", root)
    each = [table(survey, "q", by="year").at((year,), "1").value for year in ("2020", "2021")]
    assert waves_alike(survey, "q").at((), "1").value == pytest.approx(np.mean(each))
    with pytest.raises(RequestError):
        waves_alike(open_survey("changed", root), "q")
    with pytest.raises(RequestError):
        waves_alike(open_survey("once", root), "q")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("age=1:30,2:50", "age=3"),
        ("age=1:30,2:50,3:0", "3:0"),
        ("age=1:30,2:50,3:-1", "3:-1"),
        ("age=1:30,1:50,3:2", "1:50"),
        ("age=1:many,2:2,3:2", "1:many"),
        ("age=1:nan,2:2,3:2", "1:nan"),
        ("age", "age"),
        ("x=1:2", "x"),
        ("age=1:1,2:1,4:1", "4"),
        ("place=1:1,2:1,3:1", "break figures down"),
    ],
)
def test_a_population_that_cannot_be_used_is_refused_in_a_sentence(root, written, words):
    with pytest.raises((RequestError, UnknownNameError)) as refused:
        over(open_survey("open", root), written, by="place")
    assert words in refused.value.text("en")


def test_a_population_is_read_from_the_margins_that_weighting_takes(root, tmp_path):
    survey, file = open_survey("open", root), tmp_path / "margins.csv"
    cells = [f"age*year,{age}*{year},{age + 1}" for age, year in product((1, 2, 3), (2020, 2021))]
    ages = ["age,1,6", "age,2,6", "age,3,6"]
    file.write_text("\n".join(["variable,code,population", *ages, *cells]))
    alone = standardised(survey, "q", population_of_file(survey.codebook, ["age"], file))
    assert alone.at((), "1").value == pytest.approx(
        over(survey, "age=1:1,2:1,3:1").at((), "1").value
    )
    joint = population_of_file(survey.codebook, ["year", "age"], file)
    assert sum(joint.parts(tuple(joint.counts))) == pytest.approx(1)
    assert standardised(survey, "q", joint).at((), "1").base == 1600
    with pytest.raises(RequestError, match="place"):
        population_of_file(survey.codebook, ["place"], file)


def test_all_respondents_are_a_population_as_their_weights_make_it(root):
    frame = respondents()
    everyone = population_of_all(open_survey("once", root), ["age"])
    weights = [frame["w"][frame["age"] == age].sum() for age in (1, 2, 3)]
    wanted = [("1",), ("2",), ("3",)]
    assert everyone.parts(wanted) == pytest.approx([one / sum(weights) for one in weights])
    for name in ("open", "closed"):  # where figures are rounded too, for nobody chooses it
        survey = open_survey(name, root)
        found = standardised_to(survey, "q", ("age",), by="year")
        assert found.at(("2020",), "1").value is not None
        assert found.population == population_of_all(survey, ["age"])
    in_wave = standardised_to(open_survey("open", root), "q", ("age",), "2020", by="year")
    assert in_wave.population == population_of_wave(open_survey("open", root), ["age"], "2020")


def test_where_figures_are_rounded_nobody_chooses_the_population(root):
    """Numbers could be turned until a rounded figure flips, which tells the exact one."""
    closed = open_survey("closed", root)
    with pytest.raises(RequestError) as refused:
        over(closed)
    assert "one of its waves" in refused.value.text("en")
    asked = {"by": "year"}
    found, exact = (
        standardised(one, "q", population_of_wave(one, ["age"], "2020"), **asked).at(("2020",), "1")
        for one in (closed, open_survey("open", root))
    )
    assert found.value != exact.value
    assert found.value == pytest.approx(exact.value, abs=0.2)
    assert found.low <= exact.low < exact.upp <= found.upp
    assert found.se >= exact.se
