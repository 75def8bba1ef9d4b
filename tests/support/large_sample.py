"""Many values near a million that differ by about one, and their mean's standard error, exactly.

Sums of squares of such values agree in their first twelve digits, so that variances computed from
them have few digits left. Here everything is centred and carried in extended precision.
"""

import numpy as np
import pandas as pd

DESIGNS = {
    "weights": {"weight": "w"},
    "strata": {"weight": "w", "strata": "h"},
    "psus": {"weight": "w", "strata": "h", "psu": "u"},
}
STRATA, PSUS = 10, 400


def large_sample(rows: int, seed: int = 3) -> pd.DataFrame:
    """Return values, weights, strata and PSUs of many respondents."""
    rng = np.random.default_rng(seed)
    psu = rng.integers(0, PSUS, rows)
    return pd.DataFrame(
        {
            "x": 1e6 + rng.normal(0, 1, rows) + 0.05 * (psu % 7),
            "w": rng.gamma(4, 0.25, rows),
            "h": psu % STRATA,
            "u": psu,
        }
    )


def exact_standard_error(frame: pd.DataFrame, design: str) -> float:
    """Return the standard error of the weighted mean in extended precision."""
    x, w = (frame[name].to_numpy(np.longdouble) for name in ("x", "w"))
    x = x - x.mean()
    z = w * (x - (w * x).sum() / w.sum()) / w.sum()
    stratum = frame["h"].to_numpy() if design != "weights" else np.zeros(len(frame), int)
    if design == "psus":
        z, stratum = _sums(z, frame["u"].to_numpy()), np.arange(PSUS) % STRATA
    total = np.longdouble(0)
    for one in np.unique(stratum):
        of_stratum = z[stratum == one]
        n = len(of_stratum)
        total += ((of_stratum - of_stratum.mean()) ** 2).sum() * n / (n - 1)
    return float(np.sqrt(total))


def _sums(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(PSUS))
    return np.add.reduceat(values[order], starts)
