"""The chapters of the strategy as HTML: its evaluation, its process, and what guides it."""

import re
from dataclasses import replace

from facts_in_html import KNOWN, assert_words_stay_words, facts_saying, plain, reading
from visitor import compact

from insight.documents.passages.of_strategy.evaluation import Evaluation, Judgement, evaluation
from insight.documents.passages.of_strategy.guidance import Guidance, Guiding, guiding
from insight.documents.passages.of_strategy.process import Stage, findings, process
from insight.language.catalogue import say
from insight.web.html.chapters import evaluation as evaluation_html
from insight.web.html.chapters import guidance as guidance_html
from insight.web.html.chapters import process as process_html


def test_each_main_question_has_its_verdict_and_its_grounds():
    drawn = compact(evaluation_html.evaluation(evaluation(KNOWN), reading("en")))
    judged = re.findall(r"<article.*?</article>", drawn)
    verdicts = [re.findall("<strong>(.*?)</strong>", one) for one in judged]
    assert verdicts == [["To a limited degree"], ["To a small degree"], ["To some degree"]]
    assert [one.count("k_evaluation_ground") // 2 for one in judged] == [5, 5, 4]
    assert say("en", "strategy.order_inferred") in drawn
    assert say("en", "strategy.method_questions", count=12) in drawn


def test_the_story_tells_who_gave_insight_with_the_numbers_it_names():
    words = plain(process_html.story(process(KNOWN), findings(KNOWN), reading()))
    assert "over 30 Organisasjoner involvert så langt" in words
    assert "i workshops, spørreundersøkelser og intervjuer" in words
    order = [say("nb", f"strategy.stage_{code}") for code in ("purpose", "mandate", "insight")]
    assert sorted(order, key=words.index) == order


def test_where_guidance_contradicts_is_open_and_the_table_says_who_is_named_where():
    drawn = compact(guidance_html.guidance(guiding(KNOWN), reading()))
    opened = re.findall(r'<details class="sy-fold (\w+)" open', drawn)
    assert opened == ["contradict"]
    rows = dict(re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', drawn))
    act = "Lov om kommunale helse- og omsorgstjenester"
    assert [bool(mark) for mark in re.findall("<td>(.*?)</td>", rows[act])].index(True) == 3
    assert rows["Nasjonal helse- og sykehusplan (NHSP)"].count("●") == 9


def test_hostile_words_stand_as_they_are():
    def draw(word, text):
        own = reading(known=facts_saying(word))
        verdict = KNOWN.fact["k_evaluation_verdict_912"]
        said = replace(verdict, id=word, text=text, part=text, note=text, quote=word, date="2021")
        figures = tuple(
            replace(KNOWN.figure["kg_organisations_involved"], indicator=text, unit="factor")
            for _ in range(2)
        )
        judged = Judgement(said, said, said, (said,))
        area = Guidance(1, text, "contradict", (said,), (said,), (text,))
        found = Guiding((area,), {text: (said,)}, (said,))
        stages = [
            Stage(code, (said,), figures, (said,))
            for code in ("purpose", "mandate", "insight", "plan")
        ]
        return (
            evaluation_html.evaluation(Evaluation(said, (judged,), (said,), (said,)), own)
            + process_html.story(stages, [said], own)
            + guidance_html.guidance(found, own)
            + guidance_html.lists(found, own)
        )

    assert_words_stay_words(draw)
