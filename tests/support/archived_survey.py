"""A small survey with one of everything that a codebook can say."""

from pathlib import Path

from survey_folder import both, multiple, net, numeric, segment, single, write_survey

FRAME = {
    "trust": [1] * 20 + [5] * 15 + [9] * 5,
    "used_a": [1] * 30 + [0] * 8 + [None] * 2,
    "used_b": [0] * 30 + [1] * 8 + [None] * 2,
    "age": [30.5] * 38 + [-1] * 2,
    "sex": ["f", "m"] * 20,
    "wave": [2020] * 20 + [2021] * 20,
    "w": [0.5, 1.5] * 20,
    "h": ["north", "south"] * 20,
    "u": list(range(40)),
}
TRUST = single(1, 5, 9, ordered=True, missing={9: "dont_know"}, nets=[net("high", 5)]) | {
    "label": both("Trust <b>&amp; more\x00"),
    "question": both("Do you trust it?"),
    "base": both("Everyone"),
    "construct": "trust",
    "breaks": [{"wave": 2021, **both("New wording")}],
    "note": both("A note"),
    "assumption": both("A guess"),
}
VARIABLES = {
    "trust": TRUST,
    "used": multiple({"a": "used_a", "b": "used_b"}, nets=[net("any", "a", "b")]),
    "age": numeric(categories=[{"code": -1, **both("No answer"), "missing": "refused"}]),
    "sex": segment("f", "m"),
}
DESIGN = {"wave": "wave", "weight": "w", "strata": "h", "psu": "u"}


def archived_survey(root: Path, survey_id: str = "s", **more) -> Path:
    """Write the survey and return its folder."""
    return write_survey(root, survey_id, FRAME, VARIABLES, design=DESIGN, **more)
