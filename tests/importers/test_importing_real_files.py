"""Real survey files, imported as they are. The files lie beside the project, never in it."""

import csv
import io
import re
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fixtures_folder import shared_file

from insight.__main__ import main
from insight.importers.importing import import_file
from insight.survey.parser import read_codebook

SETS = re.compile(r"multi-select (?P<column>(?P<item>\w+)_\d+): ")
Q2 = re.compile(r"q2=(?P<code>\d+) .*wave=(?P<wave>\w+):")


@pytest.fixture
def imported(tmp_path):
    def of(name: str):
        made = import_file(shared_file(f"fixtures/{name}"), tmp_path / "surveys" / "s")
        return made, read_codebook(made.folder / "codebook.toml")

    return of


@pytest.fixture
def european(imported_once):
    """The European Social Survey, to be looked at only."""
    made = imported_once("ESS9NO.sav")
    return made, read_codebook(made.folder / "codebook.toml")


def tabled(folder, capfdbinary, *arguments: str) -> list[dict[str, str]]:
    capfdbinary.readouterr()
    assert main(["table", str(folder), *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode())))


def take(folder, *lines: str) -> None:
    """Take what the import proposes: remove the # before these lines of the codebook."""
    book = folder / "codebook.toml"
    text = book.read_text(encoding="utf-8")
    for line in lines:
        assert text.count(f"\n# {line}\n") == 1
        text = text.replace(f"\n# {line}\n", f"\n{line}\n")
    book.write_text(text, encoding="utf-8")


def test_the_european_social_survey_keeps_its_columns_labels_and_missing_codes(european):
    import pyreadstat

    made, book = european
    path = shared_file("fixtures/ESS9NO.sav")
    _, declared = pyreadstat.read_sav(path, metadataonly=True, user_missing=True)
    columns = {column for one in book.variables.values() for column in one.columns}
    assert pq.read_schema(made.folder / "responses.parquet").names == declared.column_names
    assert columns == {*declared.column_names}
    assert len(columns) == 557

    assert len(declared.missing_ranges) == 503
    for name, ranges in declared.missing_ranges.items():
        kept = {one.key: one.missing for one in book.variable(name).categories}
        for value, label in declared.variable_value_labels[name].items():
            if not isinstance(value, str) and any(r["lo"] <= value <= r["hi"] for r in ranges):
                assert kept[str(int(value))], (name, value, label)
    assert book.variable("prtvtbno").by_key["1"].label.nb == "Rødt"
    sorts = {one.label.nb: one.missing for one in book.variable("vote").categories if one.missing}
    assert sorts == {"Refusal": "refused", "Don't know": "dont_know", "No answer": "other"}


def test_the_european_social_surveys_design_and_marks_are_found(european):
    made, book = european
    best = {one.part: one.column for one in reversed(made.proposals)}
    assert best == {"weight": "pspwght", "strata": "stratum", "psu": "psu"}
    assert book.design.columns == ()
    sets = {one.label.en: len(one.categories) for one in book.items if one.kind == "multiple"}
    assert sets == {
        "Discrimination of respondent's group": 14,
        "Doing last 7 days": 12,
        "Partner doing last 7 days": 13,
    }
    assert {"gndr", "eisced", "domicil"} <= {one.id for one in book.segments}


def test_routed_batteries_have_the_reference_counts_and_bases(imported, capfdbinary):
    name = "trust_in_digital_health.csv"
    made, book = imported(name)
    sets = [one.id for one in book.items if one.kind == "multiple"]
    assert sets == ["mhr_useful", "mhr_benefits", "mhr_whyoptout"]
    rows = csv.DictReader(shared_file("fixtures/multiselect_reference.csv").open())
    expected = {
        found["column"]: (int(row["n_selected"]), int(row["base_n"]))
        for row in rows
        if row["dataset"] == name and (found := SETS.match(row["stat"]))
    }
    ours = {
        row["category"]: (int(row["n"]), int(row["base"]))
        for item in sets
        for row in tabled(made.folder, capfdbinary, "--item", item)
    }
    assert ours == expected


def test_answers_in_one_cell_have_the_reference_counts_in_each_wave(imported, capfdbinary):
    name = "quantipy_example_data_A.csv"
    made, book = imported(name)
    assert [one.id for one in book.items if one.kind == "multiple"] == ["q2", "q3", "q8", "q9"]
    weights = [(one.column, one.sound) for one in made.proposals if one.part == "weight"]
    assert weights == [("weight_a", True), ("weight_b", False)]
    take(made.folder, 'wave = "Wave"', 'weight = "weight_a"')
    codebook = made.folder / "codebook.toml"
    open_to_all = codebook.read_text("utf-8").replace('microdata = "closed"', 'microdata = "open"')
    codebook.write_text(open_to_all, "utf-8")  # else weighted figures are rounded
    reference = csv.DictReader(shared_file("fixtures/multiselect_reference.csv").open())
    rows = [row for row in reference if row["dataset"] == name]
    assert len(rows) == 24

    @cache
    def table_of(wave: str) -> list[dict[str, str]]:
        where = [] if wave == "all" else ["--where", f"Wave={wave}"]
        return tabled(made.folder, capfdbinary, "--item", "q2", *where)

    for row in rows:
        found = Q2.match(row["stat"])
        (ours,) = [one for one in table_of(found["wave"]) if one["category"] == found["code"]]
        assert (int(ours["n"]), int(ours["base"])) == (int(row["n_selected"]), int(row["base_n"]))
        assert 100 * float(ours["share"]) == pytest.approx(float(row["pct"]))


def test_declared_sets_and_missing_ranges_of_small_files(imported):
    _, book = imported("sav/pyreadstat_mrsets_simple_alltypes.sav")
    assert book.variable("mymrset").columns == ("bool1", "bool2", "bool3")
    assert book.variable("mymrset").label.nb == "My multiple response set"
    assert len(book.variable("categorical_array").columns) == 4
    colours = [(one.key, one.label.nb, one.missing) for one in book.variable("x").categories]
    assert colours == [
        *(("1", "red", None), ("2", "green", None), ("3", "blue", None), ("4", "4", None)),
        *(("9", "9", None), ("7", "7", "other"), ("8", "8", "other"), ("99", "99", "other")),
    ]
    amounts = [(one.key, one.label.nb, one.missing) for one in book.variable("z").categories]
    assert amounts == [("-9", "-9", "other"), ("999", "skipped", "other")]


def test_a_million_respondents_are_imported_in_bounded_memory(tmp_path, monkeypatch):
    """The first columns of a real file, which all together take no more memory, only time."""
    pulse = pq.ParquetFile(shared_file("fixtures/hps_2021_2022.parquet"))
    columns = pulse.schema_arrow.names[:44]
    pq.write_table(pulse.read(columns), tmp_path / "pulse.parquet", compression="none")
    monkeypatch.setenv("INSIGHT_IMPORT_MEMORY_MB", "768")
    made = import_file(tmp_path / "pulse.parquet", tmp_path / "s")
    assert made.rows == 1_087_170
    assert pq.read_schema(made.folder / "responses.parquet").names == columns
    book = read_codebook(made.folder / "codebook.toml")
    assert book.variable("WHYNOT").kind == "multiple"


def test_hundreds_of_columns_are_imported(tmp_path):
    pulse = pq.ParquetFile(shared_file("fixtures/hps_2021_2022.parquet"))
    some = next(pulse.iter_batches(20_000))
    pq.write_table(pa.Table.from_batches([some]), tmp_path / "pulse.parquet")
    made = import_file(tmp_path / "pulse.parquet", tmp_path / "s")
    book = read_codebook(made.folder / "codebook.toml")
    assert (made.rows, len(book.variables)) == (20_000, made.variables)
    assert len(pq.read_schema(made.folder / "responses.parquet").names) == 384
    assert book.variable("WHYNOT").kind == "multiple"
