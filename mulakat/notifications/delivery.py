"""Delivery: claim, hand over, mark. Killed at any instruction, it loses nothing.

    waiting --claim--> claimed --begin--> started --250--> delivered
                          ^                  |
                          '--- claimed_until passes ---'

A claim is committed before anything is sent, and so is the mark that a message is being
handed over. A worker that dies before that mark has certainly sent nothing. One that dies
after it leaves a doubt: the message goes out once more, with the same Message-ID, and a
second doubt ends it, loudly. So nobody gets a message more than twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from mulakat import clock
from mulakat.audit.models import record
from mulakat.notifications.claiming import claim
from mulakat.notifications.faults import Down, Fault, Never, NotNow, Unsure
from mulakat.notifications.models import Notification

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)  # longer than any one message may take
BATCH = 20
FIRST_PAUSE = timedelta(seconds=5)  # doubled with every try
LONGEST_PAUSE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=48)
DOUBTS = 2


class Courier(Protocol):
    """The way out of one channel; it may keep its connection between messages."""

    def offer(self, row: Notification, now: datetime) -> None:
        """Bring the message as far as it can be taken back; a `Fault` if that fails."""

    def send(self, row: Notification, now: datetime) -> None:
        """Hand over what was offered; returns once the server has taken it, else a `Fault`."""

    def abandon(self) -> None:
        """Take back what was offered."""

    def close(self) -> None:
        """Say goodbye to the server."""


Now = Callable[[], datetime]


def never() -> bool:
    """Nobody asks this round to stop."""
    return False


def deliver_due(
    *,
    channel: str,
    courier: Courier,
    worker: str,
    now: Now = clock.now,
    stopping: Callable[[], bool] = never,
    lease: timedelta = LEASE,
) -> int:
    """Send what is due in one channel, one batch; returns how many rows were taken up.

    The courier stays open: whoever calls closes it when there is nothing left to do.
    """
    taken = claim(channel=channel, worker=worker, now=now(), lease=lease, batch=BATCH)
    round_ = _Round(courier, worker, now, lease)
    try:
        for row in taken:
            if stopping():
                _let_go(row, worker)
            else:
                round_.hand_over(row)
    finally:
        round_.settle()
    return len(taken)


class _Round:
    """One batch on its way. What became of a message is written in the next one's commit."""

    def __init__(self, courier: Courier, worker: str, now: Now, lease: timedelta) -> None:
        self.courier, self.worker, self.now, self.lease = courier, worker, now, lease
        self.unwritten: tuple[Notification, datetime] | None = None
        self.down: Down | None = None  # the server is away: the others need not try

    def hand_over(self, row: Notification) -> None:
        at = self.now()
        if "payload" in row.get_deferred_fields():
            _give_up(row, "unreadable", at)
        elif row.expires_at and row.expires_at <= at:
            _give_up(row, row.last_error or "expired", at)
        elif row.doubts >= DOUBTS:
            _give_up(row, "unsure", at)
        elif self._is_offered(row, at):
            if self._begin(row, at):
                self._send(row)
            else:
                self.courier.abandon()

    def settle(self) -> None:
        """Write down the last delivery."""
        if self.unwritten:
            _delivered(*self.unwritten)
        self.unwritten = None

    def _is_offered(self, row: Notification, at: datetime) -> bool:
        try:
            if self.down:
                raise self.down
            self.courier.offer(row, at)
        except Exception as fault:  # one message must not stop the others
            self.down = fault if isinstance(fault, Down) else None
            row.tries += 1
            _failed(row, _known(fault), self.now())
            return False
        return True

    def _begin(self, row: Notification, at: datetime) -> bool:
        """False: the claim ran out meanwhile, and another worker has the message."""
        if self.unwritten is None:
            return _begin(row, self.worker, at, self.lease)
        with transaction.atomic():
            self.settle()
            return _begin(row, self.worker, at, self.lease)

    def _send(self, row: Notification) -> None:
        try:
            self.courier.send(row, self.now())
        except Fault as fault:
            _failed(row, fault, self.now())
        else:
            self.unwritten = row, self.now()


def _known(fault: Exception) -> Fault:
    if isinstance(fault, Fault):
        return fault
    log.error("a message cannot be offered: %s", type(fault).__name__)
    return NotNow(f"internal:{type(fault).__name__}")


def _begin(row: Notification, worker: str, now: datetime, lease: timedelta) -> bool:
    mine = Notification.objects.waiting().filter(pk=row.pk, claimed_by=worker)
    row.tries += 1
    return bool(mine.update(started_at=now, claimed_until=now + lease, tries=row.tries))


def _delivered(row: Notification, now: datetime) -> None:
    # No question whose claim it is now: the server has it, and that ends all tries.
    Notification.objects.filter(pk=row.pk, delivered_at=None).update(
        delivered_at=now, given_up_at=None, payload=None, started_at=None, claimed_until=None,
        claimed_by="", last_error="",
    )  # fmt: skip


def _failed(row: Notification, fault: Fault, now: datetime) -> None:
    doubts = row.doubts + isinstance(fault, Unsure)
    too_long = now - row.due_at >= GIVE_UP_AFTER
    if isinstance(fault, Never) or doubts >= DOUBTS or too_long:
        _give_up(row, fault.code, now)
        return
    Notification.objects.filter(pk=row.pk, claimed_by=row.claimed_by).update(
        doubts=doubts, started_at=None, claimed_until=now + pause(row.tries), claimed_by="",
        last_error=fault.code, tries=row.tries,
    )  # fmt: skip


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: 5 s, 10 s, 20 s ... at most 5 minutes."""
    doublings = min(max(tries - 1, 0), 10)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _give_up(row: Notification, code: str, now: datetime) -> None:
    """The end of a message that was not delivered: its words go, its reason stays."""
    with transaction.atomic():
        own = Notification.objects.waiting().filter(pk=row.pk, claimed_by=row.claimed_by)
        if not own.update(
            given_up_at=now, payload=None, started_at=None, claimed_until=None, claimed_by="",
            last_error=code,
        ):  # fmt: skip
            return
        record(
            "notification.given_up",
            actor="system",
            subject=row.subject,
            message=row.message,
            channel=row.channel,
            why=code,
        )
    log.error("message %s (%s) of %s was given up: %s", row.pk, row.message, row.subject, code)


def _let_go(row: Notification, worker: str) -> None:
    own = Notification.objects.filter(pk=row.pk, claimed_by=worker)
    own.update(claimed_until=None, claimed_by="")
