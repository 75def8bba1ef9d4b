"""The three tools of an assistant: what they take, and what they answer.

Of what goes wrong an answer has one sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from insight.access.person import ANYBODY
from insight.api.assistant.codebook_tool import tell_codebook
from insight.api.assistant.reply import Context, Reply
from insight.api.assistant.survey_tool import list_surveys
from insight.api.assistant.table_tool import give_table
from insight.api.assistant.tool_arguments import (
    Arguments,
    Parameter,
    language_in,
    read_arguments,
)
from insight.api.listing import Listing, listing, whole_listing
from insight.api.settings import MOST_SEGMENTS, Settings
from insight.disclosure.hidden_groups import MOST_CONDITIONS
from insight.language.catalogue import LANGUAGES, Language, say
from insight.language.errors import (
    Fault,
    InsightError,
    RequestError,
    SurveyReplacedError,
    near_miss,
    shorten,
)

_log = logging.getLogger(__name__)
_LANGUAGE = Parameter("language", choices=LANGUAGES)
_SURVEY = Parameter("survey", required=True)
_SEARCH = Parameter("search")


@dataclass(frozen=True)
class Tool:
    """A tool: what it takes, and what answers it."""

    name: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Listing, Arguments, Context], Reply]

    def schema(self, language: Language) -> dict[str, object]:
        """Return what it takes as JSON Schema."""
        return {
            "type": "object",
            "properties": {each.name: each.schema(self.name, language) for each in self.parameters},
            "required": [each.name for each in self.parameters if each.required],
            "additionalProperties": False,
        }


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool("surveys", (_SEARCH, _LANGUAGE), list_surveys),
        Tool("codebook", (_SURVEY, Parameter("item"), _SEARCH, _LANGUAGE), tell_codebook),
        Tool(
            "table",
            (
                _SURVEY,
                Parameter("item", required=True),
                Parameter("by", most=MOST_SEGMENTS, at_commas=True),
                Parameter("where", most=MOST_CONDITIONS),
                Parameter("answers", most=50, at_commas=True),
                Parameter("base", choices=("all", "valid")),
                Parameter("statistic", choices=("share", "mean")),
                _LANGUAGE,
            ),
            give_table,
        ),
    )
}


@dataclass(frozen=True)
class Assistant:
    """What an assistant asks: the tools over the surveys of a data folder.

    Attributes
    ----------
    settings
        The operator's.
    language
        That of the descriptions, and of answers where none is asked for.
    data
        The data folder; else ``INSIGHT_DATA``, else the bundled one.
    of_operator
        Whether whoever has started the process asks, to whom no survey is closed.
    """

    settings: Settings
    language: Language = "nb"
    data: str | Path | None = None
    of_operator: bool = False

    def answer(self, name: str, given: Mapping[str, object]) -> Reply:
        """Answer a call of a tool; whatever goes wrong is one sentence."""
        language = language_in(given, self.language)
        try:
            tool = _tool_named(name)
            asked = read_arguments(name, tool.parameters, given, language)
            known = whole_listing(self.data) if self.of_operator else listing(ANYBODY, self.data)
            return tool.answer(known, asked, Context(self.settings.address))
        except (InsightError, SurveyReplacedError) as refusal:
            return Reply([refusal.text(language)])
        except Exception:
            _log.exception("An answer to an assistant failed")
            return Reply([say(language, "api_problem.failed")])


def _tool_named(name: str) -> Tool:
    if name not in TOOLS:
        values = {"name": shorten(name), "hint": near_miss(name, TOOLS)}
        raise RequestError(Fault("fault.tool_unknown", values))
    return TOOLS[name]
