"""Code that readers copy: each runs as it stands, and gets the figures of the table."""

import contextlib
import io
import json
import re
import shutil
import subprocess

import pytest
from api_on_port import served_api
from survey_folder import numeric, segment, single, write_survey

from insight import open_survey, table
from insight.api.cube import Cube
from insight.api.descriptions.code_examples import Example
from insight.language.catalogue import say
from insight.survey.filters import parse_filter
from insight.survey.folders import bundled_data

CITIZENS = open_survey("citizens", bundled_data())
ITEM = "trust_need_to_know"
WAVE = "2021"


@pytest.fixture(scope="module")
def base():
    with served_api() as address:
        yield f"{address}/api/v2"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def example(base: str, language="en") -> Example:
    item = CITIZENS.codebook.variable(ITEM)
    return Example(Cube(CITIZENS, item), language, base, WAVE)


def shares() -> dict[tuple[str, str], float]:
    """The shares of the wave by label of group and answer, all respondents among the groups."""
    where = parse_filter([f"year={WAVE}"], CITIZENS.codebook)
    by = CITIZENS.codebook.segments[0].id
    found = {}
    for groups in ((), (by,)):
        made = table(CITIZENS, ITEM, by=groups, where=where, nets=True)
        for each in made.estimates:
            group = each.group[0] if groups else "_T"
            if each.kind != "mean" and each.value is not None:
                found[group, each.key] = 100 * each.value
    return found


def test_python_as_it_is_copied_reads_the_figures_of_the_table(base):
    said, names = io.StringIO(), {}
    with contextlib.redirect_stdout(said):
        exec(example(base).python, names)
    read = names["table"]
    assert set(read.columns) >= {"value", "status", "simulated", "basis"}
    assert read["simulated"].all()
    figures = read[read[say("en", "api.contents")] == say("en", "api.share")]["value"].dropna()
    assert sorted(figures) == pytest.approx(sorted(shares().values()), abs=1e-9)
    assert "simulated" in said.getvalue()


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_javascript_as_it_is_copied_reads_the_same(base):
    code = f"{example(base).javascript}\nconsole.log('\\n' + JSON.stringify(table));"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", code],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    dataset = json.loads(done.stdout.splitlines()[-1])
    assert dataset["label"].startswith(CITIZENS.codebook.variable(ITEM).label.en)
    size = len(dataset["dimension"]["ContentsCode"]["category"]["index"])
    figures = [one for one in dataset["value"][::size] if one is not None]
    assert sorted(figures) == pytest.approx(sorted(shares().values()), abs=1e-9)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is not installed")
def test_r_as_it_is_copied_reads_as_many_rows(base):
    code = f"{example(base).r}\ncat(nrow(answers), '\\n')"
    done = subprocess.run(
        ["Rscript", "-e", code],
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert int(done.stdout.split()[-1]) == 4 * len(shares())


def test_every_language_of_code_asks_for_the_same():
    told = example("http://localhost:8501/api/v2", "nb")
    for code in (told.python, told.javascript, told.power_query):
        for name, value in told.chosen.items():
            assert re.search(rf'"valueCodes\[{name}\]"( =|:) "{re.escape(value)}"', code)
        assert told.address in code
    whole = "".join(re.findall(r'^    "(.*)",?$', told.r, re.MULTILINE))
    assert whole == told.url("csv")
    assert '#"valueCodes[year]" = "2021"' in told.power_query
    assert '[Query = [\n        lang = "nb"' in told.power_query


def test_a_mean_without_background_or_wave_is_asked_for_by_its_contents_alone(tmp_path):
    folder = write_survey(tmp_path, "s", {"q": [1, 2] * 20}, {"q": numeric()})
    survey = open_survey(folder)
    told = Example(Cube(survey, survey.codebook.variable("q")), "en", "/api/v2")
    assert told.segment is None
    assert told.url("csv").endswith(
        "?lang=en&valueCodes%5BContentsCode%5D=mean,mean_low,mean_upp,base&outputFormat=csv"
    )


def test_what_an_id_is_written_with_does_not_leave_its_quotes(tmp_path):
    variables = {'q"]': single(1, 2), 'g"\\': segment(1, 2)}
    folder = write_survey(tmp_path, "s", {'q"]': [1, 2] * 20, 'g"\\': [1, 2] * 20}, variables)
    survey = open_survey(folder)
    told = Example(Cube(survey, survey.codebook.items[0]), "en", "/api/v2")
    for code in (told.python, told.r, told.javascript, told.power_query):
        assert '"]"' not in code
        assert "\\" not in code
    assert "q~22~5D" in told.address
