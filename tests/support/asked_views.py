"""Views by address in this process, as a client without a network sees them."""

from one_loop import on_one_loop
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from insight.api.mounted import api_route
from insight.api.settings import Settings
from insight.web.addresses.shared_link import SharedLink
from insight.web.addresses.view_routes import view_routes
from insight.web.door.safe_headers import SafeHeaders

ADDRESS = "https://innsikt.example"
PLENTY = Settings(address=ADDRESS, most_calls=1_000_000)
EMBED, SVG, PNG = "/embed/answers", "/api/picture/answers.svg", "/api/picture/answers.png"


def view_client(settings: Settings = PLENTY, frames: tuple[str, ...] = ()) -> TestClient:
    """Return a client of views and numbers, with the headers that the server sets."""
    routes = [*view_routes("", settings, frames), api_route("", settings)]
    application = Starlette(routes=routes, middleware=[Middleware(SafeHeaders, frames=frames)])
    return on_one_loop(TestClient(application, raise_server_exceptions=False))


def told(page: str, query: str, settings: Settings = PLENTY) -> str:
    """Return what the first HTML of a page says of itself."""
    return SharedLink(settings)(page, query)
