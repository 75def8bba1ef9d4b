"""The picture and the embedded page of a view with something held alike show that too."""

import html
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from asked_views import EMBED, SVG, view_client
from drawn_picture import SVG as NAMES
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, write_survey
from visitor import TRUST_ITEM, bundled

from insight import adjust
from insight.analysis.combined.standardised_table import standardised_to
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.adjusted.adjusted_sentences import stays, when_alike
from insight.reporting.combined import standardised_words
from insight.web.addresses.embed_page import MOST_BYTES

TRUST = {"survey": "citizens", "item": TRUST_ITEM, "by": "gender", "wave": "2021"}
HELD, OVER = {"given": "age_group"}, {"standard": "age_group", "to": "2019"}


@pytest.fixture(scope="module")
def client():
    return view_client()


def spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def told_of(language: str) -> list[str]:
    """What the page says of both."""
    survey, where = bundled("citizens"), ["year=2021"]
    held = adjust(survey, TRUST_ITEM, "high", "gender", "age_group", where=where)
    asked = {"by": "gender", "where": where, "nets": True}
    over = standardised_to(survey, TRUST_ITEM, ("age_group",), "2019", **asked)
    told = standardised_words.what_it_is(over, "2019", language)
    return [when_alike(held.given, language), *stays(held, language), told]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_has_below_it_what_is_held_alike(client, language):
    plain = client.get(SVG, params=TRUST | {"lang": language}).content
    drawn = client.get(SVG, params=TRUST | HELD | OVER | {"lang": language}).content
    root, without = ElementTree.fromstring(drawn), ElementTree.fromstring(plain)
    assert float(root.get("height")) > float(without.get("height")) + 400
    said = spaced(" ".join("".join(one.itertext()) for one in root.iter(f"{NAMES}text")))
    for sentence in told_of(language):
        assert spaced(sentence) in said
        assert sentence in root.find(f"{NAMES}desc").text
    for key in ("adjusted.unadjusted", "adjusted.adjusted", "standardised.column"):
        assert say(language, key) in said
    assert said.count(say(language, "answers.assumed_level")) == 2
    assert said.count(say(language, "shell.simulated_means")) == 1
    assert said.endswith(said[said.index(say(language, "download.source_line", source="")[:4]) :])
    names = Counter(one.get("id") for one in root.iter() if one.get("id"))
    assert {name: count for name, count in names.items() if count > 1} == {}
    for name in re.findall(r"url\(#([^)]+)\)", drawn.decode()):
        assert name in names


def test_a_shape_without_room_is_refused_and_not_another_figure(client):
    for shape in ("wide", "square"):
        answer = client.get(SVG, params=TRUST | HELD | {"shape": shape})
        assert (answer.status_code, "too large" in answer.text) == (400, True)
        assert client.get(SVG, params=TRUST | {"shape": shape}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_other_sites_has_every_part_with_its_table(client, language):
    answer = client.get(EMBED, params=TRUST | HELD | OVER | {"lang": language})
    assert (answer.status_code, len(answer.content) <= MOST_BYTES) == (200, True)
    said = spaced(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))
    for sentence in told_of(language):
        assert spaced(sentence) in said
    assert [answer.text.count(tag) for tag in ("<h1", "<h2", "<details")] == [1, 2, 3]
    assert not re.search(r"<script|\son\w+=|javascript:", answer.text, re.IGNORECASE)
    names = re.findall(r'\sid="([^"]+)"', answer.text)
    assert len(names) == len({*names}) > 3
    told = " ".join(re.findall(r'aria-labelledby="([^"]+)"', answer.text)).split()
    referred = re.findall(r"url\(#([^)]+)\)", answer.text)
    assert {*told, *referred} <= {*names}


def test_what_the_gates_refuse_is_told_where_it_would_have_stood(client):
    link = {"lang": "en", "survey": "health_personnel", "item": TRUST_ITEM, "by": "gender"}
    link |= {"given": "occupation"}
    refused = "The groups Other of “Gender” have too few answers to be shown"
    drawn = ElementTree.fromstring(client.get(SVG, params=link).content)
    assert refused in spaced(" ".join("".join(one.itertext()) for one in drawn.iter()))
    page = client.get(EMBED, params=link).text
    assert refused in spaced(html.unescape(page))
    assert page.count("<details") == 1


def test_numbers_of_ones_own_are_refused_where_figures_are_told_rounded(client, data):
    """As the page does, which does not offer them there."""
    frame = answers(300) | {
        "the=place": [1 + row // 100 for row in range(300)],
        "w": [0.5 + row % 7 / 7 for row in range(300)],
    }
    variables = SCALE | GENDER | {"the=place": segment(1, 2, 3)}
    rules = GATES | {"microdata": "closed"}
    write_survey(data, "shut", frame, variables, design={"weight": "w"}, disclosure=rules)
    link = {"lang": "en", "survey": "shut", "item": "q", "by": "gender", "standard": "the=place"}
    own = client.get(EMBED, params=link | {"to": "own", "numbers": "1:1,2:1,3:1"})
    assert (own.status_code, own.text.count("<svg")) == (200, 1)
    assert "could be found out exactly" in own.text
    assert client.get(EMBED, params=link | {"to": "all"}).text.count("<svg") == 2
