"""The workbench as a visitor uses it on the page of their own survey, without a browser."""

from __future__ import annotations

import random

from brought_survey import brought, visitor
from streamlit.testing.v1 import AppTest
from visitor import bodies, shown, words

from insight.language.catalogue import say
from insight.query.opened import OpenSurvey
from insight.survey.recipe.application import RECIPE
from insight.survey.recipe.operations import Operation
from insight.survey.recipe.recipe_reader import read_recipe

HEALTH = ("God", "Middels", "Dårlig", "Vet ikke")
CHANNELS = (*["Nett"] * 8, *["Nett, Brev"] * 6, *["SMS"] * 4, *["Nett, Brev, SMS"] * 2)
HEAD = "helse;poeng;i1;i2;i3;status;vekt;kanal;kryss [x];kryss [y]"


def answers(rows: int = 200) -> str:
    """A text with something for each tool: respondent 0 and each tenth after are a test."""
    chance = random.Random(1)
    lines = [HEAD]
    for row in range(rows):
        trust = chance.randint(1, 5)
        items = [min(5, max(1, trust + chance.choice((-1, 0, 0, 1)))) for _ in range(3)]
        cells = [
            HEALTH[row % 4],
            18 + row % 60,
            *items,
            "Test" if row % 10 == 0 else "Ekte",
            f"{1 + row % 2},5",
            CHANNELS[row % 20],
            "Ja" if row % 2 else "Nei",
            "Ja" if row % 3 else "Nei",
        ]
        lines.append(";".join(map(str, cells)))
    return "\n".join(lines) + "\n"


class BenchOnPage:
    """A visitor's session at the workbench; widgets are known by the end of their keys."""

    def __init__(self, name: str = "svar.csv", content: str | None = None) -> None:
        self.app: AppTest = brought(name, answers() if content is None else content)

    @property
    def survey(self) -> OpenSurvey:
        """The survey as it is now."""
        return visitor(self.app).brought.survey

    @property
    def recipe(self) -> list[Operation]:
        """The operations that stand in the recipe's file."""
        path = self.survey.folder / RECIPE
        return [step.operation for step in read_recipe(path).steps] if path.exists() else []

    @property
    def words(self) -> str:
        """What stands on the page as text, blanks and line breaks alike."""
        return " ".join(words(self.app).split())

    @property
    def html(self) -> str:
        """The HTML of the page."""
        return bodies(self.app)

    def tool(self, name: str) -> None:
        """Choose what to do."""
        self.fill(**{"tool:en": name})

    def fill(self, **values: object) -> None:
        """Fill in fields one after the other, as a person does."""
        for name, value in values.items():
            self.widget(name).set_value(value)
            shown(self.app.run())

    def widget(self, name: str):
        """The field at the workbench whose key ends so."""
        kinds = ("selectbox", "multiselect", "text_input", "text_area", "number_input", "toggle")
        found = [
            widget
            for kind in kinds
            for widget in self.app.get(kind)
            if (widget.key or "").startswith("bench:") and widget.key.endswith(f":{name}")
        ]
        assert len(found) == 1, (name, [widget.key for widget in found])
        return found[0]

    def hand_over(self, name: str, content: str) -> None:
        """Hand over a data map."""
        [at] = [each for each in self.app.file_uploader if (each.key or "").endswith(":labels")]
        at.set_value((name, content.encode(), "application/octet-stream"))
        shown(self.app.run())

    def offers_use(self) -> bool:
        """Whether the changes can be used."""
        return any(button.label == say("en", "workbench.use") for button in self.app.button)

    def use(self) -> None:
        """Use the changes."""
        self._press("use")

    def propose(self, how: str) -> None:
        """Take one of the proposals for bands."""
        self._press(f"propose_{how}")

    def take_out(self, number: int) -> None:
        """Take a step out of the recipe."""
        self._press("take_out", number - 1)

    def _press(self, name: str, place: int = 0) -> None:
        label = say("en", f"workbench.{name}")
        buttons = [button for button in self.app.button if button.label == label]
        shown(buttons[place].click().run())


# --- Forms filled in ------------------------------------------------------------------------------


def categories(bench: BenchOnPage) -> None:
    bench.fill(categories="helse")
    bench.fill(**{"helse:1:words": "Ikke god", "helse:2:words": "ikke god", "helse:3:place": 1})


def band(bench: BenchOnPage) -> None:
    bench.fill(band="poeng")
    bench.fill(**{"poeng:starts": "30; 60"})


def index(bench: BenchOnPage) -> None:
    bench.fill(index=["i1", "i2", "i3"], **{"index:name": "Tillit"})


def together(bench: BenchOnPage) -> None:
    bench.fill(together=["i1", "i2"], **{"together:name": "Høyt"})
    bench.fill(**{"i1|i2": ["5"]})


def separate(bench: BenchOnPage) -> None:
    bench.fill(separate="kryss")


def split(bench: BenchOnPage) -> None:
    bench.fill(split="kanal")
    bench.fill(**{"split:kanal:separator": ","})


def segment(bench: BenchOnPage) -> None:
    bench.fill(**{"segment:name": "Gruppe", "segment:1": "Unge", "segment:others": "Andre"})
    bench.fill(**{"segment:1:first": "poeng"})
    bench.fill(**{"segment:1:first:poeng:high": 30})


def leave_out(bench: BenchOnPage) -> None:
    bench.fill(**{"leave_out:first": "status"})
    bench.fill(**{"leave_out:first:status:codes": ["2"]})


def weight(bench: BenchOnPage) -> None:
    bench.fill(weight="vekt")
