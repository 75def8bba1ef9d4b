"""Reports of views as the page shows them, and views whose words are odd."""

from datetime import date

from shown_answer import answer_of

from insight.exports.reports.report import RefusedPage, Report, ViewPage
from insight.language.catalogue import Language
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
