"""The API in this process, as a client without a network sees it."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from one_loop import on_one_loop
from starlette.applications import Starlette
from starlette.testclient import TestClient

from insight.api.mounted import api_route
from insight.api.settings import Settings

PLENTY = Settings(most_calls=1_000_000)
DATA = "/api/v2/tables/{}/data"
ANALYSIS = "/api/v2/tables/{}/{}"


def api_client(settings: Settings = PLENTY) -> TestClient:
    """Return a client of an API of its own; what goes wrong in it is answered, not raised."""
    application = Starlette(routes=[api_route(settings=settings)])
    headers = {"Accept": "*/*"}
    return on_one_loop(TestClient(application, raise_server_exceptions=False, headers=headers))


def parameters(chosen: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that choose values of dimensions."""
    return {f"valueCodes[{name}]": codes for name, codes in chosen.items()}


def cells(dataset: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], float | None, str]]:
    """Yield the codes of each cell of a JSON-stat dataset, its value and its status."""
    codes = [[*dataset["dimension"][name]["category"]["index"]] for name in dataset["id"]]
    status = dataset.get("status", {})
    for place, combination in enumerate(itertools.product(*codes)):
        of_cell = dict(zip(dataset["id"], combination, strict=True))
        yield of_cell, dataset["value"][place], status.get(str(place), "")
