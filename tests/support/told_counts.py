"""The counts as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families

from insight.operation.exposition import metrics_text


def samples(text: str | None = None) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample by its name and labels."""
    told = metrics_text().decode() if text is None else text
    return {
        (one.name, frozenset(one.labels.items())): one.value
        for family in text_string_to_metric_families(told)
        for one in family.samples
    }


def count(name: str, /, text: str | None = None, **labels: str) -> float:
    """The value of a sample; 0 where there is none."""
    return samples(text).get((name, frozenset(labels.items())), 0.0)
