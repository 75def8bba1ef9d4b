"""A survey with every kind of item, one that is to be weighted, and commands run on them."""

from pathlib import Path

import pytest
import ten_respondents
from survey_folder import multiple, net, numeric, segment, single, write_survey

from insight.__main__ import main

FRAME = {
    "q": [1, 2, 2, 9] * 30,
    "age": [1, 1, 2, 2] * 30,
    "a,b": [1, 2] * 60,
    "web": [1, 0] * 60,
    "x": [1.0, 2.0] * 60,
    "w": [1.0, 2.0] * 60,
    "h": ["n", "s"] * 60,
    "u": [row // 10 for row in range(120)],
    "N": [40] * 120,
    "year": [2020] * 60 + [2021] * 60,
}
VARIABLES = {
    "q": single(1, 2, 9, missing={9: "dont_know"}, nets=[net("both", 1, 2)]),
    "age": segment(1, 2),
    "a,b": segment(1, 2),
    "used": multiple({"web": "web"}),
    "x": numeric(),
}
DESIGN = {"weight": "w", "strata": "h", "psu": "u", "fpc": "N", "wave": "year"}


@pytest.fixture(scope="session")
def root(tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("data")
    write_survey(data, "citizens", FRAME, VARIABLES, design=DESIGN, simulated=True)
    return data


@pytest.fixture
def run(root, capfdbinary):
    """Run a command in this process: status, what it printed, and what it complained of."""

    def run(*arguments: str, data: Path = root) -> tuple[int, str, str]:
        try:
            status = main([*arguments, "--data", str(data)])
        except SystemExit as stop:
            status = stop.code
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


@pytest.fixture
def folder(tmp_path) -> Path:
    """The folder of ten respondents who have no weight."""
    return write_survey(tmp_path, "s", ten_respondents.FRAME, ten_respondents.VARIABLES)


@pytest.fixture
def weigh(tmp_path, capfd):
    """Weight a folder with the margins given: status, what was printed, and the complaint."""

    def weigh(folder: Path, margins: str | bytes, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "margins.csv"
        path.write_bytes(margins.encode() if isinstance(margins, str) else margins)
        named = [str(folder), "--margins", str(path), "--lang", "en"]
        status = main(["weight", *named, *arguments])
        return status, *capfd.readouterr()

    return weigh
