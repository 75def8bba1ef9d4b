"""Damaged files of every format: each is read or refused in one sentence, and none hangs.

`benchmarks/damage.py` tries as many as one has time for.
"""

import pytest
from damaged_files import Trial, damaged, seeds
from fixtures_folder import SHARED
from hypothesis import HealthCheck, Phase, given, settings

FORMATS = [
    *(".sav", ".zsav", ".por", ".dta", ".sas7bdat", ".xpt", ".parquet"),
    *(".csv", ".xlsx", ".xls", ".ods", ".gz", ".zip"),
]
FILES_PER_FORMAT = 100
WHOLE_IMPORTS = 80

tries = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Small whole files: ours, and real ones where these are at hand."""
    found = seeds(tmp_path_factory.mktemp("whole"))
    real = (SHARED / "fixtures" / "sav").glob("*.sav")
    return found | {path.name: path.read_bytes() for path in real}


@pytest.fixture(scope="module")
def trial():
    """One process for the files of all formats, until one of them ends it."""
    process = Trial()
    yield process
    process.close()


def survives(trial, folder, files, count):
    """Try `count` damaged files, and say of how many came what."""
    came = []

    @settings(tries, max_examples=count)
    @given(damaged(files))
    def attempt(case):
        name, data = case
        path = folder / name
        path.write_bytes(data)
        result = trial.result(path)
        assert result["came"] in ("read", "refused", "memory", "died"), result.get("traceback")
        for sentence in result.get("sentences", []):
            assert sentence.count("\n") == 0
            assert len(sentence) < 400
        came.append(result["came"])

    attempt()
    return came


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_damaged_file_is_read_or_refused_in_one_sentence(trial, tmp_path, whole, suffix):
    files = {name: data for name, data in whole.items() if name.endswith(suffix)}
    came = survives(trial, tmp_path, files, FILES_PER_FORMAT)
    assert len(came) >= FILES_PER_FORMAT
    assert {"read", "refused"} <= set(came)


def test_a_damaged_file_is_imported_whole_or_refused_in_one_sentence(tmp_path, whole):
    importing = Trial(whole_import=True)
    try:
        came = survives(importing, tmp_path, whole, WHOLE_IMPORTS)
    finally:
        importing.close()
    assert len(came) >= WHOLE_IMPORTS
    assert "refused" in came
