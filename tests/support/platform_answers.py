"""Answers of sixty respondents in two languages, of which platform exports are written."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Key = Literal["gender", "age", "agreement", "score", "channels", "comment", "email"]
KEYS: tuple[Key, ...] = ("gender", "age", "agreement", "score", "channels", "comment", "email")
BAND_STARTS = (0, 30, 50, 65)
DONT_KNOW = 5  # place of "don't know", after the five steps of the scale


@dataclass(frozen=True)
class Wording:
    """The questionnaire in one language; `asked` has the short name and the words of a question."""

    language: str
    asked: dict[Key, tuple[str, str]]
    genders: Sequence[str]
    bands: Sequence[str]
    steps: Sequence[str]
    dont_know: str
    channels: Sequence[str]
    comments: Sequence[str]
    yes_no: tuple[str, str]

    @cached_property
    def names(self) -> dict[Key, str]:
        """The short names."""
        return {key: name for key, (name, _) in self.asked.items()}

    @cached_property
    def questions(self) -> dict[Key, str]:
        """The questions in words."""
        return {key: question for key, (_, question) in self.asked.items()}

    @cached_property
    def agreement(self) -> tuple[str, ...]:
        """The five steps, and *don't know* after them."""
        return (*self.steps, self.dont_know)


@dataclass(frozen=True)
class Respondent:
    """One respondent; answers are places in the wording's lists, None where there is no answer."""

    number: int
    gender: int
    age: int
    agreement: int | None
    score: int | None
    channels: frozenset[int]
    comment: int | None

    @property
    def band(self) -> int:
        """The place of the age band."""
        return sum(self.age >= start for start in BAND_STARTS) - 1

    @property
    def email(self) -> str:
        """An address of nobody."""
        return f"person{self.number}@example.org"


@dataclass(frozen=True)
class Answered:
    """A questionnaire and its respondents, with the figures that a right import finds again."""

    wording: Wording
    respondents: Sequence[Respondent]

    @property
    def genders(self) -> dict[str, int]:
        """Respondents of each gender."""
        return _counts(self.wording.genders, [each.gender for each in self.respondents])

    @property
    def bands(self) -> dict[str, int]:
        """Respondents of each age band."""
        return _counts(self.wording.bands, [each.band for each in self.respondents])

    @property
    def agreement(self) -> dict[str, int]:
        """Respondents who gave each answer to the scale, *don't know* last."""
        return _counts(self.wording.agreement, [each.agreement for each in self.respondents])

    @property
    def channels(self) -> dict[str, int]:
        """Respondents who marked each channel."""
        marked = [place for each in self.respondents for place in each.channels]
        return _counts(self.wording.channels, marked)

    @property
    def agreement_mean(self) -> float:
        """Mean of the scale from 1 to 5, without *don't know*."""
        return _mean(
            [
                each.agreement + 1
                for each in self.respondents
                if each.agreement is not None and each.agreement != DONT_KNOW
            ]
        )

    @property
    def score_mean(self) -> float:
        """Mean of the scale from 0 to 10."""
        return _mean([each.score for each in self.respondents if each.score is not None])


def _counts(words: Sequence[str], places: Sequence[int | None]) -> dict[str, int]:
    counted = Counter(places)
    return {word: counted[place] for place, word in enumerate(words)}


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers)


def respondents(count: int = 60, seed: int = 17) -> tuple[Respondent, ...]:
    """Return respondents who are the same each time: every answer occurs, and some are blank."""
    draw = random.Random(seed)
    return tuple(
        Respondent(
            number=number,
            gender=draw.choices((0, 1), (5, 4))[0],
            age=draw.randint(18, 84),
            agreement=draw.choices((0, 1, 2, 3, 4, DONT_KNOW, None), (4, 6, 8, 12, 7, 5, 2))[0],
            score=draw.choices((*range(11), None), (1, 1, 2, 2, 3, 5, 6, 8, 7, 4, 3, 2))[0],
            channels=frozenset(place for place in range(4) if draw.random() < 0.45),
            comment=number - 1 if draw.random() < 0.6 else None,
        )
        for number in range(1, count + 1)
    )


def _comments(openings: Sequence[str], endings: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{opening} {ending}" for opening in openings for ending in endings)


NORWEGIAN = Wording(
    language="nb",
    asked={
        "gender": ("kjonn", "Hva er ditt kjønn?"),
        "age": ("alder", "Hvor gammel er du?"),
        "agreement": ("tillit", "Jeg stoler på helsetjenestene på nett"),
        "score": ("fornoyd", "Hvor fornøyd er du med tjenesten, fra 0 til 10?"),
        "channels": ("kanaler", "Hvilke kanaler har du brukt?"),
        "comment": ("kommentar", "Er det noe du vil legge til?"),
        "email": ("epost", "Hva er e-postadressen din?"),
    },
    genders=("Kvinne", "Mann"),
    bands=("Under 30", "30–49", "50–64", "65 eller eldre"),
    steps=("Helt uenig", "Litt uenig", "Verken enig eller uenig", "Litt enig", "Helt enig"),
    dont_know="Vet ikke",
    channels=("Helsenorge", "Telefon, også SMS", "E-post", "Oppmøte"),
    comments=_comments(
        ("Timebestilling", "Resepter", "Svar på prøver", "Meldinger", "Innlogging", "Journalen",
         "Henvisningen", "Appen", "Chat med legen", "Varsling"),
        ("burde gått raskere hos oss", "virket greit denne gangen", "var vanskelig å finne",
         "må forklares bedre for eldre", "sparer meg for mye tid", "stoppet da jeg trengte det"),
    ),
    yes_no=("Ja", "Nei"),
)  # fmt: skip
ENGLISH = Wording(
    language="en",
    asked={
        "gender": ("gender", "What is your gender?"),
        "age": ("age", "How old are you?"),
        "agreement": ("trust", "I trust health services on the web"),
        "score": ("satisfied", "How satisfied are you with the service, from 0 to 10?"),
        "channels": ("channels", "Which channels have you used?"),
        "comment": ("comment", "Is there anything you would like to add?"),
        "email": ("email", "What is your e-mail address?"),
    },
    genders=("Female", "Male"),
    bands=("Under 30", "30–49", "50–64", "65 or older"),
    steps=("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree",
           "Strongly agree"),
    dont_know="Don't know",
    channels=("Web portal", "Phone, including SMS", "E-mail", "In person"),
    comments=_comments(
        ("Booking", "Prescriptions", "Test results", "Messages", "Logging in", "My record",
         "The referral", "The app", "Chat with the doctor", "Reminders"),
        ("should have gone faster", "worked well this time", "was hard to find",
         "must be explained better", "saves me a lot of time", "stopped when I needed it"),
    ),
    yes_no=("Yes", "No"),
)  # fmt: skip
RESPONDENTS = respondents()
ANSWERED = tuple(Answered(wording, RESPONDENTS) for wording in (NORWEGIAN, ENGLISH))
