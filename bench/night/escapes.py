"""Nobody gets out of the terminal's page: thirty ways, with the policy in force and without.

    python -m bench.night.escapes [--short]

The policy of `mulakat terminal-policy` lies at Chromium's own place, in a mount namespace that
this browser alone sees; nothing of the machine is changed. Without the policy most of the ways
must lead out, or the part would prove nothing. The keys for developer tools would stop the driver
of this part, too: they are taken out, and then looked at apart.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from bench.night.part import Part, Skipped, arguments, part
from mulakat.cli.terminal_policy import policy
from tests import chromium
from tests.served import free_port, served

TOOLS = ("DeveloperToolsAvailability", "RemoteDebuggingAllowed")
LOOK_MS = 700  # for what a way opens to appear
# What a person could type or what a link could name
ADDRESSES = (
    "file:///etc/passwd", "file:///", "view-source:{origin}/kiosk/", "chrome://version",
    "chrome://settings", "chrome://policy", "chrome://flags", "chrome://downloads",
    "chrome://history", "chrome://extensions", "chrome://inspect", "chrome://net-export",
    "data:text/html,<h1>out</h1>", "{other}/out", "{origin}/", "{origin}/staff/sign-in/",
    "{origin}/info/privacy/", "{origin}/static/css/base.css",
)  # fmt: skip
# What a script in the page, a link or a form could do. (A document that our own script makes of a
# blob cannot be shut out; no press makes one, and our policy of contents holds in it, too.)
ACTS = {
    "a window of another host": "window.open('{other}/out')",
    "a window of ours": "window.open('{origin}/staff/sign-in/')",
    "a small window": "window.open('{other}/out', '', 'popup,width=200,height=200')",
    "another host": "location.href = '{other}/out'",
    "our front page": "location.href = '{origin}/'",
    "a link to a new tab": "{link}; a.href = '{other}/out'; a.target = '_blank'; a.click()",
    "a link": "{link}; a.href = '{origin}/info/privacy/'; a.click()",
    "a file to keep": "{link}; a.href = URL.createObjectURL(new Blob(['x'])); "
    "a.download = 'x.txt'; a.click()",
    "a file of ours to keep": "{link}; a.href = '/static/css/base.css'; a.download = ''; a.click()",
    "a form": "const f = document.createElement('form'); f.action = '{origin}/'; "
    "document.body.append(f); f.submit()",
    "a refresh": "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; "
    "m.content = '0;url={origin}/info/privacy/'; document.head.append(m)",
    "our page for families": "location.assign('{origin}/visits/')",
}
LINK = "const a = document.createElement('a'); document.body.append(a)"
WRAPPER = """#!/bin/sh
exec unshare {flags} sh -c 'mount --bind "$0" /etc/chromium && exec {chromium} "$@"' {folder} "$@"
"""


def main() -> None:
    args = arguments()
    with part("escapes", is_short=args.short, database="sqlite") as running:
        _may_mount()
        with served() as origin, _another_host() as other:
            words = {"origin": origin, "other": other, "link": LINK}
            rules = policy(origin)
            without_tools = {key: value for key, value in rules.items() if key not in TOOLS}
            shut = _ways_out(_browser(running.folder / "shut", without_tools), words, origin)
            step = 4 if args.short else 1  # of the ways that are tried without the policy
            open_ = _ways_out(_browser(running.folder / "open", {}), words, origin, step)
            _judge(running, shut, open_)
            _look_at_tools(running, rules, without_tools)


def _judge(running: Part, shut: dict[str, str], open_: dict[str, str]) -> None:
    out = [f"{way} -> {where}" for way, where in shut.items() if where]
    free = sum(1 for where in open_.values() if where)
    running.say(
        f"{len(out)} of {len(shut)} ways lead out; without the policy {free} of {len(open_)}"
    )
    for way in out:
        print(f"   {way}", flush=True)
    running.hold(len(shut) >= 30 and not out, "no way leads out of the page")
    running.hold(free >= len(open_) * 0.7, "without the policy most of them do")


def _ways_out(path: Path, words: dict[str, str], origin: str, step: int = 1) -> dict[str, str]:
    """By way: where it led, "" if nowhere; `step` 4 tries every fourth."""
    found: dict[str, str] = {}
    acts = ((name, {"act": act}) for name, act in ACTS.items())
    ways = [*((each, {"goto": each}) for each in ADDRESSES), *acts]
    home = path.with_suffix(".home")
    (home / "Downloads").mkdir(parents=True)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            home / "profile",
            executable_path=path,
            args=list(chromium.FLAGS),
            env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        )
        for name, way in ways[::step]:
            made = {key: text.format(**words) for key, text in way.items()}
            found[name] = _led_to(context.new_page(), origin, home / "Downloads", **made)
        context.close()
    return found


def _led_to(page: Page, origin: str, saved: Path, *, goto: str = "", act: str = "") -> str:
    """What else than the terminal's page can be seen, or was saved, after this."""
    tools = page.context.new_cdp_session(page)
    tools.send("Browser.setDownloadBehavior", {"behavior": "default"})  # the browser's own
    page.goto(f"{origin}/kiosk/")
    try:
        if goto:
            page.goto(goto, timeout=5000)
        else:
            page.evaluate(f"() => {{ {act} }}")
    except Error:
        pass  # refused, or left before it answered: what can be seen now tells
    page.wait_for_timeout(LOOK_MS)
    seen = [each.url for each in page.context.pages] + [file.name for file in saved.iterdir()]
    for each in page.context.pages[1:]:
        each.close()
    for file in saved.iterdir():
        file.unlink()
    inside = (f"{origin}/kiosk/", "chrome-error://", "about:blank")
    return next((url for url in seen if url and not url.startswith(inside)), "")


def _browser(folder: Path, rules: dict[str, object]) -> Path:
    """A program that starts Chromium with this policy in force, for itself alone."""
    shutil.copytree("/etc/chromium", folder)
    managed = folder / "policies" / "managed"
    shutil.rmtree(folder / "policies", ignore_errors=True)
    managed.mkdir(parents=True)
    (managed / "mulakat.json").write_text(json.dumps(rules))
    program = folder.with_suffix(".sh")
    text = WRAPPER.format(flags=_may_mount(), chromium=chromium.PATH, folder=folder)
    program.write_text(text)
    program.chmod(0o755)
    return program


def _may_mount() -> str:
    """The flags with which this user gets a mount namespace of its own."""
    if not Path("/etc/chromium").is_dir():
        raise Skipped("needs Debian's Chromium: there is no /etc/chromium")
    for flags in ("-m", "-rm"):
        tried = ["unshare", flags, "mount", "--bind", "/etc/chromium", "/etc/chromium"]
        if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
            return flags
    raise Skipped("this user may not make a mount namespace (unshare -m)")


def _look_at_tools(running: Part, rules: dict[str, object], without: dict[str, object]) -> None:
    """The keys taken out above: with them no driver and no developer tool gets in."""
    running.hold(_answers(running, "tools", without), "a driver gets in without the keys for tools")
    running.hold(not _answers(running, "none", rules), "with them none does")


def _answers(running: Part, name: str, rules: dict[str, object]) -> bool:
    """Does a debugging port of this browser tell of a page within ten seconds?"""
    port = free_port()
    more = [
        "--headless",
        f"--remote-debugging-port={port}",
        f"--user-data-dir={running.folder}/u-{name}",
    ]
    command = [str(_browser(running.folder / name, rules)), *chromium.FLAGS, *more, "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=2) as found:
                    if b'"page"' in found.read():
                        return True
            except OSError:
                time.sleep(0.3)
        return False
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _another_host() -> Iterator[str]:
    """A server that is not ours: it answers every address with a page."""
    command = [sys.executable, "-c", OTHER]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(20)


OTHER = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>out</h1>")
    def log_message(self, *args):
        pass
server = HTTPServer(("127.0.0.1", 0), Page)
print(server.server_port, flush=True)
server.serve_forever()
"""

if __name__ == "__main__":
    main()
