"""Settings of the API, which an operator gives as environment variables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from insight.language.errors import Fault, RequestError
from insight.survey.codebook import is_organisation_number

MOST_SEGMENTS = 2
MOST_STRATIFIED = 4  # with those that figures are standardised over
MOST_DIFFERENCES = 300
MOST_BYTES = 100_000  # of a body, and of a saved query


@dataclass(frozen=True)
class Settings:
    """What an operator decides.

    Attributes
    ----------
    address
        Where the app is seen from outside, such as ``https://innsikt.example.no``; links begin with
        it. Empty, they begin with a slash. The address that a request names is never believed.
    publisher, publisher_number
        Who publishes the catalogue of surveys, and its number as an organisation.
    contact
        Where questions about the surveys are asked: an address for mail, or of a page.
    most_calls, seconds
        How many data calls a client may make in so many seconds, and ten times that of others.
    most_tables
        How many different tables a client may have in an hour; any number where it is 0.
    most_cells
        How many cells an answer may have.
    """

    address: str = ""
    publisher: str = ""
    publisher_number: str = ""
    contact: str = ""
    most_calls: int = 100
    seconds: int = 10
    most_tables: int = 3000
    most_cells: int = 50_000

    @property
    def base(self) -> str:
        """Where version 2 begins."""
        return f"{self.address}/api/v2"


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises
    ------
    RequestError
        If a number is none, or an address.

    Examples
    --------
    >>> settings_from({"INSIGHT_ADDRESS": "https://example.org/"}).base
    'https://example.org/api/v2'
    """
    usual = Settings()
    return Settings(
        address=_address(environment),
        publisher=environment.get("INSIGHT_PUBLISHER", "").strip(),
        publisher_number=_organisation(environment),
        contact=_contact(environment),
        most_calls=_number(environment, "INSIGHT_API_CALLS", usual.most_calls),
        most_tables=_number(environment, "INSIGHT_API_TABLES", usual.most_tables),
    )


def _address(environment: Mapping[str, str]) -> str:
    name = "INSIGHT_ADDRESS"
    written = environment.get(name, "").strip().rstrip("/")
    if written and not re.fullmatch(r"https?://[^\s<>\"?#]+", written):
        raise RequestError(Fault("fault.setting_address", {"name": name, "value": written}))
    return written


def _organisation(environment: Mapping[str, str]) -> str:
    name = "INSIGHT_PUBLISHER_NUMBER"
    written = environment.get(name, "").replace(" ", "")
    if written and not is_organisation_number(written):
        raise RequestError(Fault("fault.setting_organisation", {"name": name, "value": written}))
    return written


def _contact(environment: Mapping[str, str]) -> str:
    written = environment.get("INSIGHT_CONTACT", "").strip().removeprefix("mailto:")
    if written and not re.fullmatch(r"https?://[^\s<>\"]+|[^\s<>\"@:]+@[^\s<>\"@:]+", written):
        raise RequestError(
            Fault("fault.setting_contact", {"name": "INSIGHT_CONTACT", "value": written})
        )
    return written


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    written = environment.get(name, "").strip()
    if written and not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise RequestError(Fault("fault.setting_number", {"name": name, "value": written}))
    return int(written) if written else usual
