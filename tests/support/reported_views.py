"""Reports of views as the page shows them, and views whose words are odd."""

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
from shown_answer import answer_of
from visitor import TRUST_ITEM

from insight.exports.reports.report import RefusedPage, Report, ViewPage
from insight.language import numbers
from insight.language.catalogue import Language
from insight.reporting import labels
from insight.reporting.pictures.frame import Tag, Words
from insight.reporting.pictures.picture import Picture
from insight.views import answer_picture, captions

DAY = date(2026, 11, 30)
LINK = "https://eksempel.no/answers?survey=citizens&item=trust_need_to_know"
TYPST = '#import "@preview/x:1.0.0" #read("/etc/hostname") *fet* $x^2$ [ ] _k_ `r` <m> @k \\ // #{'


def page_of(item: str, *by: str, **more) -> ViewPage:
    """A view as the page shows it; `heading`, `comment`, `finding` and `link` are the author's."""
    own = {name: more.pop(name) for name in ("heading", "comment", "finding") if name in more}
    link = more.pop("link", LINK)
    view, shown = answer_of(item, *by, **more)
    answer = shown.answer
    picture = answer_picture.picture_of(answer, captions.caption(view, shown), view.language, DAY)
    table = answer.chart.table if answer.table is None else answer.table
    return ViewPage(picture, answer, table, link, **own)


def report_of(*pages: ViewPage | RefusedPage, language: Language = "nb", **more) -> Report:
    given = {"title": "", "made": DAY} | more
    return Report(pages=pages, language=language, **given)


@cache
def trust_report(language: Language = "nb") -> Report:
    """Rows, a chart of its own, and a view that is refused, with all that an author can say."""
    rows = page_of(TRUST_ITEM, "age_group", language=language)
    heat = page_of(
        *(TRUST_ITEM, "age_group"),
        show="heat",
        language=language,
        heading="Hva de unge svarer",
        comment="Et avsnitt.\n\nEt til.",
        finding="Funnet slik det sto.",
    )
    refused = RefusedPage("Et spørsmål med få svar", "Færre enn 10 har svart.", LINK)
    return report_of(
        *(rows, heat, refused),
        title="Tillit til e-helse",
        language=language,
        introduction="Hva rapporten er.",
        told=["Tallet for 2021 var 67 % og er 68 %."],
    )


def odd_report(words: str) -> Report:
    """A report whose every word is a stranger's, in rows and around them."""
    page = page_of(TRUST_ITEM, "gender", language="nb")
    tags = [Tag("assumed", words, words)]
    told = Words(words, [words], tags, [words], [words], words)
    shown = page.picture.shown
    rows = replace(shown, rows=[replace(row, name=words) for row in shown.rows])
    cell = words.replace("\ud800", "")  # pandas has no halves of pairs
    heads = [f"{head} {cell}" for head in page.table]
    table = pd.DataFrame([[cell] * len(heads)] * 3, columns=heads, dtype=object)
    view = ViewPage(Picture(rows, told), page.answer, table, words, words, words, words)
    refused = RefusedPage(words, words, words, words, words)
    return report_of(view, refused, title=words, introduction=words, told=[words])


def figures_in_words(report: Report) -> set[str]:
    """Every figure and base that the tables of estimates have, as people read them."""
    found = set()
    for page in report.pages:
        if isinstance(page, ViewPage):
            for table in page.answer.tables:
                shown = [one for one in table.estimates if one.key in page.answer.chart.keys]
                found |= {
                    labels.value_of(one, table, report.language) for one in shown if one.shown
                }
                found |= {numbers.whole(one.base, report.language) for one in shown if one.shown}
    return found
