"""Waves on the pages: the newest where it is known, and no change where no order is."""

from pathlib import Path

from survey_folder import segment, single, write_survey
from visitor import box, charts, opened, rows_of, words

from insight.language.catalogue import say

MONTHS = {1: "apr 2024", 2: "jan 2024", 3: "okt 2023"}
WORDS = {1: "Etter", 2: "Før", 3: "Pilot"}
RISING = {3: 10, 2: 30, 1: 50}  # of 60 respondents, how many say 1
UNORDERED = say("nb", "shell.waves_unordered")


def waved(root: Path, names: dict[int, str], **more) -> None:
    """A survey in which ever more say 1: few in the third, most in the first wave."""
    wave = segment(1) | {
        "categories": [{"code": code, "nb": name, "en": name} for code, name in names.items()],
        **more,
    }
    frame = {
        "wave": [code for code in RISING for _ in range(60)],
        "q": [1 if number < ones else 2 for ones in RISING.values() for number in range(60)],
        "g": [1, 2] * 90,
    }
    variables = {"wave": wave, "q": single(1, 2), "g": segment(1, 2)}
    write_survey(root, "ours", frame, variables, design={"wave": "wave"})


def test_months_are_told_in_their_order_and_the_newest_is_the_last_of_them(data):
    waved(data, MONTHS)
    link = {"survey": "ours", "item": "q", "target": "1", "lang": "nb"}
    app = opened("answers", **link, by="none", show="trend")
    assert app.query_params["wave"] == "1"
    assert "økt" in words(app)
    assert "gått ned" not in words(app)
    assert UNORDERED not in words(app)
    trend = rows_of(charts(app)[0])
    assert trend["wave"].tolist() == ["okt 2023", "jan 2024", "apr 2024"]
    assert trend["value"].round(2).tolist() == [0.17, 0.5, 0.83]


def test_without_an_order_nothing_is_newest_and_nothing_has_changed(data):
    waved(data, WORDS)
    for page, link in (("answers", {}), ("answers", {"by": "wave"}), ("overview", {})):
        app = opened(page, survey="ours", item="q", target="1", lang="nb", **link)
        assert "økt" not in words(app)
        assert "gått ned" not in words(app)
        assert UNORDERED in words(app) or page == "overview"


def test_without_an_order_no_line_is_drawn(data):
    waved(data, WORDS)
    for by, by2 in (("none", "none"), ("g", "none"), ("wave", "none"), ("wave", "g")):
        app = opened("answers", survey="ours", item="q", by=by, by2=by2, lang="nb")
        [switch] = [each for each in app.button_group if each.key.startswith("answers:show")]
        lines = {say("nb", "breakdown.show_trend"), say("nb", "breakdown.show_panels")}
        assert not lines & {*switch.options}


def test_an_order_that_somebody_gave_is_told_as_one(data):
    waved(data, {3: "Pilot", 2: "Før", 1: "Etter"}, ordered=True)
    app = opened("answers", survey="ours", item="q", target="1", by="wave", lang="nb")
    assert app.query_params["wave"] == "1"
    assert "økt" in words(app)
    assert UNORDERED not in words(app)


def test_the_wave_that_is_shown_first_is_chosen_without_saying_that_it_is_newest(data):
    waved(data, WORDS)
    app = opened("answers", survey="ours", item="q", lang="nb")
    assert box(app, "wave:ours").value == "1"
    assert UNORDERED in words(app)
