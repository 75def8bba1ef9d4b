"""Groups are said to differ where a test says so, answers to stand out where intervals do."""

import pytest
from survey_folder import multiple, net, segment, single, write_survey

from insight import compare, open_survey, table
from insight.language.catalogue import say
from insight.reporting import group_sentences

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


def test_no_hidden_group_is_said_too(tmp_path):
    survey = survey_of(tmp_path, [(0.2, 20), (0.8, 20), (0.5, 20)])
    found = table(survey, "q", by=["who"], nets=True)
    assert group_sentences.hidden(found, "yes", "en") == say("en", "groups.none_hidden")


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
    assert group_sentences.title(alike, "nb") == say("nb", "groups.none_stands_out")


def test_the_title_names_what_stands_out_without_figures(tmp_path):
    found = marks(tmp_path, {"v": 20, "w": 80, "x": 22, "y": 18, "z": 75})
    named = say("en", "groups.stands_out", answers="kode w en and kode z en")
    assert group_sentences.title(found, "en") == named
