"""A link sets what a page shows, and one that cannot be followed is told in a sentence."""

import pytest
from answers_page import WHOLE_LINK
from hostile_words import LONG, PICTURE, SCRIPT, SHORTENED
from visitor import (
    TRUST_ITEM,
    alternatives,
    asked,
    bodies,
    bundled,
    drawn,
    in_language,
    opened,
    pills,
    press,
    shown,
    unescaped,
    warnings,
    words,
)

from insight.language import numbers
from insight.language.catalogue import say
from insight.reporting import labels
from insight.web.routes import PAGES


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
    [alternative] = alternatives(app)
    for share in figures.of("5"):
        if share.shown:
            assert labels.group_label(figures, share.group, "en") in alternative
            assert numbers.percent(share.value, "en") in alternative


def test_click_that_comes_before_the_browser_has_heard_of_the_link_counts():
    """The second of two quick clicks still comes with the address of before the first."""
    app = opened("answers", survey="citizens")
    before = dict(app.query_params)
    pills(app, "citizens", "gender").select("1").run()
    app.query_params = before
    pills(app, "citizens", "age_group").select("2").run()
    assert app.query_params["where"] == ["gender=1", "age_group=2"]


def test_step_back_takes_back_what_was_chosen():
    app = opened("answers", survey="citizens")
    before = dict(app.query_params)
    pills(app, "citizens", "gender").select("1").run()
    app.query_params = before
    app.run()
    assert "where" not in app.query_params
    assert pills(app, "citizens", "gender").value == []


def test_language_changes_nothing_else():
    app = opened(**WHOLE_LINK)
    in_language(app, "nb")
    assert not app.warning
    assert app.query_params == {**WHOLE_LINK, "lang": "nb"}
    item = bundled("health_personnel").codebook.variable("trust_secure_storage")
    assert item.label["nb"] in words(app)
    assert item.label["en"] not in words(app)


SEARCHED = {"figures": "andel", "strategy": "personvern", "codebook": "trust"}


@pytest.mark.parametrize("page", [*SEARCHED, "maturity"])
def test_the_address_that_a_page_writes_opens_the_same_elsewhere(page):
    app = opened(page, lang="en")
    before = words(app)
    if page in SEARCHED:
        app.text_input(key="find_box").set_value(SEARCHED[page])
    else:
        pills(app, "organisations", "org_size").select("3")
    shown(app.run())
    assert words(app) != before
    elsewhere = opened(page, **app.query_params)
    assert words(elsewhere) == words(app)
    assert elsewhere.query_params == app.query_params


def test_choices_outlive_a_visit_to_another_page():
    app = opened(**WHOLE_LINK)
    shown(app.switch_page("../../../pages/overview.py").run())
    assert app.query_params["where"] == WHOLE_LINK["where"]
    shown(app.switch_page("../../../pages/answers.py").run())
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
    *(
        ({name: LONG}, SHORTENED, "")
        for name in ("survey", "item", "target", "by", "wave", "where")
    ),
    ({"where": f"gender={LONG}"}, SHORTENED, "1, 2"),
    ({"where": f"{LONG}=1"}, SHORTENED, "gender"),
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
    assert drawn(app) == 1
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
    assert drawn(app) == 1


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
    markup = bodies(app)
    assert "<h1" in markup
    assert "<script>alert" not in markup
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
