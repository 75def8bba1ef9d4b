"""Counts: their names, what stands in the operator's table, and what no label says."""

import re

import pytest
import yaml
from checkout import ROOT
from prometheus_client.parser import text_string_to_metric_families

from insight.language.catalogue import catalogue
from insight.language.errors import Fault, ImportRefusal, RequestError
from insight.operation.counts import (
    ALL,
    BOOKS,
    IMPORTS,
    IMPORTS_RUNNING,
    REFUSALS,
    Reasons,
    count_refusal,
    outcome_in,
    timed_import,
)
from insight.operation.exposition import metrics_text

GUIDE = (ROOT / "docs" / "observability.md").read_text("utf-8")
# What is told of the app's parts; nothing of surveys, questions, filters, people or addresses.
LABELS = {
    "cache", "door", "event", "kind", "level", "outcome", "part", "place", "reason", "run",
    "state", "status",
}  # fmt: skip


def test_what_is_told_is_prometheus_text_with_names_as_prometheus_wants_them():
    told = text_string_to_metric_families(metrics_text().decode())
    families = {family.name for family in told}
    assert {tally.name for tally in ALL} <= families
    assert {"process_resident_memory_bytes", "process_cpu_seconds"} <= families
    for tally in ALL:
        assert re.fullmatch(r"insight_[a-z_]+[a-z]", tally.name)
        assert tally.says.endswith(".")
        assert {*tally.labels} <= LABELS


def test_every_count_stands_in_the_operators_table_with_its_labels():
    table = re.findall(r"^\| `((?:insight|process)_\w+)` \| ([^|]*)\|", GUIDE, re.M)
    told = {tally.name: " ".join(f"`{label}`" for label in tally.labels) for tally in ALL}
    endings = {family.name: {sample.name for sample in family.samples} for family in
               text_string_to_metric_families(metrics_text().decode())}  # fmt: skip
    ours = {name: labels for name, labels in table if name.startswith("insight_")}
    assert {name.removesuffix("_total"): labels.strip() for name, labels in ours.items()} == told
    for name, _ in table:
        samples = endings[name.removesuffix("_total")]
        assert name in samples or f"{name}_bucket" in samples or not samples


def test_the_alerts_are_about_counts_and_labels_that_there_are():
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)]
    [rules] = [group["rules"] for block in blocks for group in block.get("groups", ())]
    assert len({rule["alert"] for rule in rules}) == len(rules) > 4
    names = {
        sample.name
        for family in text_string_to_metric_families(metrics_text().decode())
        for sample in family.samples
    } | {f"{tally.name}{end}" for tally in ALL for end in ("_total", "_bucket", "_count")}
    known = {label: {*values} for tally in ALL for label, values in tally.labels.items()
             if label != "reason"}  # fmt: skip
    outcomes = {value for tally in ALL for value in tally.labels.get("outcome", ())}
    known |= {"outcome": outcomes, "job": {"insight"}}
    for rule in rules:
        assert {"alert", "expr", "labels", "annotations"} <= {*rule}
        asked = {*re.findall(r"\b(?:insight|process)_\w+", rule["expr"])}
        assert asked <= names
        for label, value in re.findall(r'(\w+)="([^"]*)"', rule["expr"]):
            assert value in known[label]


def test_every_label_value_is_a_word_of_the_program():
    for tally in ALL:
        for name, known in tally.labels.items():
            assert name == "reason" or all(re.fullmatch(r"[a-z0-9_]+", one) for one in known)


def test_a_refusal_is_counted_by_its_sentence_and_an_unknown_one_as_other():
    before = REFUSALS.values()
    faults = [Fault("fault.unknown_page", {"page": "Kari"}), Fault("fault.no_such_sentence")]
    count_refusal("page", RequestError(*faults))
    grown = {key: value for key, value in REFUSALS.values().items() if before.get(key) != value}
    assert {*grown} == {("page", "unknown_page"), ("page", "other")}
    assert {f"fault.{name}" for name in Reasons()} & {*catalogue("en")}
    assert len(Reasons()) < 1_000


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, "done"),
        (RequestError(Fault("fault.bad_id", {"value": "a"})), "refused"),
        (ZeroDivisionError(), "failed"),
    ],
)
def test_how_something_ends_is_counted(error, outcome):
    before = BOOKS.values()[outcome,]
    try:
        with outcome_in(BOOKS):
            if error:
                raise error
    except (RequestError, ZeroDivisionError):
        pass
    assert BOOKS.values()[outcome,] == before + 1


@pytest.mark.parametrize(
    ("key", "outcome"),
    [("", "done"), ("fault.import_empty", "refused"), ("fault.import_died", "failed")],
)
def test_an_import_runs_and_is_over_however_it_ends(key, outcome):
    def ended():
        return sum(IMPORTS.values()[outcome,][0])

    before, running = ended(), IMPORTS_RUNNING.values()[()]
    try:
        with timed_import():
            assert IMPORTS_RUNNING.values()[()] == running + 1
            if key:
                raise ImportRefusal(Fault(key, {"file": "a"}))
    except ImportRefusal:
        pass
    assert (ended(), IMPORTS_RUNNING.values()[()]) == (before + 1, running)
