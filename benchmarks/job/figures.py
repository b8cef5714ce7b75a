"""A measured figure, and the table of all of them."""

from collections.abc import Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the table."""

    name: str
    value: float
    unit: str


def table(title: str, figures: Sequence[Figure]) -> str:
    """Lay figures out below each other.

    >>> print(table("Catching up", [Figure("events per second", 40_321.2, "1/s")]))
    Catching up
      events per second                                      40,321 1/s
    """
    return "\n".join([title, *map(_line, figures)])


def _line(figure: Figure) -> str:
    places = 0 if abs(figure.value) >= 1_000 else 1 if abs(figure.value) >= 10 else 2
    whole = float(figure.value).is_integer()
    return f"  {figure.name:48} {figure.value:12,.{0 if whole else places}f} {figure.unit}"
