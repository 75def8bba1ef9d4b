"""What is remembered of hidden groups stays in bounds, however many filters are asked for."""

import gc
import itertools
import sys
from types import FunctionType, ModuleType

import numpy as np
import pytest
from survey_folder import segment, single, write_survey

from insight.disclosure.protection import hides
from insight.query.opened import OpenSurvey, open_in
from insight.query.store import Store
from insight.survey.filters import parse_filter
from insight.survey.folders import read_survey

ROOM = 100_000
CODES, GATES = range(1, 6), {"min_base": 10, "min_effective_base": 0, "low_base": 0}


@pytest.fixture
def survey(tmp_path) -> OpenSurvey:
    draw = np.random.default_rng(1)
    frame = {name: draw.integers(1, 6, 4000) for name in "abcd"} | {"q": [1, 2] * 2000}
    variables = {name: segment(*CODES) for name in "abcd"} | {"q": single(1, 2)}
    folder = write_survey(tmp_path, "s", frame, variables, disclosure=GATES)
    return open_in(Store(ROOM), read_survey(folder))


def arrays_in(thing: object) -> int:
    """How many bytes of arrays can be reached from a thing."""
    size, seen, to_see = 0, {id(thing)}, [thing]
    while to_see:
        thing = to_see.pop()
        size += sys.getsizeof(thing) if isinstance(thing, np.ndarray) else 0
        for part in gc.get_referents(thing):
            if id(part) not in seen and not isinstance(part, type | ModuleType | FunctionType):
                seen.add(id(part))
                to_see.append(part)
    return size


def test_many_filters_take_no_more_memory_than_there_is_room_for(survey):
    most, memory = 0, survey.store.memory
    for three in itertools.combinations("abcd", 3):
        for codes in itertools.product(CODES, repeat=3):
            written = [f"{name}={code}" for name, code in zip(three, codes, strict=True)]
            hides(survey, parse_filter(written, survey.codebook))
            assert memory.size <= ROOM
        held = arrays_in(memory)
        assert held <= memory.size
        most = max(most, held)
    assert most > 0.1 * ROOM


def test_what_was_given_up_is_worked_out_again_alike(survey):
    roomy = open_in(Store(), survey)
    for codes in itertools.product((1, 2, 3), repeat=3):
        where = parse_filter(
            [f"{n}={c}" for n, c in zip("abc", codes, strict=True)], roomy.codebook
        )
        survey.store.memory.forget(survey.folder)
        assert hides(survey, where) == hides(roomy, where)
