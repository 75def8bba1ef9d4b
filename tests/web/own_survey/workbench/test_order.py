"""Each tool of the workbench: filled in, seen in a picture, used, and taken out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bench_on_page import (
    BenchOnPage,
    band,
    categories,
    index,
    leave_out,
    segment,
    separate,
    split,
    together,
    weight,
)
from brought_survey import visitor
from hostile_words import SCRIPT
from recoded_survey import counts, labels
from visitor import warnings

from insight.language.catalogue import say
from insight.survey.recipe.operations import (
    Band,
    Index,
    LeaveOut,
    Merge,
    Operation,
    Reorder,
    Segment,
    Separate,
    Split,
    Together,
    Weigh,
)

TOOLS: dict[str, tuple[Callable[[BenchOnPage], None], tuple[type[Operation], ...], str, str]] = {
    # the form filled in, the steps of the recipe, words of the picture, words of the recipe
    "categories": (
        categories,
        (Merge, Reorder),
        "Ikke god 50% 100",
        "“helse”: “Dårlig”, “Middels” become “Ikke god”",
    ),
    "band": (
        band,
        (Band,),
        "Below 30 24% 48 30–59 49% 98 60 or more 27% 54",
        "“poeng” is split into “Below 30”, “30–59”, “60 or more”",
    ),
    "index": (index, (Index,), "Cronbach’s alpha is", "“Tillit” is the mean of “i1”, “i2”, “i3”"),
    "together": (together, (Together,), "Høyt", "“Høyt” is one question of “i1”, “i2”"),
    "separate": (separate, (Separate,), "kryss", "“kryss”: each answer becomes a question"),
    "split": (split, (Split,), "Nett 80% 160", "“kanal”: the cells are split into “Nett”"),
    "segment": (segment, (Segment,), "Unge", "“Gruppe” has the groups “Unge”"),
    "leave_out": (leave_out, (LeaveOut,), "Respondents: 180", "Left out: “status” is “Test”"),
    "weight": (weight, (Weigh,), "The design effect of weighting is 1", "“vekt” is the weight"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_is_filled_in_seen_used_and_taken_out(bench: BenchOnPage, tool: str):
    fill_in, steps, seen, told = TOOLS[tool]
    before = bench.survey.codebook, bench.survey.respondents
    bench.tool(tool)
    assert not bench.offers_use()
    fill_in(bench)
    assert seen in bench.words
    assert bench.recipe == []
    bench.use()
    assert say("en", "own_survey.recoded") in bench.words
    assert tuple(map(type, bench.recipe)) == steps
    assert told in bench.words
    assert (bench.survey.codebook, bench.survey.respondents) != before
    for number in range(len(steps), 0, -1):
        bench.take_out(number)
    assert bench.recipe == []
    assert (bench.survey.codebook, bench.survey.respondents) == before


def test_categories_stand_before_and_after_and_are_so_on_every_page(bench: BenchOnPage):
    bench.tool("categories")
    categories(bench)
    before, after = "Dårlig 25% 50 Middels 25% 50 God 25% 50", "God 25% 50 Ikke god 50% 100"
    assert f"Before {before}" in bench.words
    assert f"After {after}" in bench.words
    bench.use()
    assert labels(bench.survey, "helse") == ["God", "Ikke god", "Vet ikke"]
    assert counts(bench.survey, "helse") == {"1": 50, "3": 100, "4": 50}


def test_what_is_as_it_was_cannot_be_used(bench: BenchOnPage):
    bench.tool("categories")
    bench.fill(categories="helse")
    assert not bench.offers_use()
    bench.fill(**{"helse:1:words": "Annet"})
    assert bench.offers_use()
    bench.fill(**{"helse:1:words": "Dårlig"})
    assert not bench.offers_use()


def test_a_proposal_fills_in_where_bands_start(bench: BenchOnPage):
    bench.tool("band")
    bench.fill(band="poeng")
    assert bench.widget("poeng:starts").value == "20; 40; 60"
    bench.propose("equal")
    starts = bench.widget("poeng:starts").value
    assert starts != "20; 40; 60"
    assert all(start.isdigit() for start in starts.split("; "))


def test_a_number_with_decimals_is_not_banded_by_first_and_last(bench: BenchOnPage):
    bench.tool("band")
    bench.fill(band="vekt")
    bench.fill(**{"vekt:starts": "2"})
    assert "Below 2 50% 100 2 or more 50% 100" in bench.words
    bench.fill(**{"vekt:starts": "1; 2; 3"})
    assert "1 to under 2" in bench.words


MAP = """name;label;codes
helse;Egen helse;1 = Nokså dårlig | 3 = Svært god
poeng;poeng;
i1;Jeg stoler på legen;
borte;Finnes ikke;
"""


def test_labels_of_a_data_map_are_told_with_what_it_lacks_before_they_are_used(bench: BenchOnPage):
    bench.tool("labels")
    bench.hand_over("kart.csv", MAP)
    assert "gives new labels to 2 variables" in bench.words
    assert "6 variables of the survey are not in it: i2, i3, status, vekt, kanal" in bench.words
    assert "1 name in it is not in the survey: borte." in bench.words
    assert "Now Becomes helse – helse Egen helse Dårlig Nokså dårlig God Svært god" in bench.words
    assert labels(bench.survey, "helse")[0] == "Dårlig"
    bench.use()
    assert labels(bench.survey, "helse") == ["Nokså dårlig", "Middels", "Svært god", "Vet ikke"]
    assert bench.survey.codebook.variable("i1").label.nb == "Jeg stoler på legen"
    assert "“helse” is now called “Egen helse”; “helse”: “Dårlig” is now called" in bench.words
    assert not [*visitor(bench.app).root.rglob("kart.csv")]


@pytest.mark.parametrize("content", ["q1;q2\n1;2\n", "", f"{SCRIPT}\n", "\0\0"])
def test_what_is_no_data_map_is_refused_and_leaves_nothing(bench: BenchOnPage, content: str):
    bench.tool("labels")
    bench.hand_over("kart.csv", content)
    [refusal] = warnings(bench.app)
    assert "kart.csv" in refusal
    assert not bench.offers_use()
    assert not [*visitor(bench.app).root.rglob("kart.csv")]
