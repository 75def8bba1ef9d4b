"""What the workbench refuses in a sentence, takes as mere words, and hides."""

from __future__ import annotations

import pytest
from bench_on_page import BenchOnPage, answers, band, leave_out
from brought_survey import choose, use
from hostile_words import PICTURE, SCRIPT
from recoded_survey import codes, labels
from visitor import unescaped, warnings

from insight.language.catalogue import say
from insight.survey.recipe.operations import Band


@pytest.mark.parametrize("written", ["30; førti", "30; 40 50", "nan", SCRIPT])
def test_a_number_that_is_none_is_told_beside_the_field_and_what_is_written_stays(
    bench: BenchOnPage, written: str
):
    bench.tool("band")
    bench.fill(band="poeng")
    bench.fill(**{"poeng:starts": written})
    assert "is not a number. Write numbers with semicolons between them" in bench.words
    assert bench.html.count('role="alert"') == 1
    assert "<script>alert" not in bench.html
    assert not bench.offers_use()
    assert bench.widget("poeng:starts").value == written
    bench.fill(**{"poeng:starts": "30"})
    assert bench.offers_use()


def test_more_bands_than_fit_are_refused(bench: BenchOnPage):
    bench.tool("band")
    bench.fill(band="poeng")
    bench.fill(**{"poeng:starts": ";".join(map(str, range(20, 50)))})
    assert say("en", "fault.workbench_many_bands", most=20) in bench.words


def test_an_answer_merged_with_none_is_refused_in_a_sentence(bench: BenchOnPage):
    bench.tool("categories")
    bench.fill(categories="helse")
    bench.fill(**{"helse:4:words": "God"})
    [refusal] = warnings(bench.app)
    assert "some are answers and others stand for no answer" in refusal
    assert not bench.offers_use()


def test_nobody_is_left_out_where_all_would_be(bench: BenchOnPage):
    bench.tool("leave_out")
    leave_out(bench)
    bench.fill(**{"leave_out:first:status:codes": ["1", "2"]})
    assert warnings(bench.app) == [say("en", "fault.workbench_nobody_left")]
    assert not bench.offers_use()


def test_columns_without_an_answer_in_common_are_no_question(bench: BenchOnPage):
    bench.tool("together")
    bench.fill(together=["i1", "helse"], **{"together:name": "Begge"})
    assert say("en", "workbench.none_shared") in bench.words
    assert not bench.offers_use()


def test_a_group_without_a_name_or_a_condition_is_not_left_out_unsaid(bench: BenchOnPage):
    bench.tool("segment")
    bench.fill(**{"segment:name": "Gruppe", "segment:1": "Unge"})
    assert say("en", "workbench.group_unfinished") in bench.words
    assert not bench.offers_use()


def test_what_no_page_shows_can_be_put_in_order_all_the_same():
    bench = BenchOnPage("q.csv", "q;r\nJa;1\nNei;2\nTja;3\n" + "Ja;1\nNei;2\n" * 60)
    choose(bench.app, "role", "other")
    use(bench.app, "save")
    assert bench.survey.codebook.variable("q").role == "other"
    bench.tool("categories")
    bench.fill(categories="q")
    bench.fill(**{"q:1:words": "Jo"})
    assert "“q” is neither a question nor background" in bench.words
    bench.use()
    assert labels(bench.survey, "q")[0] == "Jo"


def test_bands_that_the_import_proposes_are_a_step_that_can_be_taken_out():
    rows = "".join(f"{18 + row % 60};{row % 3}\n" for row in range(200))
    bench = BenchOnPage("alder.csv", f"alder;q\n{rows}")
    assert [type(operation) for operation in bench.recipe] == [Band]
    assert "1. “alder” is split into " in bench.words
    bench.take_out(1)
    assert bench.recipe == []
    bench.tool("band")
    bench.fill(band="alder")
    bench.fill(**{"alder:starts": "50"})
    bench.use()
    assert labels(bench.survey, "alder") == ["Below 50", "50 or more"]


def test_that_changes_are_in_use_is_told_once(bench: BenchOnPage):
    bench.tool("band")
    band(bench)
    bench.use()
    assert say("en", "own_survey.recoded") in bench.words
    bench.tool("categories")
    assert say("en", "own_survey.recoded") not in bench.words


def test_a_question_with_more_answers_than_rows_is_refused():
    rows = "".join(f"yrke {number % 60};{number % 3}\n" for number in range(600))
    bench = BenchOnPage("yrker.csv", f"yrke;q\n{rows}")
    bench.tool("categories")
    bench.fill(categories="yrke")
    [refusal] = warnings(bench.app)
    assert refusal == say("en", "fault.workbench_many_categories", most=40)


def test_a_step_that_others_rest_on_is_not_taken_out_and_nothing_is_lost(bench: BenchOnPage):
    bench.tool("band")
    band(bench)
    bench.use()
    bench.tool("categories")
    bench.fill(categories="poeng")
    bench.fill(**{"poeng:1:words": "Voksne", "poeng:2:words": "Voksne"})
    bench.use()
    steps, told = bench.recipe, "“poeng”: “Below 30”, “30–59” become “Voksne”"
    bench.fill(categories="helse")
    bench.fill(**{"helse:1:words": "Svak"})
    bench.take_out(1)
    assert f"First take out what rests on it (no. 2): {told}." in bench.words
    assert bench.recipe == steps
    assert labels(bench.survey, "poeng") == ["Voksne", "60 or more"]
    assert bench.widget("helse:1:words").value == "Svak"


# --- What is hostile, and what is hidden ----------------------------------------------------------


def test_hostile_words_stay_words():
    rows = "".join(f'"{SCRIPT}";1\n"{PICTURE}";2\n"**b**";3\n' for _ in range(30))
    bench = BenchOnPage("h.csv", f'"<b>q</b>";n\n{rows}')
    [name] = [each.id for each in bench.survey.codebook.variables.values() if each.categories][:1]
    bench.tool("categories")
    bench.fill(categories=name)
    fields = [*bench.app.number_input, *bench.app.text_input, *bench.app.selectbox]
    names = [one.label for one in fields if f":categories:{name}:" in (one.key or "")]
    assert sum(PICTURE in unescaped(label) for label in names) == 3
    assert not any(PICTURE in label or "**b**" in label for label in names)
    first = codes(bench.survey, name)[0]
    bench.fill(**{f"{name}:{first}:words": f"{SCRIPT}{PICTURE}"})
    bench.use()
    assert SCRIPT in bench.words
    for unsafe in ("<script>alert", "<b>q</b>", "<img"):
        assert unsafe not in bench.html
    assert "![x](http" not in "".join(each.value for each in bench.app.markdown)
    assert not bench.app.warning


def few(rows: int = 200) -> str:
    """Two women among men, and a weight."""
    head, *lines = answers(rows).splitlines()
    kinds = ["Kvinne" if row < 2 else "Mann" for row in range(rows)]
    return "\n".join([f"kjønn;{head}", *map(";".join, zip(kinds, lines, strict=True))]) + "\n"


def test_small_groups_are_hidden_in_the_picture_and_in_the_margins_of_a_weight():
    bench = BenchOnPage("f.csv", few())
    assert [each.label.en for each in bench.survey.codebook.segments] == ["kjønn"]
    bench.tool("weight")
    bench.fill(weight="vekt")
    table = bench.words[bench.words.index("Unweighted") :]
    assert "Kvinne – –" in table
    assert "Mann – –" in table
    bench.tool("band")
    bench.fill(band="poeng")
    bench.fill(**{"poeng:starts": "19"})
    assert "Below 19 hidden" in bench.words
