"""`mulakat serve`: the pages of a real installation; `--live`: the sockets of its calls.

Both stand behind nginx or Caddy on one origin (docs/operate.md). The demo has `mulakat run`.
"""

import argparse
import importlib.util
import os
import sys

from django.conf import settings

from mulakat.cli.finding import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--live", action="store_true", help="the sockets instead of the pages")
    parser.add_argument("--workers", type=int, default=2, help="processes for the pages")


def run(args: argparse.Namespace) -> int:
    if settings.CONFIG.MULAKAT_MODE != "production":
        raise Refused("`mulakat serve` needs MULAKAT_MODE=production. The demo is `mulakat run`.")
    command = _sockets() if args.live else _pages(args.workers)
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - this process becomes the server


def _sockets() -> list[str]:
    """No access log in either: the path of a personal link is a secret."""
    place = ["--host", settings.CONFIG.BIND, "--port", str(settings.CONFIG.PORT)]
    command = [sys.executable, "-m", "uvicorn", "mulakat.asgi:application", *place]
    return [*command, "--no-access-log", "--no-server-header", "--ws-max-size", "16384"]


def _pages(workers: int) -> list[str]:
    if importlib.util.find_spec("granian") is None:
        raise Refused("The server is not installed: pip install -r requirements/serve.txt")
    place = ["--host", settings.CONFIG.BIND, "--port", str(settings.CONFIG.PORT)]
    command = [sys.executable, "-m", "granian", "mulakat.wsgi:application", *place]
    command += ["--interface", "wsgi", "--no-ws", "--workers", str(workers)]
    return [*command, "--blocking-threads", "1", "--respawn-failed-workers"]
