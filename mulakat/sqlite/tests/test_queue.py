"""Writers of one file, in threads and processes: all get their turn, none for long."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.utils import OperationalError

from mulakat.sqlite.base import is_write
from mulakat.sqlite.queue import Turns, writers
from mulakat.sqlite.tests.writer import connect, main


@pytest.fixture(autouse=True)
def _databases_of_its_own(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "counter.sqlite3"
    connection = connect(path)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (n integer)")
        cursor.execute("CREATE TABLE line (id integer PRIMARY KEY, text text)")
        cursor.execute("INSERT INTO counter VALUES (0)")
    connection.close()
    return path


def counted(path: Path) -> tuple[int, int]:
    connection = connect(path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT n FROM counter), (SELECT count(*) FROM line)")
        found = cursor.fetchone()
    connection.close()
    return int(found[0]), int(found[1])


def test_it_lets_every_thread_write(path: Path) -> None:
    waits = main(path, threads=8, times=20)
    assert counted(path) == (160, 160)
    assert max(waits) < 5


def test_it_lets_every_process_write(path: Path) -> None:
    command = [sys.executable, "-m", "mulakat.sqlite.tests.writer", str(path), "4", "15"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [process.communicate(timeout=90)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert [answer[0] for answer in answers] == ["60", "60", "60"]
    assert counted(path) == (180, 180)
    assert max(float(answer[1]) for answer in answers) < 10


def test_it_serves_threads_in_the_order_of_their_asking() -> None:
    turns, order, threads = Turns(), list[int](), list[threading.Thread]()
    assert turns.take(1)

    def wait(number: int) -> None:
        assert turns.take(10)
        order.append(number)
        turns.give()

    for number in range(5):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        deadline = time.monotonic() + 5
        while len(turns._waiting) <= number and time.monotonic() < deadline:
            time.sleep(0.001)
    turns.give()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_it_gives_up_waiting_with_an_error_that_names_the_cause(path: Path) -> None:
    assert writers(str(path)).enter(1)
    connection = connect(path)
    connection.settings_dict["OPTIONS"]["timeout"] = 0.1
    with (
        pytest.raises(OperationalError, match="does not end its writing"),
        connection.cursor() as c,
    ):
        c.execute("DELETE FROM line")
    writers(str(path)).leave()
    connection.close()
    assert writers(str(path)).enter_if_free()
    writers(str(path)).leave()


def test_it_gives_up_the_place_when_a_transaction_is_rolled_back(path: Path) -> None:
    connection = connect(path)
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert not writers(str(path)).enter_if_free()
    connection.rollback()
    assert writers(str(path)).enter_if_free()
    writers(str(path)).leave()
    connection.set_autocommit(True)
    connection.close()


@pytest.mark.parametrize(
    ("query", "writes"),
    [
        ("SELECT 1", False),
        ("  select 1", False),
        ("PRAGMA foreign_keys", False),
        ("INSERT INTO a VALUES (1)", True),
        ("WITH x AS (SELECT 1) DELETE FROM a", True),
        ("VACUUM", True),
    ],
)
def test_it_knows_a_write(query: str, writes: bool) -> None:
    assert is_write(query) is writes
