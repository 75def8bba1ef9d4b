"""The tool that gives figures: the protected table of a question, as the command writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insight.analysis.estimates import Base, Estimate, Statistic, Table, label_of
from insight.analysis.table import statistic_of, table
from insight.api.assistant.reply import Context, Json, Reply, named, warning
from insight.api.assistant.survey_named import check_groups, item_named, survey_named
from insight.api.assistant.tool_arguments import Arguments
from insight.api.listing import Listing
from insight.api.page_address import page_address
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError, near_miss, shorten
from insight.language.numbers import list_names
from insight.query.opened import OpenSurvey, remembered
from insight.reporting import basis_words, labels
from insight.survey.codebook import Variable
from insight.survey.disk.publication import version_link
from insight.survey.filters import Filter, parse_filter

MOST_ROWS = 300
# The columns of the tidy result that are not the same in every row, without those of the design.
LEFT_OUT = {
    *("survey", "item", "question", "filter", "weighting", "method", "level", "simulated"),
    *("base_weighted", "deff", "df"),
}

_estimated = remembered(table)


@dataclass(frozen=True)
class Wanted:
    """The table that is asked for; `answers` are the codes and nets that are told, none for all."""

    survey: OpenSurvey
    item: Variable
    by: tuple[str, ...]
    where: Filter
    base: Base
    statistic: Statistic
    answers: tuple[str, ...]

    @property
    def is_over_time(self) -> bool:
        """Whether the waves stand beside each other."""
        return self.survey.codebook.design.wave in self.by


def give_table(listing: Listing, asked: Arguments, context: Context) -> Reply:
    """Give the figures of a question, of whom a filter keeps and by groups."""
    wanted = _wanted(listing, asked)
    found = _estimated(
        wanted.survey,
        wanted.item.id,
        by=wanted.by,
        where=wanted.where,
        base=wanted.base,
        nets=True,
        statistic=wanted.statistic,
    )
    figures = [each for each in found if not wanted.answers or each.key in wanted.answers]
    if len(figures) > MOST_ROWS:
        values = {"count": len(figures), "most": MOST_ROWS}
        raise RequestError(Fault("fault.tool_rows", values))
    link = _link(wanted, asked.language, context)
    lines = [*_heading(found, wanted, asked.language), *_rows(found, figures, asked.language)]
    lines += [*_foot(found, figures, asked.language)]
    lines.append(say(asked.language, _link_key(wanted), address=link))
    return Reply(lines, _data(found, figures, wanted, asked.language, link))


def _wanted(listing: Listing, asked: Arguments) -> Wanted:
    """What is asked for, held against the codebook."""
    survey = survey_named(listing, asked.one("survey"))
    book = survey.codebook
    item = item_named(book, asked.one("item"))
    by = tuple(dict.fromkeys(asked.many("by")))
    check_groups(book, by)
    where = parse_filter(asked.many("where"), book)
    check_groups(book, (variable.id for variable in where.variables))
    conditions = dict.fromkeys([*by, *(variable.id for variable in where.variables)])
    if len(conditions) > MOST_CONDITIONS:
        values = {"most": MOST_CONDITIONS, "names": list_names([*conditions], asked.language)}
        raise RequestError(Fault("api_problem.too_many_conditions", values))
    if book.wave and book.wave.id not in conditions and book.usual_wave:
        where = where.narrowed(book.wave, [book.usual_wave])
    base: Base = "valid" if asked.one("base") == "valid" else "all"
    statistic = _statistic(item, asked.one("statistic"))
    answers = _answers(item, asked.many("answers"), base) if statistic == "share" else ()
    return Wanted(survey, item, by, where, base, statistic, answers)


def _statistic(item: Variable, written: str) -> Statistic:
    """Shares or the mean; none of answers that are in no order."""
    wanted: Statistic | None = "mean" if written == "mean" else "share" if written else None
    if wanted == "mean" and item.kind == "single" and not item.ordered:
        raise RequestError(Fault("fault.mean_unordered", {"item": item.id}))
    return statistic_of(item, wanted)


def _answers(item: Variable, wanted: Sequence[str], base: Base) -> tuple[str, ...]:
    counted = (each for each in item.categories if base == "all" or not each.missing)
    known = [*(each.key for each in counted), *(net.id for net in item.nets)]
    for name in wanted:
        if name not in known:
            values = {"item": item.id, "name": shorten(name), "hint": near_miss(name, known)}
            raise RequestError(Fault("fault.unknown_target", values))
    return tuple(wanted)


def _heading(found: Table, wanted: Wanted, language: Language) -> Iterator[str]:
    """What must be read before any figure."""
    book, item = found.codebook, found.item
    yield warning(book, language)
    yield basis_words.sentence([found], wanted.answers, language)
    yield f"{book.title[language]}: {item.label[language]}"
    yield labels.base_line(found, None, language)
    about = {"one_item": item.question, "asked_of": item.base}
    about |= {"note": item.note, "assumption": item.assumption}
    yield from named(
        (say(language, f"codebook.{key}"), text[language]) for key, text in about.items() if text
    )
    if wanted.is_over_time:
        yield from labels.breaks([found], language)


def _rows(found: Table, figures: Sequence[Estimate], language: Language) -> Iterator[str]:
    for estimate in figures:
        yield "- " + " · ".join(part for part in _row(found, estimate, language) if part)


def _row(found: Table, estimate: Estimate, language: Language) -> Iterator[str]:
    """A figure with its interval, its base, its basis and its remark, or why it is hidden."""
    if found.request.by:
        yield labels.group_label(found, estimate.group, language)
    name = label_of(found.item, estimate, language) or say(language, f"api.{found.statistic}")
    yield f"{name}: {labels.figure(estimate, found, language)}"
    if estimate.base is not None and estimate.n is not None and found.statistic == "share":
        counts = (numbers.whole(each, language) for each in (estimate.n, estimate.base))
        yield say(language, "base.of", **dict(zip(("n", "total"), counts, strict=True)))
    elif estimate.base is not None:
        yield say(language, "base.n", n=numbers.whole(estimate.base, language))
    yield basis_words.word(estimate.basis, language)
    if estimate.shown:
        yield labels.reason(estimate, found.codebook.disclosure, language)


def _foot(found: Table, figures: Sequence[Estimate], language: Language) -> Iterator[str]:
    """What must be known of hidden figures, and where the figures are from."""
    book = found.codebook
    hidden = sum(not estimate.shown for estimate in figures)
    if hidden:
        yield say(language, "assistant.hidden", count=hidden)
    yield say(language, "download.source_line", source=book.source or book.title)


def _link(wanted: Wanted, language: Language, context: Context) -> str:
    """The page that shows the same figures."""
    book = wanted.survey.codebook
    wave = book.wave.id if book.wave else ""
    codes = wanted.where.codes(wave)
    groups = [name for name in wanted.by if len(wanted.where.codes(name)) != 1]
    by, by2 = (*groups, "none", "")[:2]
    return page_address(
        context.address,
        "answers",
        language,
        book.id,
        where=wanted.where.without(wave).written,
        wave=codes[0] if len(codes) == 1 else "",
        base="valid" if wanted.base == "valid" else "",
        item=wanted.item.id,
        target=_target(wanted),
        by=wave if len(codes) > 1 and by == "none" else by,
        by2=by2 if by2 != "none" else "",
        **version_link(wanted.survey),
    )


def _link_key(wanted: Wanted) -> str:
    """What is said of the link: the page takes no waves together."""
    wave = wanted.survey.codebook.design.wave
    together = wave is not None and len(wanted.where.codes(wave)) > 1
    return "assistant.link_by_wave" if together and not wanted.is_over_time else "assistant.link"


def _target(wanted: Wanted) -> str:
    """What of the item the page follows; its usual choice where that is not told."""
    if wanted.statistic == "mean":
        return "" if wanted.item.kind == "numeric" else "mean"
    return next(iter(wanted.answers), "")


def _data(
    found: Table, figures: Sequence[Estimate], wanted: Wanted, language: Language, link: str
) -> Json:
    """The same as data, with the columns of the tidy result."""
    book, shared = found.codebook, dict(found.tidy(language).rows[0]) if found.estimates else {}
    return {
        "survey": book.id,
        "title": book.title[language],
        "item": found.item.id,
        "label": found.item.label[language],
        "question": shared.get("question", ""),
        "statistic": found.statistic,
        "by": [*wanted.by],
        "where": [*wanted.where.written],
        "who": shared.get("filter", ""),
        "base": wanted.base,
        "level": found.level,
        "interval": labels.certainty(found, language),
        "weighting": labels.weighting(found, language),
        "simulated": book.simulated,
        "warning": warning(book, language),
        "basis": basis_words.sentence([found], wanted.answers, language),
        "breaks": labels.breaks([found], language) if wanted.is_over_time else [],
        "rows": [*_row_data(found, figures, language)],
        "source": (book.source or book.title)[language],
        "link": link,
    }


def _row_data(found: Table, figures: Sequence[Estimate], language: Language) -> Iterator[Json]:
    """The rows of the tidy result that are told, with its words for flags and basis."""
    told = {id(estimate) for estimate in figures}
    rules = found.codebook.disclosure
    for estimate, row in zip(found.estimates, found.tidy(language).rows, strict=True):
        if id(estimate) in told:
            yield {
                **{name: value for name, value in row.items() if name not in LEFT_OUT},
                "remark": labels.reason(estimate, rules, language),
                "basis_words": basis_words.word(estimate.basis, language),
            }
