"""Facts taken away: rows for programs and for a Norwegian Excel, and the picture of a chart."""

import io
from datetime import date
from functools import partial
from xml.etree import ElementTree

import pandas as pd
import pytest

from insight.documents import fact_tables
from insight.documents.later.later_figures import all_facts
from insight.documents.passages.timeline import timeline
from insight.documents.series import every_series
from insight.documents.series_words import Wording
from insight.exports.headings import of_facts
from insight.language import numbers
from insight.language.catalogue import LANGUAGES, say
from insight.reporting.charts import series_rows, series_specs
from insight.reporting.events import event_words
from insight.reporting.pictures.frame import Words
from insight.reporting.pictures.picture import Chart
from insight.web.downloads import FactRows, of_fact_chart, of_fact_rows

KNOWN = all_facts()
VISITS = every_series(KNOWN)["helsenorge_visits_annual"]


def figures(language) -> pd.DataFrame:
    return fact_tables.table(VISITS.figures, KNOWN, language, "figure_kind")


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_get_names_of_columns_and_excel_gets_words_with_the_same_rows(language):
    rows = FactRows("series_visits", partial(figures, language))
    plain, excel = of_fact_rows(rows, language)
    assert (plain.name, excel.name) == ("series_visits.csv", "series_visits_excel.csv")
    frame = pd.read_csv(io.BytesIO(plain.make()), dtype=str, keep_default_na=False)
    assert [*frame] == [*figures(language)]
    content = excel.make()
    assert content.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(
        io.BytesIO(content), sep=";", encoding="utf-8-sig", dtype=str, keep_default_na=False
    )
    words = of_facts(frame.columns, KNOWN, language)
    assert [*read] == [words[name] for name in frame]
    assert read[words["id"]].tolist() == frame["id"].tolist()
    assert "72,9" in read[say(language, "fact_column.value")].tolist()


def test_a_norwegian_file_has_norwegian_headings():
    _, excel = of_fact_rows(FactRows("f", partial(figures, "nb")), "nb")
    head = excel.make().decode("utf-8-sig").splitlines()[0].split(";")
    assert {"Verdi", "Enhet", "År", "Kilde", "Sitat", "Hva som er målt"} <= {*head}


def test_events_are_taken_away_alike():
    make = partial(event_words.event_table, timeline(), KNOWN, "nb")
    _, excel = of_fact_rows(FactRows("timeline", make), "nb")
    assert excel.make().decode("utf-8-sig").splitlines()[0].startswith("Id;Fra (dato);Til (dato);")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_its_sources_and_its_day_and_is_not_marked_as_simulated(language):
    wording = Wording(KNOWN, language)
    documents = series_rows.documents(VISITS, wording)
    spec = series_specs.series_spec("light", language, documents)
    title = VISITS.name[language]
    chart = Chart(spec, series_rows.series_rows(VISITS, wording))
    words = Words(title, ["Line"], notes=["Mark"])
    day = date(2026, 11, 30)
    offers = of_fact_chart("series_visits", chart, words, ["A", "B"], language, day)
    png, svg = sorted(offers, key=lambda offer: offer.kind)
    assert (png.name, svg.name) == ("series_visits.png", "series_visits.svg")
    told = " ".join(ElementTree.fromstring(svg.make()).itertext())
    named = numbers.list_names(["A", "B"], language)
    for part in (title, "Line", "Mark", say(language, "download.source_line", source=named)):
        assert part in told
    made = say(language, "download.made_line", day=numbers.day(day, language))
    assert made in told
    assert say(language, "shell.simulated") not in told
