"""A light HTTP/1.1 client over raw asyncio streams: cookies, keep-alive, redirects.

It costs little, so that on a shared machine the server is what gets measured.
"""

import asyncio
import gzip
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Page:
    """One answer: its status, the path it came from and its text."""

    status: int
    path: str
    text: str

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page, CSRF token among them."""
        return {unescape(k): unescape(v) for k, v in HIDDEN.findall(self.text)}


@dataclass
class Client:
    """One visitor's browser on one keep-alive connection."""

    port: int
    language: str = "en"
    requests: int = 0
    received: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Page:
        return await self._follow("GET", path, b"")

    async def post(self, path: str, fields: list[tuple[str, str]]) -> Page:
        return await self._follow("POST", path, urlencode(fields).encode())

    async def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _follow(self, method: str, path: str, body: bytes) -> Page:
        for _ in range(5):
            status, headers, text = await self._once(method, path, body)
            if status not in (301, 302, 303, 307):
                return Page(status, path, text)
            target = urlsplit(headers["location"])
            path = target.path + (f"?{target.query}" if target.query else "")
            method, body = "GET", b""
        raise RuntimeError(f"too many redirects at {path}")

    async def _once(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, str], str]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        writer.write(self._head(method, path, len(body)) + body)
        await writer.drain()
        self.requests += 1
        status, headers = await self._read_head(reader)
        content = await self._read_body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            await self.close()
        if headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return status, headers, content.decode("utf-8", "replace")

    def _head(self, method: str, path: str, length: int) -> bytes:
        origin = f"http://127.0.0.1:{self.port}"
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Accept-Language: {self.language}",
            "Accept-Encoding: gzip",
            f"Origin: {origin}",
            f"Referer: {origin}{path}",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {length}",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _read_head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        raw = await reader.readuntil(b"\r\n\r\n")
        self.received += len(raw)
        first, *lines = raw.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in filter(None, lines):
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
            headers[name.lower()] = value.strip()
        return int(first.split()[1]), headers

    async def _read_body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = await self._read_chunks(reader)
        else:
            body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.received += len(body)
        return body

    async def _read_chunks(self, reader: asyncio.StreamReader) -> bytes:
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body
