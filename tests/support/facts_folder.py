"""A copy of the folder of facts in which something is wrong."""

from pathlib import Path

from insight.documents.facts import FOLDER


def copied(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """A copy of the folder in which one file says something else."""
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path
