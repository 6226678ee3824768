"""Staff sessions as Django keeps them, but a row never holds the cookie's value.

The cookie opens the staff's pages, so a dump or a backup must not tell it: the row is named by
a keyed digest of it. Only the synchronous half is used (the pages are WSGI).
"""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session

from mulakat import clock
from mulakat.sealed import digest


def row_of(cookie: str) -> str:
    """The name of the row of this cookie: 40 hex digits, as long as the column is."""
    return digest(cookie, "session")[:40]


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        named = Session.objects.filter(session_key=row_of(self.session_key or ""))
        found = named.filter(expire_date__gt=clock.now()).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(row_of(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        session = super().create_model_instance(data)
        session.session_key = row_of(session.session_key)
        return session

    def delete(self, session_key: str | None = None) -> None:
        cookie = session_key or self.session_key
        if cookie:
            super().delete(row_of(cookie))
