"""Devices with which visitors come, and the moment at which a page of theirs is at rest."""

import time

from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 90_000  # milliseconds for what comes in one on a machine that does nothing else

# A page knows when it is owed an answer: it hears itself ask for a run, and hears the run begin and
# end. Messages are Protocol Buffers, of which the number of a field says what they are.
LISTENER = """(() => {
  const RUN_ASKED_FOR = 11, RUN_BEGUN = 4, RUN_ENDED = 6, ENDED_FOR_ANOTHER = 2;
  window.owed = 'a run';
  const fields = bytes => {
    const found = new Map();
    let at = 0;
    const number = () => {
      let value = 0, place = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * place; place *= 128; } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = number(), kind = tag & 7, field = Math.floor(tag / 8);
      if (kind === 0) found.set(field, number());
      else if (kind === 2) { const length = number(); found.set(field, length); at += length; }
      else at += kind === 1 ? 8 : 4;
    }
    return found;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener('message', ({data}) => {
        if (!(data instanceof ArrayBuffer)) return;
        const said = fields(new Uint8Array(data));
        if (said.has(RUN_BEGUN) && window.owed === 'a run') window.owed = 'its end';
        if (said.has(RUN_ENDED) && said.get(RUN_ENDED) !== ENDED_FOR_ANOTHER)
          if (window.owed === 'its end') window.owed = '';
      });
    }
    send(data) {
      if (fields(new Uint8Array(data)).has(RUN_ASKED_FOR)) window.owed = 'a run';
      super.send(data);
    }
  };
})()"""
# Asked once a frame: whether nothing has changed for some frames. A busy machine has few a second.
AT_REST = """frames => {
  const app = document.querySelector('[data-testid=stApp]');
  const unfinished = '[data-stale=true], [data-testid=stSkeleton], [data-testid=stAppSkeleton]';
  const ends = one => one.playState === 'running' && one.effect.getComputedTiming().endTime < 1e6;
  const isDrawn = one => one.querySelector('svg.marks') || !one.checkVisibility();
  const isOwed = window.owed || app?.dataset.testScriptState !== 'notRunning' ||
    !document.querySelector('.printed-foot') || document.querySelector(unfinished) ||
    ![...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(isDrawn) ||
    document.fonts.status === 'loading' || document.getAnimations().some(ends);
  if (!window.resting) {
    const resting = {frames: 0, observer: new MutationObserver(() => (resting.frames = 0))};
    const all = {subtree: true, childList: true, characterData: true, attributes: true};
    resting.observer.observe(document, all);
    window.resting = resting;
  }
  window.resting.frames = isOwed ? 0 : window.resting.frames + 1;
  if (window.resting.frames <= frames) return false;
  window.resting.observer.disconnect();
  window.resting = null;
  return true;
}"""
FRAMES = 3
# What stands in for a page that is to come throbs, and each throb is a picture to draw: it is left
# out. A rule that ends with a star would be tried on every element of every page.
STILL = """(() => {
  const still = new CSSStyleSheet();
  still.replaceSync(`[data-testid=stSkeleton], [data-testid=stAppSkeleton] {
    animation: none !important; content-visibility: hidden !important}`);
  document.adoptedStyleSheets.push(still);
})()"""


def new_device(browser: Browser, **options: object) -> BrowserContext:
    """Return a device that is as patient as the house, and whose pages know when they rest."""
    device = browser.new_context(**{"locale": "nb-NO", **options})
    device.set_default_timeout(PATIENCE)
    device.add_init_script(LISTENER)
    device.add_init_script(STILL)
    return device


def whole(page: Page) -> None:
    """Wait until the page has been answered all that it asked, has drawn it, and rests.

    So does paper's foot, which waits for what draws HTML in the browser, after the first answer.
    """
    page.wait_for_function(AT_REST, arg=FRAMES)


def forget(device: BrowserContext) -> None:
    """Close what a visitor has left open and clear what the device remembers of them."""
    [kept, *left] = device.pages
    for page in left:
        page.close()
    session = device.new_cdp_session(kept)
    deadline = time.monotonic() + PATIENCE / 1000
    # What a page has just kept may reach the device a moment after the page is gone.
    while (remembered := device.storage_state()) != {"cookies": [], "origins": []}:
        assert time.monotonic() < deadline, remembered
        device.clear_cookies()
        for one in remembered["origins"]:
            forgotten = {"origin": one["origin"], "storageTypes": "all"}
            session.send("Storage.clearDataForOrigin", forgotten)
        kept.wait_for_timeout(20)
    session.detach()
