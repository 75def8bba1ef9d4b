"""Needs as HTML: everything escaped, each answer with its interval, each link to what it says."""

import html
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from facts_in_html import assert_words_stay_words, facts_saying
from markupsafe import escape
from survey_folder import both, net, segment, single, write_survey
from visitor import asked, bundled, compact, surveys_in, view_of

from insight.documents import printed
from insight.documents.facts import facts
from insight.documents.passages.about import areas_about, passages_about, trends_about
from insight.language.catalogue import LANGUAGES, Text, say
from insight.language.search import matches
from insight.reporting import labels
from insight.web.evidence import by_theme, is_found
from insight.web.html import cards
from insight.web.html.cards import reading_of
from insight.web.html.evidence_pieces import MARKS, interval_bar
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
TRUST = KNOWN.need["c_trust_and_safety"]
SILENT = KNOWN.need["h_admin_burden"]
UNSAID = next(one for one in KNOWN.needs if not passages_about(one.id, KNOWN))


def words(drawn: str) -> str:
    """What a reader sees, in one line with plain spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", drawn)))


def pieces(drawn: str) -> list[str]:
    """The pieces of evidence of a card."""
    return re.findall(r"<li class=.*?</li>", compact(drawn))


def addresses(drawn: str) -> list[tuple[str, dict[str, list[str]]]]:
    """The page and the parameters of each link, but those to the places of quotes."""
    found = [html.unescape(one).partition("?") for one in re.findall(r'href="([^"]*)"', drawn)]
    return [(path, parse_qs(query)) for path, _, query in found if path != "sources"]


# --- A card ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("need", [TRUST, SILENT], ids=lambda one: one.id)
def test_a_card_has_the_need_whose_it_is_its_themes_its_quote_and_its_source(need, language):
    found = words(need_card(view_of(language=language), need, KNOWN, ""))
    assert need.text[language] in found
    for name in KNOWN.segments.names(need.id):
        assert name[language] in found
    for theme in need.themes:
        assert KNOWN.themes[theme].name[language] in found
    assert f"«{words(need.quote)}»" in found
    assert KNOWN.sources[need.source].short[language] in found


# The year of which each of these levels was published, as the reader has chosen 2021.
PUBLISHED = {
    "trust_need_to_know": "2021",
    "trust_secure_storage": "2021",
    "worried_emergency": "2020",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_piece_of_evidence_says_how_it_bears_what_it_says_and_why(language):
    drawn = pieces(need_card(view_of(language=language), TRUST, KNOWN, ""))
    evidence = KNOWN.evidence_of[TRUST.id]
    assert len(evidence) == 5
    for piece, link in zip(map(words, drawn), evidence, strict=True):
        relation = say(language, f"relation.{link.relation}")
        assert piece.startswith(f"{MARKS[link.relation]} {relation} ")
        assert link.reason[language] in piece
        simulated = say(language, "needs.simulated_published", value="")
        if link.kind == "figure":
            assert words(printed.value(KNOWN.figure[link.figure], KNOWN, language)) in piece
            assert simulated not in piece
        else:
            year = PUBLISHED[link.item]
            figures = asked(bundled(link.survey), link.item, f"year={year}")
            is_about = link.item == "trust_secure_storage"
            level = words(labels.level_sentence(figures, link.target, (), language))
            assert (level in piece) is not is_about
            who = labels.short_title(figures.codebook)[language]
            assert f"{figures.item.label[language]} {who} {year}" in piece
            assert (simulated in piece) is not is_about
            unpublished = say(language, "needs.other_wave", wave="2021")
            assert (unpublished in piece) is (year == "2020")


def test_a_published_level_stands_beside_what_was_printed_with_its_source_and_quote():
    first, second, *_ = map(words, pieces(need_card(view_of(), TRUST, KNOWN, "")))
    assert "simulated, published: 68%" in first
    assert "«sammenlignet med innbyggere (68 %) i 2021»" in first
    assert say("en", "fact.source", source="E-helsetrender: Utviklingstrekk 2022") in first
    assert "High trust: about 70%. published level" in second


def test_a_level_published_as_about_is_told_as_printed_and_has_no_interval():
    _, about, *_ = pieces(need_card(view_of(), TRUST, KNOWN, ""))
    assert re.findall(r"\d+%", words(about).partition("«")[0]) == ["70%"]
    assert 'class="interval"' not in about


@pytest.mark.parametrize(("language", "told"), [("nb", "over 50 %"), ("en", "over 50%")])
def test_a_bound_is_told_as_a_bound_and_never_as_the_level_fitted_to_it(language, told):
    drawn = need_card(view_of(language=language), KNOWN.need["s2_hcp_find_information"], KNOWN, "")
    [piece, *_] = pieces(drawn)
    label = labels.target_label(
        asked(bundled("health_personnel"), "access_others_information", "year=2020"),
        "low",
        language,
    )
    assert f"{label}: {told}." in words(piece)
    assert say(language, "basis.bound") in words(piece)
    assert re.findall(r"\d+\s?%", words(piece).partition("«")[0]) == [told[5:]]
    assert 'class="interval"' not in piece


def test_the_same_figure_is_not_told_as_two():
    same = say("en", "needs.same_figure")
    drawn = pieces(need_card(view_of(), TRUST, KNOWN, ""))
    assert [same in words(piece) for piece in drawn] == [True, False, True, False, False]


def test_an_answer_says_what_it_rests_on():
    [first, *_] = pieces(need_card(view_of(), TRUST, KNOWN, ""))
    figures = asked(bundled("citizens"), "trust_need_to_know", "year=2021")
    assert words(labels.base_line(figures, None, "en")) in words(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_under_a_filter_a_simulated_answer_claims_nothing_and_is_folded_away(language):
    drawn = need_card(view_of("carer=1", language=language), TRUST, KNOWN, "")
    assert [link.figure for link in KNOWN.evidence_of[TRUST.id]][3:] == [
        "citizen_trust_access_2021",
        "citizen_worry_emergency_access",
    ]
    assert len(pieces(drawn)) == 2, "the printed figures stay"
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert say(language, "needs.asked_of_these", count=3) in folded
    assert folded.count(say(language, "needs.not_published_of_these")) == 3
    assert not re.search(r"\d+\s?%", folded), "an assumed level is no evidence"
    for link in KNOWN.evidence_of[TRUST.id][:3]:
        assert link.reason[language] not in folded
        assert bundled("citizens").codebook.variable(link.item).label[language] in folded


def test_what_was_only_asked_has_its_reason_and_neither_mark_nor_number():
    drawn = need_card(view_of(), KNOWN.need["g_usability_for_all"], KNOWN, "")
    assert pieces(drawn) == []
    assert say("en", "needs.nothing_published") in words(drawn)
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    for link in KNOWN.evidence_of["g_usability_for_all"]:
        assert link.reason.en in folded
    assert not set(MARKS.values()) & set(folded)
    assert not re.search(r"\d+%", folded)


def test_what_a_document_says_without_a_figure_has_no_mark_and_its_year_is_no_evidence():
    drawn = need_card(view_of(), KNOWN.need["h_safe_decisions"], KNOWN, "")
    assert pieces(drawn) == []
    [link] = KNOWN.evidence_of["h_safe_decisions"]
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert f"{KNOWN.figure[link.figure].indicator.en}. {say('en', 'needs.mentioned')}" in folded
    assert link.reason.en in folded
    assert say("en", "needs.see_mentioned") in folded
    assert say("en", "needs.see_figure") not in folded
    assert "2021" not in folded.removesuffix(link.reason.en)


def test_an_answer_of_another_survey_says_that_a_part_of_the_filter_is_not_there():
    need = KNOWN.need["h_head_simplicity"]
    whole, part = (
        words(need_card(view_of(*where), need, KNOWN, "")) for where in ((), ["carer=1"])
    )
    assert say("en", "needs.aside") not in whole
    assert say("en", "needs.aside") in part


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_need_without_evidence_says_so(language):
    drawn = need_card(view_of(language=language), SILENT, KNOWN, "")
    assert say(language, "needs.none") in words(drawn)
    assert pieces(drawn) == []


def test_an_item_of_a_survey_that_is_not_there_is_said_to_be_missing_and_links_nowhere():
    there = view_of(survey="health_personnel", among=[bundled("health_personnel")])
    drawn = need_card(there, TRUST, KNOWN, "")
    assert len(pieces(drawn)) == 2
    assert words(drawn).count(say("en", "needs.survey_absent")) == 3
    assert [page for page, _ in addresses(drawn)][:3] == ["figures", "figures", "needs"]


def test_too_few_answers_are_told_in_words_and_have_no_bar(tmp_path):
    gates = {"min_base": 10, "min_effective_base": 30, "low_base": 100}
    scale = single(1, 2, nets=[net("high", 1)])
    variables = {"trust_need_to_know": scale, "g": segment(1, 2)}
    frame = {"trust_need_to_know": [1, 2] * 100, "g": [1] * 195 + [2] * 5}
    write_survey(tmp_path, "citizens", frame, variables, disclosure=gates)
    few = view_of("g=2", among=surveys_in(tmp_path))
    drawn = need_card(few, TRUST, KNOWN, "")
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert say("en", "flag.suppressed", limit=10) in folded
    assert 'class="interval"' not in drawn
    assert not re.search(r"\d+%|n =", folded)


def test_answers_of_a_survey_that_is_not_simulated_are_shown_and_nothing_is_claimed_of_them(
    tmp_path,
):
    scale = single(1, 2, nets=[net("high", 1)])
    frame = {"trust_need_to_know": [1] * 90 + [2] * 110}
    write_survey(tmp_path, "citizens", frame, {"trust_need_to_know": scale})
    drawn = need_card(view_of(among=surveys_in(tmp_path)), TRUST, KNOWN, "")
    folded = words(re.search(r'<details class="source asked">.*?</details>', drawn, re.DOTALL)[0])
    assert "45% (" in folded
    assert not set(MARKS.values()) & set(folded)
    assert KNOWN.evidence_of[TRUST.id][0].reason.en not in words(drawn)
    assert len(pieces(drawn)) == 2, "the printed figures stay"


# --- Where a card leads ---------------------------------------------------------------------------


def test_the_need_and_each_printed_figure_can_be_read_in_place():
    drawn = need_card(view_of(), TRUST, KNOWN, "")
    printed = [link.figure for link in KNOWN.evidence_of[TRUST.id] if link.kind == "figure"]
    assert printed
    for fact in (TRUST.id, *printed):
        assert f"at={fact}" in drawn


def test_links_lead_to_the_item_the_series_the_figure_and_the_theme_with_the_same_view():
    reader = {"lang": ["en"], "survey": ["citizens"], "wave": ["2021"], "where": ["gender=1"]}
    found = addresses(need_card(view_of("gender=1"), TRUST, KNOWN, ""))
    worried = KNOWN.figure["citizen_worry_emergency_access"].indicator["en"]
    items = (
        ("trust_need_to_know", "high"),
        ("trust_secure_storage", "high"),
        (
            "worried_emergency",
            "worried",
        ),
    )
    assert found[:6] == [
        ("figures", reader | {"series": ["trust_access_need_only"]}),
        ("figures", reader | {"find": [worried]}),
        *(("trust", reader | {"item": [item], "target": [target]}) for item, target in items),
        ("needs", reader | {"theme": ["trust_privacy"]}),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_a_need_elsewhere_can_be_read_in_its_place(language):
    drawn = need_card(view_of(language=language), TRUST, KNOWN, "")
    said = passages_about(TRUST.id, KNOWN)
    assert said
    assert say(language, "needs.said", count=len(said)) in words(drawn)
    for passage in said:
        assert KNOWN.word("passage_kind", passage.kind)[language] in words(drawn)
        assert words(cards.without_markup(passage.text[language])) in words(drawn)
        assert f"at={passage.id}" in drawn
    assert say(language, "needs.said", count="").rstrip("()") not in words(
        need_card(view_of(language=language), UNSAID, KNOWN, "")
    )


def test_a_need_leads_to_the_areas_and_the_trends_that_have_a_theme_of_it():
    found = addresses(need_card(view_of(), TRUST, KNOWN, ""))
    areas = [query["area"] for path, query in found if path == "strategy" and "area" in query]
    assert areas == [[one.area] for one in areas_about(TRUST.themes, KNOWN)]
    drawn = words(need_card(view_of(), TRUST, KNOWN, ""))
    trends = [query["trend"] for path, query in found if path == "trends"]
    assert trends == [[one.id] for one in trends_about(TRUST, KNOWN)]
    for trend in trends_about(TRUST, KNOWN):
        assert trend.name.en in drawn


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


def test_an_item_of_another_survey_is_linked_to_without_the_filter():
    [*_, item, _] = addresses(
        need_card(view_of("gender=1"), KNOWN.need["h_head_simplicity"], KNOWN, "")
    )[:3]
    assert item == (
        "trust",
        {
            "lang": ["en"],
            "survey": ["health_personnel"],
            "item": ["satisfaction_ehr"],
            "target": ["satisfied"],
        },
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_to_a_figure_leads_to_where_that_figure_is_shown(language):
    for need, evidence in KNOWN.evidence_of.items():
        card = need_card(view_of(language=language), KNOWN.need[need], KNOWN, "")
        found = [query for path, query in addresses(card) if path == "figures"]
        figures = [KNOWN.figure[one.figure] for one in evidence if one.figure]
        for query, figure in zip(found, figures, strict=True):
            assert ("kind" not in query) is figure.is_measurement, "the page leaves dates out"
            if figure.series:
                assert query["series"] == [figure.series]
            else:
                assert matches(query["find"][0], [figure.indicator]), figure.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_an_item_one_is_led_to_each_of_its_needs_by_the_need_s_own_words(language):
    view = view_of(language=language)
    drawn = links(view, [TRUST, SILENT])
    for need, (path, query) in zip((TRUST, SILENT), addresses(drawn), strict=True):
        assert path == "needs"
        assert need.text[language] in words(drawn)
        assert query["need"] == [need.id]
    assert links(view, []) == ""


def test_from_an_item_one_is_led_to_its_needs_whoever_the_respondents_are():
    [(_, whole)], [(_, of_carers)] = (
        addresses(links(view_of(*where), [SILENT])) for where in ((), ["carer=1"])
    )
    assert "follow" not in whole
    assert of_carers["follow"] == ["off"], "no need of carers, and yet the one that was meant"


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


# --- Interval -------------------------------------------------------------------------------------

BARS = [
    # value, low, upp, left of the bar, its width, where the mark stands
    (0.5, 0.4, 0.6, "40.0", "20.0", "50.0"),
    (0.0, 0.0, 0.037, "0.0", "3.7", "0.0"),
    (1.0, 0.963, 1.0, "96.3", "3.7", "100.0"),
]


@pytest.fixture
def estimate():
    return asked(bundled("citizens"), "trust_need_to_know", "year=2021").at((), "high")


@pytest.mark.parametrize(("value", "low", "upp", "left", "width", "mark"), BARS)
def test_interval_bar_spans_the_interval_and_marks_the_share(
    estimate, value, low, upp, left, width, mark
):
    drawn = interval_bar(replace(estimate, value=value, low=low, upp=upp))
    assert f'<span style="left:{left}%;width:{width}%">' in drawn
    assert f'<i style="left:{mark}%">' in drawn
    assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize("missing", ["value", "low", "upp"])
def test_interval_bar_is_left_out_where_there_is_nothing_to_draw(estimate, missing):
    assert interval_bar(replace(estimate, **{missing: None})) == ""


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
