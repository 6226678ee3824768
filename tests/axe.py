"""Is a page open to everybody? axe looks; its rules are WCAG 2.2 A and AA and good practice."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
RUN = "async (options) => (await axe.run(document, options)).violations"


def assert_accessible(page: Page) -> None:
    """Fails with each violation, the elements it was found at, and the page's address."""
    if not page.evaluate("typeof axe === 'object'"):  # half a megabyte, once for each document
        page.evaluate(AXE_SCRIPT)
    lines = []
    for violation in page.evaluate(RUN, OPTIONS):
        lines.append(f"{violation['id']}: {violation['help']}")
        lines += [f"    {node['html'][:200]}" for node in violation["nodes"]]
    width = page.viewport_size["width"] if page.viewport_size else "?"
    assert not lines, f"axe at {page.url}, {width} px:\n" + "\n".join(lines)


def assert_fits(page: Page) -> None:
    """Fails when the page scrolls sideways, and names what sticks out."""
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((node) => node.getBoundingClientRect().right > width + 0.5)
            .slice(0, 5)
            .map((node) => node.outerHTML.slice(0, 120));
        }"""
    )
    scroll = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert scroll[0] <= scroll[1], f"{page.url} is {scroll[0]} wide of {scroll[1]}: {wide}"
