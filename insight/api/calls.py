"""Calls: a request as endpoints see it, and the answer, made in a thread of its own.

Whatever goes wrong is a problem that tells nothing but what the client itself wrote.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from insight.access.person import ANYBODY, Person, person_of
from insight.api import cube_words
from insight.api.audited.audited_calls import tell_closed, tell_limit
from insight.api.formats.jsonstat import Telling
from insight.api.listing import Listing, listing, sees_more
from insight.api.privacy import keep_private
from insight.api.problems import Problem
from insight.api.rates import Kind, Rates, TablesOfClients, client_of
from insight.api.settings import MOST_BYTES, Settings
from insight.language.errors import InsightError, NotNowError, SurveyReplacedError, shorten
from insight.operation.audit.audit_trail import trail
from insight.operation.counts import ERRORS, REFUSALS, count_refusal
from insight.operation.waiting import CalledOffError, Waiting

WORKERS = 4
LIMITS = ("too_many_tables",)  # which the audit is told of
# What may be said of a survey that is closed.
NAMING = ("unknown_table", "unknown_view", "unknown_survey")
# By the sentence that refuses, and as an error.
COUNTED_ELSEWHERE = ("refused", "failed", "not_now")
SECONDS_OF_CACHE = 60
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Call:
    """What a client asks.

    Attributes
    ----------
    parameters
        Of the address, with their names as they are written.
    path
        The parts of the path that have names.
    body
        Of a POST.
    settings
        The operator's.
    known_marks
        The marks of answers that the client has already.
    accepted
        The media types that the client asks for.
    person
        Who asks.
    take_table
        Counts a table that is answered, and refuses one too many.
    """

    parameters: Sequence[tuple[str, str]]
    path: Mapping[str, str]
    settings: Settings
    body: bytes = b""
    known_marks: str = ""
    accepted: str = ""
    person: Person = ANYBODY
    take_table: Callable[[Hashable], None] = field(default=lambda table: None, compare=False)

    @property
    def listing(self) -> Listing:
        """The cubes that there are for who asks."""
        return listing(self.person)

    @property
    def public(self) -> frozenset[str]:
        """Versions of the surveys that are there for everybody."""
        return frozenset(survey.version for survey in listing().surveys)

    def knows(self, mark: str) -> bool:
        """Whether the client has the answer with this mark."""
        known = {each.strip().removeprefix("W/").strip('"') for each in self.known_marks.split(",")}
        return mark in known or "*" in known

    def parameter(self, name: str) -> str:
        """Return the first parameter of this name, in whatever case; empty where there is none."""
        return next((value for key, value in self.parameters if key.lower() == name.lower()), "")

    def list_of(self, name: str) -> tuple[str, ...]:
        """Return the parts of all parameters of this name, however they are joined."""
        found = (value for key, value in self.parameters if key.lower() == name.lower())
        return tuple(part.strip() for value in found for part in value.split(",") if part.strip())

    def number(self, name: str, usual: int) -> int:
        """Return a whole number from 0.

        Raises
        ------
        Problem
            If it is something else.
        """
        written = self.parameter(name).strip()
        if written and not (written.isascii() and written.isdecimal() and len(written) < 10):
            raise Problem("bad_parameter", value=shorten(written), name=name, hint="")
        return int(written) if written else usual

    def telling(self, usual: str = "") -> Telling:
        """Return the language that is asked for.

        Raises
        ------
        Problem
            If there is no such language.
        """
        name, language = cube_words.language_of(self.parameter("lang") or usual)
        return Telling(name, language, self.settings)

    def document(self) -> dict[str, Any]:
        """Return the JSON object that the body is.

        Raises
        ------
        Problem
            If it is none.
        """
        try:
            read = json.loads(self.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise Problem("bad_body") from None
        if not isinstance(read, dict):
            raise Problem("bad_body")
        return read


def _refuse_constant(written: str) -> None:
    raise ValueError(written)


@dataclass(frozen=True)
class Answer:
    """What is answered: a body, its media type, and what caches may know."""

    body: bytes
    media_type: str = "application/json"
    status: int = 200
    mark: str = ""
    changed: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(document: object, **more: Any) -> Answer:
    """Return a document as JSON."""
    return Answer(json.dumps(document, ensure_ascii=False, allow_nan=False).encode(), **more)


def unchanged(mark: str) -> Answer:
    """Return the answer to somebody who has it already."""
    return Answer(b"", status=304, mark=mark)


Endpoint = Callable[[Call], Answer]
Handler = Callable[[Request], Awaitable[Response]]


def _answered(endpoint: Endpoint, call: Call) -> Answer:
    """An answer, asked for once more where a survey was replaced meanwhile."""
    try:
        return endpoint(call)
    except SurveyReplacedError:
        return endpoint(call)


class Desk:
    """Takes calls: counts them, reads their bodies, and has them answered by its workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rates = Rates(settings)
        self._tables = TablesOfClients(settings.most_tables)
        self._workers = ThreadPoolExecutor(WORKERS, "insight-api")

    def handler(self, endpoint: Endpoint, kind: Kind = "metadata") -> Handler:
        """Return what Starlette calls for an endpoint."""

        async def handle(request: Request) -> Response:
            person = person_of(request.scope)
            is_private = await self._sees_more(person)
            response = await respond(request)
            if is_private or await self._sees_more(person):  # what changes meanwhile counts
                keep_private(response.headers)
            return response

        async def respond(request: Request) -> Response:
            headers: dict[str, str] = {}
            try:
                client = client_of(request.client.host if request.client else "")
                headers = self._rates.take(client, kind)
                call = await self._call(request, client)
                answer = await self._answer(endpoint, call, request)
            except Problem as problem:
                refusal = self.refuse(problem, headers)
                refusal.background = _telling_audit(request, problem)
                return refusal
            except InsightError as error:
                count_refusal("api", error)
                why = "not_now" if isinstance(error, NotNowError) else "refused"
                return self.refuse(Problem(why, error.text("en")), headers)
            except SurveyReplacedError as error:
                return self.refuse(Problem("replaced", str(error), {"Retry-After": "1"}), headers)
            except (ClientDisconnect, CalledOffError):
                return Response(status_code=400)
            except Exception:
                ERRORS.add(place="api")
                _log.exception("An answer of the API failed")
                return self.refuse(Problem("failed"), headers)
            return _response(answer, headers)

        return handle

    async def _answer(self, endpoint: Endpoint, call: Call, request: Request) -> Answer:
        """An answer that a worker makes, as long as the client is there."""
        client = Waiting()
        with client.waited_for():
            context = copy_context()
        making = asyncio.get_running_loop().run_in_executor(
            self._workers, context.run, _answered, endpoint, call
        )
        leaving = asyncio.ensure_future(_disconnected(request))
        either: tuple[asyncio.Future[Any], ...] = (making, leaving)
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                client.leave()
            return await making
        finally:
            client.leave()
            making.cancel()
            leaving.cancel()

    async def _sees_more(self, person: Person) -> bool:
        """Whether answers to a person are not for everybody."""
        if not person.has_signed_in:
            return False
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, sees_more, person)

    def refuse(self, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
        """Return a problem as it is sent."""
        if problem.kind not in COUNTED_ELSEWHERE:
            REFUSALS.add(place="api", reason=problem.kind)
        content = problem.document(self._settings.base)
        told = {**(headers or {}), **problem.headers, "Cache-Control": "no-store"}
        return JSONResponse(content, problem.status, told, "application/problem+json")

    async def refuse_route(self, request: Request, error: Exception) -> Response:
        """Answer where there is nothing, or where the method is another."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        if isinstance(error, HTTPException) and status == 405:
            allowed = (error.headers or {}).get("Allow", "")
            headers = {"Allow": ", ".join(sorted(allowed.split(", ")))}
            return self.refuse(Problem("unknown_method", method=request.method), headers)
        return self.refuse(Problem("unknown_address", base=self._settings.base))

    async def _call(self, request: Request, client: str) -> Call:
        person = person_of(request.scope)
        asker = f"person {person.id}" if person.has_signed_in else client
        return Call(
            parameters=request.query_params.multi_items(),
            path=request.path_params,
            settings=self._settings,
            body=await _body(request) if request.method == "POST" else b"",
            known_marks=request.headers.get("if-none-match", ""),
            accepted=request.headers.get("accept", ""),
            person=person,
            take_table=partial(self._tables.take, asker),
        )


def _telling_audit(request: Request, problem: Problem) -> BackgroundTask | None:
    """What tells the audit of a limit, or of a survey that is named and closed, after the answer.

    It must take no longer to refuse what is there than what is not.
    """
    if problem.kind in LIMITS:
        return BackgroundTask(tell_limit, person_of(request.scope), problem.kind)
    if problem.kind not in NAMING or not trail().is_on:
        return None
    asked = request.query_params.multi_items()
    surveys = [value for name, value in asked if name.lower() == "survey"]
    names = [*map(str, request.path_params.values()), *surveys]
    return BackgroundTask(tell_closed, person_of(request.scope), names)


async def _disconnected(request: Request) -> None:
    """Return when the client has gone; nothing more is to be read of what it asks."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _body(request: Request) -> bytes:
    """The body, of which no more is read than may be."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > MOST_BYTES:
            raise Problem("too_large", most=MOST_BYTES)
    return bytes(read)


def _response(answer: Answer, headers: Mapping[str, str]) -> Response:
    told = {**headers, **answer.headers}
    if answer.mark:
        told |= {
            "ETag": f'W/"{answer.mark}"',
            "Cache-Control": f"public, max-age={SECONDS_OF_CACHE}",
        }
    if answer.changed:
        told["Last-Modified"] = answer.changed
    return Response(answer.body, answer.status, told, answer.media_type)
