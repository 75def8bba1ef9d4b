"""Cut points are read in the manner of the language that they are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.language.catalogue import LANGUAGES
from insight.language.errors import RequestError
from insight.survey.recipe.number_operations import limit_text
from insight.web.own_survey.workbench.written_cuts import LARGEST, MOST_BANDS, cuts_of

READ = {  # what is written: what it is in Norwegian, and in English
    "30; 45; 60": ([30, 45, 60], [30, 45, 60]),
    "30;45;60;": ([30, 45, 60], [30, 45, 60]),
    "30, 45, 60": ([30, 45, 60], [30, 45, 60]),
    "30,45,60": ([30, 45, 60], [30, 45, 60]),
    "30 45 60": ([30, 45, 60], [30, 45, 60]),
    "60; 30; 30": ([30, 60], [30, 60]),
    " 30 ": ([30], [30]),
    "30,": ([30], [30]),
    "": ([], []),
    " ; , ": ([], []),
    "30,45": ([30.45], [30, 45]),
    "2,5; 3,5": ([2.5, 3.5], None),
    "2,5 3,5": ([2.5, 3.5], None),
    "2.5; 3.5": ([2.5, 3.5], [2.5, 3.5]),
    "2.5, 3.5": ([2.5, 3.5], [2.5, 3.5]),
    "1 000; 2 000": ([1000, 2000], [1000, 2000]),
    "1 000, 2 000": ([1000, 2000], [1000, 2000]),
    "1\N{NO-BREAK SPACE}000": ([1000], [1000]),
    "10,000; 20,000": ([10, 20], [10_000, 20_000]),
    "-5; \N{MINUS SIGN}2; +3": ([-5, -2, 3], [-5, -2, 3]),
    "30\n45": ([30, 45], [30, 45]),
    "thirty": (None, None),
    "30; x": (None, None),
    "30-45": (None, None),
    "nan": (None, None),
    "inf; 3": (None, None),
    "1e400": (None, None),
    "1_000": (None, None),
    "9" * 60: (None, None),
    "30; 45 60": (None, None),
    "<b>30</b>": (None, None),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", READ)
def test_numbers_are_read_or_refused_in_a_sentence(written, language):
    expected = READ[written][LANGUAGES.index(language)]
    if expected is not None:
        assert list(cuts_of(written, language)) == expected
        return
    with pytest.raises(RequestError) as refusal:
        cuts_of(written, language)
    assert [fault.key for fault in refusal.value.faults] == ["fault.workbench_no_number"]
    assert len(refusal.value.text(language)) < 200


def test_more_bands_than_a_form_has_room_for_are_refused():
    fits = ";".join(map(str, range(MOST_BANDS - 1)))
    assert len(cuts_of(fits, "en")) == MOST_BANDS - 1
    with pytest.raises(RequestError):
        cuts_of(f"{fits};99", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@given(numbers=st.lists(st.integers(-(10**9), 10**9), max_size=MOST_BANDS - 1))
def test_a_proposal_is_read_as_it_is_written(language, numbers):
    limits = [number / 100 for number in numbers]
    written = "; ".join(limit_text(limit, language) for limit in limits)
    assert list(cuts_of(written, language)) == sorted({*limits})


@given(written=st.text(alphabet="0123456789,.; -\n\t\N{NO-BREAK SPACE}xe∞", max_size=40))
def test_whatever_is_written_is_numbers_or_a_refusal(written):
    for language in LANGUAGES:
        try:
            cuts = cuts_of(written, language)
        except RequestError:
            continue
        assert list(cuts) == sorted({*cuts})
        assert all(abs(cut) <= LARGEST for cut in cuts)
