"""Settings of counts, health and log: what is usual, what may be given, and what is refused."""

import pytest

from insight.language.errors import RequestError
from insight.operation.operation_settings import OperationSettings, operation_settings_from


def test_without_settings_nothing_is_told_outside():
    settings = operation_settings_from({})
    assert settings == OperationSettings()
    assert (settings.metrics_port, settings.metrics_token, settings.log_values) == (0, "", False)


def test_settings_are_read():
    given = {
        "INSIGHT_METRICS_PORT": "9464", "INSIGHT_METRICS_ADDRESS": "0.0.0.0",
        "INSIGHT_METRICS_TOKEN": "a" * 16, "INSIGHT_LOG": "TEXT", "INSIGHT_LOG_LEVEL": "debug",
        "INSIGHT_LOG_VALUES": "1", "INSIGHT_SLOW_CLICK": "0.5", "INSIGHT_READY_MEMORY_MB": "900",
        "INSIGHT_READY_ROOM_MB": "50", "INSIGHT_WORKER": "2",
    }  # fmt: skip
    read = operation_settings_from(given)
    assert read == OperationSettings(
        9464, "0.0.0.0", "a" * 16, "text", "debug", True, 0.5, 900, 50, 2
    )


REFUSED = [
    ("INSIGHT_METRICS_PORT", "http", "whole number"),
    ("INSIGHT_METRICS_PORT", "70000", "at most 65000"),
    ("INSIGHT_METRICS_TOKEN", "secret", "at least 16"),
    ("INSIGHT_LOG", "xml", "auto, json, text"),
    ("INSIGHT_SLOW_CLICK", "-1", "number of seconds"),
    ("INSIGHT_SLOW_CLICK", "nan", "number of seconds"),
    ("INSIGHT_READY_ROOM_MB", "1.5", "whole number"),
]


@pytest.mark.parametrize(("name", "value", "why"), REFUSED)
def test_what_is_no_setting_is_refused_in_a_sentence_that_names_it(name, value, why):
    with pytest.raises(RequestError, match=why) as refused:
        operation_settings_from({name: value})
    assert name in refused.value.text("nb")
    assert "secret" not in refused.value.text("en").replace("INSIGHT", "")
