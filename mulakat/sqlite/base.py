"""SQLite with one writer at a time, first come first served (docs/adr/0004-sqlite.md).

The place is taken before BEGIN IMMEDIATE and given up after COMMIT or ROLLBACK, so that the
commit and the checkpoint within it never meet another writer. That also keeps clear of the
WAL-reset fault of SQLite before 3.51.3. A write outside a transaction takes it, too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as Base
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.utils import OperationalError

from mulakat.sqlite.queue import Writers, writers

READS = {"SELECT", "EXPLAIN", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}


class DatabaseWrapper(Base):
    """Django's SQLite backend behind the queue of writers."""

    _has_the_place = False

    @property
    def _queue(self) -> Writers | None:
        if self.is_in_memory_db():
            return None
        return writers(str(self.settings_dict["NAME"]))

    def take_the_place(self) -> bool:
        """Become the writer, unless we are; whether the caller must give the place up."""
        queue = self._queue
        if self._has_the_place or queue is None:
            return False
        if not queue.enter(patience=self.settings_dict["OPTIONS"].get("timeout", 20)):
            raise OperationalError("database is locked: another thread does not end its writing")
        self._has_the_place = True
        return True

    def give_up_the_place(self) -> None:
        if self._has_the_place:
            self._has_the_place = False
            assert self._queue is not None
            self._queue.leave()

    def get_new_connection(self, conn_params: Any) -> Any:
        if self.is_in_memory_db() or _is_open_in_wal_mode(Path(self.settings_dict["NAME"])):
            return super().get_new_connection(conn_params)
        is_ours = self.take_the_place()  # the change to WAL mode must not meet another
        try:
            return super().get_new_connection(conn_params)
        finally:
            if is_ours:
                self.give_up_the_place()

    def create_cursor(self, name: Any = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        is_ours = self.take_the_place()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            if is_ours:
                self.give_up_the_place()
            raise

    def _commit(self) -> None:
        # Should this fail, a rollback follows and gives up the place.
        super()._commit()  # type: ignore[misc]
        self.give_up_the_place()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.give_up_the_place()

    def _close(self) -> None:
        """Closing the last connection checkpoints. If another writes, ours is not the last."""
        queue = self._queue
        if queue is not None and not self._has_the_place:
            self._has_the_place = queue.enter_if_free()
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.give_up_the_place()


class Cursor(SQLiteCursorWrapper):
    """A cursor whose writes outside a transaction wait in the queue like all others.

    Such a write is committed when its last row is read, so its rows are read at once.
    """

    wrapper: DatabaseWrapper
    _rows: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        return self._in_turn(query, super().execute, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        return self._in_turn(query, super().executemany, param_list)

    def _in_turn(self, query: str, execute: Any, params: Any) -> Any:
        self._rows = None
        if not is_write(query) or not self.wrapper.take_the_place():
            return execute(query, params)
        try:
            execute(query, params)
            if self.description is not None:
                self._rows = iter(super().fetchall())
        finally:
            self.wrapper.give_up_the_place()
        return self

    def fetchone(self) -> Any:
        return super().fetchone() if self._rows is None else next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> Any:
        size = self.arraysize if size is None else size
        if self._rows is None:
            return super().fetchmany(size)
        return [row for _, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> Any:
        return super().fetchall() if self._rows is None else list(self._rows)

    def __iter__(self) -> Any:
        return super().__iter__() if self._rows is None else self._rows


def is_write(query: str) -> bool:
    """Whether a statement may change the file; when in doubt it may."""
    return query.split(None, 1)[0].upper().rstrip(";") not in READS


def _is_open_in_wal_mode(path: Path) -> bool:
    """Whether others have it open already. Never open the file itself to look into it: closing
    it again would drop all locks that SQLite holds on it for this process (POSIX locks).
    """
    return Path(f"{path}-wal").exists()
