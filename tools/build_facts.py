"""Make the tidy files of ``data/facts`` from a folder with the facts as they were taken down.

    .venv/bin/python tools/build_facts.py FOLDER [--documents FOLDER] [--out data/facts]

The documents are read only for which of their lines have words. Nothing is written unless every
row is what :mod:`insight.documents.facts` expects. What stands in one language only is completed
from ``translations.csv``; what was taken down too shortly, or says more or less than its document,
is mended by ``corrections.csv``; passages that were not taken down, or that are retold in our own
words, stand in ``passages_added.csv``; of later figures ``later_reading.csv`` says what each is
about and with which it makes a series. These and all others that are not made here are written by
hand, and must still fit.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fact_words import Corrections, Words
from tidy_later import tidy_later

from insight.documents import facts, glossary, records, references, segments
from insight.documents.inventories import actors, missing
from insight.documents.later import later_figures, series_breaks
from insight.documents.passages import gaps, timeline, trends
from insight.documents.passages.of_strategy import guidance
from insight.documents.printed import without_markup

Row = dict[str, str]
Table = tuple[tuple[str, ...], list[Row]]  # columns, and rows that have them
OF_TEN = re.compile(r"\bav ti\b", re.IGNORECASE)
NUMBER_GAPS = re.compile(r"(?<=\d) (?=%|\d{3}\b)")


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, strict=True))
    for number, row in enumerate(found, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name}, row {number}: not as many cells as columns")
    return found


def write(path: Path, columns: tuple[str, ...], found: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def both(name: str, row: Row, stem: str) -> Row:
    return {f"{name}_nb": row[f"{stem}_nb"], f"{name}_en": row[f"{stem}_en"]}


def figure(row: Row, words: Words) -> Row:
    # "Syv av ti" is as rounded as "om lag syv av ti", and is not 70.0 per cent.
    in_tenths = "about" if OF_TEN.search(row["quote_nb"]) else ""
    return {
        "id": row["figure_id"],
        "qualifier": row["qualifier"] or in_tenths,
        "topic": row["theme"],
        "series": row["indicator_key"],
        "kind": row["figure_kind"],
        **both("indicator", row, "indicator"),
    }


def need(row: Row, words: Words) -> Row:
    return {
        "id": row["need_id"],
        **both("text", row, "need"),
    }


def area(row: Row, words: Words) -> Row:
    return {
        "area": row["area_id"],
        "number": row["area_no"],
        "kind": row["row_type"],
        **both("area_name", row, "area"),
    }


def observation(row: Row, words: Words) -> Row:
    return {
        "part": row["quadrant_or_dimension"],
        "framework": row["framework"],
        "pair": row["pair_id"],
        "quote": row["text_nb"],
    }


def scenario(row: Row, words: Words) -> Row:
    # The findings are printed as a heading and a paragraph; taken down, a colon joins them.
    _heading, colon, paragraph = row["text_nb"].partition(": ")
    joined = colon and row["category"].startswith("findings")
    axes = {name: row[f"axis_{name}"] for name in ("provision", "transformation")}
    return {
        "scenario": row["scenario_id"],
        **both("scenario_name", row, "scenario"),
        **words("provision", axes["provision"] if axes["provision"] != "all" else ""),
        **words("transformation", axes["transformation"] if axes["provision"] != "all" else ""),
        "kind": row["row_type"],
        "pair": row["pair_id"],
        "quote": paragraph if joined else row["text_nb"],
    }


def statement(row: Row, words: Words) -> Row:
    return {"id": row["item_id"], "topic": row["theme"], **both("text", row, "statement")}


def question(row: Row, words: Words) -> Row:
    return {
        "id": row["item_id"],
        **both("text", row, "question"),
        **both("finding", row, "headline"),
        **words("answers", row["item_type"]),
        **words("answers_basis", row["item_type_basis"]),
    }


def system(row: Row, words: Words) -> Row:
    return {"quote": row["name_as_printed"], **words("text", row["what_the_document_says_en"])}


def passage(row: Row, words: Words) -> Row:
    return {
        "line": row["line_from"],
        "last_line": row["line_to"],
        "quote": row.get("quote") or row["text_nb"],
        "text_nb": NUMBER_GAPS.sub("\N{NO-BREAK SPACE}", without_marks(row["text_nb"])),
        "text_en": without_marks(row["text_en"]),
        "actor_level": row["level"].replace(";", ""),
        **{name: row[name].replace(";", "") for name in ("topics", "related")},
    }


def without_marks(text: str) -> str:
    r"""Return a text without what the file's readers do not see: links, emphasis, backslashes.

    Examples
    --------
    >>> without_marks(r"**Mål:** [DIPS](#) og *mer\* (se [der](https://x.no))")
    'Mål: DIPS og mer (se der)'
    """
    return without_markup(text).replace("*", "").strip()


SOURCES: Mapping[str, tuple[str, Callable[[Row, Words], Row]]] = {
    "figure": ("published_figures", figure),
    "need": ("user_needs", need),
    "area": ("strategic_areas", area),
    "analysis": ("swot_pestel", observation),
    "scenario": ("scenarios", scenario),
    "statement": ("verbal_quantities", statement),
    "question": ("sustainability_items", question),
    "system": ("systems_named", system),
    "passage": ("passages", passage),
}
NUMBERED: Mapping[str, Callable[[Row], str]] = {
    "area": lambda row: f"{row['area_id']}_{row['row_type']}",
    "analysis": lambda row: f"{row['framework']}_{row['quadrant_or_dimension']}".lower(),
    "scenario": lambda row: f"{row['scenario_id']}_{row['row_type']}",
    "system": lambda row: "system",
}


def tidy(kind: str, source: list[Row], words: Words, documents: Mapping[str, str]) -> Iterator[Row]:
    times: Counter[str] = Counter()
    for row in source:
        found = {
            **row,
            "source": documents[row["source_file"]],
            "line": row.get("source_line", ""),
            "quote": row.get("quote_nb", ""),
            **words("note", row.get("note", "")),
            **SOURCES[kind][1](row, words),
        }
        if kind in NUMBERED:
            prefix = NUMBERED[kind](row)
            times[prefix] += 1
            width = 3 if kind == "system" else 2
            found["id"] = f"{prefix}_{times[prefix]:0{width}d}"
        yield found


def contexts(source: list[Row], words: Words) -> Iterator[Row]:
    for row in source:
        yield {
            "id": row["key"],
            "url": row["url"],
            **words("text", row["statement_en"]),
            **words("use", row["used_for"]),
        }


def written_lines(folder: Path, documents: Mapping[str, str]) -> Iterator[Row]:
    for name, source in documents.items():
        lines = (folder / name).read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines, start=1):
            if words := line.strip():
                yield {"source": source, "line": str(number), "characters": str(len(words))}


def taken_down(source: Path, name: str, out: Path) -> list[Row]:
    """Read the rows of a file; passages of our own hand stand among them, line by line."""
    if name != "passages":
        return rows(source / f"{name}.csv")
    added = rows(out / "passages_added.csv")
    replaced = {row["id"] for row in added}
    others = [row for row in rows(source / "passages.csv") if row["id"] not in replaced]
    every = [*added, *others]
    return sorted(every, key=lambda row: (row["source_file"], int(row["line_from"])))


def term(row: Row, documents: Mapping[str, str]) -> Row:
    return {
        "id": row["id"],
        "nb": row["term_nb"],
        "en": row["term_en"],
        **both("text", row, "meaning"),
        "source": documents[row["source_file"]],
        "line": row["line"],
        "basis": row["basis"],
    }


def build(source: Path, texts: Path, out: Path) -> dict[str, int]:
    """Write every file and return how many rows each has."""
    made = make(source, texts, out)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder)
        for path in out.glob("*.csv"):
            shutil.copy(path, draft)
        for name, (columns, found) in made.items():
            kept = [{column: row[column] for column in columns} for row in found]
            write(draft / f"{name}.csv", columns, kept)
        check(draft)
        for name in made:
            shutil.copy(draft / f"{name}.csv", out)
    return {name: len(found) for name, (_, found) in made.items()}


def check(folder: Path) -> None:
    """Read every file of a folder as the app reads it, so that none contradicts another."""
    known = facts.load(folder)
    series_breaks.read_breaks(folder, later_figures.add_later(known, folder))
    actors.read(folder / "system_levels.csv", known)
    gaps.read_gaps(folder / "knowledge_gaps.csv", known)
    guidance.read_coherence(folder / "coherence.csv", known)
    missing.read_misprints(folder / "misprints.csv", known)
    missing.read_missing(folder / "missing.csv", known)
    timeline.read_timeline(folder / "timeline.csv", known)
    trends.read_trends(folder / "trends.csv", known)


def make(source: Path, texts: Path, out: Path) -> dict[str, Table]:
    """Return the columns and rows of every file, by its name."""
    words = Words(rows(out / "translations.csv"))
    documents = {one["file"]: one["id"] for one in rows(out / "sources.csv")}
    corrected = Corrections(rows(out / "corrections.csv"))
    made: dict[str, Table] = {
        facts.KINDS[kind][0]: (
            records.columns(facts.KINDS[kind][1]),
            [
                corrected(kind, row)
                for row in tidy(kind, taken_down(source, name, out), words, documents)
            ],
        )
        for kind, (name, _) in SOURCES.items()
    }
    later = [corrected("later", row) for row in later_rows(source, out, words)]
    made["later_figures"] = (records.columns(later_figures.LaterFigure), later)
    terms = [corrected("term", term(row, documents)) for row in rows(source / "ehealth_terms.csv")]
    made["terms"] = (records.columns(glossary.EHealthTerm), terms)
    corrected.require_used()
    context = list(contexts(rows(source / "external_context.csv"), words))
    made["context"] = (records.columns(references.Context), context)
    for name, record in (("segments", segments.Segment), ("need_segments", segments.NeedSegment)):
        noted = [row | words("note", row["note"]) for row in rows(source / f"{name}.csv")]
        made[name] = (records.columns(record), noted)
    lines = list(written_lines(texts, documents))
    made["written_lines"] = (records.columns(references.WrittenLine), lines)
    if words.missing:
        listed = "\n".join(sorted(words.missing))
        raise ValueError(f"translations.csv lacks {len(words.missing)} texts:\n{listed}")
    return made


def later_rows(source: Path, out: Path, words: Words) -> Iterator[Row]:
    """Yield the later figures, those that were added by hand last."""
    reading, pages = (rows(out / f"{name}.csv") for name in ("later_reading", "web_pages"))
    added = [
        row | {f"{name}_nb": row[name] for name in ("quote", "wording", "scale")}
        for row in rows(out / "later_added.csv")
    ]
    yield from tidy_later([*rows(source / "later_figures.csv"), *added], reading, pages, words)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="folder with the facts as they were taken down")
    parser.add_argument("--documents", type=Path, help="folder with them; documents beside FOLDER")
    parser.add_argument("--out", type=Path, default=facts.FOLDER, help="folder of tidy files")
    asked = parser.parse_args()
    try:
        texts = asked.documents or asked.source.resolve().parent / "documents"
        written = build(asked.source, texts, asked.out)
    except (OSError, KeyError, ValueError) as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    for name, count in written.items():
        print(f"{name}.csv: {count} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
