"""How many digits of a mean's standard error survive 10 million values near a million.

The truth is computed in extended precision from centred values. Run it with
``.venv/bin/python benchmarks/numerics.py``.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from large_sample import DESIGNS, exact_standard_error, large_sample  # noqa: E402
from survey_folder import numeric, write_survey  # noqa: E402

from insight import open_survey  # noqa: E402
from insight.analysis.table import table  # noqa: E402

MOST = 1e-9


def main() -> None:
    """Print the relative deviation under each design."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    rows = parser.parse_args().rows
    frame = large_sample(rows)
    worst = 0.0
    print(f"{rows} values near 1e6; standard error of their mean")
    print(f"{'design':10}{'ours':>24}{'exact':>24}{'deviation':>12}")
    for name, design in DESIGNS.items():
        with tempfile.TemporaryDirectory() as root:
            folder = write_survey(Path(root), "s", frame, {"x": numeric()}, design=design)
            found = table(open_survey(folder), "x").at((), "")
        exact = exact_standard_error(frame, name)
        deviation = abs(found.se / exact - 1)
        worst = max(worst, deviation)
        print(f"{name:10}{found.se:24.17g}{exact:24.17g}{deviation:12.1e}")
    if worst > MOST:
        sys.exit(f"more than {MOST:.0e}")


if __name__ == "__main__":
    main()
