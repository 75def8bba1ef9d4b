"""An intruder who asks for answers to a question, and for groups that a recipe has made of it."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hidden_bases import GATES
from intruder import combined, filters, hides, leave_few, members, several_codes
from recoded_survey import LABEL, recoded
from survey_folder import multiple, segment, single

from insight import OpenSurvey
from insight.analysis.table import table
from insight.disclosure.anonymity import rows_to_release
from insight.disclosure.suppression import is_small
from insight.language.errors import RequestError
from insight.query.cell_request import Request
from insight.survey.filters import EVERYONE, Condition, parse_filter

GROUPS = f'do = "segment"\nas = "s"\n{LABEL}\notherwise = {{ nb = "Andre", en = "Others" }}\n'
ONE_QUESTION = (
    f'{GROUPS}groups = [{{ nb = "A", en = "A", all = [{{ variable = "q", codes = [1, 2] }}] }}]'
)
KEPT = f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\nas = "m"\nkeep = true\n{LABEL}'


def survey_with(step: str, seed: int) -> OpenSurvey:
    """A survey whose background has to do with a question, by its recipe or by itself."""
    draw = np.random.default_rng(seed)
    size = int(draw.integers(80, 300))
    frame = pd.DataFrame(
        {name: draw.choice(n, size, p=draw.dirichlet(np.ones(n))) + 1
         for name, n in {"a": 3, "q": 4, "p": 2}.items()}
    )  # fmt: skip
    frame["b"] = np.where((frame["q"] > 2) & (draw.random(size) > 0.04), 2, 1)
    for name in "aq" if seed % 2 else ():
        frame[name] = frame[name].astype("Int64").mask(draw.random(size) < 0.04)
    variables = {"a": segment(1, 2, 3), "q": single(1, 2, 3, 4, missing={4: "dont_know"})}
    variables |= {"p": single(1, 2)} | ({} if step else {"b": segment(1, 2)})
    return recoded(frame, variables, *([step] if step else []), disclosure=GATES)


@pytest.mark.parametrize("step", ["", ONE_QUESTION, KEPT])
def test_answers_to_a_question_less_groups_made_of_it_tell_of_nobody(step):
    """Who asks for q = 1, and for the group of q = 1 or 2, would have the few of q = 2."""
    shown = 0
    for seed in range(2):
        survey = survey_with(step, seed)
        items = [one for one in survey.codebook.items if one.id in "qm"]
        some = several_codes(survey) + [
            Condition(item, codes)
            for item in items
            for count in range(1, len(item.by_key))
            for codes in itertools.combinations(item.by_key, count)
        ]
        asked = [
            one for one in filters(some) if sum(each.variable.role == "item" for each in one) < 2
        ]
        groups = members(asked, survey.rows(EVERYONE).to_pandas())
        request = Request(survey.codebook.variable("p"))
        hidden = np.array([hides(survey, request, one) for one in asked])
        small = is_small(groups.sum(axis=1), 10)
        visible = groups[~hidden & groups.any(axis=1)]
        assert not leave_few(visible, 10)
        assert combined(visible, groups[small]) == 0
        shown += len(visible)
    assert shown > 20


def test_any_of_several_answers_is_hidden_where_groups_are_made_of_them():
    """Web or app, and only phone beside these, less web or phone: the one who gave only app."""
    marks = {"web": [1] * 85 + [0] * 105, "app": [0] * 85 + [1] + [0] * 104}
    marks |= {"phone": [1] * 45 + [0] * 41 + [1] * 40 + [0] * 64}
    variables = {"used": multiple({name: name for name in marks}), "p": single(1)}
    group = (
        'groups = [{ nb = "A", en = "A", all = [{ variable = "used", codes = ["web", "app"] }] }]'
    )
    survey = recoded(marks | {"p": [1] * 190}, variables, GROUPS + group, disclosure=GATES)
    bases = [
        table(survey, "p", where=list(where)).estimates[0].base
        for where in (["s=1"], ["s=2", "used=phone"], ["used=web,phone"], ["used=phone"])
    ]
    assert bases == [86, 40, None, 85]


def test_responses_that_are_released_do_not_tell_by_an_answer_what_background_does_not():
    """The few are given together with others in `s`; `q` beside it would part them again."""
    frame = {"q": [1] * 20 + [2] * 3 + [3] * 20, "p": [1] * 43}
    variables = {"q": single(1, 2, 3), "p": single(1, 2)}
    group = 'groups = [{ nb = "A", en = "A", all = [{ variable = "q", codes = [2] }] }]'
    rules = GATES | {"min_base": 0, "microdata": "k_anonymous"}
    survey = recoded(frame, variables, GROUPS + group, disclosure=rules)
    rows, told = rows_to_release(survey, EVERYONE)
    assert rows.column_names == ["p"]
    assert any("q" in str(fault.values.get("columns")) for fault in told)
    with pytest.raises(RequestError, match="left out of the file"):
        rows_to_release(survey, parse_filter(["q=2"], survey.codebook))
