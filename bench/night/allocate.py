"""A TURN client of its own, as little as is needed to ask a relay what it lets pass (RFC 8656)."""

import hashlib
import hmac
import ipaddress
import os
import socket
import struct

COOKIE = 0x2112A442
ALLOCATE, PERMIT = 0x0003, 0x0008
USERNAME, INTEGRITY, ERROR, REALM, NONCE = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015
PEER, FAMILY, TRANSPORT = 0x0012, 0x0017, 0x0019
IS_ERROR = 0x0110
UDP = struct.pack("!I", 17 << 24)


class Client:
    """One allocation at most. Answers are 0 (granted) or the relay's error, 401, 403, …"""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(5)
        self.socket.connect(("127.0.0.1", port))
        self.username, self.password = username, password
        self.realm = self.nonce = b""

    def allocate(self, version: int = 4) -> int:
        wanted = {TRANSPORT: UDP, FAMILY: struct.pack("!I", (1 if version == 4 else 2) << 24)}
        self._ask(ALLOCATE, wanted, is_signed=False)  # brings realm and nonce
        return self._ask(ALLOCATE, wanted)

    def permit(self, address: str) -> int:
        """Ask to reach this peer."""
        return self._ask(PERMIT, {PEER: _hidden(address, self.transaction())})

    def transaction(self) -> bytes:
        """The id of the next message; addresses of IPv6 are masked with it."""
        self._next = os.urandom(12)
        return self._next

    def close(self) -> None:
        self.socket.close()

    def _ask(self, method: int, values: dict[int, bytes], is_signed: bool = True) -> int:
        transaction = self.__dict__.pop("_next", None) or os.urandom(12)
        body = b"".join(_attribute(kind, value) for kind, value in values.items())
        if is_signed:
            given = ((USERNAME, self.username.encode()), (REALM, self.realm), (NONCE, self.nonce))
            body += b"".join(_attribute(kind, value) for kind, value in given)
            head = struct.pack("!HHI", method, len(body) + 24, COOKIE) + transaction
            text = self.username.encode() + b":" + self.realm + b":" + self.password.encode()
            key = hashlib.md5(text, usedforsecurity=False).digest()
            body += _attribute(INTEGRITY, hmac.digest(key, head + body, "sha1"))
        head = struct.pack("!HHI", method, len(body), COOKIE) + transaction
        self.socket.send(head + body)
        return self._answer(transaction)

    def _answer(self, transaction: bytes) -> int:
        while True:
            heard = self.socket.recv(2048)
            if heard[8:20] == transaction:
                break
        found = _attributes(heard[20:])
        self.realm, self.nonce = found.get(REALM, self.realm), found.get(NONCE, self.nonce)
        if not struct.unpack("!H", heard[:2])[0] & IS_ERROR & 0x0010:
            return 0
        return found[ERROR][2] * 100 + found[ERROR][3]


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def _attributes(body: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while len(body) >= 4:
        kind, length = struct.unpack("!HH", body[:4])
        found[kind] = body[4 : 4 + length]
        body = body[4 + length + -length % 4 :]
    return found


def _hidden(address: str, transaction: bytes) -> bytes:
    """XOR-PEER-ADDRESS, port 9."""
    found = ipaddress.ip_address(address)
    mask = struct.pack("!I", COOKIE) + transaction
    masked = bytes(one ^ other for one, other in zip(found.packed, mask, strict=False))
    return struct.pack("!BBH", 0, 1 if found.version == 4 else 2, 9 ^ COOKIE >> 16) + masked
