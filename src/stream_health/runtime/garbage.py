"""Keep Python's cycle collector off the loaded state.

State is millions of objects that live as long as their partition number is served, and reference
counts free what goes. Looking through all of them for cycles again and again took a quarter of the
CPU, with pauses of a second (``python -m benchmarks.job``, 20,000 accounts). What has been loaded
is therefore frozen: it is not looked at again until a partition number is left.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_YOUNG_OBJECTS_MAX: Final = 500_000
"""Python's 700 is less than one batch keeps alive, and so are 50,000: records as they were read, as
events, and as what they change. Every collection would look through all of them in vain."""


@contextmanager
def loading() -> Iterator[None]:
    """Load state inside: nothing is looked through meanwhile, and the result is frozen.

    Examples
    --------
    >>> with loading():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    gc.collect()  # garbage must not be frozen with the rest; what is frozen is not looked at
    gc.set_threshold(_YOUNG_OBJECTS_MAX, *gc.get_threshold()[1:])
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


@contextmanager
def growing() -> Iterator[Callable[[], None]]:
    """Run inside what only ever adds to its state; call what is given from time to time.

    What is alive at a call counts as state from then on. Afterwards all is as before.

    Examples
    --------
    >>> with growing() as settled:
    ...     state = list(range(3))
    ...     settled()
    """
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG_OBJECTS_MAX, *before[1:])
    try:
        yield gc.freeze
    finally:
        left()
        gc.set_threshold(*before)


def left() -> None:
    """Let the collector see everything once more: state was dropped and may hold cycles."""
    gc.unfreeze()
