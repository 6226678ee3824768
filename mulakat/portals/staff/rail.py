"""A picture of time: places as lanes, visits as blocks, drawn as SVG by staff/rail.html."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mulakat.portals.staff.words import clock

LABEL, RIGHT, LANE, TOP = 110, 30, 40, 34  # units; one unit is about a pixel
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Span:
    """Minutes of one lane. `kind` is a class: given, planned, live, this, taken, free."""

    starts_at: datetime
    minutes: int
    kind: str
    text: str = ""


@dataclass(frozen=True)
class Block:
    x: int
    middle: int
    width: int
    kind: str
    text: str


@dataclass(frozen=True)
class Lane:
    label: str
    y: int
    blocks: list[Block]
    note: str = ""

    @property
    def text_y(self) -> int:
        return self.y + 23

    @property
    def line_y(self) -> int:
        return self.y + 16

    @property
    def end_y(self) -> int:
        return self.y + LANE - 4


@dataclass(frozen=True)
class Rail:
    """`now_x` is None when the present moment is not in the picture."""

    width: int
    height: int
    left: int
    ticks: list[tuple[int, str]]
    lanes: list[Lane]
    now_x: int | None


def rail(
    lanes: Iterable[tuple[str, str, list[Span]]],
    *,
    start: datetime,
    end: datetime,
    step: timedelta,
    width: int,
    zone: ZoneInfo,
    now: datetime | None = None,
) -> Rail:
    """Lanes are (label, note, spans); the picture reaches from `start` to `end`."""
    scale = (width - LABEL - RIGHT) / max((end - start) / HOUR, 0.5)

    def x(at: datetime) -> int:
        return LABEL + round((at - start) / HOUR * scale)

    def block(span: Span) -> Block:
        left, right = x(span.starts_at), x(span.starts_at + timedelta(minutes=span.minutes))
        return Block(left, (left + right) // 2, right - left, span.kind, span.text)

    drawn = [
        Lane(label, TOP + place * LANE, [block(span) for span in spans], note)
        for place, (label, note, spans) in enumerate(lanes)
    ]
    ticks, at = [], start
    while at <= end:
        ticks.append((x(at), clock(at, zone)))
        at += step
    now_x = x(now) if now and start <= now <= end else None
    return Rail(width, TOP + len(drawn) * LANE, LABEL, ticks, drawn, now_x)
