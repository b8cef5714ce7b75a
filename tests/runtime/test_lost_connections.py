"""A connection lost at any moment: a client's own tasks must survive it (they die silently)."""

import asyncio
import socket
import struct


def test_a_write_to_a_connection_that_was_reset_a_moment_ago_raises_nothing() -> None:
    """Aiokafka writes before it has read the end; what is raised then ends its metadata task."""
    with asyncio.Runner() as runner:
        runner.run(_write_after_reset())


async def _write_after_reset() -> None:
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        reader = asyncio.StreamReader()
        transport, _ = await loop.create_connection(
            lambda: asyncio.StreamReaderProtocol(reader), *listening.getsockname()
        )
        accepted, _ = await loop.sock_accept(listening)
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    accepted.close()  # sends a reset
    while reader.exception() is None:
        transport.write(b"a request")
        await asyncio.sleep(0)
    assert not reader.at_eof()  # which is how aiokafka asks whether it is connected
    transport.write(b"a request")
    transport.close()
