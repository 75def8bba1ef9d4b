"""A data folder with a survey that only some may see, and people who may and may not."""

import runpy
from collections.abc import Mapping
from pathlib import Path

from checkout import ROOT
from one_loop import on_one_loop
from small_survey import GATES, SCALE, answers
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from survey_folder import both, segment, single, write_survey

from insight.access.person import ANYBODY, PERSON, Person
from insight.api.settings import Settings
from insight.web.addresses.shared_link import SharedLink
from insight.web.door.page_language import PageLanguage
from insight.web.door.safe_headers import SafeHeaders

HOME = "https://innsikt.example"
ANALYST = Person("id-of-kari", "Kari", frozenset({"analysts"}))
STRANGER = Person("id-of-ola", "Ola", frozenset({"others"}))
CLOSED = "zebrafish"
# What nobody may read anywhere who has no right to the survey.
TELLING = (CLOSED, "quagga", "okapi", "axolotl")
RULES = f"""
[[allow]]
everybody = true
surveys = ["mackerel", "organisations"]
rights = ["figures", "responses", "sensitive", "reports"]

[[allow]]
everybody = true
rights = ["own_files"]

[[allow]]
groups = ["analysts"]
surveys = ["{CLOSED}"]
rights = ["figures", "responses", "sensitive", "reports"]
"""


def write_folder(data: Path, rules: str | None = RULES) -> Path:
    """Write an open survey and a closed one, and whom they are for; return the closed one."""
    years = {"year": [2020 + row // 200 for row in range(400)]}
    variables = SCALE | {"gender": segment(1, 2), "year": segment(2020, 2021)}
    told = {"q": {**SCALE["q"], "construct": "trust"}}
    waves = {"wave": "year"}
    write_survey(data, "mackerel", answers(400) | years, variables | told, design=waves)
    own = {"q": {**told["q"], "label": both("quagga")}, "okapi": single(1, 2)}
    hidden = {"okapi": [1 + row % 2 for row in range(400)]}
    closed = write_survey(
        *(data, CLOSED, answers(400) | years | hidden, variables | own),
        design=waves,
        disclosure={**GATES, "microdata": "open"},
    )
    book = (closed / "codebook.toml").read_text("utf-8")
    titled = book.replace(f"{CLOSED} nb", "Mackerel nb").replace(f"{CLOSED} en", "mackerel en")
    (closed / "codebook.toml").write_text(titled, "utf-8")
    if rules is not None:
        (data / "access.toml").write_text(rules, "utf-8")
    return closed


class As:
    """Lets somebody ask, as the server does who has found out who it is."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self._app, self._person = app, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, PERSON: self._person}, receive, send)


def routes() -> list:
    """Return the routes that the app has besides Streamlit's own, as ``app.py`` lists them."""
    return list(runpy.run_path(str(ROOT / "app.py"))["app"]._user_routes)


def client(person: Person = ANYBODY) -> TestClient:
    """Return a client of all routes and of the first HTML of each page, for a person."""
    page = HTMLResponse('<html lang="en"><head></head><title>Streamlit</title></html>')
    rest = Route("/{path:path}", lambda request: page)
    doors = [
        Middleware(As, person=person),
        Middleware(SafeHeaders),
        Middleware(PageLanguage, tell=SharedLink(Settings(address=HOME))),
    ]
    app = Starlette(routes=[*routes(), rest], middleware=doors)
    headers = {"Accept": "*/*"}
    return on_one_loop(TestClient(app, raise_server_exceptions=False, headers=headers))


def answered(client: TestClient, method: str, path: str, **more) -> tuple[int, Mapping, bytes]:
    """Return status, headers but for what counts calls, and body."""
    answer = client.request(method, path, follow_redirects=False, **more)
    kept = {k: v for k, v in answer.headers.items() if not k.startswith("ratelimit")}
    return answer.status_code, kept, answer.content
