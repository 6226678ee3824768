"""How much the network test may carry, so that it cannot be used to fill our line.

Kept in each process for the minute that runs: what a restart forgets does no harm.
"""

from datetime import datetime

SOURCE_MAX = 16_000_000  # bytes a minute; families behind one mobile operator share an address
ALL_MAX = 120_000_000  # bytes a minute of one process
SOURCES_MAX = 5_000


class Budget:
    """Bytes still to be given away in this minute."""

    def __init__(self, *, source_max: int = SOURCE_MAX, all_max: int = ALL_MAX) -> None:
        self.source_max, self.all_max = source_max, all_max
        self._minute = datetime.min
        self._spent: dict[str, int] = {}
        self._total = 0

    def take(self, *, source: str, size: int, now: datetime) -> bool:
        """Whether so many bytes may pass; they are counted if so."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._spent, self._total = minute, {}, 0
        spent = self._spent.get(source, 0)
        is_full = source not in self._spent and len(self._spent) >= SOURCES_MAX
        if is_full or spent + size > self.source_max or self._total + size > self.all_max:
            return False
        self._spent[source], self._total = spent + size, self._total + size
        return True
