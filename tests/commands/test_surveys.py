"""``insight surveys``: a line for each survey, and a complaint of each that is broken."""

from survey_folder import single, write_survey


def test_surveys_are_listed_one_a_line(run):
    assert run("surveys") == (0, "citizens\tcitizens nb\t2020,2021\tsimulerte svar\n", "")
    assert run("surveys", "--lang", "en")[1] == (
        "citizens\tcitizens en\t2020,2021\tsimulated responses\n"
    )


def test_broken_surveys_do_not_hide_the_others(run, tmp_path):
    write_survey(tmp_path, "good", {"q": [1]}, {"q": single(1)})
    broken = write_survey(tmp_path, "worse", {"q": [1]}, {"q": single(1)})
    (broken / "codebook.toml").write_text("format = 2")
    (write_survey(tmp_path, "lost", {"q": [1]}, {"q": single(1)}) / "codebook.toml").unlink()
    (write_survey(tmp_path, "cut", {"q": [1]}, {"q": single(1)}) / "responses.parquet").write_text(
        ""
    )
    design = {"psu": "q", "lonely_psu": "fail"}
    write_survey(tmp_path, "lonely", {"q": [1]}, {"q": single(1)}, design=design)
    broken.rename(broken.with_name("two\nlines"))
    status, out, err = run("surveys", "--lang", "en", data=tmp_path)
    assert status == 1
    assert out == "good\tgood en\n"
    names = [line.split(": ")[0] for line in err.splitlines()]
    assert names == ["lost", r"two\nlines", "cut", "lonely"]
    assert "The folder “lost” has no codebook.toml." in err
