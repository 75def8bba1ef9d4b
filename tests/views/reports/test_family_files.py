"""Files of a family: made once, taken up again where the work was broken off, never half."""

import json
from dataclasses import replace

import pytest
from small_reports import TRUST, day_of, plan_of, small_survey

from insight.language.errors import RequestError
from insight.views.reports.family_files import MADE, FamilyFiles, file_names, fingerprint
from insight.views.reports.group_reports import groups_of


def test_a_file_is_known_again_while_it_is_as_it_was_written(tmp_path):
    FamilyFiles(tmp_path / "out").keep("a.pdf", "mark", b"content")
    again = FamilyFiles(tmp_path / "out")
    assert again.has("a.pdf", "mark")
    assert not again.has("a.pdf", "other mark")
    assert not again.has("b.pdf", "mark")
    (tmp_path / "out" / "a.pdf").write_bytes(b"cont")
    assert not again.has("a.pdf", "mark")
    (tmp_path / "out" / "a.pdf").unlink()
    assert not again.has("a.pdf", "mark")


@pytest.mark.parametrize("written", ["", "[1]", '{"a.pdf": 3}', '{"a.pdf": ["x"', "\x00"])
def test_what_the_folder_remembers_may_be_lost_or_broken(tmp_path, written):
    (tmp_path / MADE).write_text(written)
    family = FamilyFiles(tmp_path)
    assert not family.has("a.pdf", "mark")
    family.keep("a.pdf", "mark", b"content")
    assert json.loads((tmp_path / MADE).read_bytes()).keys() == {"a.pdf"}


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestError, match="could not be written"):
        FamilyFiles(tmp_path / "file")


def test_a_mark_changes_with_whatever_a_file_is_made_of(tmp_path):
    survey = small_survey(tmp_path / "1", {1: 40, 2: 40})
    later = small_survey(tmp_path / "2", {1: 41, 2: 40})
    plan, on = plan_of(TRUST), day_of(survey)
    elsewhere = replace(plan, views=[replace(view, own=True) for view in plan.views])
    first, second = groups_of(plan, "region", [survey])
    marks = [
        fingerprint(elsewhere, first, on, "pdf"),
        fingerprint(plan, first, on, "pdf"),
        fingerprint(plan, second, on, "pdf"),
        fingerprint(plan_of(TRUST, title="x"), first, on, "pdf"),
        fingerprint(plan, first, day_of(later), "pdf"),
        fingerprint(plan, first, on, "docx"),
        fingerprint(plan, first, on, "pptx", b"template"),
    ]
    assert len({*marks}) == len(marks)
    assert fingerprint(plan, first, on, "pdf") == marks[1]


def test_names_differ_on_every_system(tmp_path):
    survey = small_survey(tmp_path, {"a b": 40, "A-b": 40, "æ/../x": 40})
    names = file_names("report", groups_of(plan_of(TRUST), "region", [survey]), "pdf")
    assert len({name.casefold() for name in names}) == 3
    assert all("/" not in name and name.endswith(".pdf") for name in names)


@pytest.mark.parametrize("stem", ["r" * 300, "", "æ/../x", "報告"])
def test_names_differ_and_tell_the_group_whatever_the_report_is_called(tmp_path, stem):
    survey = small_survey(tmp_path, {"1": 40, "2": 40, "報": 40, "告": 40})
    names = file_names(stem, groups_of(plan_of(TRUST), "region", [survey]), "pdf")
    assert len({name.casefold() for name in names}) == 4
    assert [name.rpartition("region")[2] for name in names][:3] == ["-1.pdf", "-2.pdf", ".pdf"]
    assert max(map(len, names)) <= 130


def test_groups_of_long_codes_have_files_of_their_own(tmp_path):
    codes = [f"{'k' * 300}{number}" for number in range(12)]
    survey = small_survey(tmp_path, dict.fromkeys(codes, 40))
    names = file_names("r" * 300, groups_of(plan_of(TRUST), "region", [survey]), "pdf")
    assert len({*names}) == 12
    assert max(map(len, names)) <= 130
