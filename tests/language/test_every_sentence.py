"""The two languages: what is Norwegian in English words is marked, and nothing is left over.

How whole pages speak is held in tests/browser/test_accessibility.py, with the same measures.
"""

import html
import re

import pytest
from checkout import ROOT
from page_language import foreign, keys, misprinted, strayed

from insight.analysis.shared_surveys import surveys
from insight.documents.fact_kinds import KINDS
from insight.documents.facts import facts
from insight.documents.published import published_figures
from insight.language.catalogue import LANGUAGES, Sentence, Text, catalogue
from insight.web.html import text as text_html
from insight.web.html.cards import typeset

KNOWN = facts()


# --- The measures themselves ---------------------------------------------------------------------

FOREIGN = [
    ("nb", "Stor tillit, alle spurte", False),
    ("nb", "Skip to the main content", True),
    ("nb", "IT-systemer hos Helsedata AS", False),
    ("en", "High trust, all respondents", False),
    ("en", "Vis som tabell", True),
    ("en", "Helseregion: Helse Sør-Øst", False),
]
MISPRINTED = [
    ("nb", "68\N{NO-BREAK SPACE}% av 1\N{NO-BREAK SPACE}504 · p < 0,001", False),
    ("nb", "68%", True),
    ("nb", "68 %", True),
    ("nb", "n = 1,504", True),
    ("nb", "8.5 millioner", True),
    ("nb", "2022-03", True),
    ("nb", "figur 4.1, Kunnskapsgrunnlaget v0.7", False),
    ("en", "68% of 1,504 · p < 0.001", False),
    ("en", "68\N{NO-BREAK SPACE}%", True),
    ("en", "1\N{NO-BREAK SPACE}504", True),
    ("en", "0,31", True),
    ("en", "2021-12-31", True),
]


@pytest.mark.parametrize(("language", "words", "is_foreign"), FOREIGN)
def test_words_of_the_other_language_are_found(language, words, is_foreign):
    assert bool(foreign([words], language)) == is_foreign


@pytest.mark.parametrize(
    ("language", "words", "is_stray"),
    [
        ("nb", "Kvinne", False),
        ("nb", "Woman", True),
        ("en", "Woman", False),
        ("en", "Kvinne", True),
        ("en", "Kopier bilde", True),
        ("nb", "771 av 1504 svar", False),
        ("nb", "771 of 1,504 answers", True),
        ("nb", "Helse Vest", False),
        ("en", "Scenario", False),
    ],
)
def test_labels_and_sentences_of_the_other_language_are_found(language, words, is_stray):
    assert bool(strayed([words], language)) == is_stray


@pytest.mark.parametrize(("language", "words", "is_misprinted"), MISPRINTED)
def test_numbers_of_the_other_language_are_found(language, words, is_misprinted):
    assert bool(misprinted([words], language)) == is_misprinted


def test_a_key_in_place_of_its_sentence_is_found():
    assert keys(["figure.chart", "Vis figure.chart her", "Tabell.", "responses.parquet"]) == [
        "figure.chart",
        "Vis figure.chart her",
    ]


# --- The catalogue -------------------------------------------------------------------------------


ALIKE = {"shell.app_name", "strategy.scenario", "own_survey.strata", "own_survey.kind"}
ALIKE |= {"number.over", "number.under", "sentence.under", "kind.scenario"}
ALIKE |= {f"fact_column.{name}" for name in ("id", "kind", "scenario", "scenario_name", "trend")}
ALIKE |= {"actors.kind", "timeline.kind", "pair.minus", "answers.named"}
ALIKE |= {f"embed.{name}" for name in ("csv", "jsonstat", "further_csv", "further_json")}
ALIKE |= {"api.median"}
ALIKE |= {f"quantile.{name}" for name in ("median", "method_head", "follow_median")}
ALIKE |= {f"basket.file_{kind}" for kind in ("pptx", "docx", "pdf", "html", "toml")}


def words(sentence: Sentence) -> str:
    """The words of a sentence in all its forms, without its fields."""
    return re.sub(r"\{[^}]*\}", "", " ".join(sentence.forms.values()))


def test_only_names_are_the_same_in_both_languages():
    norwegian, english = catalogue("nb"), catalogue("en")
    same = {key for key in norwegian if norwegian[key] == english[key]}
    assert {key for key in same if re.search(r"[^\W\d]{2}", words(norwegian[key]))} == ALIKE


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_word_of_the_other_language(language):
    assert foreign(map(words, catalogue(language).values()), language) == []


# --- Norwegian in English words ------------------------------------------------------------------


def notes() -> list[Text]:
    """Every remark that may quote a document: on a fact, a figure, a survey or a variable."""
    found = [one.note for name, _ in KINDS.values() for one in getattr(KNOWN, name)]
    found += [one.note for one in published_figures()]
    for survey in surveys().surveys:
        book = survey.codebook
        found += [book.note, book.assumption]
        for one in book.variables.values():
            found += [one.note, one.assumption]
    return [one for one in found if one]


def test_what_an_english_remark_quotes_in_norwegian_is_marked_as_norwegian():
    marked = [text_html.mark_phrases(one, "en") for one in notes()]
    assert sum('<span lang="nb">' in one for one in marked) > 50
    unmarked = [re.sub(r'<span lang="nb">.*?</span>', "", one) for one in marked]
    assert foreign(map(html.unescape, unmarked), "en") == []


def test_a_norwegian_remark_is_norwegian_throughout():
    assert not any("<span" in text_html.mark_phrases(one, "nb") for one in notes())


@pytest.mark.parametrize(
    ("nb", "en", "drawn"),
    [
        ("«A & B» er ett.", "“A & B” is one.", '“<span lang="nb">A &amp; B</span>” is one.'),
        (
            "«16\N{NO-BREAK SPACE}% fra 2020»",
            "“16% fra 2020”",
            '“<span lang="nb">16% fra 2020</span>”',
        ),
        ("i stor grad", "“to a large extent”", "“to a large extent”"),
        ("<b>", "“<b>”", '“<span lang="nb">&lt;b&gt;</span>”'),
    ],
)
def test_a_phrase_is_the_documents_where_both_languages_have_it(nb, en, drawn):
    assert text_html.mark_phrases(Text(nb, en), "en") == drawn


def test_what_was_searched_for_is_marked_inside_a_phrase_too():
    drawn = text_html.mark_phrases(
        Text("«stor tillit»", "“stor tillit” (high trust)"), "en", "tillit"
    )
    assert drawn == '“<span lang="nb">stor <mark>tillit</mark></span>” (high trust)'


def test_per_cent_is_written_as_english_writes_it_and_norwegian_as_it_was_printed():
    assert typeset("Under 50 % of both", "en") == "Under 50% of both"
    assert typeset("Under 50% av begge", "nb") == "Under 50% av begge"


# --- The table of sentences -----------------------------------------------------------------------

ROW = re.compile(r"^\| `([\w.]+)` \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TESTED = re.compile(
    r"groups\.(lower|higher|none_apart|nobody|untold|related|all_|pair_)|"
    r"sentence\.(risen|fallen|unchanged|too_few|after_break|change_untold|steady|level|majority|minority)|"
    r"breakdown\.(lower|higher|alike|unchanged|few|break$|untested|risen|fallen|nobody_changed|"
    r"too_few_changed|steady|last_step|tested|corrected|depends|independent|not_in_test|no_table|"
    r"nothing_tested|why_|indicative)"
)


def test_the_method_lists_every_sentence_that_rests_on_a_test_as_it_is():
    method = (ROOT / "docs" / "method.md").read_text("utf-8")
    listed = {key: texts for key, *texts in ROW.findall(method)}
    now = {key: [catalogue(one)[key].forms["other"] for one in LANGUAGES] for key in listed}
    assert listed == now
    assert {key for key in catalogue("nb") if TESTED.match(key)} - set(listed) == set()
