"""How much one socket may say (docs/protocol.md 7). Time is passed in, in seconds."""


class Bucket:
    """So many at once, so many a second after."""

    def __init__(self, size: float, per_second: float) -> None:
        self.size, self.per_second = size, per_second
        self.level, self.at = size, 0.0

    def take(self, now: float) -> bool:
        """True if one more is allowed; it is then used up."""
        self.level = min(self.size, self.level + (now - self.at) * self.per_second)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


def of_messages() -> Bucket:
    return Bucket(size=60, per_second=20)


def of_faults() -> Bucket:
    return Bucket(size=20, per_second=1 / 3)
