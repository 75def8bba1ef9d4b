"""What *Share* lists beside the link: of surveys that are there by address, and of no other."""

import html
import re
from urllib.parse import unquote

import pytest
from answers_page import page
from asked_views import view_client
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import write_survey
from visitor import bodies


def lines(**link) -> dict[str, str]:
    found = re.findall(
        r'<div class="av-line"><span>(.*?)</span><code[^>]* data-written="(.*?)"',
        bodies(page(**link)),
    )
    return {html.unescape(name): unquote(html.unescape(words)) for name, words in found}


def test_a_view_has_data_pictures_and_a_code_for_other_sites():
    found = lines(survey="citizens", item="trust_need_to_know", by="gender", against="none")
    assert [*found] == [
        "Link to the page",
        *("Data (CSV)", "Data (JSON-stat)", "Picture (SVG)", "Picture (PNG)"),
        "Code for embedding",
    ]
    assert found["Code for embedding"].startswith('<a href="{here}/answers?lang=en')


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Difference from another survey", "With age held alike",
                "The same composition by age in all groups")),
        ("nb", ("Forskjell fra en annen undersøkelse", "Når alder holdes likt",
                "Samme sammensetning etter alder i alle grupper")),
    ],
)  # fmt: skip
def test_what_is_told_besides_has_lines_that_answer(language, names):
    link = {"survey": "citizens", "item": "trust_need_to_know", "by": "gender", "lang": language}
    found = lines(**link, given="age_group", standard="age_group", to="2019")
    client = view_client()
    for name, last in zip(names, ("beside", "adjusted", "standardised"), strict=True):
        for form, kind in (("CSV", "text/csv"), ("JSON", "application/json")):
            there = found[f"{name} ({form})"].removeprefix("{here}")
            assert f"/{last}?lang={language}&" in there
            answer = client.get(there)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(kind)


def test_what_the_page_refuses_has_no_lines():
    link = {"survey": "health_personnel", "item": "trust_need_to_know", "by": "gender"}
    refused = lines(**link, against="none", given="occupation")
    assert [*refused] == [*lines(**link, against="none")]


def test_where_the_operator_lets_sites_frame_views_the_code_is_a_frame(monkeypatch):
    monkeypatch.setenv("INSIGHT_EMBED", "https://example.no")
    monkeypatch.setenv("INSIGHT_ADDRESS", "https://innsikt.example/")
    code = lines(survey="citizens")["Code for embedding"]
    assert code.startswith('<iframe src="https://innsikt.example/embed/answers?lang=en&amp;')


def test_several_questions_have_no_data_address():
    found = lines(survey="citizens", items="trust_need_to_know,trust_secure_storage")
    assert [*found][1:] == ["Picture (SVG)", "Picture (PNG)", "Code for embedding"]


def test_closed_responses_close_no_address_of_figures_also_beside_others(data):
    asked = {"q": {**SCALE["q"], "construct": "asked_alike"}} | GENDER
    for name, rules in (("open", {"microdata": "open"}), ("shut", {"microdata": "closed"})):
        write_survey(data, name, answers(300), asked, disclosure=GATES | rules)
    whole = [*lines(survey="open", item="q")]
    assert len(whole) == 8
    for link in ({"survey": "shut"}, {"survey": "open", "item": "q", "against": "shut"}):
        assert [*lines(**link)] == whole
