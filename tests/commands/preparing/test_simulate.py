"""``insight simulate``: the bundled surveys made anew, and held against what they shall meet."""

import shutil

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from checkout import ROOT

from insight.__main__ import main
from insight.commands.preparing import simulate
from insight.documents.simulation.dependencies import DEPENDENCIES, dependencies


def test_the_surveys_are_made_to_the_byte(tmp_path, capsys):
    assert main(["simulate", "--data", str(tmp_path)]) == 0
    paths = capsys.readouterr().out.splitlines()
    assert len(paths) == 3
    for path in tmp_path.rglob("*.parquet"):
        assert str(path) in paths
        assert path.read_bytes() == (ROOT / "data" / path.relative_to(tmp_path)).read_bytes()


def test_each_published_figure_and_each_dependency_has_its_line_and_is_met(capsys):
    assert main(["simulate", "--check", "--data", str(ROOT / "data"), "--lang", "en"]) == 0
    *lines, printed, derived, words, dependencies = capsys.readouterr().out.splitlines()
    assumed = [line for line in lines if "\tassumed\t" in line]
    assert printed == f"{len(lines) - len(assumed) - 11} printed figures met, 0 missed."
    assert derived == "4 figures worked out from printed ones met, 0 missed."
    assert words == "7 headlines without a number met as we read them, 0 missed."
    assert dependencies == f"{len(assumed)} assumed dependencies met, 0 missed."
    assert {line.split("\t")[0] for line in lines} == {"met"}
    [place] = [line.split("\t")[2:4] for line in lines if "sdg_most_important sdg_10" in line]
    assert place == ["top 3", "no. 2"], "a place is no share"


def test_the_check_fails_where_answers_that_belong_together_are_independent(
    tmp_path, capsys, monkeypatch
):
    """Each respondent gets the trust in storage of the one before, so that every share stays."""
    own = [target for target in dependencies() if target.survey == "health_personnel"]
    monkeypatch.setattr(simulate, "dependencies", lambda: own)
    shutil.copytree(ROOT / "data" / "surveys", tmp_path / "surveys")
    path = tmp_path / "surveys" / "health_personnel" / "responses.parquet"
    table = pq.read_table(path)
    item = table.column_names.index("trust_secure_storage")
    of_waves = [table.filter(pc.field("year") == year)[item] for year in (2019, 2020, 2021)]
    moved = [pa.concat_arrays([*one[-1:].chunks, *one[:-1].chunks]) for one in of_waves]
    changed = table.set_column(item, "trust_secure_storage", pa.chunked_array(moved))
    pq.write_table(changed, path)

    assert main(["simulate", "--check", "--data", str(tmp_path), "--lang", "en"]) == 1
    *lines, printed, derived, words, _ = capsys.readouterr().out.splitlines()
    assert all(summary.endswith(" 0 missed.") for summary in (printed, derived, words))
    missed = [line.split("\t") for line in lines if line.startswith("MISSED")]
    assert all("trust_secure_storage" in cells[1] for cells in missed)
    subject = "health_personnel 2020 trust_need_to_know × trust_secure_storage"
    [[low_high, measured]] = [cells[2:4] for cells in missed if cells[1] == subject]
    assert low_high == "0.6 … 0.75"
    assert abs(float(measured)) < 0.1


def test_a_file_of_targets_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path, capsys, monkeypatch
):
    path = tmp_path / "dependencies.csv"
    path.write_text(DEPENDENCIES.read_text("utf-8").replace(",0.6,0.75,", ",abc,0.75,"), "utf-8")
    monkeypatch.setattr(simulate, "dependencies", lambda: dependencies(path))
    assert main(["simulate", "--check", "--data", str(ROOT / "data"), "--lang", "en"]) == 1
    assert capsys.readouterr().err == (
        "The targets that the surveys are held against cannot be read: dependencies.csv, row 2, "
        "column low: expected a number, not 'abc'.\n"
    )
