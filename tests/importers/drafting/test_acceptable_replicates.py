"""Replicate weights that may be accepted are those of which all is known that must be said."""

import pytest

from insight.importers.drafting.replicate_proposals import acceptable, propose_replicates


def numbered(stem: str, count: int) -> tuple[str, ...]:
    return tuple(f"{stem}{number}" for number in range(1, count + 1))


ACCEPTABLE = {
    "one method": (
        "repwgt",
        numbered("repwgt", 8),
        [{"columns": "repwgt{1..8}", "method": "fay", "rho": 0.5}],
    ),
    "one of two, by country": (
        "SPFWT",
        numbered("SPFWT", 80),
        [
            {"columns": "SPFWT{1..80}", "method": "jk1", "mse": True},
            {"columns": "SPFWT{1..80}", "method": "jk2", "mse": True},
        ],
    ),
    "no known archive": ("brr_", numbered("brr_", 8), []),
    "another number than the archive has": ("PWGTP", numbered("PWGTP", 40), []),
    "numbers with a gap, which no pattern names": (
        "repwgt",
        (*numbered("repwgt", 7), "repwgt9"),
        [],
    ),
}


@pytest.mark.parametrize(("stem", "columns", "tables"), ACCEPTABLE.values(), ids=ACCEPTABLE)
def test_a_table_is_offered_for_each_method_that_is_known(stem, columns, tables):
    assert acceptable([propose_replicates(stem, columns)]) == tables
