"""``insight weight``: a survey raked to margins of its population."""

import re

import pandas as pd
import pytest
from survey_folder import segment, write_survey
from ten_respondents import BOTH, FRAME, HALF, VARIABLES, shares, weights


def test_one_margin_weighs_each_group_to_its_share(weigh, folder):
    status, out, err = weigh(folder, HALF)
    assert (status, err) == (0, "")
    assert weights(folder).tolist() == pytest.approx([5 / 6] * 6 + [5 / 4] * 4)
    assert re.sub(r"\d+e-?\d+", "0", out) == (
        "10 respondents. Margins met (rounds: 1, largest deviation: 0). "
        "Design effect (Kish) 1.04, effective base 10. "
        "Weights relative to their mean: least 0.83, 5% 0.83, median 0.83, 95% 1.25, "
        "greatest 1.25.\ns: the column “raked_weight” is written and is now the survey’s weight.\n"
        "The margins are kept in the codebook, so standard errors reckon with them.\n"
    )


def test_several_margins_are_all_met(weigh, folder):
    assert weigh(folder, BOTH)[0] == 0
    assert shares(folder, "sex") == pytest.approx({"f": 0.5, "m": 0.5})
    assert shares(folder, "age") == pytest.approx({1: 0.3, 2: 0.7})


JOINT = "variable,code,population\nsex*age,f*1,1\nage*sex,2*f,2\nsex*age,m*1,3\nsex*age,m*2,4\n"


def test_a_joint_margin_names_its_variables_in_any_order(weigh, folder):
    assert weigh(folder, JOINT)[0] == 0
    assert shares(folder, "sex", "age") == pytest.approx(
        {("f", 1): 0.1, ("f", 2): 0.2, ("m", 1): 0.3, ("m", 2): 0.4}
    )


def test_a_star_in_a_name_or_a_code_has_a_backslash_before_it(weigh, tmp_path):
    frame = {"a*b": ["x*", "y", "y"], "sex": ["f", "f", "m"]}
    variables = {"a*b": segment("x*", "y"), "sex": segment("f", "m")}
    folder = write_survey(tmp_path / "d", "s", frame, variables)
    joint = "variable,code,population\na\\*b*sex,x\\**f,2\na\\*b*sex,y*f,1\na\\*b*sex,y*m,1\n"
    assert weigh(folder, joint)[0] == 0
    assert weights(folder).tolist() == pytest.approx([1.5, 0.75, 0.75])


@pytest.mark.parametrize(
    "margins",
    [
        "variable,code,population\nsex,f,2.5\nsex,m,2.5\n",
        "population,variable,code\n2 500 000,sex,f\n2500000,sex,m\n",
        "\ufeffvariable;code;population\r\nsex;f;0,5\r\nsex;m;0,5\r\n\r\n",
    ],
    ids=["shares", "persons", "Norwegian spreadsheet"],
)
def test_numbers_are_persons_or_shares_and_a_norwegian_file_is_read(weigh, folder, margins):
    assert weigh(folder, margins)[0] == 0
    assert weights(folder).tolist() == pytest.approx([5 / 6] * 6 + [5 / 4] * 4)


def test_the_sum_is_the_population_if_that_is_asked_for(weigh, folder):
    assert weigh(folder, BOTH, "--scale", "population")[0] == 0
    assert weights(folder).sum() == pytest.approx(100)


def test_totals_that_differ_by_rounding_are_taken_as_the_same(weigh, folder):
    assert weigh(folder, f"{HALF}age,1,30\nage,2,69.9\n")[0] == 0
    assert shares(folder, "age")[1] == pytest.approx(30 / 99.9)


def test_the_surveys_own_weight_is_where_it_starts(weigh, tmp_path):
    folder = write_survey(tmp_path / "d", "s", FRAME, VARIABLES, design={"weight": "base"})
    assert weigh(folder, HALF)[0] == 0
    found = weights(folder)
    assert found[1] / found[0] == pytest.approx(2)
    assert weigh(folder, HALF, "--column", "equal", "--start", "none")[0] == 0
    assert weights(folder, "equal")[:6].nunique() == 1


def test_a_nearly_met_weight_is_cut_off_at_its_bounds(weigh, folder):
    status, out, _ = weigh(folder, BOTH, "--trim", "0.5", "1.55")
    found = weights(folder)
    assert status == 0
    assert found.min() >= 0.5
    assert found.max() <= 1.55
    assert shares(folder, "age") == pytest.approx({1: 0.3, 2: 0.7})
    assert "Cut off: " in out


def test_each_wave_is_weighted_by_itself(weigh, tmp_path):
    two = {name: values * 2 for name, values in FRAME.items()}
    frame = two | {"year": [2020] * 10 + [2021] * 10}
    folder = write_survey(tmp_path / "d", "s", frame, VARIABLES, design={"wave": "year"})
    same = "variable,code,population\nsex,f,1\nsex,m,1\n"
    assert weigh(folder, same)[0] == 0
    assert list(shares(folder, "year", "sex").values()) == pytest.approx([0.25] * 4)
    own = "wave,variable,code,population\n2020,sex,f,1\n2020,sex,m,3\n2021,age,1,8\n2021,age,2,2\n"
    status, out, _ = weigh(folder, own, "--replace", "raked_weight", "--start", "none")
    assert status == 0
    assert shares(folder, "year", "sex")[2020, "m"] == pytest.approx(3 / 8)
    assert shares(folder, "year", "age")[2021, 1] == pytest.approx(4 / 10)
    assert [line.split(":")[0] for line in out.splitlines()[:-1]] == ["2020", "2021", "s"]


def test_every_margin_before_and_after_is_a_table(weigh, folder, tmp_path):
    out = tmp_path / "out.csv"
    assert weigh(folder, BOTH, "--out", str(out))[0] == 0
    found = pd.read_csv(out, dtype={"code": str})
    assert found["code"].tolist() == ["f", "m", "1", "2"]
    assert found["respondents"].tolist() == [6, 4, 5, 5]
    assert found["population"].tolist() == pytest.approx([0.5, 0.5, 0.3, 0.7])
    assert found["before"].tolist() == pytest.approx([0.6, 0.4, 0.5, 0.5])
    assert found["after"].tolist() == pytest.approx([0.5, 0.5, 0.3, 0.7])
