"""What the front page says: as strong as what it rests on, and shown where it links to."""

import re
from dataclasses import replace

import pytest
from survey_folder import net, numeric, segment, single, write_survey
from visitor import asked, bundled, surveys_in, view_of

from insight import compare
from insight.documents import printed
from insight.documents.later.later_figures import all_facts
from insight.documents.later.told_changes import changes
from insight.documents.published import published_figures
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting import labels
from insight.web.evidence import lacking
from insight.web.findings import Finding, are_assumed, findings
from insight.web.routes import PAGES

KNOWN = all_facts()
SURVEYS = ("citizens", "health_personnel", "organisations")
YES_NO = single(1, 2, nets=[net("yes", 1)])


def found(*where: str, **looks_at) -> list[Finding]:
    return findings(view_of(*where, **looks_at), KNOWN)


def about(item: str, *where: str, **looks_at) -> Finding:
    return next(one for one in found(*where, **looks_at) if one.local.get("item") == item)


def printed_one(series: str, language: str) -> Finding:
    return next(one for one in found(language=language) if one.local.get("series") == series)


def only(tmp_path) -> dict:
    """What somebody looks at who has only the one survey in this folder."""
    surveys = surveys_in(tmp_path)
    return {"survey": surveys[0].id, "among": surveys}


# --- Which findings -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("survey", SURVEYS)
def test_there_are_five_to_seven_findings_each_with_title_sentence_and_what_it_rests_on(
    survey, language
):
    some = found(survey=survey, language=language)
    assert 5 <= len(some) <= 7
    assert len({one.title for one in some}) == len(some)
    for one in some:
        assert one.title
        assert one.line
        assert one.sentence.endswith((".", "%"))
        assert not re.search(r"\.\.|\s\s|\{|None|nan", one.sentence)


@pytest.mark.parametrize("survey", SURVEYS)
def test_each_finding_leads_to_what_exists(survey):
    for one in found(survey=survey):
        assert one.page in PAGES
        if "item" in one.local:
            item = bundled(survey).codebook.variable(one.local["item"])
            assert one.local["target"] in {*item.by_key, *(net.id for net in item.nets)}
        if "series" in one.local:
            assert one.local["series"] in {figure.series for figure in KNOWN.figures}


def test_items_with_a_published_level_lead():
    items = [one.local["item"] for one in found() if "item" in one.local]
    assert items == ["trust_need_to_know", "trust_secure_storage", "heard_helsenorge"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wave", ["2019", "2020", "2021", None])
@pytest.mark.parametrize("survey", SURVEYS)
def test_no_level_that_was_assumed_is_a_finding(survey, wave, language):
    wave = wave if bundled(survey).codebook.wave else None
    published = [
        one
        for one in published_figures()
        if one.measure == "share" and str(one.wave) == (wave or "2021")
    ]
    some = [
        one for one in found(survey=survey, wave=wave, language=language) if "item" in one.local
    ]
    assert some
    for one in some:
        there = {
            figure.survey: figure
            for figure in published
            if (figure.item, figure.target) == (one.local["item"], one.local["target"])
        }
        assert survey in there
        if not there[survey].is_level:
            assert printed.share(there[survey], KNOWN, language) in one.sentence
            assert there[survey].source in one.line
            assert not one.simulated
            continue
        told = [beside for beside in there if there[beside].is_level]
        rests = "basis.published" if len(told) == 1 else "basis.all_published"
        assert one.line.endswith(say(language, rests))
        for beside in SURVEYS:
            name = labels.short_title(bundled(beside).codebook)[language]
            is_level = beside in told
            assert (f"{name} " in one.sentence.partition(".")[0]) is is_level


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "«De fleste har implementert noen bærekraftsinitiativ etter målene»"),
        ("en", "“Most have implemented some sustainability initiatives”"),
    ],
)
def test_what_was_published_in_words_is_quoted_and_its_number_called_our_reading(language, words):
    one = about("sdg_initiatives", survey="organisations", language=language)
    label = bundled("organisations").codebook.variable("sdg_initiatives").category(1).label
    read = {"nb": "som vi leser som over 50\xa0%", "en": "which we read as over 50%"}
    assert one.sentence == f"{label[language]}: {words}, {read[language]}."
    nobody = about("sdg_maturity", survey="organisations", language=language)
    none = {"nb": "som vi leser som ingen.", "en": "which we read as none."}
    assert nobody.sentence.endswith(none[language])
    assert not re.search(r"\d", nobody.sentence)


def test_a_change_is_told_only_between_published_levels():
    assert "2019" not in about("trust_secure_storage", wave="2020").sentence, "2019 is assumed"
    personnel = about("trust_need_to_know", wave="2020").sentence
    assert "Citizens: rose from 54 to 61% from 2019 to 2020" in personnel
    assert "Health personnel:" not in personnel


@pytest.mark.parametrize("filtered", [{"where": ["gender=1"]}, {"base": "valid"}])
def test_where_all_levels_are_assumed_there_is_no_finding_of_the_survey(filtered):
    view = view_of(*filtered.get("where", ()))
    view = replace(view, base=filtered.get("base", "all"))
    assert are_assumed(view)
    assert not any("item" in one.local for one in findings(view, KNOWN))
    assert not are_assumed(view_of())


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_organisations_the_headline_is_told_and_no_figure_for_none_was_published(language):
    [one] = [one for one in found(language=language) if one.page == "maturity"]
    assert one.sentence == f"{KNOWN.sustainability[0].finding[language]}."
    assert not re.search(r"\d+\s?%", one.sentence + one.line)


def test_only_what_was_estimated_from_simulated_responses_is_called_simulated():
    pages = {one.page: one.simulated for one in found()}
    assert pages == {"trust": True, "maturity": False, "figures": False, "needs": False}
    for one in found():
        assert (say("en", "base.simulated") in one.line) is one.simulated
        assert (say("en", "base.simulated") in one.sentence) is False


# --- Figures of surveys ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("wave", "surveys"),
    [("2021", ["citizens", "health_personnel"]), ("2019", ["citizens"])],
)
def test_figures_are_those_of_the_wave_chosen(wave, surveys, language):
    one = about("trust_need_to_know", wave=wave, language=language)
    for survey in surveys:
        figures = asked(bundled(survey), "trust_need_to_know", f"year={wave}")
        share = figures.at((), "high")
        who = labels.short_title(figures.codebook)[language]
        value = numbers.percent(share.value, language)
        assert f"{who} {value} ({labels.interval(share, figures, language)})" in one.sentence
    assert wave in one.sentence


@pytest.mark.parametrize(("survey", "first"), [("citizens", "2019"), ("health_personnel", "2020")])
def test_a_change_is_called_one_only_where_the_test_says_so(survey, first):
    one = about("trust_need_to_know", wave="2021")
    tested = compare(bundled(survey), "trust_need_to_know", "high", "year", adjustment="none")
    pair = next(one for one in tested.differences if {one.first, one.second} == {first, "2021"})
    who = labels.short_title(bundled(survey).codebook)["en"]
    told = re.search(rf"{who}: (.*?)[;.]", one.sentence)[1]
    assert told.startswith(("rose", "fell")) is pair.significant(tested.level)
    assert f"from {first} to 2021" in told or f"from {first} (" in told


def test_a_level_printed_as_so_many_of_ten_is_about_and_no_change_rests_on_it():
    told = about("trust_secure_storage", wave="2021").sentence
    assert told == "High trust in 2021: Citizens about 70%, Health personnel about 70%."


def test_the_first_wave_has_no_change_and_a_break_allows_none():
    heard = about("heard_helsenorge", wave="2021").sentence
    assert "Citizens: 2021 cannot be compared with 2020." in heard


def test_the_survey_beside_says_which_condition_it_does_not_have(tmp_path):
    trust = YES_NO | {"construct": "trust"}
    frame = {"q": [1, 1, 1, 2] * 75, "g": [1, 2] * 150}
    write_survey(tmp_path, "own", frame, {"q": trust, "g": segment(1, 2)})
    write_survey(tmp_path, "beside", {"q": frame["q"]}, {"q": trust})
    surveys = surveys_in(tmp_path)
    first = found("g=1", survey="own", among=surveys)[0]
    assert [[one.variable.id for one in alike.aside] for alike in first.alike] == [["g"], []]


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_answers_are_told_in_words_without_a_number(tmp_path, language):
    gates = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
    frame = {"q": [1, 2] * 50, "g": [1] * 95 + [2] * 5}
    write_survey(tmp_path, "own", frame, {"q": YES_NO, "g": segment(1, 2)}, disclosure=gates)
    one = found("g=2", language=language, **only(tmp_path))[0]
    assert say(language, "flag.suppressed", limit=10) in one.sentence
    assert "%" not in one.sentence
    assert "n =" not in one.line


# --- Figures of documents -------------------------------------------------------------------------


CHANGED = ("helsenorge_logins_annual", "kjernejournal_lookups_week")


@pytest.mark.parametrize(
    ("series", "language", "sentence"),
    [
        (CHANGED[0], "en", "From 7 million logins (2017) to 43 million logins (2020)."),
        (
            CHANGED[0],
            "nb",
            "Fra 7 millioner innlogginger (2017) til 43 millioner innlogginger (2020).",
        ),
        (CHANGED[1], "en", "From 7,700 per week (2017) to about 38,000 per week (2021)."),
        (CHANGED[1], "nb", "Fra 7\xa0700 per uke (2017) til om lag 38\xa0000 per uke (2021)."),
    ],
)
def test_the_figures_that_changed_most_are_quoted_as_printed(series, language, sentence):
    assert printed_one(series, language).sentence == sentence


def test_a_change_is_told_within_one_unbroken_line_on_which_the_sources_agree():
    for series, line in changes(KNOWN):
        years = [figure.when for figure in line.figures]
        assert not any(each.separates(years[0], years[-1]) for each in series.all_breaks)
        assert len({figure.population for figure in line.figures}) == 1
        assert not any(figure.is_bound or not figure.year for figure in line.figures)
        differing = {figure for moment in series.differing for figure in moment.figures}
        assert not differing & set(line.figures)
    told = {series.key for series, _ in changes(KNOWN)}
    assert "gp_econsultation_share" not in told, "telephone counts from 2020"
    assert "helsenorge_visits_annual" not in told, "72 or 72.9 million in 2020"


@pytest.mark.parametrize("series", CHANGED)
def test_the_numbers_of_a_series_stand_in_the_quotes_of_the_documents_named(series):
    one = printed_one(series, "nb")
    figures = [figure for figure in KNOWN.figures if figure.series == series]
    numbers_told = re.findall(r"\d[\d\xa0]*(?= mill| per)", one.sentence)
    assert len(numbers_told) == 2
    for number in numbers_told:
        holds = [each for each in figures if number.replace("\xa0", " ") in each.quote]
        assert any(KNOWN.sources[each.source].short["nb"] in one.line for each in holds)


def test_printed_figures_do_not_know_the_filter():
    whole, part = (
        [one for one in found(*where) if one.page == "figures"] for where in ((), ("gender=1",))
    )
    assert [one.sentence for one in whole] == [one.sentence for one in part]


def test_silence_is_counted_over_all_needs():
    without = lacking(KNOWN.needs, KNOWN, "en")
    one = found()[-1]
    assert one.sentence == f"{say('en', 'overview.silent', count=len(KNOWN.needs))} {without}"
    assert (one.page, one.local) == ("needs", {"evidence": "no_item"})


def test_what_is_told_of_all_needs_leads_to_all_needs():
    one = found("carer=1")[-1]
    assert one.local == {"evidence": "no_item", "follow": "off"}


# --- Other data folders ---------------------------------------------------------------------------


def test_maturity_is_told_where_its_survey_is_there_and_not_the_one_that_is_chosen():
    there, chosen = found(), found(survey="organisations")
    without = found(among=[bundled("citizens")])
    assert [sum(one.page == "maturity" for one in some) for some in (there, chosen, without)] == [
        1,
        0,
        0,
    ]


def test_without_its_like_an_item_stands_alone():
    alone = about("trust_need_to_know", among=[bundled("citizens")])
    assert "Health personnel" not in alone.sentence
    assert len(alone.alike) == 1


def test_a_survey_of_one_s_own_is_not_simulated(tmp_path):
    frame = {"q": [1, 1, 1, 2] * 75, "g": [1, 2] * 150}
    write_survey(tmp_path, "own", frame, {"q": YES_NO, "g": segment(1, 2)})
    first, *rest = found("g=1", **only(tmp_path))
    assert first.sentence == "yes en: own en 100% (98–100%)."
    assert not any(one.simulated for one in (first, *rest))
    assert [one.page for one in rest] == ["figures", "figures", "needs"]


def test_a_number_is_told_as_a_mean(tmp_path):
    write_survey(tmp_path, "own", {"hours": [1.0, 2.0, 3.0] * 20}, {"hours": numeric()})
    sentence = found(**only(tmp_path))[0].sentence
    assert "2.00 (1.79–2.21)" in sentence
    assert "%" not in sentence


def test_a_survey_without_items_leaves_the_documents(tmp_path):
    write_survey(tmp_path, "own", {"g": [1, 2]}, {"g": segment(1, 2)})
    assert [one.page for one in found(**only(tmp_path))] == ["figures", "figures", "needs"]
