"""A recipe is read whole or refused, with a sentence for each fault and the line that it is on."""

import pytest
from recoded_survey import LABEL, recipe

from insight.language.catalogue import LANGUAGES
from insight.language.errors import RecipeError
from insight.survey.recipe.recipe_reader import MOST_LINES, MOST_STEPS, parse_recipe, read_recipe

MERGE = f'do = "merge"\nvariable = "q"\ncodes = [1, 2]\n{LABEL}'


def refusal(text: str) -> list[str]:
    """The sentences of a refusal in English; those in Norwegian are one line each as well."""
    with pytest.raises(RecipeError) as refused:
        parse_recipe(text)
    for language in LANGUAGES:
        lines = [fault.text(language) for fault in refused.value.faults]
        assert all(line and line.isprintable() and len(line) < 400 for line in lines)
    return lines


def test_each_step_knows_its_line():
    text = f"# mine\nformat = 1\n\n[[step]]  # first\n{MERGE}\n\n[[ step ]]\n{MERGE}\noff = true\n"
    steps = parse_recipe(text).steps
    assert [(step.line, step.off) for step in steps] == [(4, False), (10, True)]


def test_a_header_within_a_text_is_none():
    note = 'note = { nb = "x", en = """\n[[step]]\n""" }'
    text = recipe(f'do = "label"\nvariable = "q"\n{note}', MERGE)
    assert [step.line for step in parse_recipe(text).steps] == [2, 8]


def test_inner_tables_belong_to_their_step():
    text = recipe(
        'do = "segment"\nas = "s"\n[step.label]\nnb = "S"\nen = "S"\n[[step.groups]]\nnb = "A"\n'
        'en = "A"\n[[step.groups.all]]\nvariable = "q"\ncodes = [1]',
        MERGE,
    )
    first, second = parse_recipe(text).steps
    assert first.operation.groups[0].where.rules[0].codes == (1,)
    assert (first.line, second.line) == (2, 14)


def test_counts_of_before_are_read_over():
    assert parse_recipe(recipe(f"{MERGE}\nbefore = {{ 1 = 5 }}\nafter = {{ 1 = 7 }}")).steps


def test_a_recipe_without_steps_is_one():
    assert parse_recipe("format = 1\n").steps == ()


def test_what_is_not_a_file_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "b.toml").write_bytes(b"#" * 2_000_001)
    for name, words in {
        "a.toml": "a.toml is not written in UTF-8",
        "b.toml": "b.toml is too large to be a recipe",
        "c.toml": "There is no recipe c.toml",
        ".": " cannot be read",
    }.items():
        with pytest.raises(RecipeError, match=words):
            read_recipe(tmp_path / name)


HOSTILE = {
    "no TOML": ("format = 1\n[[step", "is not valid TOML"),
    "no format": (
        f"[[step]]\n{MERGE}",
        "line 1, format: The recipe does not say its format. Write format = 1",
    ),
    "another format": ("format = 2", "does not say its format"),
    "true is no format": ("format = true", "does not say its format"),
    "unknown at the top": ("format = 1\nsteps = 3", "line 2, steps: “steps” is unknown here"),
    "steps on one line": (
        "format = 1\nstep = [{ do = 'reverse' }]",
        "line 2, step: Each step must stand below a line",
    ),
    "a step that is none": ("format = 1\nstep = 3", "must stand below a line"),
    "one table": ("format = 1\n[step]\ndo = 'reverse'", "must stand below a line"),
    "deep nesting": ("format = 1\na = " + "[" * 9_000, "is not valid TOML"),
    "deep tables": ("format = 1\n" + "a." * 8_000 + "b = 1", "line 2: the line has more than 100"),
    "a huge number": ("format = 1\na = " + "9" * 9_000, "is not valid TOML"),
    "a long line": ("format = 1\n#" + "a" * 20_001, "line 2: the line is longer than 20000"),
    "many lines": ("format = 1\n" * MOST_LINES, "goes on beyond line 10000"),
    "many steps": (
        "format = 1\n" + "[[step]]\n" * (MOST_STEPS + 1),
        "line 2002: there are more than 2000 steps",
    ),
}


@pytest.mark.parametrize(("text", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(text, words):
    [sentence] = refusal(text)
    assert words in sentence


BAND = 'do = "band"\nvariable = "x"\nbands = '
INDEX = f'do = "index"\nas = "i"\n{LABEL}\n'
SEGMENT = f'do = "segment"\nas = "s"\n{LABEL}\ngroups = '
SPLIT = 'do = "split"\ncolumn = "t"\n'
# The lines of a step after [[step]], which is the second line, and what is said of them.
STEPS = {
    "no operation": ('variable = "q"', "line 2, do: “do” is missing."),
    "unknown operation": (
        'do = "marge"',
        "line 3, do: “marge” is no operation. Did you mean merge?",
    ),
    "operation of another kind": ("do = 3", "line 3, do: “3” should have been a text."),
    "unknown name": (
        f"{MERGE}\nkepe = true",
        "line 7, kepe: “kepe” is unknown here. Did you mean keep?",
    ),
    "no codes": ('do = "reorder"\nvariable = "q"\ncodes = []', "line 5, codes: “[]” should"),
    "codes of fractions": ('do = "reorder"\nvariable = "q"\ncodes = [1.5]', "line 5, codes:"),
    "a code beyond all": (
        f'do = "reorder"\nvariable = "q"\ncodes = [{2**63}]',
        "line 5, codes:",
    ),
    "a code with a line break": (
        'do = "reorder"\nvariable = "q"\ncodes = ["a\\nb"]',
        "line 5, codes:",
    ),
    "a name with a line break": ('do = "rename"\nvariable = "q"\nas = "a\\nb"', "line 5, as:"),
    "a name that runs on": (
        f'do = "rename"\nvariable = "q"\nas = "{"a" * 201}"',
        "line 5, as:",
    ),
    "a blank name": ('do = "rename"\nvariable = "q"\nas = " "', "line 5, as:"),
    "one language": (
        'do = "merge"\nvariable = "q"\ncodes = [1, 2]\nlabel = { nb = "x" }',
        "line 6, label.en: “en” is missing.",
    ),
    "an unknown reason": (
        'do = "missing"\nvariable = "q"\ncodes = [1]\nreason = "dontknow"',
        "line 6, reason: “dontknow” is not a choice here. Did you mean dont_know?",
    ),
    "no bands": (f"{BAND}[]", "line 5, bands: “bands” is missing."),
    "a band of everything": (
        f"{BAND}[{{}}]",
        "line 5, bands[1]: A band needs at least one of the limits from, below.",
    ),
    "a band of text": (f'{BAND}[{{ from = "1" }}]', "line 5, bands[1].from: “1” is not a number"),
    "an endless band": (f"{BAND}[{{ from = inf }}]", "line 5, bands[1].from: “inf” is not"),
    "a band of nothing": (f"{BAND}[{{ from = nan }}]", "line 5, bands[1].from: “nan” is not"),
    "a huge code in a list": (
        f'do = "reorder"\nvariable = "q"\ncodes = [0x{"F" * 9_000}]',
        "line 5, codes: ",
    ),
    "a huge band": (f"{BAND}[{{ from = 1{'0' * 400} }}]", "line 5, bands[1].from: "),
    "very many bands": (
        f"{BAND}[{', '.join(f'{{ from = {n}, below = {n + 1} }}' for n in range(101))}]",
        "line 5, bands: “bands” has more than 100 entries",
    ),
    "an unknown name within": (
        f"{BAND}[{{ from = 1, to = 2 }}]",
        "line 5, bands[1].to: “to” is unknown here.",
    ),
    "no separator": (f'{SPLIT}separator = ""\noptions = [{{ text = "a" }}]', "line 5, separator:"),
    "a long separator": (
        f'{SPLIT}separator = "abcdef"\noptions = [{{ text = "a" }}]',
        "line 5, separator: The separator must be a text of 1 to 5 characters.",
    ),
    "no items": (f"{INDEX}variables = []", "line 6, variables: “variables” should have been"),
    "items that are none": (f"{INDEX}variables = [1]", "line 6, variables:"),
    "a fraction of items": (
        f'{INDEX}variables = ["a", "b"]\nat_least = 1.5',
        "line 7, at_least: “1.5” should have been a whole number",
    ),
    "no conditions": (f'{SEGMENT}[{{ nb = "a", en = "a" }}]', "line 6, groups[1].all: Write the"),
    "two lists of conditions": (
        'do = "leave_out"\nall = [{ variable = "q", codes = [1] }]\nany = []',
        "line 4, all: Write the conditions as one list, under one of the names all, any.",
    ),
    "a condition on nothing": (
        'do = "leave_out"\nall = [{ variable = "q" }]',
        "line 4, all[1]: A condition has one of these: codes, from/below, blank.",
    ),
    "a condition of two sorts": (
        'do = "leave_out"\nall = [{ variable = "q", codes = [1], blank = true }]',
        "line 4, all[1]: A condition has one of these: codes, from/below, blank.",
    ),
    "conditions that are none": (
        'do = "leave_out"\nall = ["q = 1; DROP TABLE x"]',
        "line 4, all: “['q = 1; DROP TABLE x']” should have been a list of tables",
    ),
}


@pytest.mark.parametrize(("lines", "words"), STEPS.values(), ids=STEPS)
def test_a_step_is_refused_with_its_line(lines, words):
    sentences = refusal(recipe(lines))
    assert any(f"recipe.toml, {words}" in sentence for sentence in sentences), sentences


def test_every_fault_is_told_at_once():
    text = recipe('do = "reverse"', MERGE, 'do = "sort"', 'do = "rename"\nvariable = "q"')
    assert [sentence[:25] for sentence in refusal(text)] == [
        "recipe.toml, line 2, vari",
        "recipe.toml, line 10, do:",
        "recipe.toml, line 11, as:",
    ]
