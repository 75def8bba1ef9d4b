"""``insight check``: in order, or a line for each fault."""

import pytest
from survey_folder import segment, single, write_survey

LONELY = {"strata": "h", "psu": "u", "lonely_psu": "fail"}


def test_a_sound_survey_is_in_order(run, root):
    status, out, err = run("check", str(root / "surveys" / "citizens"), "--lang", "en")
    assert (status, err) == (0, "")
    assert out == "citizens: in order. 6 variables agree with the data.\n"


def test_every_fault_of_a_survey_has_its_line(run, tmp_path):
    variables = {"q": single(1), "r": single(1)}
    folder = write_survey(tmp_path, "s", {"q": [1, 7], "r": [8, 9]}, variables)
    status, out, err = run("check", str(folder), "--lang", "en")
    assert (status, out) == (1, "")
    assert [line[:35] for line in err.splitlines()] == [
        "q: column “q” has the value 7, whic",
        "r: column “r” has the value 8, 9, w",
    ]


def test_a_lonely_psu_fails_the_check_where_the_codebook_says_so(run, tmp_path):
    frame = {"q": [1, 2] * 6, "h": ["north"] * 8 + ["south"] * 4, "u": [1] * 4 + [2] * 4 + [3] * 4}
    folder = write_survey(tmp_path, "s", frame, {"q": single(1, 2)}, design=LONELY)
    status, out, err = run("check", str(folder))
    assert (status, out) == (1, "")
    assert "south" in err


@pytest.mark.parametrize("command", [("table",), ("compare", "--net", "1", "--between", "g")])
def test_a_lonely_psu_is_refused_where_the_codebook_says_so(run, tmp_path, command):
    frame = {"q": [1, 2] * 6, "h": ["north"] * 8 + ["south"] * 4, "u": [1] * 4 + [2] * 4 + [3] * 4,
             "g": ["a", "b"] * 6}  # fmt: skip
    write_survey(tmp_path, "s", frame, {"q": single(1, 2), "g": segment("a", "b")}, design=LONELY)
    name, *more = command
    status, out, err = run(name, "s", "--item", "q", *more, "--lang", "en", data=tmp_path)
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "south" in err


def test_a_method_that_replicate_weights_contradict_is_remarked_on(run, tmp_path):
    halves = {f"b{n}": [1.5, 0.5] * 6 for n in range(1, 5)}
    frame = {"q": [1, 2] * 6, "w": [1.0] * 12} | halves
    design = {"weight": "w", "replicates": {"columns": "b{1..4}", "method": "brr"}}
    folder = write_survey(tmp_path, "s", frame, {"q": single(1, 2)}, design=design)
    status, out, err = run("check", str(folder), "--lang", "en")
    assert (status, err) == (0, "")
    in_order, remark = out.splitlines()
    assert in_order == "s: in order. 1 variable agrees with the data."
    assert "is usually 0.5. The method brr would make it 0." in remark
