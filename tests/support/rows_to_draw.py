"""Rows of answers as a picture draws them: a group, one that is hidden, and all together."""

from insight.reporting.boxes import Box
from insight.reporting.breakdown.answer_rows import Row, Rows
from insight.reporting.breakdown.row_marks import Dot, Piece
from insight.reporting.breakdown.tested import NOTHING, Told
from insight.reporting.charts.palettes import PALETTES

TIP = Box("", ())
SCALE = PALETTES["light"].scale
SHARES = (0.1, 0.1, 0.2, 0.4, 0.2)


def row(name="Kvinne", kind="group", share=0.6, **more) -> Row:
    left, pieces = -0.3, []
    for step, wide in enumerate(SHARES):
        pieces.append(Piece(step, left, wide, f"{100 * wide:.0f}", TIP))
        left += wide
    dot = Dot(share, share - 0.1, share + 0.1, TIP)
    known = {
        "marked": False,
        "pieces": pieces,
        "dot": dot,
        "value": f"{100 * share:.0f}\N{NO-BREAK SPACE}%",
        "interval": "50–70\N{NO-BREAK SPACE}%",
        "unknown": "3\N{NO-BREAK SPACE}%",
        "n": "225",
        "change": Told("+14 (10 til 18)", "påvist økning", apart=True),
        "against": NOTHING,
        "hidden": "",
        "few": "",
    }
    return Row(name, kind, **(known | more))


def hidden(name="Få", kind="group") -> Row:
    why = "Skjult: færre enn 10 svar"
    bare = {"value": "", "interval": "", "unknown": "", "n": "", "change": NOTHING}
    return row(name, kind, pieces=[], dot=None, hidden=why, **bare)


def rows(*each: Row, bars=True, **more) -> Rows:
    known = {
        "measure": "Stor tillit",
        "level": "95\N{NO-BREAK SPACE}% intervall",
        "since": "Endring fra 2019",
        "against": "Mot resten",
        "palette": "scale",
        "legend": [(step, f"Svar {step}") for step in range(5)] if bars else [],
        "room": (-0.3, 0.7),
        "axis": (0.4, 1.0),
        "ticks": [(0.4, "40\N{NO-BREAK SPACE}%"), (0.6, "60\N{NO-BREAK SPACE}%")],
        "note": "",
        "has_unknown": True,
        "has_against": any(one.against.whole for one in each),
    }
    return Rows(each, bars, **(known | more))
