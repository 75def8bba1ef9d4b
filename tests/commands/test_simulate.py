"""``insight simulate``: the bundled surveys made anew, and held against published figures."""

from checkout import ROOT

from insight.__main__ import main


def test_the_surveys_are_made_to_the_byte(tmp_path, capsys):
    assert main(["simulate", "--data", str(tmp_path)]) == 0
    paths = capsys.readouterr().out.splitlines()
    assert len(paths) == 3
    for path in tmp_path.rglob("*.parquet"):
        assert str(path) in paths
        assert path.read_bytes() == (ROOT / "data" / path.relative_to(tmp_path)).read_bytes()


def test_each_published_figure_has_its_line_and_is_met(capsys):
    assert main(["simulate", "--check", "--data", str(ROOT / "data"), "--lang", "en"]) == 0
    *lines, summary = capsys.readouterr().out.splitlines()
    assert summary == f"{len(lines)} published figures met, 0 missed."
    assert {line.split("\t")[0] for line in lines} == {"met"}
