"""The page of answers: the same question in another survey, with the difference and its test."""

import pytest
from answers_page import page
from visitor import TRUST_ITEM, bundled, tables, words

from insight.analysis.combined.across_surveys import compare_surveys
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.combined.survey_pair_words import verdict


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("target", ["high", "4", "mean"])
def test_the_difference_from_those_beside_whom_rows_are_seen_is_that_of_the_command(
    language, target
):
    app = page(lang=language, by="gender", where=["age_group=1,2"], target=target)
    surveys = [bundled(name) for name in ("citizens", "health_personnel")]
    key, statistic = ("", "mean") if target == "mean" else (target, "share")
    asked = {"where": ["age_group=1,2", "year=2021"], "where_other": ["year=2021"]}
    found = compare_surveys(*surveys, TRUST_ITEM, key, statistic=statistic, **asked)
    said, told = words(app), verdict(found, language)
    assert told.size
    for each in (say(language, "two_surveys.title"), told.size, told.interval, told.found):
        assert each in said
    assert found.sentence(language) in said
    assert len(tables(app)[-1]) == 3


@pytest.mark.parametrize("link", [{"against": "none"}, {"against": "age_group=1"}])
def test_it_is_not_there_where_rows_are_seen_beside_nobody_or_a_group(link):
    app = page(by="gender", **link)
    assert say("en", "two_surveys.title") not in words(app)
