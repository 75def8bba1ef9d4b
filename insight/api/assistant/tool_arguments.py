"""Arguments of tools as an assistant writes them, held against what a tool takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from insight.language.catalogue import Language, say
from insight.language.errors import Fault, RequestError, near_miss, shorten
from insight.survey.filters import split

LONGEST = 1000  # characters of one text
# The languages as an assistant may name them.
TOLD_AS: Mapping[str, Language] = {"nb": "nb", "en": "en", "no": "nb", "nn": "nb"}


@dataclass(frozen=True)
class Parameter:
    """What a tool takes under a name.

    Attributes
    ----------
    name
        What it is called; the catalogue says what it is for.
    most
        How many texts it may hold; 0 where it is one text and no list.
    choices
        The texts that there are to choose among, of which the first is usual; none where any will
        do.
    required
        Whether it must be given.
    at_commas
        Whether one text is a list that is parted by commas.
    """

    name: str
    most: int = 0
    choices: tuple[str, ...] = ()
    required: bool = False
    at_commas: bool = False

    def schema(self, tool: str, language: Language) -> dict[str, object]:
        """Return the parameter as JSON Schema."""
        words = {"description": say(language, f"assistant.{tool}_{self.name}")}
        text: dict[str, object] = {"type": "string"}
        if self.choices:
            text["enum"] = [*self.choices]
        if not self.most:
            return {**text, **words}
        return {"type": "array", "items": text, "maxItems": self.most, **words}


@dataclass(frozen=True)
class Arguments:
    """What is asked of a tool: texts by parameter, and the language of the answer."""

    texts: Mapping[str, tuple[str, ...]]
    language: Language

    def one(self, name: str) -> str:
        """Return the text of a parameter; empty where it is not given."""
        return next(iter(self.texts.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return the texts of a parameter."""
        return self.texts.get(name, ())


def language_in(given: Mapping[str, object], usual: Language) -> Language:
    """Return the language that is asked for, where it is one."""
    asked = given.get("language")
    return TOLD_AS.get(asked.strip().lower(), usual) if isinstance(asked, str) else usual


def read_arguments(
    tool: str, parameters: Sequence[Parameter], given: Mapping[str, object], language: Language
) -> Arguments:
    """Hold what is given against the parameters of a tool.

    Raises
    ------
    RequestError
        If there is something else, too much, too long, or what is required is not there.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            values = {"tool": tool, "name": shorten(name), "hint": near_miss(name, known)}
            raise RequestError(Fault("fault.tool_argument", values))
    texts = {name: _texts(known[name], value) for name, value in given.items()}
    for parameter in parameters:
        if parameter.required and not texts.get(parameter.name):
            raise RequestError(Fault("fault.absent", {"value": parameter.name}))
    return Arguments(texts, language)


def _texts(parameter: Parameter, value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) and parameter.most else [value]
    texts = tuple(text for part in parts if (text := _text(parameter, part)))
    if parameter.at_commas and not isinstance(value, list):
        texts = tuple(part for text in texts for part in split(text, ",") if part)
    if parameter.most and len(texts) > parameter.most:
        values = {"name": parameter.name, "most": parameter.most, "count": len(texts)}
        raise RequestError(Fault("fault.tool_many", values))
    return texts


def _text(parameter: Parameter, value: object) -> str:
    """One text; a code may be written as a number, and nothing is an empty text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        kind = "list" if parameter.most else "text"
        raise RequestError(Fault(f"fault.tool_{kind}", {"name": parameter.name}))
    text = value.strip()
    if len(text) > LONGEST:
        raise RequestError(Fault("fault.tool_long", {"name": parameter.name, "most": LONGEST}))
    known = TOLD_AS if parameter.name == "language" else parameter.choices
    if text and known and text.lower() not in known:
        hint = near_miss(text, parameter.choices)
        values = {"value": shorten(text), "name": parameter.name, "hint": hint}
        raise RequestError(Fault("api_problem.bad_parameter", values))
    return text.lower() if known else text
