"""The page of answers: whose answers it shows, and what a filter and the base change."""

import pytest
from visitor import (
    TRUST_ITEM,
    alternatives,
    asked,
    base_of,
    box,
    bundled,
    charts,
    n_of_total,
    opened,
    pills,
    press,
    rows_of,
    shown,
    warnings,
    words,
)

from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels

YOUNG_WOMEN = ["gender=1", "age_group=1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_base_line_says_who_how_many_and_how(language):
    app = opened(lang=language, where=YOUNG_WOMEN)
    survey = bundled("citizens")
    everyone = asked(survey, TRUST_ITEM, "year=2021")
    group = asked(survey, TRUST_ITEM, "year=2021", *YOUNG_WOMEN)
    [line] = [
        one
        for one in words(app).splitlines()
        if n_of_total(base_of(group), base_of(everyone), language) in one
        and say(language, "base.simulated") in one
    ]
    assert say(language, "base.weighted") in line
    for variable in ("gender", "age_group"):
        assert survey.codebook.variable(variable).category("1").label[language] in line


def test_filter_pills_change_the_base():
    app = opened(lang="en")
    pills(app, "citizens", "gender").set_value(["1"])
    shown(app.run())
    pills(app, "citizens", "age_group").set_value(["1"])
    shown(app.run())
    survey = bundled("citizens")
    everyone, group = (
        base_of(asked(survey, TRUST_ITEM, "year=2021", *where)) for where in ([], YOUNG_WOMEN)
    )
    assert 10 < group < everyone
    assert n_of_total(group, everyone, "en") in words(app)
    assert app.query_params["where"] == YOUNG_WOMEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("base", ["all", "valid"])
def test_trend_shows_what_the_table_says(language, base):
    app = opened(lang=language, base=base, by="none", show="trend")
    drawn = rows_of(charts(app)[0]).set_index(["name", "wave"])
    for survey in map(bundled, ("citizens", "health_personnel")):
        figures = asked(survey, TRUST_ITEM, by=("year",), base=base)
        name = labels.short_title(survey.codebook)[language]
        for share in figures.of("high"):
            row = drawn.loc[(name, share.group[0])]
            assert (row["value"], row["low"], row["upp"]) == (share.value, share.low, share.upp)
            for part in (share.group[0], numbers.percent(share.value, language)):
                assert part in alternatives(app)[0]


def test_published_figures_stand_beside_the_simulated_only_without_a_filter():
    whole, part = (
        rows_of(charts(opened(lang="en", where=where, by="none", show="trend"))[0])
        for where in ([], ["gender=1"])
    )
    assert whole["published"].notna().any()
    assert not part["published"].notna().any()
    assert part[part["name"] == "Citizens"]["assumed"].all()


def test_dont_know_leaves_the_base_and_comes_back():
    app = opened(lang="nb")
    survey = bundled("citizens")
    counted, valid = (
        base_of(asked(survey, TRUST_ITEM, "year=2021", base=base)) for base in ("all", "valid")
    )
    assert valid < counted
    shown(app.toggle(key="dont_know_counts").set_value(False).run())
    assert say("nb", "filter.valid_only") in words(app)
    assert n_of_total(valid, valid, "nb") in words(app)
    assert app.query_params["base"] == "valid"
    shown(app.toggle(key="dont_know_counts").set_value(True).run())
    assert n_of_total(counted, counted, "nb") in words(app)
    assert "base" not in app.query_params


def test_another_survey_takes_over_what_it_understands_of_the_filter():
    app = opened(lang="en", where=[*YOUNG_WOMEN, "carer=1"])
    shown(box(app, "survey").set_value("health_personnel").run())
    citizens, personnel = (bundled(one).codebook for one in ("citizens", "health_personnel"))
    assert app.query_params["where"] == YOUNG_WOMEN
    assert warnings(app) == [
        say(
            "en",
            "fault.set_aside",
            variable=citizens.variable("carer").label,
            survey=personnel.title,
        )
    ]
    survey = bundled("health_personnel")
    group = base_of(asked(survey, TRUST_ITEM, "year=2021", *YOUNG_WOMEN))
    assert n_of_total(group, base_of(asked(survey, TRUST_ITEM, "year=2021")), "en") in words(app)


def test_codes_that_mean_something_else_in_another_survey_are_set_aside():
    app = opened(lang="en", where=["age_group=2"])
    shown(box(app, "survey").set_value("health_personnel").run())
    assert "where" not in app.query_params
    assert len(app.warning) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_reset_takes_every_filter_away(language):
    app = opened(lang=language, where=YOUNG_WOMEN, base="valid")
    press(app, say(language, "shell.reset"))
    everyone = base_of(asked(bundled("citizens"), TRUST_ITEM, "year=2021"))
    assert n_of_total(everyone, everyone, language) in words(app)
    assert not {"where", "base"} & set(app.query_params)
