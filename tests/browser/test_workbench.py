"""A file put in order in a browser, taken along, and followed by next year's file."""

import csv as csv_files
import io
import zipfile
from pathlib import Path

import pytest
import visitor
from axe_rules import THEMES, lit, rules_broken, rules_of, settled
from in_browser import choose, fits, goto, is_untroubled, open_list, sees, whole
from playwright.sync_api import Page, expect

from insight.__main__ import main
from insight.language.catalogue import say

TRUST = ("Svært liten", "Liten", "Verken stor eller liten", "Stor", "Svært stor")
HEAD = [
    ("Status", "Response Type", '{"ImportId":"status"}'),
    ("Q1", "Hvor stor tillit har du til helsetjenesten?", '{"ImportId":"QID1"}'),
    ("Q2", "Hvor mange poeng gir du?", '{"ImportId":"QID2_TEXT"}'),
    *(
        (f"Q3_{number}", f"Hvor enig er du? - {words}", f'{{"ImportId":"QID3_{number}"}}')
        for number, words in enumerate(("Jeg får svar", "Jeg blir hørt", "Jeg forstår"), 1)
    ),
    ("Q4", "Hva slags kontakt hadde du?", '{"ImportId":"QID4"}'),
]
CONTACT = ("Telefon", "Besøk", "Video (*nytt*)")


def write(path: Path, rows: int, contacts: tuple[str, ...] = CONTACT, most: int = 80) -> Path:
    """Write an export with three header rows; every tenth respondent is a preview."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv_files.writer(file)
        out.writerows(zip(*HEAD, strict=True))
        for row in range(rows):
            trust = row % 5
            items = [min(5, 1 + trust + (row // 5 + item) % 2) for item in range(3)]
            kind = "Survey Preview" if row % 10 == 0 else "IP Address"
            points = 18 + row * 5 % (most - 17)
            out.writerow([kind, TRUST[trust], points, *items, contacts[row % len(contacts)]])
    return path


def words(key: str, **values: object) -> str:
    return say("nb", f"workbench.{key}", **values)


def bench(page: Page):
    return page.locator(".st-key-bench")


@pytest.fixture
def brought(page: Page, app_url: str, tmp_path: Path) -> Page:
    """The page of a survey that was just brought."""
    goto(page, app_url, "own_survey", lang="nb")
    path = write(tmp_path / "tillit.csv", 300)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text(say("nb", "own_survey.read")).wait_for()
    whole(page)
    return page


def take(page: Page, tool: str) -> None:
    choose(page, words("tool"), words(f"tool_{tool}"))
    sees(page, words(f"line_{tool}"))


def find(page: Page, label: str, option: str) -> None:
    """Choose what begins with a name."""
    open_list(page, label).click()
    page.get_by_role("option", name=option).first.click()
    whole(page)


def fill(page: Page, label: str, value: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.fill(value)
    box.press("Enter")
    whole(page)


def use(page: Page) -> None:
    """Use the changes, which leaves the page where it is and says so beside the workbench."""
    button = bench(page).get_by_role("button", name=words("use"))
    button.scroll_into_view_if_needed()
    button.click()
    told = page.locator("#bench-done")
    told.wait_for()
    whole(page)
    expect(told).to_be_in_viewport()
    expect(bench(page)).to_be_in_viewport()


def put_in_order(page: Page) -> None:
    find(page, words("variable"), "Q1 –")
    fill(page, words("use_as_of", answer=TRUST[1]), "Under middels")
    fill(page, words("use_as_of", answer=TRUST[0]), "Under middels")
    sees(page, "«Svært liten», «Liten» blir «Under middels»")
    use(page)
    find(page, words("variable"), "Q4 –")
    fill(page, words("place_of", answer=CONTACT[2]), "1")
    sees(page, "svarene i rekkefølgen «Video (*nytt*)», ")
    use(page)
    take(page, "band")
    find(page, words("number"), "Q2 –")
    fill(page, words("starts"), "tretti")
    sees(page, "«tretti» er ikke et tall.")
    fill(page, words("starts"), "30; 60")
    sees(page, "«Under 30», «30–59», «60 eller mer»")
    use(page)
    take(page, "index")
    for number in (1, 2, 3):
        find(page, words("items"), f"Q3_{number} –")
    page.keyboard.press("Escape")
    fill(page, words("index_name"), "Møtet")
    sees(page, "Cronbachs alfa er ")
    use(page)


def test_a_file_is_put_in_order_explored_taken_along_and_followed_by_next_years(
    brought: Page,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    page = brought
    put_in_order(page)
    is_untroubled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=say("nb", "own_survey.download")).first.click()
    page.get_by_text(say("nb", "own_survey.see_answers")).click()
    page.wait_for_url("**/answers*survey=tillit*")
    whole(page)
    find(page, say("nb", "answers.question"), "Møtet")
    choose(page, say("nb", "breakdown.by"), "Hvor mange poeng gir du?")
    sees(page, "30–59")

    data = tmp_path / "data"
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as folder:
        folder.extractall(data / "surveys")
    monkeypatch.setenv("INSIGHT_DATA", str(data))
    published = {"lang": "nb", "survey": "tillit", "item": "Q1", "by": "Q2"}
    said = visitor.words(visitor.opened("answers", **published))
    assert "Under middels" in said
    assert "60 eller mer" in said

    capsys.readouterr()
    second = write(tmp_path / "2027.csv", 200, (*CONTACT, "Brev"))
    assert main(["import", str(second), "--to", str(data / "surveys" / "tillit"), "--wave", "2027",
                 "--lang", "nb"]) == 0  # fmt: skip
    said = capsys.readouterr().out
    assert "Q4: kategoriene i en annen rekkefølge" in said
    assert "4 = Brev" in said
    followed = visitor.opened("answers", **published)
    assert "Under middels" in visitor.words(followed)
    assert not followed.warning


def test_the_forms_break_no_rule_of_axe_and_fit_a_phone(brought: Page):
    page = brought
    find(page, words("variable"), "Q1 –")
    fill(page, words("use_as_of", answer=TRUST[0]), "Liten")
    sees(page, words("then"))
    check_rules(page)
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    fits(page)
    place = page.get_by_label(words("place_of", answer=TRUST[0]), exact=True).bounding_box()
    name = page.get_by_label(words("use_as_of", answer=TRUST[0]), exact=True).bounding_box()
    assert place
    assert name
    assert place["width"] > 40
    assert name["width"] > 150
    assert 0 < name["y"] - place["y"] < 80
    take(page, "band")
    find(page, words("number"), "Q2 –")
    fill(page, words("starts"), "tretti")
    sees(page, "«tretti» er ikke et tall.")
    check_rules(page)
    fits(page)


def check_rules(page: Page) -> None:
    for theme in THEMES:
        lit(page, theme)
        settled(page)
        assert rules_broken(page, rules_of(theme)) == {}
