"""Figures by address are those of ``insight table``, to the last digit, hidden ones included."""

import itertools
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from asked_api import DATA, api_client, cells, parameters
from fixtures_folder import TRUST_CODEBOOK, convert, shared_file
from r_reference import sample_data
from small_survey import GATES
from survey_folder import as_toml, net, numeric, segment, single, write_survey

from insight import open_survey, quantiles, table
from insight.api.codes import TOTAL, escape_code, escape_id
from insight.api.listing import Listing
from insight.survey.folders import bundled_data

BUNDLED = ("citizens", "health_personnel", "organisations")
MARKS = {"low_base": "u", "boundary": "x"}
COUNTS = ("n", "base", "n_eff")


@pytest.fixture
def client(monkeypatch):
    def of(data: Path):
        monkeypatch.setenv("INSIGHT_DATA", str(data))
        return api_client()

    return of


def told(cube, by, where=(), base="all"):
    """What the command writes, by the codes of the API: each value with its flag and basis."""
    if cube.statistic == "quartiles":
        yield from told_of_quartiles(cube, by, where)
        return
    options = {"by": by, "where": where, "base": base, "nets": True, "statistic": cube.statistic}
    measure = cube.measure
    for row in table(cube.survey, cube.item.id, **options).tidy("en").rows:
        groups = [(escape_id(name), escape_code(str(row[name]))) for name in by]
        if measure == "share":
            code = escape_code(row["category"])
            groups.append(("category", f"net.{code}" if row["kind"] == "net" else code))
        for column in (*(f"{measure}{part}" for part in ("", "_low", "_upp", "_se")), *COUNTS):
            value = row[column]
            if value is not None and column.startswith("share"):
                value *= 100
            yield frozenset([*groups, ("ContentsCode", column)]), (value, row["flag"], row["basis"])


def told_of_quartiles(cube, by, where):
    """The same of the quartiles, which the command has a row each of."""
    for row in quantiles(cube.survey, cube.item.id, by=by, where=where).tidy("en").rows:
        name = {0.25: "q25", 0.5: "median", 0.75: "q75"}[row["probability"]]
        parts = {"": "value", "_low": "value_low", "_upp": "value_upp", "_se": "value_se"}
        columns = {f"{name}{part}": row[column] for part, column in parts.items()}
        columns |= {count: row["base"] for count in ("n", "base") if name == "median"}
        groups = [(escape_id(one), escape_code(str(row[one]))) for one in by]
        for content, value in columns.items():
            yield (
                frozenset([*groups, ("ContentsCode", content)]),
                (value, row["flag"], row["basis"]),
            )


def given(client, cube, chosen, left_out=()):
    """What the API gives; of a total it is no part of the place that it is of all groups."""
    asked = {
        "ContentsCode": "*",
        **({"category": "*"} if cube.measure == "share" else {}),
        **chosen,
    }
    answer = client.get(DATA.format(cube.id), params={"lang": "en", **parameters(asked)})
    assert answer.status_code == 200, answer.text
    dataset = answer.json()
    basis = dataset["extension"].get("basis", "")
    for place, (codes, value, status) in enumerate(cells(dataset)):
        kept = {
            name: code for name, code in codes.items() if name not in left_out and code != TOTAL
        }
        yield (
            frozenset(kept.items()),
            (
                value,
                status,
                basis if isinstance(basis, str) else basis[place],
            ),
        )


def as_status(content, value, flag):
    if value is None:
        return ":" if "suppressed" in flag else ".."
    if content in COUNTS:
        return ""
    return "".join(mark for word, mark in MARKS.items() if word in flag.split())


def assert_same(found, wanted):
    """Every cell has its value, its status and its basis, and there are no others.

    Returns the statuses that there were.
    """
    found, wanted = dict(found), dict(wanted)
    assert found.keys() == wanted.keys()
    for key, (value, flag, basis) in wanted.items():
        status = as_status(dict(key)["ContentsCode"], value, flag)
        assert found[key] == (value, status, basis), key
    return {status for _, status, _ in found.values()}


def assert_api_tells_the_tables(client, surveys):
    """Hold each table: of all, and by a pair of variables with its totals, wave by wave.

    Returns the statuses that cells had.
    """
    statuses = set()
    for survey in surveys:
        wave = [survey.codebook.design.wave] if len(survey.codebook.waves) > 1 else []
        segments = [each.id for each in survey.codebook.segments if len(each.categories) > 1]
        pairs = itertools.cycle([*itertools.pairwise([*segments, *segments[:1]])] or [()])
        cubes = Listing((survey,)).cubes
        few = [cube for cube in cubes if cube.statistic == "quartiles"][::4]  # they take their time
        for cube in [*(cube for cube in cubes if cube.tested), *few]:
            statuses |= assert_same(given(client, cube, {}), told(cube, []))
            pair = dict.fromkeys(next(pairs))
            chosen = {escape_id(name): "*" for name in (*pair, *wave)}
            parts = (itertools.combinations(pair, size) for size in range(len(pair) + 1))
            names = itertools.chain.from_iterable(parts)
            tables = (told(cube, [*each, *wave]) for each in names)
            statuses |= assert_same(given(client, cube, chosen), itertools.chain(*tables))
    return statuses


@pytest.mark.parametrize("name", BUNDLED)
def test_each_table_of_a_bundled_survey(client, name):
    assert_api_tells_the_tables(client(bundled_data()), [open_survey(name)])


def test_the_tables_of_an_australian_survey_with_routed_questions(client, tmp_path):
    csv = shared_file("fixtures/trust_in_digital_health.csv")
    declared = tomllib.loads(TRUST_CODEBOOK.read_text("utf-8"))
    variables = declared["variables"]
    segments = [name for name, variable in variables.items() if variable["role"] == "segment"]
    left_out = {*segments[4:]}  # to hide for twenty variables takes its time
    kept = {name: variable for name, variable in variables.items() if name not in left_out}
    codebook = tmp_path / "codebook.toml"
    codebook.write_text(as_toml({**declared, "variables": kept}), "utf-8")
    folder = convert(csv, codebook, tmp_path / "surveys")
    assert_api_tells_the_tables(client(tmp_path), [open_survey(folder)])


SEGMENTS = {
    "synth": {"gender": segment("f", "m"), "seg": segment(*range(1, 9))},
    "apistrat": {
        name: segment(*codes) for name, codes in {"stype": "EMH", "sch.wide": ["Yes", "No"]}.items()
    },
}


@pytest.mark.parametrize("name", SEGMENTS)
def test_the_tables_of_samples_whose_weighted_figures_are_rounded(client, tmp_path, name):
    frame, variables = sample_data(name)
    items = ("q", "q_as_number", "m1") if name == "synth" else ("awards", "api00")
    chosen = {item: variables[item] for item in items} | SEGMENTS[name]
    waves = {"wave": segment(*range(2019, 2024))} if name == "synth" else {}
    design = {"weight": "w", "strata": "stratum", **({"wave": "wave"} if waves else {})}
    rules = {**GATES, "microdata": "k_anonymous"}
    folder = write_survey(tmp_path, name, frame, chosen | waves, design=design, disclosure=rules)
    assert_api_tells_the_tables(client(tmp_path), [open_survey(folder)])


def test_the_tables_of_a_norwegian_sample_with_few_in_some_regions(client, tmp_path):
    frame = pd.read_csv(shared_file("fixtures/ESS10NO.csv"))
    regions = sorted(frame["region"].unique())
    frame["schooling"] = pd.cut(frame["eduyrs"], [-1, 12, 16, 99], labels=[1, 2, 3]).astype("Int64")
    variables = {
        **{name: segment(0, 1) for name in ("brnnorge", "uempla")},
        "region": segment(*regions),
        "schooling": segment(1, 2, 3),
        "lrscale": single(*range(11), ordered=True, nets=[net("right", *range(6, 11))]),
        "polint": single(0, 1),
        "hinctnta": numeric(),
    }
    frame = frame[[*variables, "pspwght", "stratum", "psu"]].astype({"lrscale": "Int64"})
    design = {"weight": "pspwght", "strata": "stratum", "psu": "psu"}
    folder = write_survey(tmp_path, "ess", frame, variables, design=design, disclosure=GATES)
    statuses = assert_api_tells_the_tables(client(tmp_path), [open_survey(folder)])
    assert statuses >= {"", ":", "..", "u"}


@pytest.mark.parametrize("name", ["citizens", "health_personnel"])
def test_one_code_as_a_filter_is_that_group_of_the_breakdown(client, name):
    asked, survey = client(bundled_data()), open_survey(name)
    cube = Listing((survey,)).cube(f"{name}.trust_need_to_know")
    for first, second in itertools.pairwise(survey.codebook.segments):
        whole = {first.id: "*", second.id: "*", "year": "*"}
        groups = dict(given(asked, cube, whole))
        code = next(each.key for each in first.categories if not each.missing)
        part = dict(given(asked, cube, {**whole, first.id: code}))
        assert part == {key: cell for key, cell in groups.items() if (first.id, code) in key}


def test_what_the_base_leaves_out_is_said_not_to_be_there(client):
    asked, survey = client(bundled_data()), open_survey("citizens")
    cube = Listing((survey,)).cube("citizens.trust_need_to_know")
    found = dict(given(asked, cube, {"base": "valid"}, left_out=["base"]))
    wanted = dict(told(cube, [], base="valid"))
    absent = {key: cell for key, cell in found.items() if key not in wanted}
    assert set(absent.values()) == {(None, ".", "")}
    assert {dict(key)["category"] for key in absent} == {"9"}
    assert_same({key: found[key] for key in wanted}, wanted)
