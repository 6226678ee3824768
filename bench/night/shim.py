"""A poor line between one side of a call and its relay: `shim <relay's port>`. Needs no rights.

Stands in front of the relay (UDP). Who says in a TURN message that he is the visitor has the poor
line, all others have none of it. Each line of standard input is a new kind: "<kbit/s> <ms one way>
<per mille lost>", 0 for none. The first line of output is the port.
"""

import asyncio
import random
import sys
from dataclasses import dataclass, field
from typing import cast

FAR = b"-visitor"  # calls/turn.py: whose credential it is
QUEUE = 0.4  # seconds of traffic that wait at the narrow place; more is dropped
HEADERS = 28  # bytes of IP and UDP


@dataclass
class Kind:
    kbit: float = 0
    delay: float = 0
    loss: float = 0


@dataclass
class Way:
    """One direction of one client's line: packets leave in order, as fast as the rate allows."""

    chance: random.Random
    free_at: float = 0.0

    def leaves_at(self, size: int, now: float, kind: Kind) -> float | None:
        """When this packet arrives; None if it is lost."""
        if self.chance.random() < kind.loss:
            return None
        if not kind.kbit:
            return now + kind.delay
        begins = max(now, self.free_at)
        if begins - now > QUEUE:
            return None
        self.free_at = begins + (size + HEADERS) * 8 / (kind.kbit * 1000)
        return self.free_at + kind.delay


@dataclass
class Peer:
    """One client's address, with a socket of its own to the relay."""

    up: Way
    down: Way
    is_far: bool = False
    relay: asyncio.DatagramTransport | None = None
    early: list[bytes] = field(default_factory=list)


class Shim(asyncio.DatagramProtocol):
    def __init__(self, relay: int) -> None:
        self.relay, self.kind = relay, Kind()
        self.peers: dict[tuple[str, int], Peer] = {}
        self.chance = random.Random(7)
        self.waiting: set[asyncio.Task[object]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.clients = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        peer = self.peers.get(addr)
        if peer is None:
            peer = self.peers[addr] = Peer(Way(self.chance), Way(self.chance))
            opening = asyncio.get_running_loop().create_task(self._open(addr, peer))
            self.waiting.add(opening)
        peer.is_far = peer.is_far or FAR in data
        if peer.relay is None:
            peer.early.append(data)
        else:
            self._pass(data, peer, peer.up, peer.relay, None)

    async def _open(self, addr: tuple[str, int], peer: Peer) -> None:
        shim = self

        class Back(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, _: tuple[str, int]) -> None:
                shim._pass(data, peer, peer.down, shim.clients, addr)

        loop = asyncio.get_running_loop()
        peer.relay, _ = await loop.create_datagram_endpoint(
            Back, remote_addr=("127.0.0.1", self.relay)
        )
        for data in peer.early:
            self._pass(data, peer, peer.up, peer.relay, None)

    def _pass(
        self,
        data: bytes,
        peer: Peer,
        way: Way,
        out: asyncio.DatagramTransport,
        to: tuple[str, int] | None,
    ) -> None:
        loop = asyncio.get_running_loop()
        if not peer.is_far:
            out.sendto(data, to)
            return
        at = way.leaves_at(len(data), loop.time(), self.kind)
        if at is not None:
            loop.call_at(at, out.sendto, data, to)


async def main(relay: int) -> None:
    loop = asyncio.get_running_loop()
    transport, shim = await loop.create_datagram_endpoint(
        lambda: Shim(relay), local_addr=("127.0.0.1", 0)
    )
    print(transport.get_extra_info("sockname")[1], flush=True)

    def change() -> None:
        line = sys.stdin.readline()
        if not line:
            loop.stop()
            return
        kbit, ms, lost = (float(word) for word in line.split())
        shim.kind = Kind(kbit, ms / 1000, lost / 1000)

    loop.add_reader(sys.stdin, change)
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(main(int(sys.argv[1])))
    except RuntimeError:  # stopped: its owner is gone
        sys.exit(0)
