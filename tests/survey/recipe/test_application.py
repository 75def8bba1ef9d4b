"""A recipe fits its codebook, or each step that does not is refused with its line."""

import pytest
from codebook_text import HEAD, parsed
from recoded_survey import LABEL, recipe
from survey_folder import as_toml, multiple, net, numeric, segment, single

from insight.language.catalogue import LANGUAGES
from insight.language.errors import RecipeError
from insight.survey.recipe import workbench
from insight.survey.recipe.application import apply_recipe, fit_recipe
from insight.survey.recipe.recipe_reader import parse_recipe

VARIABLES = {
    "q": single(1, 2, 3, 9, ordered=True, missing={9: "dont_know"}, nets=[net("7", 2, 3)]),
    "r": single(1, 2, 3),
    "wide": single(1, 2**63 - 1),
    "g": segment("a", "b"),
    "x": numeric(),
    "y": numeric(categories=[{"code": 9, "missing": "refused", "nb": "n", "en": "n"}]),
    "m": multiple({"one": "m_1", "two": "m_2"}),
    "k": multiple({"three": "m_3", "four": "share"}, role="segment"),
    "l": multiple({"three": "m_3"}),
    "w": numeric(role="other"),
    "year": segment(2020, 2021),
}


@pytest.fixture
def book(tmp_path):
    design = 'design = { wave = "year", weight = "w", strata = "h" }\n'
    return parsed(tmp_path, HEAD + design + as_toml({"variables": VARIABLES}))


OPTIONS = 'options = [{ variable = "q" }, { variable = "r" }]'
OF_SEVERAL = 'options = [{ variable = "m" }, { variable = "q" }]'
TWICE = 'separator = ";"\noptions = [{ text = "a" }, { text = "a" }]'
BY_TEXT = '{ nb = "a", en = "a", all = [{ variable = "x", codes = ["1"] }] }'
YOUNG = '{ nb = "a", en = "a", all = [{ variable = "x", below = 30 }] }'
REFUSED = {
    "an unknown variable": ('do = "reverse"\nvariable = "qq"', "There is no variable “qq” here."),
    "an unknown code": (
        f'do = "merge"\nvariable = "q"\ncodes = [1, 7]\n{LABEL}',
        "“q” has no code “7”.",
    ),
    "a code twice": (
        f'do = "merge"\nvariable = "q"\ncodes = [1, 1]\n{LABEL}',
        "The code “1” is used twice.",
    ),
    "one category": (f'do = "merge"\nvariable = "q"\ncodes = [1]\n{LABEL}', "at least two"),
    "an answer with none": (
        f'do = "merge"\nvariable = "q"\ncodes = [1, 9]\n{LABEL}',
        "some are answers and others stand for no answer",
    ),
    "a code that is taken": (
        f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\ncode = 3\n{LABEL}',
        "“q” already has the code “3”.",
    ),
    "a code that a net has": (
        f'do = "merge"\nvariable = "q"\ncodes = [2, 3]\ncode = 7\n{LABEL}',
        "“q” already has the code “7”.",
    ),
    "a scale turned onto a net": (
        'do = "reverse"\nvariable = "q"\nlow = 5\nhigh = 5',
        "“q” already has the code “7”.",
    ),
    "a scale turned onto a code for no answer": (
        'do = "reverse"\nvariable = "q"\nlow = 2\nhigh = 10',
        "“q” already has the code “9”.",
    ),
    "a scale turned out of sight": (
        'do = "reverse"\nvariable = "wide"\nlow = -1000000000000000\nhigh = -1',
        "“wide” would get the code -92",
    ),
    "a text for a number": (
        f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\ncode = "a"\n{LABEL}',
        "“a” is a text, and the codes of “q” are whole numbers.",
    ),
    "merging a number": (
        f'do = "merge"\nvariable = "x"\ncodes = [1, 2]\n{LABEL}',
        "“x” is not a question with categories.",
    ),
    "a name that a variable has": (
        'do = "rename"\nvariable = "q"\nas = "g"',
        "The name “g” is taken.",
    ),
    "a name in capitals": ('do = "rename"\nvariable = "q"\nas = "G"', "The name “G” is taken."),
    "its own name": ('do = "rename"\nvariable = "q"\nas = "q"', "The name “q” is taken."),
    "the name of a column of marks": (
        'do = "rename"\nvariable = "q"\nas = "m_1"',
        "The name “m_1” is taken.",
    ),
    "the name of a stratum": ('do = "rename"\nvariable = "q"\nas = "h"', "The name “h” is taken."),
    "a column that is not described": (
        'do = "rename"\nvariable = "q"\nas = "text"',
        "The name “text” is taken.",
    ),
    "the name of a result": (
        'do = "rename"\nvariable = "g"\nas = "share"',
        "“share” is the name of a result column",
    ),
    "a scale of texts": ('do = "reverse"\nvariable = "g"', "The codes of “g” are not whole"),
    "a number without ends": ('do = "reverse"\nvariable = "x"', "say its scale with low and high"),
    "ends in disorder": (
        'do = "reverse"\nvariable = "x"\nlow = 5\nhigh = 1',
        "say its scale with low and high",
    ),
    "a part of the design": ('do = "reverse"\nvariable = "year"', "has a part in the sampling"),
    "a wave by another name": (
        'do = "rename"\nvariable = "year"\nas = "wave"',
        "“year” has a part in the sampling design (year)",
    ),
    "no answer left": (
        'do = "missing"\nvariable = "r"\ncodes = [1, 2, 3]\nreason = "other"',
        "“r” would have no answer left.",
    ),
    "bands of texts": (
        'do = "band"\nvariable = "g"\nbands = [{ below = 3 }]',
        "The codes of “g” are not whole numbers",
    ),
    "bands of several answers": (
        'do = "band"\nvariable = "m"\nbands = [{ below = 3 }]',
        "“m” is not a number.",
    ),
    "bands that overlap": (
        'do = "band"\nvariable = "x"\nbands = [{ below = 30 }, { from = 20 }]',
        "Bands 1 and 2 overlap or are not in order.",
    ),
    "bands in disorder": (
        'do = "band"\nvariable = "x"\nbands = [{ from = 30 }, { below = 30 }]',
        "Bands 1 and 2 overlap or are not in order.",
    ),
    "an open band within": (
        'do = "band"\nvariable = "x"\nbands = [{ below = 9 }, { from = 9 }, { from = 20 }]',
        "Bands 2 and 3 overlap or are not in order.",
    ),
    "a gap between bands": (
        'do = "band"\nvariable = "x"\nbands = [{ below = 30 }, { from = 31 }]',
        "Between bands 1 and 2 there is a gap, from 30 to 31.",
    ),
    "an empty band": (
        'do = "band"\nvariable = "x"\nbands = [{ from = 30, below = 30 }]',
        "Band number 1: its end must be above its beginning.",
    ),
    "an index of one": (
        f'do = "index"\nas = "i"\nvariables = ["q"]\n{LABEL}',
        "at least two different variables",
    ),
    "an index of one twice": (
        f'do = "index"\nas = "i"\nvariables = ["q", "q"]\n{LABEL}',
        "at least two different variables",
    ),
    "an index of nobody": (
        f'do = "index"\nas = "i"\nvariables = ["q", "r"]\nat_least = 0\n{LABEL}',
        "at_least = 0 cannot be: choose a number from 1 to 2",
    ),
    "an index of more than all": (
        f'do = "index"\nas = "i"\nvariables = ["q", "r"]\nat_least = 3\n{LABEL}',
        "at_least = 3 cannot be",
    ),
    "a stranger reversed": (
        f'do = "index"\nas = "i"\nvariables = ["q", "r"]\nreversed = ["x"]\n{LABEL}',
        "“x” is to be reversed, and is not among the variables",
    ),
    "a number reversed": (
        f'do = "index"\nas = "i"\nvariables = ["q", "x"]\nreversed = ["x"]\n{LABEL}',
        "“x” is a number without a scale.",
    ),
    "texts in an index": (
        f'do = "index"\nas = "i"\nvariables = ["q", "g"]\n{LABEL}',
        "The codes of “g” are not whole numbers",
    ),
    "an index of itself": (
        f'do = "index"\nas = "i"\nvariables = ["q", "i"]\n{LABEL}',
        "“i” is not made before line 2.",
    ),
    "one column together": (
        f'do = "together"\nas = "t"\n{LABEL}\noptions = [{{ variable = "q" }}]',
        "at least two different variables",
    ),
    "never chosen": (
        f'do = "together"\nas = "t"\n{LABEL}\n{OPTIONS}\nchosen = [4]',
        "None of the codes in chosen is a category of “q”.",
    ),
    "a column that another variable has": (
        f'do = "merge"\nvariable = "k"\ncodes = ["three", "four"]\n{LABEL}',
        "“k” has m_3 together with another variable",
    ),
    "several together with several": (
        f'do = "together"\nas = "t"\n{LABEL}\n{OF_SEVERAL}',
        "“m” is not a question with categories.",
    ),
    "a question whose answers are called as results": (
        'do = "separate"\nvariable = "k"',
        "“share” is the name of a result column",
    ),
    "taking one apart": ('do = "separate"\nvariable = "q"', "not a question with several answers"),
    "a column that is not there": (
        'do = "split"\ncolumn = "nowhere"\nseparator = ";"\noptions = [{ text = "a" }]',
        "no column “nowhere”",
    ),
    "a column of several answers": (
        'do = "split"\ncolumn = "m_1"\nseparator = ";"\noptions = [{ text = "a" }]',
        "no column “m_1” of its own",
    ),
    "an option twice": (
        f'do = "split"\ncolumn = "text"\n{TWICE}',
        "The option “a” stands twice.",
    ),
    "an option that no label holds": (
        'do = "split"\ncolumn = "r"\nseparator = ";"\noptions = [{ text = "a" }]',
        "No category of “r” holds the option “a”.",
    ),
    "a weight of categories": ('do = "weight"\nvariable = "q"', "“q” is not a number."),
    "a weight with codes for no answer": (
        'do = "weight"\nvariable = "y"',
        "“y” has codes for no answer, and everybody needs a weight.",
    ),
    "a limit of texts": (
        'do = "leave_out"\nall = [{ variable = "g", below = 3 }]',
        "The codes of “g” are not whole numbers",
    ),
    "an unknown code in a condition": (
        'do = "leave_out"\nall = [{ variable = "q", codes = [7] }]',
        "“q” has no code “7”.",
    ),
    "a segment of a number by text": (
        f'do = "segment"\nas = "s"\n{LABEL}\ngroups = [{BY_TEXT}]',
        "“1” is not a whole number",
    ),
    "a segment with a name that is taken": (
        f'do = "segment"\nas = "x"\n{LABEL}\ngroups = [{YOUNG}]',
        "The name “x” is taken.",
    ),
    "SQL in a name": (
        'do = "reverse"\nvariable = "q\\"; DROP TABLE responses; --"',
        "There is no variable",
    ),
}


@pytest.mark.parametrize(("lines", "words"), REFUSED.values(), ids=REFUSED)
def test_a_step_that_does_not_fit_is_refused_with_its_line(book, lines, words):
    columns = {"q", "r", "g", "x", "m_1", "m_2", "w", "year", "h", "text"}
    with pytest.raises(RecipeError) as refused:
        apply_recipe(parse_recipe(recipe(lines)), book, columns)
    [fault] = refused.value.faults
    assert all(fault.text(language).isprintable() for language in LANGUAGES)
    assert fault.text("en").startswith("recipe.toml, line 2, ")
    assert words in fault.text("en")


def test_what_is_made_later_cannot_be_used_before(book):
    text = recipe(
        'do = "reverse"\nvariable = "trust"', 'do = "rename"\nvariable = "q"\nas = "trust"'
    )
    with pytest.raises(RecipeError, match="line 2, reverse: “trust” is not made before line 5"):
        apply_recipe(parse_recipe(text), book)


def test_two_that_need_each_other_are_refused(book):
    rule = 'groups = [{{ nb = "a", en = "a", all = [{{ variable = "{}", codes = [1] }}] }}]'
    steps = (
        f'do = "segment"\nas = "{name}"\n{LABEL}\n{rule.format(other)}'
        for name, other in (("s", "t"), ("t", "s"))
    )
    _, misfits = fit_recipe(parse_recipe(recipe(*steps)), book)
    assert [misfit.fault.text("en")[:60] for misfit in misfits] == [
        "recipe.toml, line 2, segment: “t” is not made before line 7.",
        "recipe.toml, line 7, segment: There is no variable “s” here.",
    ]


def test_a_step_that_does_not_fit_leaves_nothing_behind(book):
    steps = [
        'do = "index"\nas = "g"\nvariables = ["q", "r"]\n' + LABEL,
        'do = "reverse"\nvariable = "q"',
    ]
    recoding, misfits = fit_recipe(parse_recipe(recipe(*steps)), book)
    assert [misfit.number for misfit in misfits] == [1]
    assert [*recoding.codebook.variables] == [*book.variables]
    assert [trace.number for trace in recoding.traces] == [2]


def doubling(number: int) -> str:
    """An index of the one before it, twice."""
    before = f'"i{number - 1}", "j{number - 1}"' if number else '"q", "r"'
    return "\n[[step]]\n".join(
        f'do = "index"\nas = "{letter}{number}"\nvariables = [{before}]\n{LABEL}' for letter in "ij"
    )


def test_what_would_be_too_large_for_the_database_is_refused(book):
    # Each is made of the two before it, so that the last would have two to the power of 40 parts.
    text = recipe(*(doubling(number) for number in range(40)))
    with pytest.raises(RecipeError, match="would be made of too many parts"):
        apply_recipe(parse_recipe(text), book)


def test_what_all_steps_together_make_has_a_limit(book, monkeypatch):
    text = recipe(*['do = "reverse"\nvariable = "q"'] * 400)
    monkeypatch.setattr(workbench, "MOST_NODES_IN_ALL", 4_000)
    with pytest.raises(RecipeError, match="would be made of too many parts"):
        apply_recipe(parse_recipe(text), book)


def test_respondents_are_left_out_by_a_hundred_steps_at_most(book):
    step = 'do = "leave_out"\nall = [{ variable = "q", codes = [1] }]'
    assert apply_recipe(parse_recipe(recipe(*[step] * 100)), book).left_out
    with pytest.raises(RecipeError, match="left out by too many rules"):
        apply_recipe(parse_recipe(recipe(*[step] * 101)), book)


def test_a_long_chain_of_steps_on_one_variable_is_one_expression(book):
    text = recipe(*['do = "reverse"\nvariable = "q"'] * 400)
    recoding = apply_recipe(parse_recipe(text), book)
    assert recoding.derived["q"].size < 20
    assert recoding.codebook.variable("q").categories == book.variable("q").categories


def test_the_codebook_as_it_is_written_stays(book):
    before = dict(book.variables)
    recoding = apply_recipe(parse_recipe(recipe('do = "separate"\nvariable = "m"')), book)
    assert recoding.written is book
    assert dict(book.variables) == before


def test_a_weight_that_replicate_weights_belong_to_is_not_exchanged(tmp_path):
    replicates = 'replicates = { columns = ["j1", "j2"], method = "jk1" }'
    design = f'design = {{ weight = "w", {replicates} }}\n'
    book = parsed(tmp_path, HEAD + design + as_toml({"variables": VARIABLES}))
    columns = {"q", "r", "g", "x", "w", "j1", "j2"}
    with pytest.raises(RecipeError, match="replicate weights, which belong to the weight “w”"):
        apply_recipe(parse_recipe(recipe('do = "weight"\nvariable = "x"')), book, columns)
