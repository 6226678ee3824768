"""`mulakat run`: the whole service on one machine, one port, one command: the demo.

Two processes: the pages with the calls' socket beside them, and the worker. The first
start makes secrets, database and demo data; the next one keeps them.
"""

import argparse
import importlib.util
import os
import socket
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

from mulakat import config, ids
from mulakat.cli import lan
from mulakat.cli.children import Child, keep
from mulakat.portals.demo import edge

MULAKAT = [sys.executable, "-m", "mulakat.cli"]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lan", action="store_true", help="https on the local network, for a phone"
    )


def run(args: argparse.Namespace) -> int:
    settings = _settings(with_lan=args.lan)
    if settings.MULAKAT_MODE != "demo":
        print("`mulakat run` is the demo. Production runs `mulakat serve` and `mulakat work`.")
        return 2
    if not _is_free(settings):
        print(f"Port {settings.PORT} is taken. Try: make run PORT={settings.PORT + 1}")
        return 1
    prepared = subprocess.run([*MULAKAT, "prepare"], check=False)  # noqa: S603
    if prepared.returncode:
        return prepared.returncode
    children = [Child("web", _web(settings), os.environ)]
    if importlib.util.find_spec("mulakat.worker.loop"):
        children.append(Child("work", [*MULAKAT, "work"], os.environ))
    return keep(children, lambda: _answers(settings), lambda: _tell(settings))


def _settings(with_lan: bool) -> config.Config:
    """Read once before anything starts; what the children must know stands in os.environ."""
    if with_lan:
        host = lan.address()
        port = os.environ.get("PORT", "8000")
        os.environ.update(
            MULAKAT_LAN="1",
            BIND="0.0.0.0",  # noqa: S104
            ORIGIN=f"https://{host}:{port}",
            ALLOWED_HOSTS=f"{host},localhost,127.0.0.1",
        )
    settings = config.read()
    settings.MULAKAT_DATA.mkdir(parents=True, exist_ok=True)
    if settings.is_demo:
        _make_secrets(settings.MULAKAT_DATA)
        # The demo's phone takes its mail by SMTP, on a port of this machine alone
        os.environ.setdefault("SMTP_PORT", str(_free_port()))
        edge.prepare(settings)
    return settings


def _make_secrets(data: Path) -> None:
    """Secrets of this demo's own. Data made before with the known ones keeps those."""
    if (data / "mulakat.sqlite3").exists():
        return
    for name in ("secret_key", "data_key"):
        path = data / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(ids.secret() + ids.secret() + ids.secret())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(settings: config.Config) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.BIND, settings.PORT))
        except OSError:
            return False
    return True


def _web(settings: config.Config) -> list[str]:
    """The access log stays off: the path of a personal link is a secret."""
    command = [sys.executable, "-m", "uvicorn", "mulakat.asgi:application"]
    command += ["--host", settings.BIND, "--port", str(settings.PORT), "--no-access-log"]
    command += ["--log-level", "warning", "--lifespan", "auto", "--no-server-header"]
    command += ["--ws-max-size", "16384", "--timeout-graceful-shutdown", "3"]
    if settings.MULAKAT_LAN:
        chain, key = lan.certificate(settings.MULAKAT_DATA, _host(settings))
        edge.trust(chain)
        command += ["--ssl-certfile", str(chain), "--ssl-keyfile", str(key)]
    return command


def _host(settings: config.Config) -> str:
    return settings.origin.split("//")[1].rsplit(":", 1)[0]


def _answers(settings: config.Config) -> bool:
    scheme = "https" if settings.MULAKAT_LAN else "http"
    trusting = ssl._create_unverified_context() if settings.MULAKAT_LAN else None  # noqa: S323
    url = f"{scheme}://127.0.0.1:{settings.PORT}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=2, context=trusting) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def _reset(settings: config.Config) -> str:
    """The command that drops this demo's data, and not another's."""
    is_usual = settings.MULAKAT_DATA.resolve() == Path.cwd() / "var"
    return "make reset" if is_usual else f"make reset MULAKAT_DATA={settings.MULAKAT_DATA}"


def _tell(settings: config.Config) -> None:
    here = f"{'https' if settings.MULAKAT_LAN else 'http'}://localhost:{settings.PORT}"
    print(f"\n  Mulakat is ready.  Begin at  {here}/demo/\n")
    print(f"  The family      {here}/")
    print(f"  The officer     {here}/staff/")
    print(f"  The terminal    {here}/kiosk/")
    print(f"  The phone       {here}/demo/phone")
    print(f"  The data        {settings.MULAKAT_DATA}")
    print(f"  Drop the data   {_reset(settings)}")
    print("  End             Ctrl-C\n")
    if settings.MULAKAT_LAN:
        print(f"  On a phone in this network (it warns once, go on):  {settings.origin}/")
        lan.show_code(settings.origin + "/")
    sys.stdout.flush()
