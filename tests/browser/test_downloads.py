"""What a reader takes away: each file opened again, and the same as the command line."""

import io
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
from in_browser import csv, drawn, goto, plain, whole
from PIL import Image
from playwright.sync_api import Page
from told_by_command import table_told

from insight import open_survey
from insight.language.catalogue import LANGUAGES, Language, say
from insight.reporting.pictures.picture_shapes import PAGE
from insight.survey.folders import CODEBOOK, bundled_data

ITEM = "trust_need_to_know"
CITIZENS = open_survey("citizens", bundled_data())
VIEW = {
    "item": ITEM,
    "against": "none",
    "target": "high",
    "by": "education",
    "wave": "2021",
    "where": "gender=1",
}
STEM, FILTER = f"citizens_{ITEM}_by_education", "gender-1_year-2021"
OF_NUMBERS = ("n", "base", "base_weighted", "level", "category_label")
SVG = "{http://www.w3.org/2000/svg}"


def taken(page: Page, kind: str, language: Language) -> tuple[str, bytes]:
    """Unfold what a result can be taken away as, take one file, and return its name and content."""
    whole(page)
    button = page.get_by_role("button", name=say(language, f"download.{kind}"), exact=True)
    if not button.is_visible():
        page.get_by_text(say(language, "download.menu"), exact=True).click()
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def insight_table(language: Language, *arguments: str) -> pd.DataFrame:
    """What the command line says of women in 2021, as text."""
    asked = ["--item", ITEM, "--lang", language, "--where", "gender=1", *arguments]
    return table_told("citizens", *asked)


def expected(language: Language) -> pd.DataFrame:
    """The groups, and all of them together."""
    year = ("--where", "year=2021")
    groups = insight_table(language, *year, "--by", "education")
    both = pd.concat([groups, insight_table(language, *year)])
    return both.fillna("").reset_index(drop=True)


def as_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of numbers, in which each file writes decimals in its own way."""
    names = ["n", "base", "base_weighted", "share", "share_se", "share_low", "share_upp", "level"]
    return frame[names].apply(pd.to_numeric)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param


@pytest.fixture(scope="module")
def shown(reader: Page, app_url: str, language: Language) -> Page:
    """The view of which everything is taken, once for each language."""
    goto(reader, app_url, lang=language, **VIEW)
    drawn(reader)
    return reader


def test_numbers_are_those_of_the_command_line_in_every_file(
    shown: Page, app_url: str, language: Language
):
    page = shown
    table = expected(language)
    stem = f"{STEM}_{FILTER}"

    name, content = taken(page, "csv", language)
    assert name == f"{stem}.csv"
    pd.testing.assert_frame_equal(csv(content), table)

    name, content = taken(page, "norwegian", language)
    assert name == f"{STEM}_excel_{FILTER}.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    excel = pd.read_csv(
        io.BytesIO(content), sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    words = {say(language, f"column.{name}"): name for name in OF_NUMBERS}
    share = say(language, "column.share")
    for part in ("se", "low", "upp"):
        words[say(language, f"column.{part}", label=share)] = f"share_{part}"
    excel = excel.rename(columns={share: "share", **words})
    assert excel["share"].str.fullmatch(r"(0,\d+)?").all()
    decimals = excel.apply(lambda column: column.str.replace(",", "."))
    pd.testing.assert_frame_equal(as_numbers(decimals), as_numbers(table), check_exact=True)
    assert excel["category_label"].tolist() == table["category_label"].tolist()

    name, content = taken(page, "workbook", language)
    assert name == f"{stem}.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content))
    head, *rows = book[say(language, "download.columns")].values
    columns = pd.DataFrame(rows, columns=list(head))
    assert list(columns) == list(table)
    pd.testing.assert_frame_equal(as_numbers(columns), as_numbers(table), rtol=1e-14)
    about = dict(book[say(language, "download.about")].values)
    link = urlsplit(about[say(language, "download.link")])
    assert f"{link.scheme}://{link.netloc}{link.path}" == f"{app_url}/answers"
    asked = {name: found[0] for name, found in parse_qs(link.query).items()}
    assert VIEW.items() <= asked.items()
    assert about[say(language, "download.simulated")].startswith(say(language, "shell.simulated"))


def test_pictures_show_the_chart_and_stay_honest(shown: Page, language: Language):
    page = shown
    name, content = taken(page, "png", language)
    assert name == f"{STEM}_{FILTER}.png"
    picture = Image.open(io.BytesIO(content))
    picture.verify()
    assert picture.format == "PNG"
    assert picture.width == 2 * PAGE.pixels

    name, content = taken(page, "svg", language)
    assert name == f"{STEM}_{FILTER}.svg"
    root = ET.fromstring(content)
    words = plain(" ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")))
    assert plain(page.get_by_role("heading", level=1).text_content()) in words
    assert plain(CITIZENS.codebook.source[language]) in words
    assert say(language, "shell.simulated") in words
    assert say(language, "answers.assumed_level") in words
    on_screen = page.locator(".av-row .av-value").all_inner_texts()
    assert len(on_screen) > 5
    assert [text for text in on_screen if plain(text.split("\n")[0]) not in words] == []
    described = page.locator("p.alternative").text_content()
    assert plain(root.find(f"{SVG}desc").text) == plain(described)

    page.get_by_text(say(language, "picture.wide"), exact=True).click()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    name, content = taken(page, "png", language)
    assert name == f"{STEM}_16x9_{FILTER}.png"
    assert Image.open(io.BytesIO(content)).size == (1920, 1080)


def test_responses_come_with_their_codebook(page: Page, app_url: str):
    goto(page, app_url, lang="nb", **VIEW)
    drawn(page)
    for ending in ("csv", "parquet"):
        name, content = taken(page, f"responses_{ending}", "nb")
        holds_responses(name, content, ending, app_url)


def holds_responses(name: str, content: bytes, ending: str, url: str) -> None:
    assert name == f"citizens_responses_{ending}_{FILTER}.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert set(archive.namelist()) == {
            *(f"responses.{ending}", CODEBOOK),
            *("README.txt", "datapackage.json", "croissant.json"),
            *(["responses.csv-metadata.json"] if ending == "csv" else []),
        }
        rows, codebook, readme = (
            archive.read(one) for one in (f"responses.{ending}", CODEBOOK, "README.txt")
        )
    read = pd.read_csv if ending == "csv" else pd.read_parquet
    responses = read(io.BytesIO(rows))
    everyone = pd.read_parquet(CITIZENS.responses)
    chosen = everyone.query("gender == 1 and year == 2021").reset_index(drop=True)
    pd.testing.assert_frame_equal(responses[chosen.columns], chosen, check_dtype=False)
    assert responses["simulated"].all()
    assert tomllib.loads(codebook.decode())["id"] == "citizens"
    assert say("nb", "shell.simulated") in readme.decode()
    assert url in readme.decode()


def test_a_chart_of_the_maturity_page_can_be_taken_away_and_is_light_also_on_a_dark_screen(
    page: Page, app_url: str
):
    page.emulate_media(color_scheme="dark")
    goto(page, app_url, "maturity", lang="en", item="sdg_staff_engagement", by="sdg_maturity")
    drawn(page)
    name, content = taken(page, "png", "en")
    assert name == "organisations_sdg_staff_engagement_by_sdg_maturity.png"
    picture = Image.open(io.BytesIO(content)).convert("L")
    light = sum(picture.histogram()[200:])
    assert light > 0.7 * picture.width * picture.height
