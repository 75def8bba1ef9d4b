"""Words that are cut off on a page, and what is too wide for its window."""

import time

from devices import PATIENCE
from in_browser import TOO_WIDE, whole
from playwright.sync_api import Page

# Words that are cut off; a field's own are scrolled, and the page says them again in full.
CLIPPED = """() => {
  const folded = '[data-testid=stIconMaterial], .rc-overflow';
  const outOfSight = one => one.getBoundingClientRect().right <= 0;
  const cuts = one => one.clientWidth > 2 && one.scrollWidth > one.clientWidth + 1 &&
    ['hidden', 'clip'].includes(getComputedStyle(one).overflowX);
  const cut = [...document.querySelectorAll('body *')].filter(one =>
    one.checkVisibility() && cuts(one) && one.innerText?.trim() && !one.closest(folded) &&
    !outOfSight(one));
  const beyond = [...document.querySelectorAll('svg.marks text')].filter(one => {
    const {left, right} = one.getBoundingClientRect();
    return one.textContent.trim() && one.getAttribute('opacity') !== '0' &&
      (left < -1 || right > innerWidth + 1);
  });
  const framed = [...document.querySelectorAll('svg.marks')].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(one => {
      const {left, top, right, bottom} = one.getBoundingClientRect();
      return one.textContent.trim() && one.getAttribute('opacity') !== '0' &&
        (left < frame.left - 1 || right > frame.right + 1 ||
         top < frame.top - 1 || bottom > frame.bottom + 1);
    });
  });
  const words = one => `cut off: ${one.innerText ?? one.textContent}`.slice(0, 80);
  return [...cut, ...beyond, ...framed].map(words);
}"""


def does_not_fit(page: Page) -> list[str]:
    """What is too wide or cut off once the charts have taken their new size."""
    whole(page)
    deadline = time.monotonic() + PATIENCE / 1000
    while wide := [*page.evaluate(CLIPPED), *page.evaluate(TOO_WIDE)]:
        page.wait_for_timeout(50)
        if time.monotonic() > deadline:
            return wide
    return []
