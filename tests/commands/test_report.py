"""``insight report``: the views of a file in each format, for everybody or for each group."""

import io
import zipfile

import pandas as pd
import pytest
from survey_folder import net, segment, single, write_survey

from insight import open_survey, table
from insight.exports.reports.slide_parts.template_check import LARGEST
from insight.views.reports.report_formats import FORMATS

ROWS = [
    {"region": region, "q": 1 if at % 3 else 2}
    for region, size in {1: 60, 2: 45, 3: 30, 4: 6}.items()
    for at in range(size)
]
VARIABLES = {"region": segment(1, 2, 3, 4), "q": single(1, 2, nets=[net("high", 1)])}
GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 0}
REPORT = """
format = 1
title = "Trust"
language = "en"
[[view]]
survey = "small"
item = "q"
by = "none"
show = "dots"
"""
BEGINNINGS = {"pdf": b"%PDF", "html": b"<!doctype html>"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    root = tmp_path_factory.mktemp("reports")
    write_survey(root, "small", pd.DataFrame(ROWS), VARIABLES, disclosure=GATES)
    return root


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.toml"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.mark.parametrize("kind", FORMATS)
def test_a_report_is_written_in_the_format_of_its_name(run, data, report, kind):
    out = report.with_name(f"out.{kind}")
    status, said, wrong = run("report", str(report), "--out", str(out), data=data)
    assert (status, wrong) == (0, "")
    assert said == f"out.{kind}: visninger som vises: 1 av 1.\n"
    content = out.read_bytes()
    if kind in BEGINNINGS:
        assert content.startswith(BEGINNINGS[kind])
    else:
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_every_group_has_a_file_with_the_figures_of_the_table(run, data, report):
    out = report.with_name("each")
    arguments = ("report", str(report), "--out", str(out), "--each", "region", "--format", "html")
    status, said, wrong = run(*arguments, data=data)
    assert (status, wrong) == (0, "")
    names = [f"report_region-{code}.html" for code in (1, 2, 3, 4)]
    assert [line.partition(":")[0] for line in said.splitlines()] == names
    figures = table(open_survey("small", data), "q", by=["region"], nets=True)
    for estimate in figures.of("high"):
        written = (out / f"report_region-{estimate.group[0]}.html").read_text("utf-8")
        assert f"kode {estimate.group[0]} en" in written
        if estimate.value is None:
            assert "None of these views can show anything" in written
            assert "%" not in written.partition("<h1")[2]
        else:
            assert f"{round(100 * estimate.value)}%" in written


def test_a_family_is_taken_up_again_where_it_was_broken_off(run, data, report):
    out = report.with_name("each")
    arguments = ("report", str(report), "--out", str(out), "--each", "region", "--format", "html")
    run(*arguments, data=data)
    (out / "report_region-2.html").unlink()
    (out / "report_region-3.html").write_bytes(b"half")
    before = (out / "report_region-1.html").stat().st_mtime_ns
    _, said, _ = run(*arguments, data=data)
    assert ["finnes allerede" in line for line in said.splitlines()] == [True, False, False, True]
    assert (out / "report_region-1.html").stat().st_mtime_ns == before
    report.write_text(REPORT.replace("Trust", "Changed"), "utf-8")
    _, said, _ = run(*arguments, data=data)
    assert "finnes allerede" not in said
    _, said, _ = run(*arguments, "--anew", data=data)
    assert "finnes allerede" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "{there}/out.odt"), "does not say what kind of file"),
        (("--out", "{there}/no/out.html"), "could not be written"),
        (("--out", "/dev/full", "--format", "html"), "could not be written"),
        (("--out", "{there}/each", "--each", "regoin"), "Did you mean region?"),
        (("--out", "{there}/report.toml", "--each", "region"), "could not be written"),
        (("--out", "{there}/out.html", "--template", "{there}/x.pptx"), "A template is for slides"),
        (("--out", "{there}/out.pptx", "--template", "{there}/x.pptx"), "cannot be read"),
        (("--out", "{there}/out.pptx", "--template", "{there}/report.toml"), "cannot be read"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(run, data, report, arguments, said):
    named = [one.format(there=report.parent) for one in arguments]
    status, out, wrong = run("report", str(report), "--lang", "en", *named, data=data)
    assert (status, out) == (1, "")
    assert said in wrong
    assert wrong.count("\n") == 1
    assert [path.name for path in report.parent.iterdir()] == ["report.toml"]


def test_a_survey_elsewhere_is_found_by_its_folder(run, root, data, report):
    out = report.with_name("out.html")
    folder = str(data / "surveys" / "small")
    arguments = ("report", str(report), "--out", str(out))
    _, said, _ = run(*arguments, data=root)
    assert said == "out.html: visninger som vises: 0 av 1.\n"
    _, said, _ = run(*arguments, "--survey", folder, data=root)
    assert said == "out.html: visninger som vises: 1 av 1.\n"


def test_a_link_leads_to_views_of_the_data_folder_only(run, root, data, report, monkeypatch):
    monkeypatch.setenv("INSIGHT_ADDRESS", "https://innsikt.example.no")
    out, folder = report.with_name("out.html"), str(data / "surveys" / "small")
    run("report", str(report), "--out", str(out), data=data)
    assert "https://innsikt.example.no/answers?" in out.read_text("utf-8")
    run("report", str(report), "--out", str(out), "--survey", folder, data=root)
    assert "innsikt.example.no" not in out.read_text("utf-8")


def test_a_template_that_is_too_large_is_refused_as_one(run, data, report):
    template = report.with_name("x.pptx")
    template.write_bytes(bytes(LARGEST + 1))
    out, each = report.with_name("out"), ("--each", "region", "--format", "pptx")
    arguments = ("report", str(report), "--out", str(out), *each, "--template", str(template))
    status, said, wrong = run(*arguments, "--lang", "en", data=data)
    assert (status, said) == (1, "")
    assert "The template is larger than 30 MB" in wrong
    assert not out.exists()
