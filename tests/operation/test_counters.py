"""Tallies: what is counted is told, and no label holds what was not foreseen."""

import threading

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from told_counts import count

from insight.operation.counters import Counter, Durations, Level, Reading
from insight.operation.exposition import Tallies

KINDS = {"kind": ("pdf", "png")}


def told(*tallies) -> str:
    registry = CollectorRegistry()
    registry.register(Tallies(tallies))
    return generate_latest(registry).decode()


def test_what_is_counted_is_told_from_the_start():
    made = Counter("made", "Made.", KINDS)
    assert count("made_total", told(made), kind="pdf") == 0
    assert 'made_total{kind="pdf"} 0.0' in told(made)
    made.add(kind="pdf")
    made.add(2.5, kind="pdf")
    assert count("made_total", told(made), kind="pdf") == 3.5


@pytest.mark.parametrize("hostile", ["Kari Nordmann", 'pdf"} 1\nforged{a="', "", "PDF"])
def test_a_label_holds_nothing_that_was_not_foreseen(hostile):
    made = Counter("made", "Made.", KINDS)
    made.add(kind=hostile)
    made.add()
    families = [*text_string_to_metric_families(told(made))]
    assert [family.name for family in families] == ["made"]
    assert count("made_total", told(made), kind="other") == 2
    assert "Kari" not in told(made)


def test_times_are_counted_up_to_each_bound_and_above_all():
    took = Durations("took", "Took.", bounds=(0.1, 1))
    for seconds in (0.05, 0.1, 0.5, 3):
        took.observe(seconds)
    text = told(took)
    bounds = [count("took_bucket", text, le=bound) for bound in ("0.1", "1.0", "+Inf")]
    assert bounds == [2, 3, 4]
    assert (count("took_count", text), count("took_sum", text)) == (4, pytest.approx(3.65))


def test_what_goes_up_and_down_and_what_is_read():
    now, size = Level("now", "Now."), Reading("size", "Size.", {"of": ("a", "b")})
    now.add(2)
    now.add(-1)
    size.watch(lambda: 7, of="a")
    assert (count("now", told(now)), count("size", told(size), of="a")) == (1, 7)


def test_one_that_cannot_be_read_hides_no_other(caplog):
    broken, sound = Reading("broken", "Broken."), Counter("sound", "Sound.")
    broken.watch(lambda: 1 / 0)
    assert count("sound_total", told(broken, sound)) == 0
    assert "sound_total 0.0" in told(broken, sound)
    assert "broken could not be read" in caplog.text


def test_no_count_is_lost_between_threads():
    made = Counter("made", "Made.")
    threads = [
        threading.Thread(target=lambda: [made.add() for _ in range(2_000)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.values() == {(): 16_000}
