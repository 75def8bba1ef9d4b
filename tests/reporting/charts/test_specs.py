"""Every specification of a chart, in both themes, is one that Vega-Lite understands."""

from copy import deepcopy
from itertools import product

import altair as alt
import pytest
from facts_in_html import KNOWN
from jsonschema import ValidationError

from insight.documents.series import gather_series
from insight.documents.series_words import Wording
from insight.language.catalogue import LANGUAGES
from insight.reporting.charts import group_specs, series_rows, series_specs, trend_specs
from insight.reporting.charts.elements import Spec
from insight.reporting.charts.palettes import PALETTES
from insight.reporting.events import event_spec
from insight.reporting.events.lanes import Years

VISITS = gather_series(KNOWN.figures)["helsenorge_visits_annual"]
DOCUMENTS = series_rows.documents(VISITS, Wording(KNOWN, "nb"))

# How each kind of chart may be asked for, but for its theme.
EITHER = (False, True)
WAYS = {
    trend_specs.trend_spec: {"language": LANGUAGES, "mean": EITHER},
    group_specs.heat_spec: {"beside": EITHER, "tested": EITHER},
    group_specs.lines_spec: {"language": LANGUAGES, "mean": EITHER, "steps": [0, 4]},
    group_specs.panels_spec: {"lines": EITHER},
    series_specs.series_spec: {
        "language": LANGUAGES, "documents": [DOCUMENTS], "percent": EITHER
    },
    event_spec.event_spec: {"language": LANGUAGES, "height": [400], "years": [Years(2012, 2035)]},
}  # fmt: skip


def validate(spec: Spec) -> None:
    """Hold a specification, with the rows that it waits for, against the schema of Vega-Lite."""
    alt.TopLevelLayerSpec.validate(spec | {"data": {"name": "rows"}})


@pytest.mark.parametrize("kind", WAYS, ids=lambda kind: kind.__name__)
def test_vega_lite_understands_every_chart(kind):
    """In every way that it may be asked for; the other theme, which has other colours, in two."""
    first, *others = PALETTES
    ways = [dict(zip(WAYS[kind], chosen, strict=True)) for chosen in product(*WAYS[kind].values())]
    for way in ways:
        validate(kind(first, **way))
    for theme, way in product(others, (ways[0], ways[-1])):
        validate(kind(theme, **way))


def test_no_kind_of_chart_is_left_out():
    modules = (trend_specs, group_specs, series_specs, event_spec)
    made = [part for module in modules for part in vars(module).values()]
    assert {part for part in made if hasattr(part, "cache_info")} == set(WAYS)


@pytest.mark.parametrize("kind", WAYS, ids=lambda kind: kind.__name__)
def test_marks_have_boxes_and_words_axes_bands_and_lines_have_none(kind):
    ways = [dict(zip(WAYS[kind], chosen, strict=True)) for chosen in product(*WAYS[kind].values())]
    for way in ways:
        spec = kind("light", **way)
        assert spec["config"]["mark"]["tooltip"] is None
        told = [layer for layer in spec["layer"] if "tooltip" in layer["encoding"]]
        assert told
        assert {layer["mark"]["type"] for layer in told} <= {"bar", "point", "rect", "rule"}
        assert not any("tooltip" in layer["mark"] for layer in spec["layer"])
        [pointed] = [param for param in spec["params"] if param["name"] == "pointed"]
        assert pointed["views"] == [told[0]["name"]]
        assert "pointed." in str([layer["mark"].get("opacity") for layer in spec["layer"]])


def with_a_mark_that_is_not_there(spec: Spec) -> None:
    spec["layer"][-1]["mark"]["type"] = "blob"


def with_a_misspelt_option(spec: Spec) -> None:
    spec["layer"][-1]["mark"]["colour"] = "#000000"


def with_a_misspelt_channel(spec: Spec) -> None:
    spec["layer"][0]["encoding"]["colour"] = {"value": "#000000"}


def with_a_height_in_words(spec: Spec) -> None:
    spec["height"] = "high"


def with_an_unknown_part_of_the_dress(spec: Spec) -> None:
    spec["config"]["axis"]["labelColour"] = "#000000"


@pytest.mark.parametrize(
    "broken",
    [
        with_a_mark_that_is_not_there,
        with_a_misspelt_option,
        with_a_misspelt_channel,
        with_a_height_in_words,
        with_an_unknown_part_of_the_dress,
    ],
)
def test_a_specification_that_is_broken_is_not_understood(broken):
    spec = deepcopy(trend_specs.trend_spec("light", "nb"))
    validate(spec)
    broken(spec)
    with pytest.raises(ValidationError):
        validate(spec)
