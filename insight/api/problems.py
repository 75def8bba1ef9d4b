"""Problems: what is refused, as ``application/problem+json`` with the titles that clients know.

Clients compare titles, and show the detail, which is English whatever language was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping

from insight.language.catalogue import Language
from insight.language.errors import Fault

# The status and title of each; the titles are those of PxWebApi, misspelt where it misspells.
KINDS: Mapping[str, tuple[int, str]] = {
    "unknown_table": (404, "Non-existent table"),
    "unknown_page": (404, "Non-existent page"),
    "unknown_saved_query": (404, "Saved query not found"),
    "unknown_view": (404, "Non-existent view"),
    "no_address": (404, "No address"),
    "unknown_address": (404, "Not found"),
    "unknown_method": (405, "Method not allowed"),
    "unknown_variable": (400, "Non-existent variable"),
    "unknown_value": (400, "Non-existent value"),
    "unknown_survey": (400, "Non-existent survey"),
    "unknown_codelist": (400, "Non-existent codelist"),
    "missing_selection": (400, "Missing selection for mandantory variable"),
    "illegal_expression": (400, "Illegal selection expression"),
    "unsupported_language": (400, "Unsupported language"),
    "unsupported_format": (400, "Unsupported output format"),
    "too_many_variables": (400, "Too many variables broken down"),
    "too_many_conditions": (400, "Too many conditions"),
    "no_groups": (400, "No variable of groups"),
    "untested": (400, "Not of medians and quartiles"),
    "not_means": (400, "Not a table of means"),
    "one_other": (400, "Not one other question"),
    "compared_whole": (400, "Some of the groups that are compared"),
    "not_one_value": (400, "More than one value"),
    "too_many_differences": (400, "Too many differences"),
    "bad_parameter": (400, "Parameter error"),
    "bad_body": (400, "Not a valid query"),
    "refused": (400, "Cannot be answered"),
    "too_many_cells": (403, "Too many cells selected"),
    "too_large": (413, "Too large"),
    "too_long_query": (413, "Too large"),
    "too_many_calls": (429, "Too many requests"),
    "too_many_tables": (429, "Too many requests"),
    "replaced": (503, "Replaced while it was read"),
    "failed": (500, "Something failed"),
    "not_now": (503, "Not now"),
}


class Problem(Exception):  # noqa: N818 - as its media type calls it
    """A request that is refused.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    detail
        What is wrong; else the sentence of the catalogue for the kind, with `values` in it.
    headers
        Further headers of the answer.
    """

    def __init__(
        self,
        kind: str,
        /,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        self.kind = kind
        self.status, self.title = KINDS[kind]
        self._written, self._values = detail, values
        self.detail = self.told("en")
        self.headers = dict(headers or {})
        super().__init__(self.detail)

    def told(self, language: Language) -> str:
        """Return what is wrong, in a language where the catalogue has the sentence."""
        return self._written or Fault(f"api_problem.{self.kind}", self._values).text(language)

    def document(self, base: str) -> dict[str, object]:
        """Return what is sent."""
        return {
            "type": f"{base}/problems/{self.kind.replace('_', '-')}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
