"""Ports of the loopback interface."""

import secrets
import socket

from stream_health.local.broker.errors import PortTakenError

HOST = "127.0.0.1"

_LOWEST, _HIGHEST = 20_000, 31_999
"""Below the ports that systems hand to outgoing connections (32768 on Linux, 49152 elsewhere), so
that no client takes the broker's port while the broker is down between two starts."""

_TRIES_MAX = 100


def free_port() -> int:
    """
    Give a port nobody listens on at this moment.

    Raises
    ------
    PortTakenError
        A hundred ports in a row were taken.
    """
    for _ in range(_TRIES_MAX):
        port = _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST + 1)
        if is_free(port):
            return port
    msg = f"no free port found on {HOST} between {_LOWEST} and {_HIGHEST} in {_TRIES_MAX} tries"
    raise PortTakenError(msg)


def require_free(port: int) -> None:
    """
    Refuse a port that is out of range or taken.

    Raises
    ------
    PortTakenError
        Somebody listens there.
    ValueError
        It is no port number.
    """
    if not 1 <= port <= 65_535:
        msg = f"port {port} is not between 1 and 65535"
        raise ValueError(msg)
    if not is_free(port):
        raise PortTakenError(taken(port))


def taken(port: int) -> str:
    """Say what to do about a port that cannot be had."""
    return f"port {port} on {HOST} is taken or not allowed: choose another, or none for any free"


def is_free(port: int) -> bool:
    """Say whether a server could listen on ``port`` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As Kafka does: connections of an earlier broker still winding down are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True
