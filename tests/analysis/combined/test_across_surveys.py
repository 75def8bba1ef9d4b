"""Two independent surveys of one construct: the test, the sentence, the gates, the refusals."""

from dataclasses import replace

import numpy as np
import pytest
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight import RequestError, UnknownNameError, open_survey, table
from insight.analysis.combined.across_surveys import compare_surveys

OPEN = {"min_base": 10, "min_effective_base": 10, "low_base": 0, "microdata": "open"}
PROTECTED = {"min_base": 10, "min_effective_base": 10, "low_base": 0, "microdata": "closed"}
NETS = [net("yes", 1, 2)]
ROUTED = {"nb": "De over 30", "en": "Those over 30"}
ASKED = {"nb": "Liker du det?", "en": "Do you like it?"}


def respondents(count: int, seed: int, years: tuple[int, ...] = (2020, 2021)) -> dict:
    """Return answers, of which the last variable is a weight."""
    random = np.random.default_rng(seed)
    return {
        "q": random.integers(1, 4, count),
        "alone": random.integers(1, 3, count),
        "x": random.normal(10, 2, count).round(1),
        "sex": random.integers(1, 3, count),
        "year": random.choice(years, count),
        "w": random.uniform(0.5, 2, count),
    }


def variables(**of_q) -> dict:
    q = {"construct": "liking", "nets": NETS, **of_q}
    return {
        "q": single(1, 2, 3, **q),
        "alone": single(1, 2),
        "x": numeric(construct="hours"),
        "sex": segment(1, 2),
    }


DESIGN = {"weight": "w", "wave": "year"}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    one, other = respondents(800, 1), respondents(500, 2, (2021, 2022))
    write_survey(data, "people", one, variables(question=ASKED), design=DESIGN, disclosure=OPEN)
    write_survey(data, "staff", other, variables(base=ROUTED), design=DESIGN, disclosure=OPEN)
    write_survey(data, "guarded", other, variables(), design=DESIGN, disclosure=PROTECTED)
    renamed = [{**NETS[0], "en": "Something else"}]
    write_survey(data, "renamed", other, variables(nets=renamed), disclosure=OPEN)
    few = {name: values[:9] for name, values in other.items()}
    write_survey(data, "few", few, variables(), disclosure=OPEN)
    rest = {"other": single(1, 2), "used": multiple({"a": "sex"})}
    write_survey(data, "elsewhere", {"other": [1, 2], "sex": [0, 1]}, rest)
    return data


def compared(root, other: str, item: str = "q", key: str = "yes", **more):
    return compare_surveys(open_survey("people", root), open_survey(other, root), item, key, **more)


def test_the_difference_is_that_of_the_tables_and_its_variance_their_sum(root):
    gap = compared(root, "staff").difference
    figures = [
        table(open_survey(one, root), "q", where=["year=2021"], nets=True).at((), "yes")
        for one in ("people", "staff")
    ]
    assert gap.value == pytest.approx(figures[0].value - figures[1].value, abs=1e-15)
    assert gap.se**2 == pytest.approx(figures[0].se ** 2 + figures[1].se ** 2)
    assert max(one.df for one in figures) < gap.df <= sum(one.df for one in figures)
    assert gap.low < gap.claim.value < gap.upp
    assert gap.p == pytest.approx(gap.claim.p, abs=0.02)


def test_who_comes_first_turns_the_sign_and_nothing_else(root):
    people, staff = open_survey("people", root), open_survey("staff", root)
    for item, key in (("q", "yes"), ("q", "3"), ("x", "")):
        one = compare_surveys(people, staff, item, key).difference
        other = compare_surveys(staff, people, item, key).difference
        assert (one.value, one.df, one.p) == pytest.approx((-other.value, other.df, other.p))
        assert (one.claim.low, one.claim.upp) == pytest.approx(
            (-other.claim.upp, -other.claim.low), abs=1e-9
        )


def test_the_newest_wave_that_both_have_is_compared_unless_others_are_named(root):
    assert [side.where.written for side in compared(root, "staff").sides] == [("year=2021",)] * 2
    apart = compared(root, "staff", where=["year=2020"], where_other=["year=2022"])
    assert apart.likeness.waves == "other"
    assert "different waves: kode" not in apart.sentence("en")
    assert "2020" in apart.sentence("en")
    assert "2022" in apart.sentence("en")


def test_the_sentence_says_what_the_codebooks_say_and_what_they_do_not(root):
    row = compared(root, "staff").tidy("en").rows[0]
    names = ("same_wording", "same_answers", "same_asked", "same_wave")
    assert [row[name] for name in names] == ["unknown", "same", "unknown", "same"]
    assert row["comparable"].startswith("The codebooks do not have the wording")
    assert "Both are from 2021." in row["comparable"]
    assert "drawn independently" in row["comparable"]
    assert "uavhengig" in compared(root, "staff").sentence("nb")


def test_a_filter_holds_for_both_and_is_refused_where_the_other_lacks_it(root):
    both = compared(root, "staff", where=["sex=1"])
    assert [side.where.codes("sex") for side in both.sides] == [("1",)] * 2
    with pytest.raises(RequestError, match="year"):
        compared(root, "renamed", "q", "1", where=["year=2020"])
    own = compared(root, "renamed", "q", "1", where=["year=2020"], where_other=[])
    assert (own.likeness.waves, own.sides[1].where.conditions) == ("unknown", ())


@pytest.mark.parametrize(
    ("other", "item", "key", "error", "words"),
    [
        ("people", "q", "yes", RequestError, "itself"),
        ("elsewhere", "q", "yes", RequestError, "construct"),
        ("staff", "alone", "1", RequestError, "q, x"),
        ("renamed", "q", "yes", RequestError, "does not mean the same"),
        ("staff", "q", "no", UnknownNameError, "no category or net"),
        ("staff", "q", "", RequestError, "which answer"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(root, other, item, key, error, words):
    with pytest.raises(error) as refused:
        compared(root, other, item, key)
    assert words in refused.value.text("en")
    assert refused.value.text("nb") != refused.value.text("en")


def test_both_sides_pass_their_own_gates(root):
    gap = compared(root, "few").difference
    assert gap.flags == ("suppressed",)
    assert (gap.value, gap.value_first, gap.se, gap.p, gap.base_second) == (None,) * 5
    assert gap.finding(0.95) == "untested"


def test_a_rounded_side_is_told_as_its_table_tells_it(root):
    """The other side is exact and may be anyone's: no choice of it must tell more of this one."""
    found = compared(root, "guarded")
    gap = found.difference
    guarded = table(open_survey("guarded", root), "q", where=["year=2021"], nets=True)
    told = guarded.at((), "yes")
    exact = table(open_survey("people", root), "q", where=["year=2021"], nets=True).at((), "yes")
    assert found.rounded
    assert gap.value_second == told.value
    assert gap.value == exact.value - told.value
    assert gap.se == pytest.approx((exact.se**2 + told.se**2) ** 0.5, rel=1e-12)
    unrounded = compared(root, "staff").difference
    assert gap.low <= unrounded.low < unrounded.upp <= gap.upp
    assert gap.p >= replace(unrounded).p - 1e-12
    assert gap.claim.p == gap.p
