"""Everything that a page sends while a visitor filters: no number of a hidden group is among it."""

import itertools
import random
import re
import struct

import numpy as np
import pandas as pd
import pytest
from in_browser import goto, whole
from intruder import some_codes
from playwright.sync_api import Page, WebSocket
from survey_folder import segment, single, write_survey

from insight import OpenSurvey, open_survey
from insight.disclosure.bases import axes_of, hidden_groups, whole_base
from insight.disclosure.hidden_groups import HiddenGroups

CLICKS = 50
# Numbers of four digits and more stand out among all that is sent.
LEAST = 3_000
# Each run has a random number of its own, whose parts may look like any count.
RUN = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RULES = {"min_base": LEAST, "min_effective_base": 0, "low_base": 0, "microdata": "closed"}


@pytest.fixture
def survey(tmp_path) -> OpenSurvey:
    draw = np.random.default_rng(7)
    size = 90_000
    frame = pd.DataFrame(
        {
            "age": draw.choice(5, size, p=[0.02, 0.3, 0.3, 0.25, 0.13]) + 1,
            "region": draw.choice(4, size, p=[0.05, 0.15, 0.3, 0.5]) + 1,
            "gender": draw.choice(2, size) + 1,
            "q": draw.choice(5, size) + 1,
        }
    )
    variables = {
        "age": segment(1, 2, 3, 4, 5),
        "region": segment(1, 2, 3, 4),
        "gender": segment(1, 2),
        "q": single(1, 2, 3, 4, 5, ordered=True),
    }
    folder = write_survey(tmp_path, "closed", frame, variables, disclosure=RULES, simulated=True)
    return open_survey(folder)


def counts_of_codes(hidden: HiddenGroups) -> tuple[set[int], set[int]]:
    """The counts of groups of up to three codes that are shown, and of one or two that are not."""
    shown: set[int] = {hidden.respondents.total}
    dark: set[int] = set()
    sizes = hidden.respondents.sizes
    for count in (1, 2, 3):
        for axes in itertools.combinations(range(len(sizes)), count):
            choices = {
                axis: [frozenset([code]) for code in range(sizes[axis] - 1)] for axis in axes
            }
            mask = hidden.mask(choices)
            counts = hidden.respondents.count_groups(choices)[tuple(slice(-1) for _ in axes)]
            shown |= set(counts[~mask].tolist())
            dark |= set(counts[mask].tolist()) if count < 3 else set()
    return shown, {number for number in dark - shown if number > 1_000}


def written(number: int) -> re.Pattern[bytes]:
    """A number as words or data may have it: with a space or comma, or as eight bytes."""
    text = str(number).encode()
    spaced = rb"(?:,| |\xc2\xa0|\xe2\x80\xaf)?".join((text[:-3], text[-3:]))
    exactly = re.escape(struct.pack("<d", number))
    return re.compile(rb"(?<![\w.])" + spaced + rb"(?!\w)|" + exactly)


def is_shown_of_others(hidden: HiddenGroups, number: int) -> bool:
    """Whether a group of any codes that is shown has as many respondents."""
    of = hidden.respondents
    every = [some_codes(size - 1) for size in of.sizes]
    for codes in itertools.product(*every):
        choices = {axis: [some] for axis, some in enumerate(codes)}
        size = int(of.counts[of.meets(choices)].sum())
        if size == number and not hidden.mask(choices).any():
            return True
    return False


def test_no_number_of_a_hidden_group_is_sent_in_fifty_clicks(page: Page, start_app, survey):
    sent: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: sent.append(frame if isinstance(frame, bytes) else frame.encode()),
        )

    page.on("websocket", listen)
    page.on("response", lambda answer: sent.append(answer.url.encode()))
    url = start_app({"INSIGHT_DATA": str(survey.folder.parents[1])})
    goto(page, url, "answers", lang="en", survey="closed")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    # What is sent is heard and need not be drawn.
    page.add_style_tag(content="[data-testid=stMain] { display: none }")
    choices = page.locator("[data-testid=stSidebar] [class*='st-key-where-'] button")
    draw = random.Random(3)
    for _ in range(CLICKS):
        choices.first.wait_for()
        choices.nth(draw.randrange(choices.count())).dispatch_event("click")
        whole(page)
    everything = RUN.sub(b"", b"\n".join(sent))
    (groups,) = hidden_groups(survey, whole_base(), axes_of(survey, [])).values()
    shown, dark = counts_of_codes(groups)
    assert len(dark) > 8
    assert any(written(number).search(everything) for number in shown), "what is shown is found"
    told = {number for number in dark if written(number).search(everything)}
    assert {number for number in told if not is_shown_of_others(groups, number)} == set()
    assert len(set(re.findall(rb"where=[^\"' &]+", everything))) + len(sent) > CLICKS
