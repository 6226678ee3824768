"""Which characters of a page does this machine have no glyph for? They show as empty boxes."""

from playwright.sync_api import Page

# Each distinct visible character is drawn in its own element's font and beside it a character
# that no font has; the same picture means the same empty box. Marks that join to a letter and
# invisible characters are left out: alone they draw a dotted circle or nothing.
SCRIPT = r"""() => {
  const skipped = /[\s\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;
  const canvas = new OffscreenCanvas(64, 64);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const drawn = (font, text) => {
    pen.clearRect(0, 0, 64, 64);
    pen.font = font;
    pen.fillText(text, 8, 44);
    return pen.getImageData(0, 0, 64, 64).data.join();
  };
  const missing = new Map();
  const seen = new Set();
  const boxes = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || !element.checkVisibility()) continue;
    const font = `32px ${getComputedStyle(element).fontFamily}`;
    for (const character of node.data) {
      if (skipped.test(character) || seen.has(font + character)) continue;
      seen.add(font + character);
      if (!boxes.has(font)) boxes.set(font, drawn(font, "\u0378"));
      if (drawn(font, character) === boxes.get(font)) missing.set(character, node.data.trim());
    }
  }
  return [...missing];
}"""


def missing_glyphs(page: Page) -> dict[str, str]:
    """Character -> the text it stands in, for every character that shows as an empty box."""
    return dict(page.evaluate(SCRIPT))
