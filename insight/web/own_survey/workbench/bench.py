"""Bench at which a visitor puts a survey in order: what each form needs to know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import streamlit as st

from insight.importers.drafting.naming import Names
from insight.language.catalogue import Language, Text, say
from insight.language.errors import InsightError
from insight.query.opened import OpenSurvey
from insight.survey.codebook import Codebook, Kind, Variable
from insight.survey.recipe.operations import Operation
from insight.web.html.import_review import namer
from insight.web.html.templates import draw

Operations = Sequence[Operation]
MOST_CATEGORIES = 40  # that a form has a row for


@dataclass(frozen=True)
class Bench:
    """A survey with the recipe so far, and the language and keys of the forms.

    Attributes
    ----------
    survey
        The survey.
    language
        Of the forms, and of the words that are written in them.
    key
        What the forms' keys begin with; another one makes them empty.
    take
        Puts a file that is handed over on disk, in a folder of the visitor's.
    """

    survey: OpenSurvey
    language: Language
    key: str
    take: Callable[[str, BinaryIO], Path]

    def say(self, key: str, /, **values: object) -> str:
        """Return a sentence about the workbench."""
        return say(self.language, f"workbench.{key}", **values)

    @property
    def book(self) -> Codebook:
        """The codebook with the labels that stand in it, as a recipe names them."""
        return self.survey.written

    def refuse(self, problem: InsightError) -> None:
        """Say what is wrong beside the field above."""
        st.html(draw("workbench", "mistake", problem.text(self.language)))

    def variables(self, *kinds: Kind) -> list[str]:
        """Return the ids of the variables of some kinds that no part of the design is."""
        design = {*self.book.design.columns}
        return [
            variable.id
            for variable in self.book.variables.values()
            if variable.kind in kinds and variable.id not in design
        ]

    def pick(self, label: str, ids: Collection[str], name: str) -> Variable | None:
        """Offer one of some variables, found by words of its name or its label."""
        chosen = st.selectbox(
            label,
            [*ids],
            index=None,
            format_func=namer(self.book, [], self.language),
            placeholder=self.say("choose"),
            filter_mode="contains",
            key=f"{self.key}:{name}",
        )
        return self.book.variables.get(chosen) if chosen else None

    def pick_several(self, label: str, ids: Collection[str], name: str) -> list[Variable]:
        """Offer several of some variables."""
        chosen = st.multiselect(
            label,
            [*ids],
            format_func=namer(self.book, [], self.language),
            placeholder=self.say("choose"),
            filter_mode="contains",
            key=f"{self.key}:{name}",
        )
        return [self.book.variable(each) for each in chosen]

    def ask(self, label: str, name: str, value: str = "") -> str:
        """Ask for words, and return them without blanks round them."""
        return st.text_input(label, value, key=f"{self.key}:{name}", max_chars=300).strip()

    def new_id(self, name: str) -> str:
        """Return an id made of a name, which nothing in the survey has."""
        book = self.book
        columns = [column for each in book.variables.values() for column in each.columns]
        return Names([*book.variables, *columns, *self.survey.types]).take(name)

    def words(self, written: str, old: Text | None = None) -> Text:
        """Return what is written in the language of the form, beside what the other one has.

        Words that were the same in both languages stay so.
        """
        if old is None or old.nb == old.en:
            return Text(written, written)
        return Text(written, old.en) if self.language == "nb" else Text(old.nb, written)
