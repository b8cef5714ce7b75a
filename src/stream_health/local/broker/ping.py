"""Ask a broker whether it serves: one Kafka ``Metadata`` request (version 0) over a socket.

By hand and not by a client library, because starting is synchronous and may happen inside a
running event loop. Layout: https://kafka.apache.org/protocol
"""

import socket
import struct

from stream_health.local.broker.ports import HOST

_METADATA, _VERSION, _CORRELATION_ID = 3, 0, 7
_CLIENT_ID = b"stream-health"
_ANSWER_SECONDS_MAX = 2.0


def serves(port: int) -> bool:
    """Say whether a Kafka on loopback answers and knows at least one live broker: itself."""
    head = struct.pack(">hhih", _METADATA, _VERSION, _CORRELATION_ID, len(_CLIENT_ID))
    request = head + _CLIENT_ID + struct.pack(">i", 0)
    try:
        with socket.create_connection((HOST, port), timeout=_ANSWER_SECONDS_MAX) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            with connection.makefile("rb") as answer:
                head = answer.read(12)
    except OSError:
        return False
    if len(head) < 12:
        return False
    _, correlation_id, brokers = struct.unpack(">iii", head)
    return bool(correlation_id == _CORRELATION_ID and brokers > 0)
