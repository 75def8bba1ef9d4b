"""``insight book``: the book that was asked for, in the file that was named."""

import pandas as pd
import pytest

from insight.commands import book
from insight.language.catalogue import say
from insight.query.counts import sparse_counts

QUIET = ("--items", "q,x,used", "--banner", "age,age*year")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """However busy the machine is, nothing is told of how far a book has come."""
    monkeypatch.setattr(book, "WAIT", 1e9)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "parquet"])
def test_a_book_is_written(run, tmp_path, ending):
    out = tmp_path / f"book.{ending}"
    status, printed, err = run("book", "citizens", *QUIET, "--out", str(out))
    assert (status, printed, err) == (0, "", "")
    assert out.stat().st_size > 1000


def test_all_questions_by_all_backgrounds(run, tmp_path):
    out = tmp_path / "book.parquet"
    assert run("book", "citizens", "--all", "--against", "none", "--out", str(out))[0] == 0
    rows = pd.read_parquet(out)
    assert list(dict.fromkeys(rows["item"])) == ["q", "used", "x"]
    assert set(rows["banner"]) == {"", "age", "a,b"}
    assert rows["simulated"].all()


@pytest.mark.parametrize("ending", ["xlsx", "csv", "parquet"])
def test_a_question_that_cannot_be_answered_is_told_whatever_the_file(
    run, tmp_path, monkeypatch, ending
):
    monkeypatch.setattr(sparse_counts, "MOST_IN_ALL", 120)
    out = tmp_path / f"book.{ending}"
    named = ("--items", "q,used,x", "--banner", "age", "--against", "none")
    status, printed, err = run("book", "citizens", *named, "--out", str(out), "--lang", "en")
    assert (status, printed) == (0, "")
    assert err.startswith("q: The answer would take up to ")
    assert err.count("\n") == 1
    if ending == "parquet":
        assert list(dict.fromkeys(pd.read_parquet(out)["item"])) == ["used", "x"]


@pytest.mark.parametrize(("wait", "told"), [(0, range(4)), (1e9, [])])
def test_a_long_book_tells_how_far_it_has_come_and_that_it_is_done(
    run, tmp_path, monkeypatch, wait, told
):
    monkeypatch.setattr(book, "WAIT", wait)
    named = ("--items", "q,used,x", "--banner", "age", "--against", "none")
    status, _, err = run(
        "book", "citizens", *named, "--out", str(tmp_path / "b.csv"), "--lang", "en"
    )
    expected = [say("en", "book.progress", done=done, total=3) for done in told]
    assert (status, [line for line in err.splitlines() if " of 3 " in line]) == (0, expected)
    assert err.count("\n") <= len(told) + 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--items", "q", "--all", "--out", "b.xlsx"), say("en", "fault.book_items_or_all")),
        (("--out", "b.xlsx"), say("en", "fault.book_items_or_all")),
        (("--items", "qq", "--out", "b.xlsx"), "“qq”"),
        (("--all", "--banner", "agee", "--out", "b.xlsx"), "age"),
        (("--all", "--banner", "q", "--out", "b.xlsx"), "not background"),
        (("--all", "--out", "b.doc"), ".parquet"),
        (("--all", "--where", "age=7", "--out", "b.xlsx"), "7"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_sentence(run, tmp_path, arguments, said):
    *most, out = arguments
    status, printed, err = run("book", "citizens", *most, str(tmp_path / out), "--lang", "en")
    assert (status, printed) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())
