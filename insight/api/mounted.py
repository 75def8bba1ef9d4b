"""The API as an application of its own, which the server mounts beside the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from insight.api import version_one as one
from insight.api import version_two as two
from insight.api.asking.analyses_by_name import ANALYSES
from insight.api.calls import Desk, Endpoint, Handler
from insight.api.descriptions import data_catalogue, openapi
from insight.api.privacy import PrivateAnswers
from insight.api.rates import Kind
from insight.api.settings import Settings, settings_from

TOLD_HEADERS = ("ETag", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
MINUTES_OF_PREFLIGHT = 10
# Path, method, endpoint, and by which limit its calls are counted.
ADDRESSES: Sequence[tuple[str, str, Endpoint, Kind]] = (
    ("/v2/config", "GET", two.config, "metadata"),
    ("/v2/tables", "GET", two.tables, "metadata"),
    ("/v2/tables/{id}", "GET", two.table, "metadata"),
    ("/v2/tables/{id}/metadata", "GET", two.metadata, "metadata"),
    ("/v2/tables/{id}/defaultselection", "GET", two.default_selection, "metadata"),
    ("/v2/tables/{id}/data", "GET", two.data, "data"),
    ("/v2/tables/{id}/data", "POST", two.posted_data, "data"),
    *(
        (f"/v2/tables/{{id}}/{name}", "GET", two.analysis(kind), "data")
        for name, kind in ANALYSES.items()
    ),
    ("/v2/codelists/{id}", "GET", two.code_list, "metadata"),
    ("/v2/savedqueries", "POST", two.save_query, "metadata"),
    ("/v2/savedqueries/{id}", "GET", two.saved_query, "metadata"),
    ("/v2/savedqueries/{id}/data", "GET", two.saved_query_data, "data"),
    ("/v2/savedqueries/{id}/selection", "GET", two.saved_query_selection, "metadata"),
    ("/v2/problems/{kind}", "GET", two.problem, "metadata"),
    ("/v2/openapi.json", "GET", openapi.document, "metadata"),
    ("/catalog", "GET", data_catalogue.as_accepted, "metadata"),
    ("/catalog.jsonld", "GET", data_catalogue.as_json_ld, "metadata"),
    ("/catalog.ttl", "GET", data_catalogue.as_turtle, "metadata"),
    ("/v1", "GET", one.languages, "metadata"),
    ("/v1/{lang}", "GET", one.surveys, "metadata"),
    ("/v1/{lang}/{survey}", "GET", one.items, "metadata"),
    ("/v1/{lang}/{survey}/{item}", "GET", one.variables, "metadata"),
    ("/v1/{lang}/{survey}/{item}", "POST", one.data, "data"),
)


def api_application(settings: Settings | None = None) -> Starlette:
    """Return the API.

    Parameters
    ----------
    settings
        The operator's; else those of the environment.
    """
    desk = Desk(settings or settings_from())
    open_to_all = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["content-type", "if-none-match"],
        expose_headers=TOLD_HEADERS,
        max_age=60 * MINUTES_OF_PREFLIGHT,
    )
    application = Starlette(
        routes=[*_routes(desk)],
        middleware=[Middleware(PrivateAnswers), open_to_all, Middleware(WithoutLastSlash)],
        exception_handlers={HTTPException: desk.refuse_route},
    )
    application.router.redirect_slashes = False
    return application


def _routes(desk: Desk) -> Iterator[Route]:
    """A route for each path, so that who tries another method is told all that it has."""
    by_path: dict[str, dict[str, Handler]] = {}
    for path, method, endpoint, kind in ADDRESSES:
        by_path.setdefault(path, {})[method] = desk.handler(endpoint, kind)
    for path, handlers in by_path.items():
        yield Route(path, _by_method(handlers), methods=[*handlers])


def _by_method(handlers: Mapping[str, Handler]) -> Handler:
    async def handle(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return handle


class WithoutLastSlash:
    """Takes an address with a slash at its end for the same without, and leads nobody elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            scope = {**scope, "path": scope["path"].rstrip("/")}
        await self._app(scope, receive, send)


def api_route(prefix: str = "", settings: Settings | None = None) -> BaseRoute:
    """Return where the server mounts the API.

    Parameters
    ----------
    prefix
        The path before all that the server serves.
    settings
        The operator's; else those of the environment.
    """
    before = prefix.strip("/")
    mounted = Mount(f"/{before}/api" if before else "/api", api_application(settings))
    # An address with a line break in it is the API's to refuse as well.
    mounted.path_regex = re.compile(mounted.path_regex.pattern, re.DOTALL)
    return mounted
