"""Carries TCP from one address of this network namespace to another: `relay <from> <to> <port>`.

So a browser behind the thin line still finds the pages at 127.0.0.1, which it trusts.
"""

import asyncio
import sys
from contextlib import suppress


async def pour(source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(16_384):
            drain.write(data)
            await drain.drain()
    drain.close()


async def main(listen: str, target: str, port: int) -> None:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(target, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pour(reader, back), pour(there, writer))

    server = await asyncio.start_server(carry, listen, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
