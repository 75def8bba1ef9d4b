"""Counts of the groups of a survey, shown and hidden, and how a number stands among bytes."""

import itertools
import re
import struct

from intruder import some_codes

from insight.disclosure.hidden_groups import HiddenGroups

# Numbers of four digits and more stand out among all that is sent.
LEAST = 3_000
# Each run has a random number of its own, whose parts may look like any count.
RUN = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


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
