"""The page of answers: two groups or two waves and the difference between them."""

import io
import re

import pandas as pd
import pytest
from answers_page import page
from visitor import TRUST_ITEM, bodies, box, bundled, pills, shown, tables, words

from insight import compare
from insight.analysis.corrections import corrected_intervals
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import signed
from insight.survey.filters import parse_filter
from insight.web.frame import file_button


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_groups_are_compared_with_their_difference_and_test(language):
    app = page(lang=language, by="education")
    assert "first" not in app.query_params
    key = "pair:citizens:education"
    app = shown(box(app, f"{key}:first").set_value("3").run())
    app = shown(box(app, f"{key}:second").set_value("5").run())
    assert (app.query_params["first"], app.query_params["second"]) == ("3", "5")
    survey = bundled("citizens")
    where = parse_filter(["year=2021"], survey.codebook)
    found = compare(survey, TRUST_ITEM, "high", "education", where=where)
    [gap] = [one for one in found.differences if (one.first, one.second) == ("3", "5")]
    ends = corrected_intervals.of_pair(found, gap)
    assert f"({signed.interval(ends, found, language)})" in words(app)
    verdict = gap.finding(found.level, found.tests)
    assert say(language, f"pair.gap_{verdict}") in words(app)
    p = numbers.p_words(gap.p_claim_adjusted, language)
    level = numbers.level(0.95, language)
    assert say(language, "pair.method", p=p, count=found.tests, level=level) in words(app)
    _, pairs, *_ = tables(app)
    assert len(pairs) == len(found.differences)


def test_the_file_of_pairs_has_the_sizes_of_effects_with_their_intervals(monkeypatch):
    made, draw = {}, file_button.st.download_button

    def kept(*args, data, key, **more):
        made[key] = data
        return draw(*args, data=data, key=key, **more)

    monkeypatch.setattr(file_button.st, "download_button", kept)
    page(by="education")
    taken = pd.read_csv(io.BytesIO(made["pairs-file"]()))
    where = parse_filter(["year=2021"], bundled("citizens").codebook)
    asked = {"where": where, "joint": False}
    found = compare(bundled("citizens"), TRUST_ITEM, "high", "education", **asked).to_pandas("en")
    names = ["difference", "p_claim_adjusted", "effect", "effect_low", "effect_upp"]
    assert taken["effect_low"].notna().any()
    assert taken[names].to_numpy() == pytest.approx(found[names].to_numpy(float), nan_ok=True)


def test_two_waves_within_a_group_are_told_as_a_change():
    link = {"between": "year", "first": "2019", "second": "2021"}
    app = page(by="age_group", by2="year", **link)
    assert say("en", "pair.change_higher") in words(app)
    assert {name: app.query_params[name] for name in link} == link


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_has_one_verdict_on_the_whole_page(language):
    for survey in ("citizens", "health_personnel"):
        for item in bundled(survey).codebook.items:
            app = page(lang=language, survey=survey, item=item.id, by="none")
            said = words(app)
            rise, fall = (say(language, f"pair.change_{one}") for one in ("higher", "lower"))
            title = re.search(r"<h1.*?</h1>", bodies(app), re.DOTALL)[0]
            changed = [word for word in TOLD[language] if word in title]
            assert bool(changed) == (rise in said or fall in said), item.id


TOLD = {"nb": ("har økt", "har gått ned"), "en": ("has risen", "has fallen")}


def test_two_groups_within_a_wave_are_no_change():
    app = page(by="age_group", by2="year", between="age_group", first="1", second="4")
    survey = bundled("citizens")
    within = parse_filter(["year=2019"], survey.codebook)
    found = compare(survey, TRUST_ITEM, "high", "age_group", where=within)
    [gap] = [one for one in found.differences if (one.first, one.second) == ("1", "4")]
    assert say("en", f"pair.gap_{gap.finding(found.level, found.tests)}") in words(app)
    assert "Year: 2019." in words(app)


def test_hidden_groups_are_not_compared_by_the_pair():
    app = page(survey="organisations", item="sdg_maturity", by="org_type", first="5", second="6")
    assert say("en", "pair.gap_untested") in words(app)


def test_a_pair_that_nobody_has_chosen_follows_the_groups_that_are_shown():
    app = page(by="education", where=["gender=1", "age_group=1,2"])
    key = "pair:citizens:education"
    few = [box(app, f"{key}:{name}").value for name in ("first", "second")]
    pills(app, "citizens", "gender").set_value([])
    shown(app.run())
    more = [box(app, f"{key}:{name}").value for name in ("first", "second")]
    assert more[0] > few[0], "another group is large enough now"
    assert not {"first", "second"} & set(app.query_params)


def test_a_pair_that_was_chosen_stays():
    app = page(by="education", where=["gender=1", "age_group=1,2"], first="2", second="4")
    pills(app, "citizens", "gender").set_value([])
    shown(app.run())
    assert (app.query_params["first"], app.query_params["second"]) == ("2", "4")
