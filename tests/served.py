"""The product's pages behind a real HTTP server, on the test's own database."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import socket
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.db import connections


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, *args: Any) -> None:
        try:
            super().process_request_thread(*args)
        finally:
            connections.close_all()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The origin ("http://127.0.0.1:…") at which every page and static file answers.

    Tests need `@pytest.mark.django_db(transaction=True)`, so that the server sees their rows.
    """
    from mulakat.wsgi import application

    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """A port nobody listens on at this moment.

    Not of those that the system gives out by itself: a server takes seconds to start, and
    browsers beside it open connections all the time.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
