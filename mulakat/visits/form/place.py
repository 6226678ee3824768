"""What the reading of an answer may rest on: the prison asked at, and the moment."""

from datetime import datetime
from typing import Protocol

from mulakat.prisons.models import Prison
from mulakat.prisons.policy import Policy


class Place(Protocol):
    """Never an inmate: nothing that is read may depend on who is held."""

    @property
    def now(self) -> datetime: ...

    @property
    def chosen(self) -> Prison: ...

    @property
    def policy(self) -> Policy: ...
