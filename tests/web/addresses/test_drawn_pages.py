"""Addresses of organisations' answers and of charts of facts: what their pages show, no more."""

import csv
import html
import io
import re
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from asked_api import cells
from asked_views import ADDRESS, told, view_client
from hostile_words import LONG, SCRIPT
from jsonstat_validator import validate_jsonstat
from visitor import bodies, opened

from insight.documents.later.later_figures import all_facts
from insight.documents.passages.timeline import timeline
from insight.documents.series import every_series
from insight.exports import files
from insight.language.catalogue import say
from insight.views.at_address.series_view import SeriesView, known_series, series_view
from insight.views.at_address.timeline_view import timeline_view
from insight.views.view_pictures import today
from insight.web.addresses.addressed_view import DRAWN, drawable
from insight.web.addresses.data_address import data_address
from insight.web.addresses.embed_page import MOST_BYTES

STAFF = {"item": "sdg_staff_engagement", "by": "sdg_maturity"}
VIEWS = [
    ("nb", "maturity", {}),
    ("en", "maturity", STAFF),
    ("en", "maturity", {"item": "sdg_most_important", "where": "org_type=2"}),
    ("en", "figures", {}),
    ("nb", "figures", {"series": "helsenorge_visits_annual"}),
    ("nb", "timeline", {"theme": "trust_privacy", "from": "2018"}),
]
DATES = next(key for key, series in known_series().items() if series.is_dates)
WORDS = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def client():
    return view_client()


def plain(page: str) -> str:
    return html.unescape(" ".join(WORDS.sub(" ", page.partition("<body>")[2]).split()))


@pytest.mark.parametrize(("language", "page", "link"), VIEWS)
def test_the_page_for_other_sites_says_all_and_runs_nothing(client, language, page, link):
    asked = {"lang": language} | link
    answer = client.get(f"/embed/{page}", params=asked)
    assert (answer.status_code, len(answer.content) <= MOST_BYTES) == (200, True)
    assert "set-cookie" not in answer.headers
    assert not re.search(r"<script|\son\w+=|javascript:", answer.text, re.IGNORECASE)
    seen = drawable(page, asked.items())
    said = plain(answer.text)
    if page == "maturity":
        keys = ("shell.simulated", "shell.simulated_means", "tag.assumed")
        assert [key for key in keys if say(language, key) not in said] == []
    else:
        assert [words for words in (seen.title, *seen.sources) if words not in said] == []
        assert say(language, "shell.simulated_means") not in said
    assert re.search(r"<details><summary>\w+</summary>.*<td>", answer.text, re.DOTALL)
    [there] = set(re.findall(r'<a href="([^"]+)"', answer.text))
    assert html.unescape(there) == f"{ADDRESS}/{page}?{seen.query}"
    known = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/embed/{page}", params=asked, headers=known).status_code == 304


@pytest.mark.parametrize(
    ("page", "link"),
    [("maturity", STAFF), ("figures", {}), ("timeline", {"event": "law", "rows": "level"})],
)
def test_an_address_shows_what_the_page_shows_and_the_page_offers_it(client, page, link):
    app = opened(page, lang="en", **link)
    written = {
        name: value if isinstance(value, str) else value[0]
        for name, value in app.query_params.items()
    }
    seen = drawable(page, written.items())
    own = {name: value for name, value in parse_qsl(seen.query) if name != "survey"}
    assert own.items() <= written.items()
    title = seen.drawn(today()).picture.words.title
    assert title in " ".join(html.unescape(WORDS.sub("", bodies(app))).split())
    found = re.findall(
        r'<div class="av-line"><span>(.*?)</span><code[^>]* data-written="(.*?)"', bodies(app)
    )
    lines = {html.unescape(name): unquote(html.unescape(words)) for name, words in found}
    for name in ("Picture (SVG)", "Picture (PNG)"):
        assert lines[name].startswith(f"{{here}}/api/picture/{page}.")
    assert f"/{page}?{seen.query}".replace("&", "&amp;") in lines["Code for embedding"]
    # What is divided by another question is in no table of the API.
    assert ("Data (CSV)" in lines) == (page != "maturity")
    for name in {"Data (CSV)", "Data (JSON-stat)"} & {*lines}:
        assert client.get(lines[name].removeprefix("{here}")).status_code == 200


@pytest.mark.parametrize(("page", "link"), [("figures", {}), ("timeline", {"find": "law"})])
def test_rows_are_those_of_the_pages_files_and_the_same_in_both_forms(client, page, link):
    asked = {"lang": "en"} | link
    answer = client.get(f"/api/facts/{page}.csv", params=asked)
    seen = drawable(page, asked.items())
    assert answer.content == files.csv_bytes(seen.rows())
    assert answer.headers["access-control-allow-origin"] == "*"
    known = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/api/facts/{page}.csv", params=asked, headers=known).status_code == 304
    rows = [*csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))]
    assert rows
    dataset = client.get(f"/api/facts/{page}.json", params=asked).json()
    assert validate_jsonstat(dataset)
    columns = dataset["dimension"]["column"]["category"]["index"]
    values = iter(dataset["value"])
    for row in rows:
        for name in columns:
            cell, value = row[name], next(values)
            same = float(cell) == value if isinstance(value, int | float) else cell == (value or "")
            assert same, (row["id"], name)
    assert dataset["size"] == [len(rows), len(columns)]


@pytest.mark.parametrize("link", [{}, {"item": "sdg_most_important"}, {"by": "org_size"}])
def test_the_data_of_organisations_answers_are_those_of_the_view(client, link):
    seen = drawable("maturity", ({"lang": "en"} | link).items())
    answer = client.get(f"/{data_address(seen.linked)}")
    by = [variable.id for variable in seen.linked.asked.breakdown.by]
    found = {
        (
            tuple(of_cell.get(name, "_T") for name in by),
            of_cell["category"].removeprefix("net."),
        ): value
        for of_cell, value, _ in cells(answer.json())
        if of_cell["ContentsCode"] == "share"
    }
    [shown, *_] = seen.answered()[0].tables
    told = [one for one in shown.estimates if one.value is not None]
    assert len(told) > 4
    for one in told:
        assert found[one.group, one.key] == pytest.approx(100 * one.value, abs=1e-12)


def test_a_series_of_dates_has_rows_and_no_chart(client):
    asked = {"series": DATES, "lang": "en"}
    assert client.get("/api/facts/figures.csv", params=asked).status_code == 200
    for path in ("/embed/figures", "/api/picture/figures.svg"):
        answer = client.get(path, params=asked)
        assert (answer.status_code, "has no chart, only dates." in answer.text) == (400, True)


def test_every_series_and_every_event_has_an_address():
    for key, series in every_series(all_facts()).items():
        seen = series_view({"series": key}.items())
        assert (seen.series, [*seen.rows()["id"]]) == (series, [one.id for one in series.figures])
        assert isinstance(seen, SeriesView)
    earliest = str(int(min(event.begins for event in timeline())))
    whole = timeline_view({"from": earliest}.items())
    assert [*whole.events] == [*timeline()]


def test_a_link_to_a_figure_shows_its_own_series_or_tells_of_the_page():
    figures = all_facts().figures
    of_series = next(one for one in figures if one.series)
    alone = next(one for one in figures if not one.series)
    assert f"series={of_series.series}" in told("figures", f"lang=en&figure={of_series.id}")
    drawn = told("figures", f"lang=en&figure={alone.id}")
    assert "og:image" not in drawn
    assert say("en", "figures.title") in html.unescape(drawn)


@pytest.mark.parametrize("page", ["maturity", "figures", "timeline"])
def test_a_shared_link_shows_the_chart_and_oembed_its_frame(page):
    drawn = told(page, "lang=en")
    [image] = re.findall(r'<meta property="og:image" content="([^"]+)"', drawn)
    assert html.unescape(image).startswith(f"{ADDRESS}/api/picture/{page}.png?lang=en")
    framed = view_client(frames=("*",))
    url = f"{ADDRESS}/{page}?lang=en"
    answer = framed.get("/api/oembed", params={"url": url}).json()
    assert (answer["type"], answer["title"]) == ("rich", drawable(page, [("lang", "en")]).title)
    [source] = re.findall(r'<iframe src="([^"]+)"', answer["html"])
    assert urlsplit(html.unescape(source)).path == f"/embed/{page}"


# One of each sort first: markup, what no text holds, a number, and more than there is room for.
SORTS = [SCRIPT, "\x00", "1e9", LONG]
HOSTILE = [*SORTS, "../..", "a=b;c", "' OR 1=1--", "nan", "-1", "😀", "\u202e"]
PARAMETERS = "lang item by where base wave survey series figure kind theme actor_level event rows"
PARAMETERS += " find from to width"


def assert_refused_in_a_sentence(answer):
    assert answer.status_code == 400
    [sentence] = re.findall(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)
    assert "<" not in sentence


@pytest.mark.parametrize("page", sorted({*DRAWN} - {"answers"}))
@pytest.mark.parametrize("name", PARAMETERS.split())
def test_hostile_parameters_are_refused_in_a_sentence_or_passed_over(client, name, page):
    def asked(form, **parameter):
        answer = client.get(f"/api/facts/{page}.{form}", params=parameter)
        assert answer.status_code in (200, 400, 404), answer.text
        if answer.status_code != 200:
            assert answer.headers["content-type"] == "application/problem+json"
        return answer

    without, passed_over = asked("csv").content, []
    for number, value in enumerate(HOSTILE):
        answer = asked("csv", **{name: value})
        passed_over.append(answer.content == without)
        # Both forms are of one view, and a page that minds nothing of any sort does not read it.
        if number < 2:
            assert asked("json", **{name: value}).status_code == answer.status_code
        if answer.status_code == 400:
            assert_refused_in_a_sentence(client.get(f"/embed/{page}", params={name: value}))
        if passed_over == [True] * len(SORTS):
            return
