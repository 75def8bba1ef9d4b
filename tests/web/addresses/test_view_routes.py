"""Pictures of a view, the page for other sites, and what oEmbed tells: whole, small and safe."""

import html
import re
from xml.etree import ElementTree

import pytest
from asked_views import ADDRESS, EMBED, PNG, SVG, view_client
from hostile_words import SCRIPT
from small_survey import GATES, GENDER, SCALE, answers
from survey_folder import segment, single, write_survey

from insight.api.settings import Settings
from insight.language.catalogue import say
from insight.web.addresses.embed_page import MOST_BYTES

TRUST = {"lang": "en", "survey": "citizens", "item": "trust_need_to_know", "by": "age_group"}
OPEN = {**GATES, "microdata": "open"}
WORDS = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def client():
    return view_client()


def plain(page: str) -> str:
    return html.unescape(" ".join(WORDS.sub(" ", page.partition("<body>")[2]).split()))


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize(
    "more",
    [
        {"show": "bars"},
        {"by": "none", "show": "dots"},
        {"show": "trend"},
        {"items": "trust_need_to_know,trust_secure_storage", "by": "gender"},
    ],
)
def test_the_page_for_other_sites_says_all_and_runs_nothing(client, language, more):
    answer = client.get(EMBED, params=TRUST | {"lang": language} | more)
    page = answer.text
    assert (answer.status_code, len(answer.content) <= MOST_BYTES) == (200, True)
    assert "set-cookie" not in answer.headers
    assert not re.search(r"<script|\son\w+=|javascript:", page, re.IGNORECASE)
    [drawn] = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert not re.search(r"(href|src)=|url\((?!#)", drawn)
    assert f'<html lang="{language}">' in page
    said = plain(page)
    for key in ("shell.simulated", "shell.simulated_means", "embed.whole"):
        assert say(language, key) in said
    assert re.search(r"<details><summary>\w+</summary>.*<td>", page, re.DOTALL)
    [link] = set(re.findall(r'<a href="([^"]+)"', page))
    assert html.unescape(link).startswith(f"{ADDRESS}/answers?lang={language}&survey=citizens")


def test_a_picture_is_the_saved_one_in_the_width_that_is_asked_for(client):
    drawn = ElementTree.fromstring(client.get(SVG, params=TRUST | {"width": 600}).content)
    assert drawn.get("width") == "600"
    said = " ".join(drawn.itertext())
    for words in (say("en", "shell.simulated"), say("en", "tag.assumed"), "Source:", "weighted"):
        assert words in said
    answer = client.get(PNG, params=TRUST)
    assert answer.headers["content-type"] == "image/png"
    assert int.from_bytes(answer.content[16:20], "big") == 1200
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_picture_has_the_shape_that_is_asked_for(client):
    for shape, part in (("wide", 9 / 16), ("square", 1)):
        asked = TRUST | {"width": 600, "shape": shape}
        drawn = ElementTree.fromstring(client.get(SVG, params=asked).content)
        assert drawn.get("width") == "600"
        assert float(drawn.get("height")) == pytest.approx(600 * part)
    refused = client.get(SVG, params=TRUST | {"shape": "round"})
    assert refused.status_code == 400
    assert say("en", "embed.shapes", known="page, wide, square") in refused.text


def test_who_has_it_already_is_told_so(client):
    for path in (EMBED, SVG):
        first = client.get(path, params=TRUST)
        known = {"If-None-Match": first.headers["etag"]}
        again = client.get(path, params=TRUST, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        other = client.get(path, params=TRUST | {"lang": "nb"}, headers=known)
        assert other.status_code == 200


def test_only_the_page_for_other_sites_may_be_framed_and_only_by_whom_the_operator_names(client):
    framed = view_client(frames=("https://example.no", "https://*.example.org"))
    for one, allowed in ((client, "'none'"), (framed, "https://example.no https://*.example.org")):
        policy = one.get(EMBED, params=TRUST).headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors {allowed}")
        assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'unsafe-inline'")
        policy = one.get(SVG, params=TRUST).headers["content-security-policy"]
        assert policy.endswith("frame-ancestors 'none'")
        assert "frame-ancestors 'self'" in one.get("/").headers["content-security-policy"]


def test_oembed_tells_of_the_picture_and_of_the_frame_where_there_may_be_one(client):
    url = f"{ADDRESS}/answers?lang=en&survey=citizens&item=trust_need_to_know"
    told = client.get("/api/oembed", params={"url": url, "maxwidth": 800}).json()
    assert (told["version"], told["type"], told["width"]) == ("1.0", "photo", 800)
    assert 300 < told["height"] < 800
    assert client.get(told["url"].removeprefix(ADDRESS)).headers["content-type"] == "image/png"
    framed = view_client(frames=("*",)).get("/api/oembed", params={"url": url}).json()
    assert framed["type"] == "rich"
    [source] = re.findall(r'<iframe src="([^"]+)"', framed["html"])
    assert client.get(html.unescape(source).removeprefix(ADDRESS)).status_code == 200


def test_oembed_knows_no_other_address_than_its_own(client):
    for url in ("", "https://other.example/answers?lang=en", f"{ADDRESS}/needs?lang=en", SCRIPT):
        assert client.get("/api/oembed", params={"url": url}).status_code == 404
    nowhere = view_client(Settings(most_calls=1_000)).get("/api/oembed", params={"url": "x"})
    assert (nowhere.status_code, "INSIGHT_ADDRESS" in nowhere.text) == (404, True)
    assert client.get("/api/oembed", params={"format": "xml"}).status_code == 501


@pytest.mark.parametrize("microdata", ["open", "closed"])
def test_a_hidden_group_stays_hidden_whoever_may_have_responses(tmp_path, monkeypatch, microdata):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    rows = answers(319) | {"g": [1] * 160 + [2] * 152 + [3] * 7}
    variables = SCALE | GENDER | {"g": segment(1, 2, 3)}
    write_survey(tmp_path, "s", rows, variables, disclosure=GATES | {"microdata": microdata})
    client = view_client()
    for path in (EMBED, SVG, PNG):
        answer = client.get(path, params={"survey": "none", "lang": "en"})
        assert (answer.status_code, "“none”" in answer.text) == (404, True)
    link = {"survey": "s", "lang": "en", "by": "g", "show": "dots"}
    said = plain(client.get(EMBED, params=link).text)
    assert "kode 3 en Hidden" in said
    # Those of its group, of the one that is hidden with it, and both.
    assert not re.search(r"\b(7|152|159)\b", said)


def test_what_is_too_large_for_a_page_is_left_to_the_picture_and_to_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    rows = {"q": [1, 2, 3, 4, 5, 9] * 1500, "g": [row // 100 + 1 for row in range(9000)]}
    variables = SCALE | {"g": segment(*range(1, 91))}
    write_survey(tmp_path, "s", rows, variables, disclosure=OPEN)
    answer = view_client().get(EMBED, params={"survey": "s", "by": "g", "show": "dots"})
    assert (answer.status_code, len(answer.content) <= MOST_BYTES) == (200, True)
    assert f'<img src="{ADDRESS}/api/picture/answers.svg?' in answer.text
    assert "<svg" not in answer.text
    asked = {"survey": "s", "by": "g", "show": "dots", "shape": "square"}
    refused = view_client().get(SVG, params=asked)
    assert refused.status_code == 400
    assert say("en", "picture.no_room", shape=say("en", "picture.square")) in refused.text


def test_labels_that_look_like_html_are_words(tmp_path, monkeypatch):
    monkeypatch.setenv("INSIGHT_DATA", str(tmp_path))
    marked = segment(1, 2) | {"label": {"nb": SCRIPT, "en": SCRIPT}}
    item = single(1, 2) | {"label": {"nb": SCRIPT, "en": SCRIPT}}
    rows = {"q": [1, 2] * 200, "g": [1, 1, 2, 2] * 100}
    write_survey(tmp_path, "s", rows, {"q": item, "g": marked}, disclosure=OPEN)
    for show in ("dots", "heat"):
        page = view_client().get(EMBED, params={"survey": "s", "by": "g", "show": show})
        assert page.status_code == 200
        assert "<script" not in page.text


HOSTILE = [
    "",
    "x" * 3_000,
    "\x00",
    "../../etc/passwd",
    "{{7*7}}",
    SCRIPT,
    "%",
    "gender=",
    "1e9",
    "nan",
]


PARAMETERS = """lang survey item items where wave base by by2 target show order against limit mark
nets turn width shape"""


@pytest.mark.parametrize("name", PARAMETERS.split())
def test_hostile_parameters_are_refused_and_fail_nothing(client, name):
    for value in HOSTILE:
        for path in (EMBED, SVG):
            answer = client.get(path, params=TRUST | {"show": "dots"} | {name: value})
            assert answer.status_code in (200, 400, 404), (value, answer.text)
            if answer.headers["content-type"] != "application/problem+json":
                assert "<script" not in answer.text


@pytest.mark.parametrize("name", ["needs", "answers.pdf", "answers", "..%2fanswers", "x" * 999])
def test_what_has_no_picture_is_not_there(client, name):
    assert client.get(f"/api/picture/{name}", params=TRUST).status_code == 404
    if name != "answers":
        assert client.get(f"/embed/{name}", params=TRUST).status_code == 404


@pytest.mark.parametrize("path", [EMBED, SVG, "/api/oembed", "/api/facts/figures.csv"])
def test_other_methods_than_those_of_reading_are_refused_with_these(client, path):
    for method in ("DELETE", "POST", "PUT"):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert client.head("/api/facts/figures.csv").status_code == 200


def test_a_client_may_ask_for_so_many_pictures_and_no_more():
    client = view_client(Settings(most_calls=8))
    statuses = [client.get(SVG, params=TRUST).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
