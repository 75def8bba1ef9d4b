"""A visitor brings a weighted survey, corrects it, explores it and takes it along."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from axe_rules import THEMES, lit, rules_broken, rules_of, settled
from in_browser import OTHER_LANGUAGE, choose, csv, fits, goto, sees, taken, whole
from playwright.sync_api import Dialog, Page, expect

from insight.__main__ import main
from insight.importers.importing import import_file
from insight.language.catalogue import say
from insight.survey.folders import CODEBOOK
from insight.survey.toml_edits import edit
from insight.web.own_survey.returning import COOKIE
from insight.web.routes import NAVIGATION

ROWS = 400
GONE = "Undersøkelsen «tillit_2026» i lenken er ikke her."


def words(key: str, **values: object) -> str:
    return say("nb", f"own_survey.{key}", **values)


@pytest.fixture(scope="module")
def sav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a weighted SPSS file: women are fewer than they should be, and trust more."""
    path = tmp_path_factory.mktemp("file") / "Tillit 2026.sav"
    women = [row % 4 == 0 for row in range(ROWS)]
    answers = [9 if row % 25 == 0 else (row * 7 + (2 if woman else 0)) % 5 + 1
               for row, woman in enumerate(women)]  # fmt: skip
    frame = pd.DataFrame(
        {
            "kjonn": [2.0 if woman else 1.0 for woman in women],
            "tillit": [float(one) for one in answers],
            "vekt": [2.0 if woman else 2 / 3 for woman in women],
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels={"kjonn": "Kjønn", "tillit": "Tillit til <b>helsetjenesten</b>",
                       "vekt": "Vekt for kjønn"},
        variable_value_labels={
            "kjonn": {1.0: "Mann", 2.0: "Kvinne"},
            "tillit": {1.0: "Svært liten", 2.0: "Liten", 3.0: "Verken stor eller liten",
                       4.0: "Stor", 5.0: "Svært stor", 9.0: "Vet ikke"},
        },
        missing_ranges={"tillit": [9.0]},
    )  # fmt: skip
    return path


@pytest.fixture(scope="module")
def told(sav: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Return what the command line says of the same file with its weight."""
    root = tmp_path_factory.mktemp("told")
    folder = import_file(sav, root).folder
    text = (folder / CODEBOOK).read_text()
    (folder / CODEBOOK).write_text(edit(text, {("design", "weight"): "vekt"}))
    asked = ["table", str(folder), "--item", "tillit", "--by", "kjonn", "--lang", "nb"]
    assert main([*asked, "--out", str(root / "told.csv")]) == 0
    return csv((root / "told.csv").read_bytes())


def bring(page: Page, url: str, path: Path) -> None:
    goto(page, url, "own_survey", lang="nb")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text(words("read")).wait_for()
    whole(page)


def weigh(page: Page) -> None:
    choose(page, words("weight"), f"vekt – Vekt for kjønn ({words('proposed')})")
    page.get_by_role("button", name=words("use")).click()
    page.get_by_text(words("corrected")).wait_for()
    whole(page)


def shares(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    found = frame[frame["kjonn"] != ""]
    return sorted(zip(found["kjonn"], found["category"], found["share"], strict=True))


def explored(page: Page) -> pd.DataFrame:
    """The figures of the breakdown that is shown, as its file has them."""
    return csv(Path(taken(page, "nb", "csv").path()).read_bytes())


def test_a_file_is_brought_weighted_explored_taken_along_and_published(
    page: Page,
    app_url: str,
    sav: Path,
    told: pd.DataFrame,
    start_app: Callable[..., str],
    elsewhere: Page,
    outside: list[str],
    tmp_path: Path,
):
    bring(page, app_url, sav)
    sees(page, "Tillit til <b>helsetjenesten</b>")
    weigh(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=words("download")).click()
    assert download.value.suggested_filename == "tillit_2026.zip"

    page.get_by_text(words("see_answers")).click()
    page.wait_for_url("**/answers*")
    page.locator(".st-key-band .own").wait_for()
    sees(page, say("nb", "base.weighted"))
    assert shares(explored(page)) == shares(told)

    goto(elsewhere, app_url, "answers", lang="nb", survey="tillit_2026")
    expect(
        elsewhere.get_by_text("Undersøkelsen «tillit_2026» i lenken er ikke her.")
    ).to_be_visible()
    expect(elsewhere.locator("[data-testid=stAlert]")).not_to_contain_text("citizens")
    assert "helsetjenesten</b>" not in elsewhere.content()

    data = tmp_path / "data"
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as folder:
        folder.extractall(data / "surveys")
    published = start_app({"INSIGHT_DATA": str(data), "INSIGHT_UPLOADS_MB": "1"})
    # The very first request after a start, and the whole app is there.
    page.goto(f"{published}/answers?lang=nb&survey=tillit_2026")
    sees(page, say("nb", "base.weighted"))
    for name in NAVIGATION:
        title = say("nb", f"{name}.title")
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("button", name="Kvinne")).to_be_visible()
    expect(page.get_by_role("radio", name=OTHER_LANGUAGE["nb"])).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nb"
    assert shares(explored(page)) == shares(told)

    goto(page, published, "own_survey", lang="nb")
    large = {"name": "stor.csv", "mimeType": "text/csv", "buffer": b"a;b\n" + b"1;2\n" * 500_000}
    page.locator("input[type=file]").set_input_files(large)
    sees(page, say("nb", "door.upload_all"))
    assert outside == []


def test_a_survey_outlives_a_reload_is_one_in_all_tabs_and_goes_when_it_is_removed(
    page: Page, app_url: str, sav: Path
):
    bring(page, app_url, sav)
    second = page.context.new_page()
    goto(second, app_url, "own_survey", lang="nb")
    second.get_by_label(words("title_nb"), exact=True).fill("Et annet navn")
    second.get_by_role("button", name=words("save_title")).click()
    second.get_by_text(words("corrected")).wait_for()
    choose(page, say("nb", "workbench.tool"), say("nb", "workbench.tool_index"))
    page.get_by_role("heading", name="Et annet navn").wait_for()
    page.get_by_text(words("see_answers")).click()
    page.wait_for_url("**/answers*survey=tillit_2026*")
    sees(page, "Tillit til <b>helsetjenesten</b>")
    whole(page)
    [kept] = [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    assert kept["value"] not in page.url
    assert kept["sameSite"] == "Strict"
    page.reload()
    sees(page, "Tillit til <b>helsetjenesten</b>")
    second.get_by_role("button", name=words("remove")).click()
    sees(second, words("upload"))
    whole(second)
    assert COOKIE not in {cookie["name"] for cookie in page.context.cookies()}
    page.reload()
    sees(page, GONE)


def test_a_file_that_is_gone_is_told_of_once(page: Page, app_url: str):
    goto(page, app_url, "answers", lang="nb")
    url = page.evaluate("location.origin")
    page.context.add_cookies([{"name": COOKIE, "value": "of yesterday", "url": url}])
    goto(page, app_url, "answers", lang="nb")
    sees(page, say("nb", "fault.own_survey_gone"))
    whole(page)
    page.reload()
    whole(page)
    expect(page.get_by_text(say("nb", "fault.own_survey_gone"))).to_have_count(0)


def test_leaving_warns_where_corrections_would_be_lost(page: Page, app_url: str, sav: Path):
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    bring(page, app_url, sav)
    page.reload()
    whole(page)
    assert asked == []
    weigh(page)
    page.reload()
    whole(page)
    assert asked == ["beforeunload"]
    with page.expect_download():
        page.get_by_role("button", name=words("download")).first.click()
    page.wait_for_function("() => window.insightLeaving === false")
    page.reload()
    whole(page)
    assert asked == ["beforeunload"]


def test_a_survey_that_is_looked_over_breaks_no_rule_of_axe_and_outlives_what_cannot_be_read(
    page: Page, app_url: str, sav: Path, tmp_path: Path
):
    bring(page, app_url, sav)
    for theme in THEMES:
        lit(page, theme)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        settled(page)
        assert rules_broken(page, rules_of(theme)) == {}
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    fits(page)

    broken = tmp_path / "kuttet.sav"
    broken.write_bytes(sav.read_bytes()[:200])
    page.get_by_text(words("another")).click()
    page.locator("input[type=file]").set_input_files(broken)
    expect(page.get_by_test_id("stAlert")).to_contain_text("kuttet.sav")
    sees(page, words("file", file="Tillit 2026.sav", id="tillit_2026"))
