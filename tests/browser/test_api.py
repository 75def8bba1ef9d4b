"""Numbers by address in the app itself: mounted beside the pages, and left alone by their doors."""

import json
import urllib.request

from devices import PATIENCE

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def asked(url: str, **headers: str) -> tuple[bytes, str]:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(
        urllib.request.Request(url, headers={**BROWSER, **headers}), timeout=PATIENCE / 1000
    ) as one:
        return one.read(), one.url


def test_a_browser_that_opens_an_address_of_numbers_gets_numbers(app_url):
    # The names of pages, of old ones and of unknown ones stand in these addresses.
    for path in ("v2/tables?lang=en", "v1/en/citizens", "v2/tables/citizens.trust_need_to_know"):
        body, url = asked(f"{app_url}/api/{path}")
        assert (url, bool(json.loads(body))) == (f"{app_url}/api/{path}", True)


def test_a_table_as_a_page_is_left_as_it_was_made(app_url):
    url = f"{app_url}/api/v2/tables/citizens.heard_helsenorge/data?lang=en&outputFormat=html"
    body = asked(url)[0].decode()
    assert body.startswith("<!DOCTYPE html><html lang='en'>")
    assert "<script" not in body
