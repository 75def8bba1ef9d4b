"""Figures, differences and words of a survey with replicate weights, on ten respondents by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from survey_folder import numeric, segment, single, write_survey

from insight import compare, covariances, open_survey, table
from insight.analysis.weighting.folder import may_be_column
from insight.api.cube import Cube
from insight.api.cube_words import notes
from insight.exports.codebook_formats import codebook_bytes
from insight.language.catalogue import LANGUAGES
from insight.language.errors import RequestError
from insight.reporting import labels
from insight.reporting.description import sampling_in_words

N = 10
FRAME = {"q": [1, 1, 1, 1, 2, 2, 2, 2, 2, 2], "x": [*range(10)], "g": [1, 2] * 5, "w": [1.0] * N}
VARIABLES = {"q": single(1, 2), "x": numeric(), "g": segment(1, 2)}
JACKKNIFE = {"columns": "jk{1..10}", "method": "jk1"}


@pytest.fixture(scope="module")
def surveys(tmp_path_factory):
    """The same respondents with replicates that leave out one of them each, and without any."""
    left_out = {f"jk{number + 1}": (1 - np.eye(N)[number]) * N / (N - 1) for number in range(N)}
    frame = pd.DataFrame(FRAME | left_out)
    root = tmp_path_factory.mktemp("replicated")
    open_to_all = {"min_base": 0, "min_effective_base": 0, "low_base": 0, "microdata": "open"}
    return [
        open_survey(
            write_survey(root / name, "s", frame, VARIABLES, design=design, disclosure=open_to_all)
        )
        for name, design in (
            ("jackknife", {"weight": "w", "replicates": JACKKNIFE}),
            ("simple", {"weight": "w"}),
        )
    ]


def numbers(estimate) -> list[float]:
    return [estimate.value, estimate.se, estimate.low, estimate.upp, estimate.deff, estimate.df]


def test_the_jackknife_of_a_simple_sample_has_its_standard_errors(surveys):
    jackknife, _ = surveys
    # 4 of 10: p (1 - p) / 9, with nine degrees of freedom.
    yes = table(jackknife, "q").at((), "1")
    assert (yes.se, yes.df) == (pytest.approx((0.24 / 9) ** 0.5), 9)
    for statistic, key in (("share", "1"), ("mean", "")):
        both = [table(one, "q", statistic=statistic).at((), key) for one in surveys]
        assert numbers(both[0]) == pytest.approx(numbers(both[1]))
    means = [table(one, "x").at((), "") for one in surveys]
    assert numbers(means[0]) == pytest.approx(numbers(means[1]))
    found = [covariances(one, "q").matrix for one in surveys]
    assert found[0] == pytest.approx(found[1])


def test_a_filter_is_a_domain_and_groups_are_what_filters_are(surveys):
    jackknife, _ = surveys
    groups = table(jackknife, "q", by="g")
    filtered = table(jackknife, "q", where=["g=2"]).at((), "1")
    assert numbers(groups.at(("2",), "1")) == pytest.approx(numbers(filtered))
    assert filtered.df == 4


def test_a_difference_has_the_covariance_of_its_sides(surveys):
    jackknife, _ = surveys
    found, other = (compare(one, "q", "1", "g").differences[0] for one in surveys)
    sides = [table(jackknife, "q", by="g").at((code,), "1").se for code in ("1", "2")]
    assert found.se == pytest.approx(np.hypot(*sides))
    assert (found.value, found.df) == (pytest.approx(other.value), 8)
    whole = compare(jackknife, "q", "1", "g")
    assert whole.association is not None


def test_the_survey_says_what_its_standard_errors_are_made_of(surveys):
    jackknife, simple = surveys
    for language in LANGUAGES:
        told = " ".join(sampling_in_words(jackknife.codebook, language))
        assert all(
            word in told
            for word in ("10", "jk1", "jk10", "JK1", "0,9" if language == "nb" else "0.9")
        )
        assert "10" in labels.base_line(table(jackknife, "q"), None, language).split("·")[-1]
        assert labels.base_line(table(simple, "q"), None, language).count("·") == 3


def test_files_and_answers_by_address_say_it_too(surveys):
    jackknife, simple = surveys
    item = jackknife.codebook.variable("q")
    assert any("JK1" in note for note in notes(Cube(jackknife, item), "en"))
    assert not any("replicate" in note for note in notes(Cube(simple, item), "en"))
    document = codebook_bytes(jackknife, "ddi", "en", date(2026, 11, 22)).decode()
    assert document.count('subject="replicates"') == N
    assert document.count('wgt="wgt"') == N + 1


def test_a_new_weight_is_refused(surveys):
    with pytest.raises(RequestError, match="need new ones for every replicate"):
        may_be_column(surveys[0], "raked", None)
