"""Where this checkout has its parts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHELL = ROOT / "insight" / "web" / "script" / "run.py"
GOLDEN = ROOT / "tests" / "golden"
