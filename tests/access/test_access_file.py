"""The file ``access.toml``: a fault in it closes everything, and is told to its operator."""

import logging
import os
import re

import pytest
from checkout import ROOT
from closed_surveys import ANALYST, CLOSED, RULES, write_folder

from insight.__main__ import main
from insight.access import access_file
from insight.access.access_file import policy_of, remarks_on, require_access
from insight.access.person import ANYBODY
from insight.language.catalogue import LANGUAGES
from insight.language.errors import InsightError

ALLOW = "[[allow]]\neverybody = true\n"
BROKEN = {
    "unknown name": ALLOW + 'rights = ["figures"]\nsurvey = ["mackerel"]\n',
    "unknown name at the top": 'open = true\n[[alow]]\nrights = ["figures"]\n',
    "unknown right": ALLOW + 'surveys = ["*"]\nrights = ["figure"]\n',
    "no rights": ALLOW + 'surveys = ["*"]\n',
    "no surveys": ALLOW + 'rights = ["figures"]\n',
    "nobody": '[[allow]]\nsurveys = ["*"]\nrights = ["figures"]\n',
    "everybody and some": ALLOW + 'groups = ["a"]\nsurveys = ["*"]\nrights = ["figures"]\n',
    "everybody in words": '[[allow]]\neverybody = "yes"\nsurveys = ["*"]\nrights = ["figures"]\n',
    "a group that is none": '[[allow]]\ngroups = [1]\nsurveys = ["*"]\nrights = ["figures"]\n',
    "a blank user": '[[allow]]\nusers = [" "]\nsurveys = ["*"]\nrights = ["figures"]\n',
    "surveys in a table": ALLOW + 'surveys = {a = 1}\nrights = ["figures"]\n',
    "a table in place of several": '[allow]\neverybody = true\nrights = ["own_files"]\n',
    "a table twice": "[allow]\n[allow]\n",
    "a name twice": ALLOW + ALLOW.partition("\n")[2],
    "no TOML": "allow everybody",
    "a deep hole": "a = " + 5000 * "[",
    "a long number": f"a = {10_000 * '9'}",
    "no text": b"\xff\xfe\x00a",
    "too large": b"# " + b"x" * access_file.LARGEST,
}


@pytest.mark.parametrize("written", BROKEN.values(), ids=BROKEN)
def test_a_faulty_file_closes_every_survey_and_is_told_in_a_sentence(
    tmp_path, monkeypatch, caplog, capsys, written
):
    write_folder(tmp_path)
    (tmp_path / "access.toml").write_bytes(
        written if isinstance(written, bytes) else written.encode()
    )
    with caplog.at_level(logging.WARNING):
        policy = policy_of(tmp_path)
        policy_of(tmp_path)
    for person in (ANYBODY, ANALYST):
        for survey in (CLOSED, "mackerel"):
            assert not policy.rights(person, survey)
        assert not policy.may_bring(person)
    [record] = caplog.records
    assert "access.toml" in record.getMessage()
    assert "every survey of the data folder is closed" in record.getMessage()
    assert record.exc_info is None
    for language in LANGUAGES:
        assert main(["check", str(tmp_path), "--lang", language]) == 1
        assert "access.toml" in capsys.readouterr().err


NO_FILES = {
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "itself": lambda path: path.symlink_to(path),
    "nothing": lambda path: path.symlink_to("nowhere"),
}


@pytest.mark.parametrize("make", NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_closes_everything_and_is_not_waited_for(tmp_path, make):
    write_folder(tmp_path, rules=None)
    make(tmp_path / "access.toml")
    assert policy_of(tmp_path).fault
    assert not policy_of(tmp_path).rights(ANYBODY, "mackerel")


def test_a_link_to_a_file_is_the_file_and_follows_it(tmp_path):
    for name, rules in (("one", RULES), ("two", "")):
        (tmp_path / name).write_text(rules, "utf-8")
    (tmp_path / "access.toml").symlink_to("one")
    assert policy_of(tmp_path).rights(ANALYST, CLOSED)
    (tmp_path / "new").symlink_to("two")
    (tmp_path / "new").replace(tmp_path / "access.toml")
    assert not policy_of(tmp_path).rights(ANALYST, CLOSED)


def test_a_change_holds_from_the_next_question_on(tmp_path):
    write_folder(tmp_path)
    assert policy_of(tmp_path).rights(ANALYST, CLOSED)
    (tmp_path / "access.toml").write_text(RULES.replace("analysts", "lawyers"), "utf-8")
    assert not policy_of(tmp_path).rights(ANALYST, CLOSED)
    (tmp_path / "access.toml").write_text(RULES, "utf-8")
    assert policy_of(tmp_path).rights(ANALYST, CLOSED)


def test_a_file_that_goes_leaves_its_rules_and_says_so(tmp_path, caplog):
    write_folder(tmp_path)
    policy_of(tmp_path)
    (tmp_path / "access.toml").unlink()
    assert not policy_of(tmp_path).rights(ANYBODY, CLOSED)
    assert policy_of(tmp_path).rights(ANALYST, CLOSED)
    assert "is gone" in caplog.text
    (tmp_path / "access.toml").write_text("[[allow]", "utf-8")
    assert policy_of(tmp_path).fault
    (tmp_path / "access.toml").unlink()
    assert policy_of(tmp_path).fault


@pytest.mark.parametrize("written", [None, *BROKEN.values()], ids=["no file", *BROKEN])
def test_where_a_file_is_required_nothing_is_open_without_a_sound_one(
    tmp_path, monkeypatch, written
):
    monkeypatch.setenv("INSIGHT_ACCESS", "required")
    write_folder(tmp_path, rules=None)
    if written is not None:
        put = written if isinstance(written, bytes) else written.encode()
        (tmp_path / "access.toml").write_bytes(put)
    with pytest.raises(InsightError) as refused:
        require_access(tmp_path)
    for language in LANGUAGES:
        assert "access.toml" in refused.value.text(language)
        assert "INSIGHT_ACCESS" in refused.value.text(language)
    assert not policy_of(tmp_path).rights(ANYBODY, "mackerel")
    assert not policy_of(tmp_path).may_bring(ANALYST)
    (tmp_path / "access.toml").write_text(RULES, "utf-8")
    require_access(tmp_path)
    assert policy_of(tmp_path).rights(ANYBODY, "mackerel")
    (tmp_path / "access.toml").unlink()
    assert policy_of(tmp_path).rights(ANYBODY, "mackerel")  # as long as the server runs


def test_where_none_is_required_a_server_starts_with_no_file_and_with_a_faulty_one(tmp_path):
    require_access(tmp_path)
    (tmp_path / "access.toml").write_text("[[allow]", "utf-8")
    require_access(tmp_path)


def test_the_example_of_the_guide_is_a_file(tmp_path):
    guide = (ROOT / "docs" / "access.md").read_text("utf-8")
    [example] = re.findall(r"```toml\n(# access.toml.*?)```", guide, re.DOTALL)
    (tmp_path / "access.toml").write_text(example, "utf-8")
    policy = policy_of(tmp_path)
    assert not policy.fault
    assert policy.rights(ANALYST, "patients") == {"figures", "sensitive", "reports"}
    assert policy.rights(ANYBODY, "citizens") == {"figures", "responses", "reports"}
    assert policy.rights(ANYBODY, "patients") == frozenset()


def test_a_slip_in_a_surveys_name_is_told_to_the_operator_alone(tmp_path, capsys):
    write_folder(tmp_path, RULES.replace(f'["{CLOSED}"]', '["zebrafich"]'))
    policy = policy_of(tmp_path)
    assert not policy.rights(ANALYST, CLOSED)
    told = " ".join(remark.text("en") for remark in remarks_on(policy, tmp_path))
    assert "“zebrafich”, and there is none. Did you mean zebrafish?" in told
    assert f"nobody sees them: {CLOSED}" in told
    assert main(["check", str(tmp_path / "surveys" / "mackerel"), "--lang", "en"]) == 0
    assert "zebrafich" in capsys.readouterr().out


def test_the_command_line_is_the_operators(tmp_path, capsys):
    write_folder(tmp_path, "broken")
    assert main(["surveys", "--data", str(tmp_path)]) == 0
    assert CLOSED in capsys.readouterr().out
