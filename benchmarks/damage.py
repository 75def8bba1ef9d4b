"""How the importer takes damaged files: tries as many as asked for and says what came of them.

``python benchmarks/damage.py 20000`` damages small files of every format, those that the
tests write and those of the folders given after the number, and ends with an error if one hangs or
leaves a traceback. With ``--import`` every file goes through the whole import.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path += [str(Path(__file__).resolve().parents[1] / one) for one in (".", "tests/support")]

from damaged_files import Trial, damaged, seeds

LARGEST = 300_000
SUFFIXES = (".sav", ".zsav", ".por", ".dta", ".sas7bdat", ".xpt", ".xls", ".ods", ".parquet")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--import", dest="whole", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the files that went wrong")
    options = parser.parse_args()
    came: Counter[tuple[str, str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "seeds").mkdir()
        whole = seeds(Path(folder) / "seeds")
        for one in options.folders:
            for path in sorted(one.iterdir()):
                if path.suffix in SUFFIXES and path.stat().st_size <= LARGEST:
                    whole[path.name] = path.read_bytes()
        trial = Trial(options.whole)

        @seed(options.seed)
        @settings(
            max_examples=options.count,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged(whole))
        def attempt(case: tuple[str, bytes]) -> None:
            name, data = case
            path = Path(folder) / name
            path.write_bytes(data)
            result = trial.result(path)
            what = result.get("key") or result.get("signal") or ""
            if result["came"] == "traceback":
                what = result["traceback"].strip().splitlines()[-1][:150]
            key = (path.suffix, result["came"], str(what))
            if options.keep and result["came"] in ("traceback", "hung", "died") and not came[key]:
                options.keep.mkdir(exist_ok=True)
                (options.keep / f"{len(list(options.keep.iterdir()))}-{name}").write_bytes(data)
                print(key, result.get("traceback", ""), flush=True)
            came[key] += 1

        started = time.monotonic()
        attempt()
        trial.close()
    took = time.monotonic() - started
    for (suffix, result, what), count in sorted(came.items()):
        print(f"{suffix:10} {result:10} {count:7} {what}")
    count = sum(came.values())
    print(f"{count} files in {took:.0f} s, {took / count * 1000:.1f} ms each")
    return int(any(result in ("traceback", "hung") for _, result, _ in came))


if __name__ == "__main__":
    sys.exit(main())
