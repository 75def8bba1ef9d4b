"""The pages as a visitor's session runs them, without a browser; trust above all."""

import html
import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from checkout import SHELL
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file
from streamlit.testing.v1 import AppTest
from survey_folder import both, multiple, net, numeric, segment, single, write_survey
from visitor import (
    LONG,
    PICTURE,
    SCRIPT,
    alternatives,
    asked,
    base_of,
    bodies,
    box,
    bundled,
    charts,
    downloads,
    n_of_total,
    opened,
    pills,
    press,
    rows_of,
    shown,
    tables,
    unescaped,
    warnings,
    words,
)

from insight import find_surveys
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Language, catalogue, say
from insight.reporting import labels
from insight.survey.folders import bundled_data
from insight.web.routes import OWN, PAGES, PUBLISHED, WITHOUT_SURVEY

ABOUT_SURVEYS = [page for page in PAGES if page not in WITHOUT_SURVEY]
TRUST_ITEM = "trust_need_to_know"
YOUNG_WOMEN = ["gender=1", "age_group=1"]


# --- What a page shows ---------------------------------------------------------------------------


@cache
def as_it_opens(page: str, language: Language) -> AppTest:
    """Return a page without any choices, to be looked at only."""
    return opened(page, lang=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_speaks_the_language_that_the_link_asks_for(page, language):
    app = as_it_opens(page, language)
    assert not app.warning
    assert not app.error
    found = words(app)
    band = "shell.published" if page in PUBLISHED else "shell.simulated"
    band = "shell.own" if page == OWN else band
    assert say(language, band) in found
    assert say(language, f"{band}_means") in found
    assert app.query_params["lang"] == language
    assert f"documentElement.lang = '{language}'" in bodies(app)


@pytest.mark.parametrize("page", PAGES)
def test_english_page_is_norwegian_only_where_it_says_so(page):
    drawn = re.sub(r'<(\w+)[^>]* lang="nb".*?</\1>', "", bodies(as_it_opens(page, "en")))
    lines = {html.unescape(one).strip() for one in re.split(r"<[^>]+>|\n", drawn)}
    norwegian, english = (
        {form for sentence in catalogue(language).values() for form in sentence.forms.values()}
        for language in LANGUAGES
    )
    assert not lines & {form for form in norwegian - english if " " in form}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_key_a_field_or_nothing_in_place_of_words(page, language):
    found = words(as_it_opens(page, language))
    assert not set(re.findall(r"\w+\.\w+", found)) & set(catalogue(language))
    assert not re.findall(r"\{\w*\}|\b(?:None|nan|NaN|NaT)\b|<NA>|Traceback", found)


@pytest.mark.parametrize("page", PAGES)
def test_page_has_one_main_heading_and_says_it_first(page):
    headings = re.findall(r"<(h[1-6])\b", bodies(as_it_opens(page, "en").main))
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_norwegian_is_the_language_of_a_first_visit():
    app = shown(AppTest.from_file(SHELL, default_timeout=30).run())
    assert app.query_params["lang"] == "nb"
    assert say("nb", "overview.lead") in words(app)


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
    ]
    assert say(language, "base.weighted") in line
    assert say(language, "base.simulated") in line
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
    app = opened(lang=language, base=base, where=["gender=1"])
    trend = charts(app)[0]
    drawn = rows_of(trend).set_index(["name", "wave"])
    for survey in map(bundled, ("citizens", "health_personnel")):
        figures = asked(survey, TRUST_ITEM, "gender=1", by=("year",), base=base)
        name = labels.short_title(survey.codebook)[language]
        for share in figures.of("high"):
            row = drawn.loc[(name, share.group[0])]
            assert (row["value"], row["low"], row["upp"]) == (share.value, share.low, share.upp)
            for part in (share.group[0], numbers.percent(share.value, language)):
                assert part in alternatives(app)[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", ["none", "age_group", "education"])
def test_groups_show_what_the_table_says(language, by):
    app = opened(lang=language, by=by)
    groups = charts(app)[1]
    drawn = rows_of(groups)
    drawn = drawn[drawn["mark"] == "bar"]
    survey = bundled("citizens")
    tables = [asked(survey, TRUST_ITEM, "year=2021")]
    if by != "none":
        tables.append(asked(survey, TRUST_ITEM, "year=2021", by=(by,)))
    found = []
    for figures in tables:
        scale = [one for one in figures.item.categories if not one.missing]
        for group in figures.request.groups:
            name = labels.group_label(figures, group, language)
            found += [
                (name, one.label[language], figures.at(group, one.key).value) for one in scale
            ]
        for share in figures.of("high"):
            if by == "none" or figures.request.by:
                assert numbers.percent(share.value, language) in alternatives(app)[1]
                assert labels.group_label(figures, share.group, language) in alternatives(app)[1]
    lengths = drawn["x1"] - drawn["x0"]
    assert list(zip(drawn["group_line"], drawn["answer"], strict=True)) == [
        (name, answer) for name, answer, _ in found
    ]
    assert lengths.tolist() == pytest.approx([share for _, _, share in found])


def test_published_figures_stand_beside_the_simulated_only_without_a_filter():
    whole, part = (
        rows_of(charts(opened(lang="en", where=where))[0]) for where in ([], ["gender=1"])
    )
    assert whole["published"].notna().any()
    assert not part["published"].notna().any()
    assert part["assumed"].all()


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


def test_survey_beside_the_chosen_one_says_what_it_cannot_filter():
    found = words(opened(lang="en", where=["carer=1"]))
    codebook = bundled("citizens").codebook
    other = labels.short_title(bundled("health_personnel").codebook)
    carer = codebook.variable("carer").label
    assert say("en", "figure.aside", survey=other, variable=carer) in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_reset_takes_every_filter_away(language):
    app = opened(lang=language, where=YOUNG_WOMEN, base="valid")
    press(app, say(language, "shell.reset"))
    everyone = base_of(asked(bundled("citizens"), TRUST_ITEM, "year=2021"))
    assert n_of_total(everyone, everyone, language) in words(app)
    assert not {"where", "base"} & set(app.query_params)


# --- Links ---------------------------------------------------------------------------------------

WHOLE_LINK = {
    "lang": "en",
    "survey": "health_personnel",
    "where": ["gender=1", "target_group=2,3"],
    "wave": "2020",
    "item": "trust_secure_storage",
    "target": "5",
    "by": "occupation",
    "base": "valid",
}


def test_link_sets_everything():
    app = opened(**WHOLE_LINK)
    assert not app.warning
    assert app.query_params == WHOLE_LINK
    survey = bundled("health_personnel")
    figures = asked(
        survey,
        "trust_secure_storage",
        "year=2020",
        *WHOLE_LINK["where"],
        by=("occupation",),
        base="valid",
    )
    alternative = alternatives(app)[1]
    for share in figures.of("5"):
        if share.shown:
            assert labels.group_label(figures, share.group, "en") in alternative
            assert numbers.percent(share.value, "en") in alternative


def test_click_that_comes_before_the_browser_has_heard_of_the_link_counts():
    """The second of two quick clicks still comes with the address of before the first."""
    app = opened("trust", survey="citizens")
    before = dict(app.query_params)
    pills(app, "citizens", "gender").select("1").run()
    app.query_params = before
    pills(app, "citizens", "age_group").select("2").run()
    assert app.query_params["where"] == ["gender=1", "age_group=2"]


def test_step_back_takes_back_what_was_chosen():
    app = opened("trust", survey="citizens")
    before = dict(app.query_params)
    pills(app, "citizens", "gender").select("1").run()
    app.query_params = before
    app.run()
    assert "where" not in app.query_params
    assert pills(app, "citizens", "gender").value == []


def test_language_changes_nothing_else():
    app = opened(**WHOLE_LINK)
    language = next(one for one in app.button_group if one.key == "language")
    shown(language.set_value("nb").run())
    assert not app.warning
    assert app.query_params == {**WHOLE_LINK, "lang": "nb"}
    item = bundled("health_personnel").codebook.variable("trust_secure_storage")
    assert item.label["nb"] in words(app)
    assert item.label["en"] not in words(app)


def test_choices_outlive_a_visit_to_another_page():
    app = opened(**WHOLE_LINK)
    shown(app.switch_page("../../../pages/overview.py").run())
    assert app.query_params["where"] == WHOLE_LINK["where"]
    shown(app.switch_page("../../../pages/trust.py").run())
    assert app.query_params == WHOLE_LINK


STALE = [
    ({"survey": "citizen"}, "citizen", "citizens"),
    ({"survey": "../../etc/passwd"}, "../../etc/passwd", ""),
    ({"survey": "patients"}, "patients", ""),
    ({"item": "trust_need_to_no"}, "trust_need_to_no", TRUST_ITEM),
    ({"item": "information_security"}, "information_security", ""),
    ({"item": "gender"}, "gender", ""),
    ({"item": SCRIPT}, SCRIPT, ""),
    ({"item": PICTURE}, PICTURE, ""),
    ({"item": "a\nb\x00"}, r"a\nb\x00", ""),
    ({"target": "hihg"}, "hihg", "high"),
    ({"target": "6"}, "6", ""),
    ({"target": "9", "base": "valid"}, "9", ""),
    ({"by": "age_grup"}, "age_grup", "age_group"),
    ({"by": TRUST_ITEM}, TRUST_ITEM, ""),
    ({"by": "year"}, "year", ""),
    ({"wave": "2031"}, "2031", "2021"),
    ({"wave": "1 OR 1=1"}, "1 OR 1=1", ""),
    ({"base": "vallid"}, "vallid", "valid"),
    ({"lang": "no"}, "no", ""),
    ({"lang": "'; alert(1); '"}, "'; alert(1); '", ""),
    ({"where": "nonsense"}, "nonsense", "="),
    ({"where": "gendr=1"}, "gendr", "gender"),
    ({"where": "gender=7"}, "7", "1, 2"),
    ({"where": "gender="}, "gender=", "="),
    ({"where": "=1"}, "=1", "="),
    ({"where": "weight=1"}, "weight", "weight"),
    ({"where": "respondent=1"}, "respondent", ""),
    ({"where": f"{SCRIPT}=1"}, SCRIPT, "gender"),
    ({"where": f"gender={PICTURE}"}, PICTURE, "1, 2"),
    ({"where": "gender=1' OR '1'='1"}, "1' OR '1'='1", "1, 2"),
    ({"where": ["gender=1", "gender=1", "gendr=2", "gendr=2"]}, "gendr", "gender"),
    *(({name: LONG}, "xxx", "") for name in ("survey", "item", "target", "by", "wave", "where")),
    ({"where": f"gender={LONG}"}, "xxx", "1, 2"),
    ({"where": f"{LONG}=1"}, "xxx", "gender"),
]


@pytest.mark.parametrize(
    ("link", "named", "suggested"),
    STALE,
    ids=[f"{number}-{next(iter(one[0]))}" for number, one in enumerate(STALE)],
)
def test_link_that_cannot_be_followed_is_told_in_a_sentence(link, named, suggested):
    app = opened(**{"lang": "en"} | link)
    [sentence] = warnings(app)
    assert named in sentence
    assert suggested in sentence
    assert len(sentence) < 700
    assert len(charts(app)) == 2
    assert not app.error
    assert "<script>alert" not in "".join(one.proto.body for one in app.get("html"))
    press(app, say(app.query_params["lang"], "shell.reset"))
    assert not app.warning


@pytest.mark.parametrize(
    ("page", "parameter"),
    [
        ("trends", "trend"),
        ("needs", "need"),
        ("strategy", "area"),
        ("figures", "figure"),
        ("sources", "at"),
        ("actors", "actor"),
    ],
)
def test_a_link_to_what_is_not_there_lists_no_ids(page, parameter):
    [sentence] = warnings(opened(page, lang="nb", **{parameter: "qqq"}))
    assert "qqq" in sentence
    assert "_" not in sentence
    assert say("nb", "fault.known_names", names="") not in sentence


@pytest.mark.parametrize(
    "link",
    [
        {"embed": "true", "file": "../../etc/passwd", "utm_source": SCRIPT},
        {"survey": ["citizens", "nobody"], "item": [TRUST_ITEM, "nothing"]},
        {"where": ["gender=1", "gender=2"]},
        {"survey": "", "where": "", "wave": "", "item": "", "target": "", "by": "", "lang": ""},
    ],
)
def test_odd_link_does_no_harm(link):
    app = opened(**link)
    assert len(charts(app)) == 2


OWN_PARAMETERS = {
    "overview": ["lang", "survey", "where", "wave", "base"],
    "maturity": ["lang", "where", "base", "by"],
    "needs": [
        *("lang", "survey", "where", "population", "level", "evidence", "segment", "theme"),
        *("origin", "need", "sort", "rows"),
    ],
    "figures": ["lang", "series", "theme", "population", "kind"],
    "strategy": ["lang", "theme", "part", "area"],
    "codebook": ["lang", "survey", "item"],
}


@pytest.mark.parametrize(
    ("page", "parameter"), [(page, one) for page, some in OWN_PARAMETERS.items() for one in some]
)
def test_every_page_tells_in_one_sentence_what_it_cannot_follow(page, parameter):
    asked_for = SCRIPT + PICTURE + LONG
    app = opened(page, **{"lang": "en"} | {parameter: asked_for})
    [sentence] = warnings(app)
    assert SCRIPT in sentence
    assert len(sentence) < 700
    assert not app.error
    drawn = bodies(app)
    assert "<h1" in drawn
    assert "<script>alert" not in drawn
    assert app.query_params.get(parameter) != asked_for
    assert not shown(app.run()).warning


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_not_mind_what_is_meant_for_another(page):
    meant_for_others = {"unfold": SCRIPT, "utm_source": PICTURE}
    if page != "needs":
        meant_for_others["need"] = "c_nobody"
    app = opened(page, lang="en", **meant_for_others)
    assert not app.warning
    assert not set(meant_for_others) & set(app.query_params)


def test_word_of_a_link_becomes_no_markdown():
    app = opened(lang="en", item=PICTURE)
    [warning] = app.warning
    assert PICTURE not in warning.value
    assert PICTURE in unescaped(warning.value)


# --- Too few, or nobody --------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """Return an empty data folder that the app reads."""
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    return tmp_path


SCALE = {
    "q": single(1, 2, 3, 4, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 4, 5)])
}
GENDER = {"gender": segment(1, 2)}
GATES = {"min_base": 10, "min_effective_base": 30, "low_base": 100}


def answers(rows: int) -> dict[str, list]:
    return {
        "q": [(1, 2, 3, 4, 5, 9)[row % 6] for row in range(rows)],
        "gender": [1 if row % 20 else 2 for row in range(rows)],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_and_too_few_are_said_in_words(data, language):
    frame = answers(100) | {"region": [1 if row % 2 else 2 for row in range(100)]}
    variables = SCALE | GENDER | {"region": segment(1, 2)}
    write_survey(data, "small", frame, variables, disclosure={**GATES, "microdata": "open"})
    few = opened(lang=language, where=["gender=2"])
    assert say(language, "figure.too_few", limit=10) in words(few)
    assert not charts(few)
    assert not downloads(few)
    none = opened(lang=language, where=["gender=2", "region=1"])
    assert say(language, "figure.nobody") in words(none)
    assert not charts(none)


def test_nobody_in_a_survey_with_waves(data):
    frame = answers(400) | {"year": [2020 + row % 2 for row in range(400)]}
    frame["region"] = [2 if year == 2021 else 1 for year in frame["year"]]
    variables = SCALE | GENDER | {"year": segment(2020, 2021), "region": segment(1, 2)}
    rules = {**GATES, "microdata": "open"}
    write_survey(data, "waves", frame, variables, design={"wave": "year"}, disclosure=rules)
    app = opened(lang="en", where=["region=1"])
    assert app.query_params["wave"] == "2021"
    assert say("en", "figure.nobody") in words(app)


def test_where_every_answer_is_withheld_the_page_says_why(data):
    write_survey(data, "tiny", answers(9), SCALE | GENDER, disclosure=GATES)
    for page in ABOUT_SURVEYS:
        assert not charts(opened(page, lang="en"))
    assert say("en", "figure.too_few", limit=10) in words(opened("trust", lang="en"))


def test_responses_are_offered_only_where_the_codebook_allows(data):
    for rule, name in (("open", "open"), ("k_anonymous", "alike"), ("closed", "shut")):
        write_survey(data, name, answers(300), SCALE | GENDER, disclosure={"microdata": rule})
    for name in ("open", "alike"):
        assert say("en", "download.responses_csv") in downloads(opened(lang="en", survey=name))
    shut = opened(lang="en", survey="shut")
    assert say("en", "download.responses_csv") not in downloads(shut)
    assert say("en", "download.csv") in downloads(shut)
    assert say("en", "figure.responses_closed") in words(shut)


# --- Data folders --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_empty_data_folder_says_so(data, page, language):
    app = opened(page, lang=language)
    said = [] if page == OWN else [say(language, "shell.no_surveys")]
    assert [one.value for one in app.info] == said
    assert not charts(app)


def test_data_folder_that_is_not_there_says_so(data, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(data / "nowhere"))
    assert say("en", "shell.no_surveys") in words(opened(lang="en"))


@pytest.mark.parametrize("page", PAGES)
def test_broken_surveys_are_reported_and_hurt_nobody(data, page):
    write_survey(data, "good", answers(300), SCALE | GENDER)
    half = write_survey(data, "half", answers(300), SCALE | GENDER) / "responses.parquet"
    half.write_bytes(half.read_bytes()[:-200])
    write_survey(data, "codes", {**answers(6), "q": [1, 2, 3, 4, 5, 77]}, SCALE | GENDER)
    toml = write_survey(data, "toml", answers(6), SCALE | GENDER) / "codebook.toml"
    toml.write_text("format = <b>*1*</b>")
    negative = answers(6) | {"w": [1, 1, 1, 1, 1, -1]}
    write_survey(data, "weights", negative, SCALE | GENDER, design={"weight": "w"})
    design = {"psu": "w", "lonely_psu": "fail"}
    write_survey(data, "lonely", answers(6) | {"w": [1] * 6}, SCALE | GENDER, design=design)
    absent = write_survey(data, "absent", answers(6), SCALE | GENDER)
    (absent / "responses.parquet").unlink()
    app = opened(page, lang="en")
    assert not app.error
    assert not app.warning
    if page in ABOUT_SURVEYS:
        assert app.query_params["survey"] == "good"
    found = words(app)
    assert (say("en", "own_survey.broken_line") in found) == (page == OWN)
    assert str(data) not in found
    if page == OWN:
        lines = iter(found.splitlines())
        for name, thing in {
            "absent": "responses.parquet",
            "codes": "77",
            "half": "responses.parquet",
            "lonely": "PSU",
            "toml": "codebook.toml",
            "weights": "-1",
        }.items():
            assert any(line == name for line in lines)
            assert thing in next(line for line in lines if line.strip())
    if page == "trust":
        assert len(charts(app)) == 1


def test_survey_that_changes_on_disk_is_read_anew(data):
    folder = write_survey(data, "survey", answers(300), SCALE | GENDER)
    app = opened(lang="en")
    assert n_of_total(300, 300, "en") in words(app)
    pd.DataFrame(answers(420)).to_parquet(folder / "responses.parquet")
    shown(app.run())
    assert n_of_total(420, 420, "en") in words(app)


def test_a_session_counts_the_different_tables_that_it_asks_for():
    app = opened("trust", lang="en")
    asked = len(app.session_state["tables_asked"])
    assert asked > 2
    assert len(shown(app.run()).session_state["tables_asked"]) == asked
    app.query_params = {"lang": "en", "where": "gender=1"}
    assert len(shown(app.run()).session_state["tables_asked"]) > asked
    assert len(opened("trust", lang="en").session_state["tables_asked"]) == asked


# --- Surveys of every shape ----------------------------------------------------------------------


def every_view(survey_id: str, root: Path, *, in_turn: bool = False) -> int:
    """Draw every item of a survey undivided and by each segment, or by the next one `in_turn`.

    Return how many views there are.
    """
    language = "en"
    survey = next(one for one in find_surveys(root).surveys if one.id == survey_id)
    app = opened("trust", lang=language, survey=survey_id)
    views = 0
    segments = [one.id for one in survey.codebook.segments]
    for number, item in enumerate(survey.codebook.items):
        next_one = [segments[number % len(segments)]] if in_turn else segments
        for by in ("none", *next_one):
            app.query_params = {"lang": language, "survey": survey_id, "item": item.id, "by": by}
            shown(app.run())
            assert not app.warning
            assert not app.error
            assert app.query_params["item"] == item.id
            assert app.query_params["by"] == by
            assert charts(app) or app.info
            assert [bool(one.strip()) for one in alternatives(app)] == [True] * len(charts(app))
            for chart in charts(app):
                json.loads(chart.proto.spec)
            views += 1
    opened("overview", lang=language, survey=survey_id)
    return views


@pytest.mark.parametrize("survey", ["citizens", "health_personnel", "organisations"])
def test_every_item_of_the_bundled_surveys_by_every_segment(survey):
    assert every_view(survey, bundled_data()) > 20


def test_survey_that_we_did_not_make(data):
    convert(shared_file("fixtures/trust_in_digital_health.csv"), TRUST_CODEBOOK, data)
    assert every_view("trust_in_digital_health", data, in_turn=True) > 10
    app = opened(lang="en")
    assert say("en", "shell.simulated") not in words(app)
    assert say("en", "base.indicative", level="95%") in words(app)


NUMBERS = {"age": numeric(), "hours": numeric()}
MARKS = {"used": multiple({"a": "used_a", "b": "used_b"}, nets=[net("any", "a", "b")])}
MANY = {
    "q": single(*range(1, 41)),
    "county": segment(*range(1, 41)),
}
SHAPES = {
    "without_waves": (answers(300), SCALE | GENDER, {}),
    "without_segments": (answers(300), SCALE, {}),
    "numbers_only": ({"age": [20.5, 30, 40], "hours": [1, 1, 1]}, NUMBERS, {}),
    "numbers_with_a_missing_code": (
        {"age": [20, 30, 40, 999] * 50, "gender": [1, 2] * 100},
        {"age": numeric(categories=[{"code": 999, "missing": "dont_know", **both("unknown")}])}
        | GENDER,
        {},
    ),
    "forty_categories": (
        {"q": [row % 40 + 1 for row in range(400)], "county": [row % 40 + 1 for row in range(400)]},
        MANY,
        {},
    ),
    "one_respondent": (answers(1), SCALE | GENDER, {}),
    "all_suppressed": (answers(9), SCALE | GENDER, GATES),
    "everyone_agrees": ({"q": [5] * 200, "gender": [1, 2] * 100}, SCALE | GENDER, GATES),
    "only_dont_know": ({"q": [9] * 200, "gender": [1, 2] * 100}, SCALE | GENDER, GATES),
    "nobody_asked": (
        {"q": pd.array([None] * 200, "Int64"), "gender": [1, 2] * 100},
        SCALE | GENDER,
        {},
    ),
    "no_respondents": (
        {"q": pd.array([], "Int64"), "gender": pd.array([], "Int64")},
        SCALE | GENDER,
        {},
    ),
    "marks": ({"used_a": [0, 1] * 50, "used_b": [1, 1] * 50}, MARKS, {}),
    "text_codes": (
        {"q": ["yes, often", "no"] * 100, "g": ["a=b", "c\\d"] * 100},
        {"q": single("yes, often", "no"), "g": segment("a=b", "c\\d")},
        {},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_survey_of_any_shape_is_drawn(data, shape):
    frame, variables, rules = SHAPES[shape]
    write_survey(data, shape, frame, variables, disclosure=rules or None)
    every_view(shape, data)
    for base in ("all", "valid"):
        opened(lang="nb", base=base)


@pytest.mark.parametrize("page", PAGES)
def test_survey_without_items_says_so(data, page):
    write_survey(data, "nothing_asked", {"gender": [1, 2]}, GENDER)
    app = opened(page, lang="en")
    assert page in WITHOUT_SURVEY or not charts(app)
    if page == "trust":
        assert say("en", "trust.no_items") in words(app)


def test_options_with_the_same_label_can_be_told_apart(data):
    variables = dict.fromkeys(("q1", "q2"), SCALE["q"]) | {"g": segment(1, 2)}
    for category in variables["g"]["categories"]:
        category |= both("Same")
    frame = {"q1": [1, 2] * 50, "q2": [5, 5] * 50, "g": [1, 2] * 50}
    write_survey(data, "twins", frame, variables)
    assert every_view("twins", data) == 4
    app = opened(lang="en", item="q1", where=["g=1"])
    assert app.query_params["item"] == "q1"
    assert app.query_params["where"] in ("g=1", ["g=1"])
    assert len(set(pills(app, "twins", "g").options)) == 2


def test_one_wave_or_many_with_an_item_that_one_wave_skips(data):
    frame = answers(300) | {"year": [2019 + row % 3 for row in range(300)]}
    frame["q"] = pd.array(
        [None if year == 2020 else q for q, year in zip(frame["q"], frame["year"], strict=True)],
        "Int64",
    )
    variables = SCALE | GENDER | {"year": segment(2019, 2020, 2021)}
    write_survey(data, "gap", frame, variables, design={"wave": "year"})
    alone = answers(300) | {"year": [2021] * 300}
    write_survey(data, "once", alone, variables | {"year": segment(2021)}, design={"wave": "year"})
    assert every_view("gap", data)
    assert every_view("once", data)
    assert not charts(opened(lang="en", survey="gap", wave="2020"))[1:]


def test_target_that_the_base_leaves_out_gives_way(data):
    write_survey(data, "survey", answers(300), SCALE | GENDER)
    app = opened(lang="en", target="9")
    assert app.query_params["target"] == "9"
    shown(app.toggle(key="dont_know_counts").set_value(False).run())
    assert app.query_params["target"] == "high"
    assert charts(app)


HOSTILE = ["<b onmouseover=alert(1)>bold</b>", "$50–$100 *star* :red[x]", f"{PICTURE}", "w" * 300]


def test_labels_stand_as_they_are_written(data):
    variables = {
        "q": single(1, 2, 3, ordered=True)
        | {"label": both(HOSTILE[0]), "question": both(HOSTILE[1])},
        "g": segment(1, 2, 3, 4) | {"label": both(HOSTILE[2])},
    }
    for variable in variables.values():
        for category, label in zip(variable["categories"], HOSTILE, strict=False):
            category |= both(label)
    frame = {"q": [row % 3 + 1 for row in range(240)], "g": [row % 4 + 1 for row in range(240)]}
    write_survey(data, "hostile", frame, variables, simulated=True)
    every_view("hostile", data)
    app = opened(lang="en", where=["g=1,2"])
    bodies = "".join(one.proto.body for one in app.get("html"))
    assert "<b " not in bodies
    assert html.escape(HOSTILE[0]) in bodies
    options = pills(app, "hostile", "g").options
    assert [unescaped(one) for one in options] == [f"{label} en" for label in HOSTILE]
    assert not any(set(HOSTILE[1:3]) & {one.removesuffix(" en")} for one in options)
    written = tables(app)[-1].stack().tolist()
    assert all(any(label in cell for cell in written) for label in HOSTILE[:2])


def test_same_construct_is_shown_side_by_side_but_only_by_the_same_target(data):
    design = {"design": {"wave": "year"}}
    frame = answers(300) | {"year": [2020 + row % 2 for row in range(300)]}
    year = {"year": segment(2020, 2021)}
    scale = {"q": SCALE["q"] | {"construct": "trust"}}
    other = {"q": single(1, 2, 3, construct="trust")}
    short = {**frame, "q": [row % 3 + 1 for row in range(300)]}
    write_survey(data, "a", frame, scale | year, **design)
    write_survey(data, "b", frame, scale | year, **design)
    write_survey(data, "c", short, other | year, **design)
    trend = rows_of(charts(opened(lang="en", survey="a", target="high"))[0])
    assert trend["name"].nunique() == 2
    opened("overview", lang="en", survey="c")
    opened(lang="en", survey="c")
