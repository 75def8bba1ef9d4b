"""Figures by address on the page of the codebook: what is told, and that what is copied works."""

import html
import re
from urllib.parse import urlsplit

import pytest
from asked_api import api_client
from visitor import bodies, opened, words

from insight.api.settings import MOST_SEGMENTS, Settings
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.web.parts import by_address

ITEM = "heard_helsenorge"


def codes(app) -> list[str]:
    found = re.findall(r'<code translate="no">(.*?)</code>', bodies(app), re.DOTALL)
    return [html.unescape(one) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_addresses_of_a_question_answer_with_its_figures(language):
    app = opened("codebook", lang=language, survey="citizens", wave="2020", item=ITEM)
    csv, json_stat, *programs = codes(app)
    assert len(programs) == 4
    client = api_client()
    there = [urlsplit(one) for one in (csv, json_stat)]
    assert {f"{one.scheme}://{one.netloc}" for one in there} == {by_address.HERE}
    rows, dataset = (client.get(f"{one.path}?{one.query}") for one in there)
    assert (rows.status_code, dataset.status_code) == (200, 200)
    assert say(language, "api.share_low") in rows.text
    assert [*dataset.json()["dimension"]["year"]["category"]["index"]] == ["2020"]
    assert all(f"citizens.{ITEM}" in one and f'"{language}"' in one for one in programs[2:])
    for link in re.findall(r'href="(api/.*?)"', bodies(app)):
        assert client.get(f"/{html.unescape(link)}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_licence_and_simulation_are_told(language):
    said, usual = words(opened("codebook", lang=language, survey="citizens")), Settings()
    limits = say(
        language,
        "by_address.limits",
        calls=usual.most_calls,
        seconds=usual.seconds,
        cells=numbers.whole(usual.most_cells, language),
        segments=MOST_SEGMENTS,
        conditions=8,
    )
    assert limits in said
    assert say(language, "by_address.simulated") in said
    assert '<a href="#by_address">' in bodies(opened("codebook", lang=language))


def test_addresses_begin_where_the_operator_says(monkeypatch):
    monkeypatch.setenv("INSIGHT_ADDRESS", "https://innsikt.example.org/")
    app = opened("codebook", lang="nb", survey="citizens", item=ITEM)
    for code in codes(app):
        assert "https://innsikt.example.org/api/v2/tables/" in code
        assert "localhost" not in code


def test_the_address_that_a_browser_tells_is_believed_where_it_is_one(monkeypatch):
    told = iter(["https://a.example/base/codebook?lang=nb", 'https://a"onload=/codebook', ""])
    monkeypatch.setattr(by_address, "_url", lambda: next(told))
    seen = [by_address._seen_at() for _ in range(3)]
    assert seen == ["https://a.example/base", by_address.HERE, by_address.HERE]


def test_whole_codebook_shows_the_question_last_looked_at_and_a_word_shows_none():
    app = opened("codebook", lang="en", survey="citizens")
    assert f"citizens.{app.session_state['view'].survey.codebook.items[0].id}/data" in codes(app)[0]
    other = opened("codebook", lang="en", survey="citizens", term="confidence_interval")
    assert codes(other) == []
