"""Groups are said to differ where a test says so, answers to stand out where intervals do."""

import pytest
from survey_folder import multiple, net, segment, single, write_survey

from insight import compare, open_survey, table
from insight.language import numbers
from insight.language.catalogue import say
from insight.reporting import group_sentences, tables

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 30}
KINDS = ("a", "b", "c", "d")


def survey_of(tmp_path, shares, **more):
    """A survey with a group for each (share who say yes, respondents)."""
    kinds, answers = [], []
    for kind, (share, n) in zip(KINDS, shares, strict=False):
        yes = round(share * n)
        kinds += [kind] * n
        answers += [1] * yes + [0] * (n - yes)
    variables = {
        "who": segment(*KINDS[: len(shares)], ordered=True),
        "q": single(0, 1, nets=[net("yes", 1)]),
    }
    frame = {"who": kinds, "q": answers}
    write_survey(tmp_path, "kinds", frame, variables, disclosure=GATES, **more)
    return open_survey("kinds", tmp_path)


def pairs(survey):
    return compare(survey, "q", "yes", "who")


def name(kind):
    return f"kode {kind} en"


def test_a_hidden_group_is_named_with_the_one_that_protects_it(tmp_path):
    """The last group is too small, and the one before it would give it away."""
    survey = survey_of(tmp_path, [(0.2, 100), (0.8, 100), (0.5, 20), (1.0, 9)])
    found = table(survey, "q", by=["who"], nets=True)
    both = f"{name('c')} and {name('d')}"
    hidden = say("en", "groups.hidden", limit=10, groups=both)
    assert group_sentences.hidden(found, "yes", "en") == hidden


def test_nothing_is_said_where_nothing_can_be_tested(tmp_path):
    survey = survey_of(tmp_path, [(0.2, 5), (0.8, 5), (1.0, 9)])
    assert group_sentences.detectable(pairs(survey), "en") == say("en", "groups.undetectable")
    assert group_sentences.between(pairs(survey), "Yes", "en") == say("en", "groups.too_few")


def test_no_hidden_group_is_said_too(tmp_path):
    survey = survey_of(tmp_path, [(0.2, 20), (0.8, 20), (0.5, 20)])
    found = table(survey, "q", by=["who"], nets=True)
    assert group_sentences.hidden(found, "yes", "en") == say("en", "groups.none_hidden")


@pytest.mark.parametrize(
    ("last", "n", "key", "size"),
    [
        (0.8, 50, "between_apart", "40 percentage points (21–56)"),
        (0.54, 50, "between_few", "14 percentage points (\N{MINUS SIGN}6 to 33)"),
        (0.45, 400, "between_alike", "5 percentage points (\N{MINUS SIGN}2 to 12)"),
    ],
)
def test_first_and_last_group_that_can_be_compared(tmp_path, last, n, key, size):
    survey = survey_of(tmp_path, [(0.4, n), (0.5, n), (last, n)])
    said = group_sentences.between(pairs(survey), "Yes", "en")
    share = numbers.percent(last, "en")
    assert said.startswith("Yes: 40% of those who answer “kode a en”")
    assert f"{share} of those" in said
    assert said.endswith(say("en", f"groups.{key}", size=size))


def test_the_last_group_gives_way_where_it_is_hidden(tmp_path):
    survey = survey_of(tmp_path, [(0.2, 50), (0.8, 50), (0.5, 20), (1.0, 9)])
    said = group_sentences.between(pairs(survey), "Yes", "en")
    assert name("b") in said
    assert name("c") not in said
    assert name("d") not in said


def test_smallest_difference_that_a_test_would_find(tmp_path):
    """Two groups of 50 at one half: about (1.98 + 0.85) standard errors of nearly 0.1."""
    survey = survey_of(tmp_path, [(0.5, 50), (0.5, 50)])
    said = group_sentences.detectable(pairs(survey), "nb")
    assert said == say("nb", "groups.detectable", points="28")


def test_a_small_population_leaves_less_uncertainty(tmp_path):
    frame = {"q": [0, 1] * 25, "population": [100] * 50}
    for survey_id, design in (("small", {"fpc": "population"}), ("large", {})):
        write_survey(tmp_path, survey_id, frame, {"q": single(0, 1)}, design=design)
    small, large = (
        table(open_survey(one, tmp_path), "q").at((), "1") for one in ("small", "large")
    )
    # Half of the population has answered: 1 - sqrt(1 - 1/2).
    assert group_sentences.narrower(small, "en") == say("en", "groups.narrower", share="29%")
    assert group_sentences.narrower(large, "en") == ""


# --- Answers of the same respondents -------------------------------------------------------------


def marks(tmp_path, counts, n=100):
    columns = {f"m_{code}": [1] * count + [0] * (n - count) for code, count in counts.items()}
    item = multiple({code: f"m_{code}" for code in counts})
    write_survey(tmp_path, "marks", columns, {"m": item})
    return table(open_survey("marks", tmp_path), "m")


@pytest.mark.parametrize(
    ("counts", "top"),
    [
        ({"v": 20, "w": 80, "x": 22, "y": 18, "z": 75}, ["w", "z"]),
        ({"v": 20, "w": 80, "x": 22, "y": 18, "z": 25}, ["w"]),
        ({"v": 50, "w": 55, "x": 52, "y": 48, "z": 58}, []),
        ({"v": 80, "w": 81, "x": 82, "y": 20, "z": 21}, []),
        ({"v": 0, "w": 100, "x": 0, "y": 0, "z": 0}, ["w"]),
    ],
)
def test_answers_stand_out_where_their_intervals_lie_above_all_others(tmp_path, counts, top):
    found = marks(tmp_path, counts)
    assert [one.key for one in group_sentences.standing_out(group_sentences.by_size(found))] == top


def test_no_order_is_claimed_where_intervals_overlap(tmp_path):
    overlapping = marks(tmp_path / "1", {"v": 20, "w": 80, "x": 22, "y": 18, "z": 75})
    said = group_sentences.leading(overlapping, "en")
    assert said.startswith(say("en", "groups.leads", answers="kode w en (80%) and kode z en (75%)"))
    assert said.endswith(say("en", "groups.order_unsure"))
    parted = marks(tmp_path / "2", {"v": 20, "w": 90, "x": 22, "y": 18, "z": 60})
    assert say("en", "groups.order_unsure") not in group_sentences.leading(parted, "en")


def test_no_answer_stands_out_of_likes(tmp_path):
    alike = marks(tmp_path, {"v": 50, "w": 55, "x": 52, "y": 48, "z": 58})
    assert group_sentences.leading(alike, "nb") == say("nb", "groups.none_leads")


# --- Tables --------------------------------------------------------------------------------------


def test_who_answered_of_how_many_and_nothing_of_hidden_groups(tmp_path):
    kinds = ["a"] * 20 + ["b"] * 9 + ["c"] * 11
    frame = {"who": kinds, "q": [0, 1] * 20, "w": [2.0] * 20 + [3.0] * 20}
    variables = {"who": segment("a", "b", "c"), "q": single(0, 1)}
    rules = GATES | {"microdata": "open"}  # else the weighted base is not told
    write_survey(tmp_path, "w", frame, variables, design={"weight": "w"}, disclosure=rules)
    found = table(open_survey("w", tmp_path), "q", by=["who"])
    rows = tables.count_by_group(found, "1", "en").to_numpy().tolist()
    few, hidden = (say("en", f"flag.{key}", limit=limit) for key, limit in
                   (("low_base", 30), ("suppressed", 10)))  # fmt: skip
    assert rows == [
        [name("a"), "20", "40", few],
        [name("b"), "–", "–", hidden],
        [name("c"), "–", "–", hidden],
    ]


def test_answers_in_a_table_keep_the_order_asked_for(tmp_path):
    found = marks(tmp_path, {"v": 20, "w": 80})
    rows = tables.by_answer(found, ["w", "v"], "en").to_numpy().tolist()
    assert [row[:2] for row in rows] == [[name("w"), "80%"], [name("v"), "20%"]]
    assert all(row[3] == "100" for row in rows)
