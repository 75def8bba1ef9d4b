"""A survey that a visitor brings on its page."""

from streamlit.testing.v1 import AppTest
from visitor import opened, shown, words
from without_sandbox import without_sandbox

from insight.language.catalogue import say
from insight.web.own_survey import visitor as own_survey

CSV = "kjonn;svar;vekt\n" + "1;1;0,5\n2;2;1,5\n2;3;1,25\n1;1;0,75\n" * 60


def brought(name: str = "svar.csv", content: bytes | str = CSV, language: str = "en") -> AppTest:
    """Open the page as a new visitor who has brought a file."""
    with without_sandbox():
        return bring(opened("own_survey", lang=language), name, content)


def bring(app: AppTest, name: str, content: bytes | str) -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    app.file_uploader[0].set_value((name, data, "application/octet-stream"))
    return shown(app.run())


def choose(app: AppTest, label: str, value: str):
    next(one for one in app.selectbox if one.label == say("en", f"own_survey.{label}")).set_value(
        value
    )


def use(app: AppTest, label: str) -> AppTest:
    button = next(one for one in app.button if one.label == say("en", f"own_survey.{label}"))
    return shown(button.click().run())


def said(app: AppTest, key: str, **values: object) -> bool:
    return say("en", f"own_survey.{key}", **values) in words(app)


def visitor(app: AppTest) -> own_survey.Visitor:
    return app.session_state["visitor"]
