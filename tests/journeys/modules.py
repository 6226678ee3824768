"""A page of no server that can import the modules of the pages: `import("/call/leg.js")`."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

from tests.chromium import chromium
from tests.tree import ROOT

SCRIPTS = ROOT / "mulakat" / "static" / "js"
PLACE = "http://pages.test"


def _serve(route: Route) -> None:
    name = route.request.url.removeprefix(PLACE)
    if name.endswith(".js"):
        script = (SCRIPTS / name.lstrip("/")).read_text(encoding="utf-8")
        route.fulfill(body=script, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


@contextmanager
def a_page() -> Iterator[Page]:
    with chromium() as browser:
        made = browser.new_page()
        made.route(f"{PLACE}/**", _serve)
        made.goto(PLACE)
        yield made
