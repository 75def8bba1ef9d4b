"""What a visitor does on a page and sees there, in the app's own session without a browser."""

import html
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
from checkout import SHELL
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from insight import OpenSurvey, Table, find_surveys, open_survey, table
from insight.analysis.shared_surveys import surveys
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, Language, say
from insight.survey.filters import parse_filter
from insight.survey.folders import bundled_data
from insight.views.view import View
from insight.web.routes import PAGES

TRUST_ITEM = "trust_need_to_know"
PATIENCE = 120  # seconds for a page on a machine that does much else

# Every session looks through all installed packages for components, and every run of it compiles
# the pages; here the first one does it for all.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
app_test.ScriptCache = local_script_runner.ScriptCache = cache(app_test.ScriptCache)
config.set_option("runner.postScriptGC", False)  # as app.py does
# A session without a browser has no cookies; Streamlit's stand-in would have any that is asked for.
context._get_client_context = lambda: None


# --- A page ---------------------------------------------------------------------------------------


def opened(page: str = "answers", **link: str | list[str]) -> AppTest:
    """Open a page by a link, as a visitor who was never here before."""
    app = AppTest.from_file(SHELL, default_timeout=PATIENCE)
    app.query_params = link
    if page != PAGES[0]:
        app.switch_page(f"../../../pages/{page}.py")
    return shown(app.run())


def shown(app: AppTest) -> AppTest:
    """Hold that nothing failed: no exception, no apology."""
    assert not app.exception, [one.value for one in app.exception]
    apologies = {say(language, "shell.failed") for language in LANGUAGES}
    assert not apologies & {one.value for one in app.error}
    return app


def bodies(app: AppTest) -> str:
    """All HTML of the page but its style and its script."""
    found = (compact(one.proto.body) for one in app.get("html"))
    return "\n".join(one for one in found if not one.startswith(("<style", "<script")))


def compact(markup: str) -> str:
    """HTML without the line breaks between its tags, which no reader sees."""
    return re.sub(r"\n\s*(?=<|$)|(?<=>)\n\s*", "", markup)


def words(app: AppTest) -> str:
    """Everything that stands on the page as text, a paragraph a line, but what is hidden."""
    boxes = [one.value for kind in ("info", "warning", "error") for one in app.get(kind)]
    unseen = r"<script[^>]*>.*?</script>|<p hidden.*?</p>"
    drawn = re.sub(unseen, "", bodies(app), flags=re.DOTALL)
    joined = re.sub(r'<span lang="nb">(.*?)</span>', r"\1", drawn)
    plain = html.unescape(re.sub(r"<[^>]+>", "\n", joined))
    return "\n".join([plain, *(unescaped(box) for box in boxes)])


def unescaped(markdown: str) -> str:
    """Return what Markdown with escapes shows."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace("\N{WORD JOINER}", "")


def warnings(app: AppTest) -> list[str]:
    return [unescaped(one.value) for one in app.warning]


def rows_of(chart) -> pd.DataFrame:
    # pandas knows no name for the type of the boxes, which the chart's metadata tell it.
    return pa.ipc.open_stream(chart.proto.data.data).read_all().to_pandas(ignore_metadata=True)


def charts(app: AppTest) -> list:
    """The charts of a page that Vega draws."""
    return list(app.get("vega_lite_chart"))


def drawn(app: AppTest) -> int:
    """How many charts a page has, rows of answers among them."""
    return len(charts(app)) + bodies(app).count('<table class="av-rows"')


def answer_rows(app: AppTest) -> list[dict]:
    """The rows of an answer: name, kind, columns in words, and what each mark tells."""
    found = re.findall(
        r'<tr role="row" class="av-row av-(\w+)([^"]*)">(.*?)</tr>', bodies(app), re.DOTALL
    )
    return [{"kind": kind, "marked": "av-marked" in more, **_row(row)} for kind, more, row in found]


def _row(row: str) -> dict:
    cells = re.findall(r'<t[dh] [^>]*class="av-(\w+)"[^>]*>(.*?)</t[dh]>', row, re.DOTALL)
    told = {
        name: _text(re.sub(r'<span class="tip-box".*?</b></span></span>', "", cell))
        for name, cell in cells
    }
    marks = [
        html.unescape(one) for one in re.findall(r'role="img" aria-label="(.*?)"', row, re.DOTALL)
    ]
    widths = [
        float(one) for one in re.findall(r'class="av-piece.*?width:([\d.]+)%', row, re.DOTALL)
    ]
    return {"pieces": [], **told, "marks": marks, "widths": widths}


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", "", markup))).strip(" ")


def alternatives(app: AppTest) -> list[str]:
    """The words that describe the charts of a page, in their order."""
    words = "".join(one.proto.body for one in app.get("html"))
    found = re.findall(r'<p class="alternative">(.*?)</p>', words, re.DOTALL)
    return [html.unescape(one) for one in found]


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of words of a page, in their order."""
    bodies = "".join(one.proto.body for one in app.get("html"))
    found = re.findall(r'<table class="words">.*?</table>', bodies, re.DOTALL)
    return [pd.DataFrame(rows[1:], columns=rows[0]) for rows in map(_rows, found)]


def _rows(table: str) -> list[list[str]]:
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", one, re.DOTALL) for one in lines)
    return [[html.unescape(cell) for cell in row] for row in cells]


def page_links(app: AppTest) -> list[tuple[str, str]]:
    """The page and the query of each link to another page."""
    return [(one.proto.page, one.proto.query_string) for one in app.get("page_link")]


def pills(app: AppTest, survey: str, variable: str):
    key = f"where:{survey}:{variable}"
    return next(one for one in app.button_group if one.key.split("@")[0] == key)


def box(app: AppTest, key: str):
    return next(one for one in app.selectbox if one.key.split("@")[0] == key)


def in_language(app: AppTest, language: Language) -> AppTest:
    switch = next(one for one in app.button_group if one.key == "language")
    return shown(switch.set_value(language).run())


def downloads(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("download_button")]


def fact_files(language: Language, *, picture: bool = False) -> list[str]:
    """The files that facts are offered as: the picture of a chart, and rows."""
    kinds = (*(("png", "svg") if picture else ()), "rows", "rows_norwegian")
    return [say(language, f"download.{kind}") for kind in kinds]


def press(app: AppTest, label: str) -> AppTest:
    return shown(next(one for one in app.button if one.label == label).click().run())


# --- A survey -------------------------------------------------------------------------------------


@cache
def bundled(survey: str) -> OpenSurvey:
    return open_survey(survey, bundled_data())


def surveys_in(root: Path) -> list[OpenSurvey]:
    """Every survey of a data folder."""
    return [open_survey(survey.folder) for survey in find_surveys(root).surveys]


def asked(survey: OpenSurvey, item: str, *where: str, by: tuple[str, ...] = (), **more) -> Table:
    found = parse_filter(where, survey.codebook)
    return table(survey, item, by=by, where=found, nets=True, **more)


def base_of(found: Table) -> int:
    return found.estimates[0].base


def n_of_total(n: int, total: int, language: Language) -> str:
    whole = numbers.whole
    return say(language, "base.of", n=whole(n, language), total=whole(total, language))


def view_of(
    *where: str,
    survey: str = "citizens",
    reader_survey: str = "",
    language: Language = "en",
    wave: str | None = None,
    among: Sequence[OpenSurvey] = (),
) -> View:
    """What a visitor looks at who has chosen this survey, respondent group and wave.

    The wave is the survey's last where none is chosen; `among` are the surveys that there are, the
    bundled ones unless said otherwise.
    """
    there = tuple(among) or surveys().surveys
    chosen = next(one for one in there if one.id == survey)
    respondents = parse_filter(where, chosen.codebook)
    waves = chosen.codebook.wave
    wave = wave or (waves.categories[-1].key if waves else None)
    link = {"lang": [language], "survey": [survey]}
    link |= {"wave": [wave]} if wave else {}
    link |= {"where": list(where)} if where else {}
    return View(
        language, "light", there, chosen, reader_survey or survey, respondents, wave, "all", link
    )
