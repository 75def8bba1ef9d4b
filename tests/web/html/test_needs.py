"""Needs as HTML: the rows of their list, hostile words, and the overlap of populations."""

import json
import re
from dataclasses import replace

import pytest
from facts_in_html import assert_words_stay_words, facts_saying
from markupsafe import escape
from needs_in_html import TRUST, addresses, words
from survey_folder import both, net, segment, single, write_survey
from visitor import compact, surveys_in, view_of

from insight.documents.facts import facts
from insight.language.catalogue import LANGUAGES, Text, say
from insight.web.evidence import by_theme, is_found
from insight.web.html.cards import reading_of
from insight.web.html.evidence_pieces import MARKS
from insight.web.html.needs import (
    POPULATIONS,
    Head,
    Row,
    about_mapping,
    links,
    need_card,
    need_list,
    overlap,
)

KNOWN = facts()
HOSTILE = "\"'><script>alert(1)</script>&amp;"


# --- A row of the list ----------------------------------------------------------------------------


def row(**changed) -> Row:
    return Row(**{"need": TRUST, "address": "needs?need=c", "figures": {"supports": 2},
                  "is_asked": True, "is_open": False} | changed)  # fmt: skip


def list_of(*rows: Row, language="en", known=KNOWN, name="") -> str:
    heads = [
        Head("need", "needs?sort=need", "ascending"),
        Head("figures", "needs?sort=figures", ""),
    ]
    return compact(
        need_list(heads, [(name, rows)], reading_of(view_of(language=language), "needs", known))
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_names_the_need_whose_it_is_and_how_many_figures_support_it(language):
    [body] = re.findall(r"<tbody>.*</tbody>", list_of(row(), language=language))
    for said in (
        TRUST.text[language],
        say(language, "needs.population_citizens"),
        say(language, "needs.level_underlying"),
        KNOWN.themes["trust_privacy"].name[language],
        f"{MARKS['supports']} {say(language, 'relation.supports')}: 2",
    ):
        assert said in words(body)
    assert 'href="needs?need=c"' in body


def test_without_published_figures_a_row_says_whether_there_is_a_question():
    assert say("en", "needs.only_asked") in list_of(row(figures={}))
    assert say("en", "needs.no_figures") in list_of(row(figures={}, is_asked=False))


def test_a_reader_who_listens_hears_which_row_is_open_and_what_sorts_the_list():
    drawn = list_of(row(is_open=True), name="Needs of carers (1)")
    assert drawn.count("aria-current") == drawn.count('aria-sort="ascending"') == 1
    assert '<th scope="rowgroup" colspan="2">Needs of carers (1)</th>' in drawn
    assert "aria-current" not in list_of(row())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", KNOWN.needs, ids=lambda one: one.id)
def test_the_words_of_a_need_find_it_and_not_many_more(need, language):
    found = [one for one in KNOWN.needs if is_found(one, need.text[language], KNOWN)]
    assert need in found
    assert len(found) <= 3


# --- What comes from outside ----------------------------------------------------------------------


def test_hostile_words_stand_as_they_are_and_become_no_tags(tmp_path):
    evil = Text(HOSTILE, HOSTILE)
    need = replace(
        TRUST, id=HOSTILE, text=evil, quote=HOSTILE, note=evil,
        evidence_kind="scenario_finding",
    )  # fmt: skip
    source = replace(KNOWN.sources[TRUST.source], title=HOSTILE, short=evil, publisher=HOSTILE)
    theme = replace(KNOWN.themes["trust_privacy"], nb=HOSTILE, en=HOSTILE)
    figure = replace(KNOWN.figure["citizen_trust_access_2021"], indicator=evil, quote=HOSTILE)
    segments = {
        name: replace(segment, nb=HOSTILE, en=HOSTILE)
        for name, segment in KNOWN.segments.by_id.items()
    }
    known = replace(
        KNOWN,
        segments=replace(
            KNOWN.segments, by_id=segments, of_need={HOSTILE: KNOWN.segments.of_need[TRUST.id]}
        ),
        needs=(need,),
        figures=(figure,),
        sources={**KNOWN.sources, TRUST.source: source},
        themes={**KNOWN.themes, "trust_privacy": theme},
        words=dict.fromkeys(KNOWN.words, evil),
        evidence=tuple(
            replace(one, need=HOSTILE, reason=evil)
            for one in KNOWN.evidence_of[TRUST.id]
            if one.figure in (None, figure.id)
        ),
    )
    scale = single(1, 2, nets=[net("high", 1) | both(HOSTILE)]) | {"label": both(HOSTILE)}
    group = segment(1) | {"label": both(HOSTILE)}
    group["categories"][0] |= both(HOSTILE)
    variables = {"trust_need_to_know": scale, "g": group}
    frame = {"trust_need_to_know": [1, 2] * 100, "g": [1] * 200}
    folder = write_survey(tmp_path, "citizens", frame, variables, simulated=True)
    codebook = (folder / "codebook.toml").read_text()
    assert '"citizens en"' in codebook
    codebook = codebook.replace('"citizens en"', json.dumps(HOSTILE))
    (folder / "codebook.toml").write_text(codebook)
    view = view_of("g=1", among=surveys_in(tmp_path))
    drawn = need_card(view, need, known, "") + overlap(view, by_theme([need], known), known)
    drawn += links(view, [need])
    assert drawn.count(escape(HOSTILE)) > 20
    assert "<script" not in drawn
    assert re.sub(r"<[^<>]*>", "", drawn).count("<") == 0
    assert HOSTILE not in drawn


def test_hostile_words_of_passages_and_of_the_list_stay_words():
    passage = replace(KNOWN.fact["k_need_passage_1298"], related=TRUST.id)

    def drawn(word: str, text: Text) -> str:
        said = replace(passage, quote=word, text=text, part=text, note=text)
        need = replace(TRUST, quote=word, text=text)
        known = replace(facts_saying(word), passages=(said,), needs=(need,))
        reader = reading_of(view_of(), "needs", known)
        return (
            need_card(view_of(), need, known, "")
            + about_mapping(reader)
            + need_list([], [(word, [row(need=need, address=word)])], reader)
        )

    assert_words_stay_words(drawn)


@pytest.mark.parametrize("find", [HOSTILE, "<b>", "&", "amp", "<", "trust <script>"])
def test_hostile_search_marks_nothing_that_is_not_there(find):
    drawn = need_card(view_of(), TRUST, KNOWN, find)
    plain = need_card(view_of(), TRUST, KNOWN, "")
    assert words(drawn) == words(plain)
    assert re.sub(r"</?mark>", "", drawn) == plain


def test_what_was_searched_for_is_marked():
    assert "feel <mark>safety</mark> and" in need_card(view_of(), TRUST, KNOWN, "SAFETY")


# --- Overlap --------------------------------------------------------------------------------------


def test_overlap_counts_the_needs_of_each_population_theme_by_theme():
    themes = by_theme(KNOWN.needs, KNOWN)
    rows = re.findall(r"<tr>(.*?)</tr>", compact(overlap(view_of(), themes, KNOWN)))[1:]
    assert len(rows) == len(themes)
    for row, (theme, groups) in zip(rows, themes.items(), strict=True):
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert cells == [str(len(groups.get(one, ())) or "–") for one in POPULATIONS]
        assert addresses(row)[0][1]["theme"] == [theme]


@pytest.mark.parametrize(
    ("populations", "common"),
    [
        (["citizens"], False),
        (["health_personnel", "unassigned"], False),
        (["citizens", "unassigned"], False),
        (["citizens", "health_personnel"], True),
        (["both"], True),
    ],
)
def test_a_theme_is_common_where_both_populations_have_needs_in_it(populations, common):
    needs = [replace(TRUST, population=one) for one in populations]
    drawn = overlap(view_of(), by_theme(needs, KNOWN), KNOWN)
    assert (say("en", "needs.common") in words(drawn)) is common
