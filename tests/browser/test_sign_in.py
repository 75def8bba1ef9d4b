"""Two people of different groups sign in, look, and sign out again, at a real provider."""

import json
import time
from collections.abc import Callable, Mapping

import pytest
from devices import new_device, whole
from in_browser import DESK, goto
from oidc_provider import Provider, provided
from playwright.sync_api import Browser, Page, expect

from insight.language.catalogue import say

ITEM = "trust_need_to_know"
SECONDS_OF_OLA = 30


@pytest.fixture(scope="module")
def provider():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with provided() as running:
            running.knows("kari", name="Kari Nordmann", groups=["leaders"])
            running.knows("ola", name="Ola Hansen", groups=["staff"])
            yield running


@pytest.fixture(scope="module")
def app(
    provider: Provider,
    start_app: Callable[[Mapping[str, str]], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    folder = tmp_path_factory.mktemp("login")
    file = folder / "secrets.toml"
    secrets = provider.secrets(redirect_uri="http://localhost:{port}/oauth2callback")
    environment = {"INSIGHT_LOGIN": "offered", "INSIGHT_LOGIN_SECRETS": str(file),
                   "INSIGHT_LOGIN_FOLDER": str(folder / "out")}  # fmt: skip
    lines = [f"{name} = {json.dumps(value)}" for name, value in secrets.items()]
    file.write_text("\n".join(["[auth]", *lines]))
    return start_app(environment)


def at_provider(page: Page, subject: str) -> None:
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()
    expect(page.locator("p.signed-in .who")).to_be_visible()
    whole(page)


def test_two_people_sign_in_come_back_to_their_view_and_leave(
    browser: Browser, app: str, provider: Provider
):
    desk, other = new_device(browser, viewport=DESK), new_device(browser, viewport=DESK)
    kari, ola = desk.new_page(), other.new_page()

    # Ola's identity is short.
    provider.claims = lambda claims: {**claims, "exp": claims["iat"] + SECONDS_OF_OLA}
    goto(ola, app, "figures", lang="nb")
    ola.get_by_role("link", name=say("nb", "sign_in.in"), exact=True).click()
    at_provider(ola, "ola")
    ends = time.time() + SECONDS_OF_OLA
    expect(ola.locator("p.signed-in .who")).to_have_text("Ola Hansen")
    provider.honest()

    # Kari comes by a link of hers, with the keyboard.
    goto(kari, app, "answers", lang="en", item=ITEM, by="gender")
    way_in = kari.get_by_role("link", name=say("en", "sign_in.in"), exact=True)
    view = kari.url
    way_in.focus()
    kari.keyboard.press("Enter")
    at_provider(kari, "kari")
    assert kari.url == view
    expect(kari.locator("p.signed-in .who")).to_have_text("Kari Nordmann")
    second = desk.new_page()
    goto(second, app, "sources", lang="en")
    expect(second.locator("p.signed-in .who")).to_have_text("Kari Nordmann")

    # She leaves; the provider asks her, and her other page knows at the next click.
    kari.get_by_role("link", name=say("en", "sign_in.leave"), exact=True).click()
    kari.get_by_role("button", name="End session").click()
    expect(kari.get_by_role("link", name=say("en", "sign_in.in"), exact=True)).to_be_visible()
    assert not [one for one in desk.cookies() if one["name"].startswith("_streamlit_user")]
    second.get_by_text("Norsk", exact=True).click()
    expect(second.locator(".sign-in-ended")).to_contain_text(say("en", "sign_in.out"))
    second.get_by_role("link", name=say("en", "sign_in.without")).click()
    expect(second.get_by_role("link", name=say("en", "sign_in.in"), exact=True)).to_be_visible()

    # Meanwhile Ola's has expired; she comes back to what she looked at.
    time.sleep(max(0, ends - time.time() + 1))
    view = ola.url
    ola.get_by_text("English", exact=True).click()
    expect(ola.locator(".sign-in-ended")).to_contain_text(say("nb", "sign_in.expired"))
    ola.get_by_role("link", name=say("nb", "sign_in.again")).click()
    at_provider(ola, "ola")
    assert ola.url == view
    for device in (desk, other):
        device.close()
