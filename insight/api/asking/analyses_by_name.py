"""Analyses that have an address, each by the last part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insight.api.asking.asked_analysis import Analysis
from insight.api.asking.compared import Compared
from insight.api.asking.compared_alike import ComparedAlike
from insight.api.asking.compared_surveys import ComparedSurveys
from insight.api.asking.composed_alike import ComposedAlike
from insight.api.asking.measured_items import MeasuredItems

ANALYSES: Mapping[str, type[Analysis[Any]]] = {
    kind.name: kind
    for kind in (Compared, ComparedAlike, ComposedAlike, ComparedSurveys, MeasuredItems)
}
