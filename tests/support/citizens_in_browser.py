"""The bundled survey of citizens, and its choices and bases as a page of the app shows them."""

import re

import pandas as pd
from playwright.sync_api import Page

from insight import OpenSurvey, open_survey
from insight.language import numbers
from insight.language.catalogue import Language, say
from insight.survey.folders import bundled_data

CITIZENS: OpenSurvey = open_survey("citizens", bundled_data())
BOOK = CITIZENS.codebook
RESPONSES = pd.read_parquet(CITIZENS.responses)


def label(variable: str, code: str, language: Language = "nb") -> str:
    return BOOK.variable(variable).category(code).label[language]


def pill(page: Page, variable: str, code: str, language: Language = "nb"):
    sidebar = page.get_by_test_id("stSidebar")
    # Beside the label stands how many respondents the choice would leave.
    name = re.compile(rf"^{re.escape(label(variable, code, language))}(\s+[\d≈<]+)?$")
    return sidebar.get_by_role("button", name=name)


def n_of_total(n: int, language: Language = "nb", *, total: int | None = None) -> str:
    everyone = len(respondents()) if total is None else total
    return say(
        language,
        "base.n" if n == everyone else "base.of",
        n=numbers.whole(n, language),
        total=numbers.whole(everyone, language),
    )


def respondents(year: int = 2021, **codes: int) -> pd.DataFrame:
    """The respondents of a wave who have these codes."""
    found = RESPONSES[RESPONSES["year"] == year]
    for variable, code in codes.items():
        found = found[found[variable] == code]
    return found
