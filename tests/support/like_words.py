"""Words of a page that are alike in contrast, of which one stands for all."""

from playwright.sync_api import Page

# The contrast of words is told by their own style and by what is painted behind them. Words whose
# style and painted ancestors are the same have the same, unless something else that is painted lies
# where they are, or they reach beyond an ancestor that is painted: those stand for themselves.
MARK = """() => {
  document.querySelectorAll('[data-contrast]')
    .forEach(one => one.removeAttribute('data-contrast'));
  const NOTHING = 'rgba(0, 0, 0, 0) none 1 none normal none';
  const PICTURES = 'svg, img, canvas, video, iframe', FIELDS = 'input, select, textarea';
  const kinds = new Map(), grounds = new Map([[null, {kind: 0, painted: []}]]), painted = new Map();
  const kindOf = words => {
    if (!kinds.has(words)) kinds.set(words, kinds.size + 1);
    return kinds.get(words);
  };
  const paintOf = ({backgroundColor, backgroundImage, opacity, filter, mixBlendMode, clipPath}) =>
    [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, clipPath].join(' ');
  const scrolls = one => one.matches('html, body') ||
    /auto|scroll/.test(getComputedStyle(one).overflowY);
  const groundOf = one => {
    if (grounds.has(one)) return grounds.get(one);
    const beneath = groundOf(one.parentElement);
    const beside = ['::before', '::after'].map(part => getComputedStyle(one, part));
    const paint = [getComputedStyle(one), ...beside.filter(part => part.content !== 'none')]
      .map(paintOf).join(', ');
    const isPlain = paint === NOTHING && !one.matches(PICTURES);
    if (!isPlain) painted.set(one, one.getBoundingClientRect());
    const ground = isPlain ? {...beneath} :
      {kind: kindOf(`${beneath.kind} ${paint}`), painted: [...beneath.painted, one]};
    // What is scrolled is brought to where its ground is.
    if (scrolls(one)) ground.painted = [];
    grounds.set(one, ground);
    return ground;
  };
  const holds = (outer, inner) => outer.left <= inner.left + 1 && outer.top <= inner.top + 1 &&
    outer.right >= inner.right - 1 && outer.bottom >= inner.bottom - 1;
  const meet = (one, other) => one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
  const standsForItself = (one, ground) => {
    if (one.matches(FIELDS) || one.closest('svg')) return true;
    const box = one.getBoundingClientRect();
    if (ground.painted.some(few => !holds(painted.get(few), box))) return true;
    for (const [other, place] of painted)
      if (meet(place, box) && !other.contains(one) && !one.contains(other)) return true;
    return false;
  };
  const saysWords = one => one.matches(FIELDS) ||
    [...one.childNodes].some(node => node.nodeType === 3 && node.nodeValue.trim());
  const all = [...document.querySelectorAll('body, body *')].filter(one => one.checkVisibility());
  all.forEach(groundOf);
  const seen = new Set();
  for (const one of all.filter(saysWords)) {
    const {color, fontSize, fontWeight, textShadow, webkitTextStroke} = getComputedStyle(one);
    const ground = groundOf(one);
    if (!standsForItself(one, ground)) {
      const like = [ground.kind, color, fontSize, fontWeight, textShadow, webkitTextStroke].join();
      if (seen.has(like)) continue;
      seen.add(like);
    }
    one.setAttribute('data-contrast', '');
  }
}"""
STANDS = "[data-contrast]"


def mark(page: Page) -> None:
    """Mark the words of a page that stand for all that are like them."""
    page.evaluate(MARK)
