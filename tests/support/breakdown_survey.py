"""A survey small enough to be checked by eye, with three waves; what a reader sees of surveys."""

from itertools import product

from survey_folder import both, net, segment, single, write_survey
from visitor import view_of

from insight import OpenSurvey, open_survey
from insight.reporting.breakdown import drawing, finding
from insight.reporting.breakdown.drawing import Drawing
from insight.reporting.breakdown.request import Breakdown, Figures
from insight.views import breakdown_answers

GATES = {"min_base": 10, "min_effective_base": 0, "low_base": 100}
YEARS = ("2019", "2020", "2021")


def survey_of(
    tmp_path, yes, size=lambda *_: 200, *, breaks=(), gates=GATES, names=None, yes_named="yes"
) -> OpenSurvey:
    """Make a survey of group `g` (a, b, c), sex `s` (1, 2) and `year`.

    `yes` and `size` tell for a group, sex and year the share who answer 2, "yes", and how many
    they are; of the others one in ten does not know. `names` are those of a, b and c.
    """
    frame = {"q": [], "g": [], "s": [], "year": []}
    for group, sex, year in product("abc", (1, 2), YEARS):
        n = size(group, sex, year)
        of_yes = round(yes(group, sex, year) * n)
        unsure = (n - of_yes) // 10
        frame["q"] += [2] * of_yes + [9] * unsure + [1] * (n - of_yes - unsure)
        for name, code in (("g", group), ("s", sex), ("year", year)):
            frame[name] += [code] * n
    item = single(1, 2, 9, missing={9: "dont_know"}, nets=[net("yes", 2)], breaks=list(breaks))
    variables = {
        "q": item | {"label": both("Spørsmål")},
        "g": segment("a", "b", "c") | {"label": both("Gruppe")},
        "s": segment(1, 2) | {"label": both("Kjønn")},
        "year": segment(*YEARS) | {"label": both("År")},
    }
    for category, name in zip(variables["g"]["categories"], names or (), strict=bool(names)):
        category |= {"nb": name, "en": name}
    item["nets"][0] |= both(yes_named)
    write_survey(tmp_path, "small", frame, variables, design={"wave": "year"}, disclosure=gates)
    return open_survey("small", tmp_path)


def figures_of(survey, item, *by, target="", nets=True, order="codebook", where=()) -> Figures:
    """The figures of a breakdown; the target is the first there is."""
    book = survey.codebook
    view = view_of(*where, survey=book.id, among=[survey])
    variable = book.variable(item)
    first = (*(one.id for one in variable.nets), *variable.by_key, "")[0]
    variables = tuple(book.variable(one) for one in by)
    whose = (view.respondents, view.valid_only, book.wave)
    breakdown = Breakdown(variable, target or first, variables, *whose, nets=nets, order=order)
    return breakdown_answers.figures(view, breakdown)


def drawn(figures: Figures, show: str, language="en") -> Drawing:
    tests = breakdown_answers.test_groups(figures.grouped, figures.key)
    layout = finding.layout(figures, tests, language)
    return drawing.drawing(show, figures, layout, language)
