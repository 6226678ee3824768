"""The database beside the event loop: a few threads, each with its own connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 4
pool = ThreadPoolExecutor(THREADS, thread_name_prefix="rows")


async def rows(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function that uses the database, off the event loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, partial(_guarded, partial(function, *args, **kwargs)))


def _guarded(function: Callable[[], Any]) -> Any:
    """A broken connection is dropped, so that the next call finds a new one."""
    try:
        return function()
    except (OperationalError, InterfaceError):
        connection.close()
        raise
