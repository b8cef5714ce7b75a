"""River estimators as bytes: compressed pickles that say which River wrote them, and how large.

They come from a state topic that only the workers write; nothing else is ever unpickled.
"""

import pickle  # River has no other form for its trees
import zlib
from typing import Any, Final

from river.__version__ import __version__ as river_version

BYTES_MAX: Final = 32 * 1024 * 1024
"""Of a model before compression: more is a leak, not a model."""

_FORMAT: Final = f"1/{river_version}".encode()


class FrozenError(ValueError):
    """Bytes that cannot be thawed here; the message says why. Learning begins anew."""


def freeze(estimator: Any) -> bytes:
    """Bytes of an estimator.

    Raises
    ------
    ValueError
        When it has grown beyond `BYTES_MAX`.
    """
    plain = pickle.dumps(estimator, protocol=5)
    if len(plain) > BYTES_MAX:
        name = type(estimator).__name__
        msg = f"{name} has grown to {len(plain):,} bytes, {BYTES_MAX:,} are kept"
        raise ValueError(msg)
    return _FORMAT + b"\0" + zlib.compress(plain, 3)


def thaw(data: bytes) -> Any:
    """Estimator of bytes that `freeze` made; it goes on as the original would.

    Raises
    ------
    FrozenError
        When another version of River made them, or they are damaged.
    """
    made_by, _, packed = data.partition(b"\0")
    if made_by != _FORMAT:
        msg = f"made by {made_by[:40]!r}, this is {_FORMAT!r}"
        raise FrozenError(msg)
    try:
        return pickle.loads(zlib.decompress(packed))  # noqa: S301  # only our own state topic
    except (zlib.error, pickle.UnpicklingError, EOFError) as error:
        msg = f"the bytes are damaged: {error}"
        raise FrozenError(msg) from error
