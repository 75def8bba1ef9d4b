"""The codebook for people: what is said of a survey, and HTML in which every word is escaped."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup
from survey_folder import both, multiple, net, numeric, segment, single, write_survey

from insight import find_surveys, open_survey, table
from insight.analysis.distribution import distribution
from insight.documents.facts import facts
from insight.documents.glossary import EHealthTerm, Term
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Text, say
from insight.reporting.description import describe, is_made_here
from insight.survey.folders import bundled_data
from insight.web.html.codebook import Entry, about_html, glossary_html, variables_html

BUNDLED = find_surveys(bundled_data()).surveys
HOSTILE = "<b onmouseover=\"x\">&amp; 'q'"


def survey(root: Path, variables=None, frame=None, **more):
    variables = variables or {"q": single(1, 2)}
    folder = write_survey(root, "s", frame or {"q": [1, 2] * 20}, variables, **more)
    return open_survey(folder)


def drawn(asked, language="en", **more) -> str:
    entries = [
        Entry(one, distribution(table(asked, one.id))) for one in asked.codebook.variables.values()
    ]
    return variables_html(entries, asked.codebook, language, **more)


def text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


# --- The survey in words -------------------------------------------------------------------------


def words(asked, language="en") -> str:
    sections = describe(asked, [40], language)
    return " ".join(one for section in sections for one in section.paragraphs)


DESIGNS = [
    ({}, ["unweighted", "simple", "probability"]),
    ({"weight": "w"}, ["weighted", "simple", "probability"]),
    ({"strata": "h"}, ["unweighted", "strata", "probability"]),
    ({"psu": "u", "fpc": "f"}, ["unweighted", "psu", "fpc", "probability"]),
    ({"probability": False}, ["unweighted", "simple", "no_probability"]),
    ({"wave": "h"}, ["unweighted", "simple", "waves_apart", "probability"]),
    (
        {"wave": "h", "psu": "u", "psu_kept": True},
        ["unweighted", "psu", "waves_kept", "probability"],
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("design", "keys"), DESIGNS)
def test_the_design_is_said_in_words(tmp_path, design, keys, language):
    frame = {
        "q": [1, 2] * 20,
        "w": [1.0] * 40,
        "h": [1, 1, 2, 2] * 10,
        "u": list(range(20)) * 2,
        "f": [100] * 40,
    }
    asked = survey(tmp_path, frame=frame, design=design)
    interviews = [20, 20] if "wave" in design else [40]
    heading = say(language, "codebook.about_weighting")
    [found] = [one for one in describe(asked, interviews, language) if one.heading == heading]
    columns = {"weighted": "w", "strata": "h", "psu": "u"}
    assert list(found.paragraphs) == [
        say(language, f"codebook.{key}", column=columns.get(key), columns="f") for key in keys
    ]


def test_limits_are_said_unless_switched_off(tmp_path):
    rules = {"min_base": 7, "min_effective_base": 0, "low_base": 50}
    found = words(survey(tmp_path / "some", disclosure=rules))
    assert say("en", "codebook.min_base", limit=7) in found
    assert say("en", "codebook.low_base", limit=50) in found
    assert "effective" not in found
    off = words(survey(tmp_path / "off"))
    assert say("en", "codebook.no_gates") in off


@pytest.mark.parametrize("microdata", ["open", "k_anonymous", "closed"])
def test_whether_responses_may_be_downloaded_is_said(tmp_path, microdata):
    found = words(survey(tmp_path, disclosure={"min_base": 7, "microdata": microdata}))
    assert (say("en", "codebook.responses_open") in found) == (microdata == "open")
    assert (say("en", "codebook.responses_alike", alike=5) in found) == (microdata == "k_anonymous")
    assert (say("en", "figure.responses_closed") in found) == (microdata == "closed")


def test_what_the_codebook_leaves_out_is_said(tmp_path):
    found = words(survey(tmp_path))
    for key in ("no_population", "no_method", "no_source", "not_simulated"):
        assert say("en", f"codebook.{key}") in found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", BUNDLED, ids=lambda one: one.id)
def test_a_bundled_survey_says_what_is_simulated_and_how(asked, language):
    waves = len(asked.codebook.wave.categories) if asked.codebook.wave else 1
    sections = describe(asked, [1234] * waves, language)
    said = " ".join(one for section in sections for one in section.paragraphs)
    for words_ in (
        asked.codebook.population,
        asked.codebook.note,
        asked.codebook.source,
        asked.codebook.assumption,
    ):
        assert words_[language] in said
    assert say(language, "codebook.all_simulated") in said
    assert say(language, f"codebook.made_{asked.id}") in said
    assert numbers.day(asked.codebook.updated, language) in said
    assert said.count("234") == waves


def test_our_way_of_simulating_is_not_claimed_for_a_survey_of_the_same_name(tmp_path):
    folder = write_survey(tmp_path, "citizens", {"q": [1, 2]}, {"q": single(1, 2)}, simulated=True)
    other = open_survey(folder)
    assert not is_made_here(other)
    assert say("en", "codebook.made_citizens") not in words(other)


# --- Variables as HTML ---------------------------------------------------------------------------


def test_a_variable_shows_all_that_is_known_of_it(tmp_path):
    variable = single(1, 2, 9, missing={9: "dont_know"}, nets=[net("both", 1, 2)]) | {
        "question": both("Well?"),
        "base": both("Those asked"),
        "note": both("A note"),
        "assumption": both("A guess"),
        "breaks": [{"wave": 2, **both("New wording")}],
    }
    waves = {"q": variable, "wave": segment(1, 2)}
    frame = {"q": [1, 2, 2, 9] * 10, "wave": [1, 2] * 20}
    found = text(drawn(survey(tmp_path, waves, frame, design={"wave": "wave"})))
    for part in (
        "“Well? en”",
        "Asked of Those asked en",
        "Taken together both en = 1, 2",
        "Break 2: New wording en",
        "Note A note en",
        "Assumption A guess en",
        "Unweighted · 40 answers",
        "1 kode 1 en 10 25%",
        "2 kode 2 en 20 50%",
        "9 kode 9 en (may be left out) 10 25%",
    ):
        assert part in found


def test_an_unpublished_wording_is_said_of_items_only(tmp_path):
    unknown = say("en", "codebook.question_unpublished")
    item = survey(tmp_path / "item")
    background = survey(tmp_path / "segment", {"q": segment(1, 2)})
    assert unknown in text(drawn(item))
    assert unknown not in text(drawn(background))


def test_english_readers_see_the_norwegian_wording_marked_as_such(tmp_path):
    asked = survey(tmp_path, {"q": single(1, 2, question={"nb": "Hva så?", "en": "So what?"})})
    assert '<span lang="nb">«Hva så?»</span>' in drawn(asked, "en")
    assert "lang=" not in drawn(asked, "nb")
    same = {"q": single(1, 2, question={"nb": "So what?", "en": "So what?"})}
    assert drawn(survey(tmp_path / "same", same), "en").count("So what?") == 1


def test_hidden_counts_are_words_and_nothing_else(tmp_path):
    rules = {"min_base": 10, "min_effective_base": 0, "microdata": "closed"}
    frame = {"q": [1] * 83 + [2] * 37 + [3] * 4}
    found = text(drawn(survey(tmp_path, {"q": segment(1, 2, 3)}, frame, disclosure=rules)))
    assert say("en", "flag.suppressed", limit=10) in found
    assert "1 kode 1 en 83 67%" in found
    assert "2 kode 2 en hidden – 3 kode 3 en hidden –" in found
    assert "37" not in found


def test_too_small_a_base_leaves_no_number(tmp_path):
    rules = {"min_base": 10}
    found = text(drawn(survey(tmp_path, frame={"q": [1, 2, 2, 2]}, disclosure=rules)))
    assert say("en", "flag.suppressed", limit=10) in found
    assert "1 kode 1 en hidden – 2 kode 2 en hidden –" in found
    assert "n =" not in found


def test_a_number_tells_how_many_answered(tmp_path):
    asked = survey(tmp_path, {"q": numeric()}, {"q": [1.5, 7.25, None, 4] * 10})
    found = drawn(asked)
    assert "30 answers" in text(found)
    assert "<table" not in found
    assert "7.25" not in found


@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_numbers_are_called_that(tmp_path, simulated):
    found = drawn(survey(tmp_path, simulated=simulated), "nb")
    assert (say("nb", "base.simulated") in found) == simulated


def test_a_refusal_stands_where_the_distribution_would(tmp_path):
    codebook = survey(tmp_path).codebook
    entry = Entry(codebook.variable("q"), None, refused="Too much at once.")
    found = text(variables_html([entry], codebook, "en"))
    assert "Too much at once." in found
    assert "kode 1 en" in found
    assert "n =" not in found


def test_wave_and_other_surveys_are_named(tmp_path):
    asked = survey(tmp_path)
    [variable] = asked.codebook.variables.values()
    counted = distribution(table(asked, "q"))
    entry = Entry(variable, counted, Text("Høst", "Autumn"), (Text("Leger", "Doctors"),))
    found = text(variables_html([entry], asked.codebook, "en"))
    assert "Unweighted · Autumn · 40 answers" in found
    assert "Also asked in Doctors" in found


def test_variables_are_unfolded_marked_and_linked_on_request(tmp_path):
    asked = survey(tmp_path)
    folded = drawn(asked)
    assert '<details class="cb-variable">' in folded
    assert "<a " not in folded
    shown = drawn(
        asked,
        opened=True,
        query="single",
        address="codebook?x=1&item=",
        links={"q": Markup("<u>!</u>")},
    )
    assert '<details class="cb-variable" open>' in shown
    assert "<mark>single</mark>" in shown
    assert 'href="codebook?x=1&amp;item=q"' in shown
    assert "<u>!</u>" in shown


class Tags(HTMLParser):
    """Collects tags, and holds that each one is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_no_word_of_a_codebook_becomes_markup(tmp_path):
    variable = multiple({HOSTILE: "a", "b": "b"}) | {
        name: both(HOSTILE) for name in ("label", "question", "base", "note", "assumption")
    }
    variable["categories"] = [one | both(HOSTILE) for one in variable["categories"]]
    variable["nets"] = [net("n", HOSTILE) | both(HOSTILE)]
    asked = survey(tmp_path, {"q": variable}, {"a": [0, 1] * 20, "b": [1, 1] * 20})
    hostile = f"s&item={HOSTILE}"
    markup = drawn(asked, query="onmouseover", address=hostile)
    markup += about_html(describe(asked, [40], "en"), describe(asked, [40], "nb"), "en")
    hostile_term = ("t", HOSTILE, HOSTILE, Text(HOSTILE, HOSTILE))
    ehealth = [EHealthTerm(*hostile_term, "trends_2022", 430, "document")]
    markup += glossary_html(
        [Term(*hostile_term)], ehealth, facts(), "en", place_link=lambda fact: HOSTILE, query="b"
    )
    tags = Tags()
    tags.feed(markup)
    tags.close()
    assert not tags.open
    assert "b" not in tags.seen
    assert text(markup).count("& 'q'") == 0
    assert html.unescape(re.sub(r"</?mark>", "", markup)).count(HOSTILE) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["citizens", "health_personnel", "organisations"])
def test_every_category_of_a_bundled_survey_is_there(name, language):
    asked = open_survey(name, bundled_data())
    found = text(drawn(asked, language))
    for variable in asked.codebook.variables.values():
        assert " ".join(variable.label[language].split()) in found
        for category in variable.categories:
            assert " ".join(category.label[language].split()) in found


def test_a_term_leads_to_where_its_document_explains_it_or_says_that_we_do():
    known = {term.id: term for term in facts().terms}
    terms = [known["kjernejournal"], known["epj"]]
    drawn = glossary_html(
        [], terms, facts(), "nb", place_link=lambda fact: f"sources?at={facts().fact[fact].line}"
    )
    assert drawn.index("EPJ") < drawn.index("Kjernejournal")
    assert '<a target="_self" href="sources?at=430">Utviklingstrekk 2022, linje 430</a>' in drawn
    assert drawn.count(say("nb", "terms.ours")) == 1


def test_every_term_that_a_document_explains_leads_there():
    terms = [term for term in facts().terms if term.basis == "document"]
    drawn = glossary_html([], terms, facts(), "en", place_link=lambda fact: fact)
    assert drawn.count("href=") == len(terms)
