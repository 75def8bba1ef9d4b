"""Settings of engines: addresses, secrets and the time that a query may take, from the environment.

Nothing of them is shown: what holds a secret does not tell it when it is written out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from insight.language.errors import Fault
from insight.operation.operation_settings import EnvironmentReader
from insight.query.engines.engine import EngineError

URL, SECRET = "INSIGHT_CLICKHOUSE_URL", "INSIGHT_CLICKHOUSE_SECRET"
AUTHORITY = "INSIGHT_CLICKHOUSE_CA"
SECONDS = "INSIGHT_ENGINE_SECONDS"
USUAL_SECONDS = 30
PORTS = {"http": 8123, "https": 8443}


@dataclass(frozen=True)
class ClickHouseSettings:
    """Where a ClickHouse is, and who asks it.

    Attributes
    ----------
    url
        Its address, with the name of the user and of the usual database.
    secret
        The user's.
    authority
        A file with the certificate of who vouches for it; empty where the machine knows.
    seconds
        How long a query may take.
    """

    url: SplitResult = field(repr=False)
    secret: str = field(repr=False, default="")
    authority: str = field(repr=False, default="")
    seconds: int = USUAL_SECONDS

    @property
    def port(self) -> int:
        """The port, which is ClickHouse's own where none is written."""
        return self.url.port or PORTS[self.url.scheme]

    @property
    def user(self) -> str:
        """The user's name."""
        return unquote(self.url.username or "default")

    @property
    def database(self) -> str:
        """The database of tables that are named without one."""
        return unquote(self.url.path.strip("/"))


def clickhouse_settings_from(environment: Mapping[str, str] = os.environ) -> ClickHouseSettings:
    """Read the settings of ClickHouse.

    Raises
    ------
    EngineError
        If there is no address, or it is none.
    RequestError
        If the seconds are no whole number.

    Examples
    --------
    >>> read = clickhouse_settings_from({URL: "https://reader:x@example.org/reg"})
    >>> read.port, read.user, read.secret, read.database
    (8443, 'reader', 'x', 'reg')
    >>> read
    ClickHouseSettings(seconds=30)
    """
    read = EnvironmentReader(environment)
    if not (written := read.words(URL)):
        raise EngineError(Fault("fault.engine_unset", {"name": URL}))
    url = _url_of(written)
    if url is None:
        raise EngineError(Fault("fault.engine_address", {"name": URL}))
    secret = environment.get(SECRET, "") or unquote(url.password or "")
    seconds = read.whole(SECONDS, USUAL_SECONDS, most=86_400) or USUAL_SECONDS
    return ClickHouseSettings(url, secret, read.words(AUTHORITY), seconds)


def _url_of(written: str) -> SplitResult | None:
    """An address of the web; None where it is none."""
    try:
        url = urlsplit(written)
        port = url.port
    except ValueError:
        return None
    return url if url.scheme in PORTS and url.hostname and port != 0 else None
