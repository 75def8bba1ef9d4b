"""What a chart says to who cannot see it: every figure, and of many only what one listens to."""

import re

import pytest
from survey_folder import multiple, net, segment, single, write_survey

from insight import open_survey, table
from insight.documents.facts import facts
from insight.documents.series import gather_series
from insight.documents.series_words import Wording
from insight.documents.series_words import describe_chart as series_described
from insight.reporting import labels
from insight.reporting.alternatives import text_alternatives

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}


def survey_of(tmp_path, sizes):
    """A survey with a group of each size; one in five more says yes in each group than before."""
    who = [code for code, size in enumerate(sizes) for _ in range(size)]
    yes = [int(5 * place < min(code + 1, 5) * size)
           for code, size in enumerate(sizes) for place in range(size)]  # fmt: skip
    variables = {
        "who": segment(*range(len(sizes)), ordered=True),
        "q": single(0, 1, nets=[net("yes", 1)]),
    }
    frame = {"who": who, "q": yes}
    write_survey(tmp_path, "s", frame, variables, disclosure=GATES)
    return open_survey("s", tmp_path)


def described(tmp_path, sizes):
    found = table(survey_of(tmp_path, sizes), "q", by=("who",), nets=True)
    return found, text_alternatives.describe_groups([found], "yes", "en")


def test_every_group_is_told_with_its_figure_and_interval(tmp_path):
    found, said = described(tmp_path, [100, 100])
    first, second = (labels.interval(one, found, "en") for one in found.of("yes"))
    assert said == f"yes en. s en, kode 0 en: 20% ({first}); kode 1 en: 40% ({second})."


def test_a_hidden_group_is_told_with_the_reason(tmp_path):
    found, said = described(tmp_path, [100, 100, 5, 5])
    why = labels.reason(found.at(("2",), "yes"), found.codebook.disclosure, "en")
    assert f"kode 2 en: {why}; kode 3 en: {why}." in said


def test_many_hidden_groups_are_counted_and_the_shown_are_told(tmp_path):
    _, said = described(tmp_path, [100, 100, *[5] * 30])
    assert "kode 0 en: 20%" in said
    assert "kode 1 en: 40%" in said
    assert said.endswith(
        "s en: 30 figures are hidden or too uncertain. All figures are in the table."
    )
    assert len(said) <= text_alternatives.LONGEST_DESCRIPTION


def test_of_many_groups_the_lowest_and_the_highest_are_told(tmp_path):
    _, said = described(tmp_path, [*[100] * 40, 5, 5])
    assert said == (
        "yes en. s en: 40 figures, lowest kode 0 en: 20%, highest kode 9 en: 100%. "
        "s en: 2 figures are hidden or too uncertain. All figures are in the table."
    )


def test_where_all_is_hidden_no_figure_is_told(tmp_path):
    _, said = described(tmp_path, [5] * 40)
    assert not re.search(r"\d%", said)
    assert len(said) <= text_alternatives.LONGEST_DESCRIPTION


@pytest.mark.parametrize(("answers", "told"), [(3, "kode 1 en: "), (40, "lowest ")])
def test_answers_of_one_item_are_told_in_the_order_asked_for(tmp_path, answers, told):
    columns = {f"{code}": f"c{code}" for code in range(answers)}
    frame = {name: [1] * (code + 1) + [0] * 59 for code, name in enumerate(columns.values())}
    frame = {name: one[:60] for name, one in frame.items()}
    write_survey(tmp_path, "s", frame, {"m": multiple(columns)})
    found = table(open_survey("s", tmp_path), "m")
    keys = list(reversed(found.request.categories))
    said = text_alternatives.describe_answers(found, keys, "en")
    assert said.startswith("multiple en. s en")
    assert told in said
    assert len(said) <= text_alternatives.LONGEST_DESCRIPTION
    if answers == 3:
        assert said.index("kode 2 en") < said.index("kode 1 en") < said.index("kode 0 en")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_series_is_described_at_more_length_than_one_listens(language):
    known = facts()
    for series in gather_series(known.figures).values():
        said = series_described(series, Wording(known, language))
        assert len(said) <= text_alternatives.LONGEST_DESCRIPTION, series.key
