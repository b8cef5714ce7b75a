"""Accounts left out on purpose, so that what is done for the others can be compared."""

from zlib import crc32

from stream_health.domain.policy import Learning


def is_held_out(account_id: str, learning: Learning) -> bool:
    """Tell whether an account is one of the holdout share; it stays so while the share does.

    >>> is_held_out("acme", Learning(holdout_share=1.0)), is_held_out("acme", Learning())
    (True, False)
    """
    return crc32(f"holdout/{account_id}".encode()) < learning.holdout_share * 2**32
