"""Limits: how much one person and all together may ask for, and when it goes on."""

import pytest

from insight.language.catalogue import LANGUAGES
from insight.language.errors import NotNowError, RequestError
from insight.operation.audit.asker import Asker
from insight.operation.limits.limit_settings import KINDS, limit_settings_from
from insight.operation.limits.limits import Limits

KARI, HERE, THERE = Asker("kari", "a"), Asker("", "a"), Asker("", "b")


def limits(now: list[float], **environment: str) -> Limits:
    return Limits(limit_settings_from(environment), lambda: now[0])


def refused(of: Limits, kind, who: Asker) -> str:
    with pytest.raises(NotNowError) as refusal:
        of.take(kind, who)
    return refusal.value.faults[0].key


@pytest.mark.parametrize("kind", KINDS)
def test_each_session_may_so_many_and_goes_on_in_the_next_window(kind):
    now = [0.0]
    of = limits(now, **{f"INSIGHT_LIMIT_{kind.upper()}": "2", "INSIGHT_LIMIT_MINUTES": "10"})
    of.take(kind, HERE)
    of.take(kind, HERE)
    now[0] = 90.5
    with pytest.raises(NotNowError) as refusal:
        of.take(kind, HERE)
    for language in LANGUAGES:
        assert " 9 min" in refusal.value.text(language)
    of.take(kind, THERE)
    now[0] = 600
    of.take(kind, HERE)


def test_a_person_has_one_limit_in_all_sessions():
    of = limits([0.0], INSIGHT_LIMIT_DOWNLOADS="2")
    of.take("downloads", KARI)
    of.take("downloads", Asker("kari", "another"))
    assert refused(of, "downloads", Asker("kari", "a third")) == "fault.limit_downloads"
    of.take("downloads", Asker("", "kari"))


def test_all_together_have_one_too_and_what_is_refused_is_not_counted():
    of = limits([0.0], INSIGHT_LIMIT_UPLOADS="2", INSIGHT_LIMIT_UPLOADS_ALL="3")
    of.take("uploads", HERE)
    of.take("uploads", HERE)
    assert [refused(of, "uploads", HERE) for _ in range(9)] == ["fault.limit_uploads"] * 9
    of.take("uploads", THERE)
    assert refused(of, "uploads", THERE) == "fault.limit_uploads_all"


def test_none_is_no_limit():
    of = limits([0.0], INSIGHT_LIMIT_REPORTS="0", INSIGHT_LIMIT_REPORTS_ALL="0")
    for _ in range(5000):
        of.take("reports", HERE)


def test_a_clock_that_is_turned_back_closes_nobody_out():
    now = [10_000.0]
    of = limits(now, INSIGHT_LIMIT_REPORTS="1")
    of.take("reports", HERE)
    now[0] = 0.0
    assert refused(of, "reports", HERE)
    now[0] = 10_000 + 3600
    of.take("reports", HERE)


@pytest.mark.parametrize("written", ["many", "-1", "1.5", "²"])
def test_a_limit_that_is_no_number_is_a_sentence(written):
    with pytest.raises(RequestError) as refusal:
        limit_settings_from({"INSIGHT_LIMIT_QUESTIONS_ALL": written})
    assert "INSIGHT_LIMIT_QUESTIONS_ALL" in refusal.value.text("en")
