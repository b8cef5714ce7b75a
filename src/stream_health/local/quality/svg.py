"""Plain plots as SVG: lines and intervals over two axes."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

_WIDTH: Final = 360
_HEIGHT: Final = 270
_LEFT: Final = 52
_BOTTOM: Final = 36
_TOP: Final = 10
_RIGHT: Final = 12

Points = Sequence[tuple[float, float]]


class Axes(NamedTuple):
    """Names and ends of the axes, which begin at 0."""

    x_name: str
    y_name: str
    x_max: float = 1.0
    y_max: float = 1.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point lies on the plot."""
        across = _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(x / self.x_max, 1.0)
        up = _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * min(y / self.y_max, 1.0)
        return round(across, 1), round(up, 1)


def round_end(largest: float) -> float:
    """End of an axis that holds a value above 0 and whose half is short to write.

    >>> [round_end(value) for value in (0.0502, 0.1, 0.504, 0.93, 12.0)]
    [0.06, 0.1, 0.6, 1.0, 20.0]
    """
    power = 10.0 ** math.floor(math.log10(largest))
    ends = (power * step for step in (1, 2, 4, 6, 8, 10))
    return next(round(end, 12) for end in ends if end >= largest * (1 - 1e-9))


class Interval(NamedTuple):
    """A point with the interval around it."""

    x: float
    y: float
    low: float
    high: float


def line_plot(axes: Axes, lines: Sequence[tuple[str, Points]], *, diagonal: bool = False) -> str:
    """Draw named lines in different colours; the diagonal is chance."""
    parts = [_frame(axes)]
    if diagonal:
        parts.append(_path(axes, [(0.0, 0.0), (axes.x_max, axes.y_max)], "#9aa5b1", dashed=True))
    for place, (name, points) in enumerate(lines):
        colour = _COLOURS[place % len(_COLOURS)]
        parts.append(_path(axes, points, colour))
        if name:
            below = _HEIGHT - _BOTTOM - 10 - 15 * (len(lines) - 1 - place)
            parts.append(_text(_WIDTH - _RIGHT - 4, below, name, colour=colour, anchor="end"))
    return _svg(parts)


def interval_plot(axes: Axes, points: Sequence[Interval]) -> str:
    """Draw points with their intervals, and the diagonal where both axes agree."""
    end = min(axes.x_max, axes.y_max)
    parts = [_frame(axes), _path(axes, [(0.0, 0.0), (end, end)], "#9aa5b1", dashed=True)]
    for one in points:
        x, y = axes.place(one.x, one.y)
        low, high = axes.place(one.x, one.low)[1], axes.place(one.x, one.high)[1]
        parts.append(f'<line x1="{x}" x2="{x}" y1="{low}" y2="{high}" stroke="#2b6cb0"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="#2b6cb0"/>')
    return _svg(parts)


_COLOURS: Final = ("#2b6cb0", "#c05621", "#2f855a", "#805ad5", "#b83280", "#4a5568")


def _frame(axes: Axes) -> str:
    left, bottom = axes.place(0.0, 0.0)
    right, top = axes.place(axes.x_max, axes.y_max)
    ticks = []
    for part, anchor in ((0.0, "middle"), (0.5, "middle"), (1.0, "end")):
        x, y = axes.place(part * axes.x_max, part * axes.y_max)
        ticks.append(_text(x, bottom + 15, f"{part * axes.x_max:.3g}", anchor=anchor))
        ticks.append(_text(left - 5, y + 4, f"{part * axes.y_max:.3g}", anchor="end"))
    middle = (top + bottom) / 2
    return (
        f'<rect x="{left}" y="{top}" width="{right - left:.1f}" height="{bottom - top:.1f}" '
        'fill="none" stroke="#d9dfe6"/>'
        + "".join(ticks)
        + _text((left + right) / 2, bottom + 30, axes.x_name)
        + f'<text x="12" y="{middle}" font-size="11" fill="#5b6775" text-anchor="middle" '
        f'transform="rotate(-90 12 {middle})">{axes.y_name}</text>'
    )


def _path(axes: Axes, points: Points, colour: str, *, dashed: bool = False) -> str:
    places = " ".join(f"{x},{y}" for x, y in (axes.place(*point) for point in points))
    dash = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'


def _text(
    x: float, y: float, words: str, *, colour: str = "#5b6775", anchor: str = "middle"
) -> str:
    where = f'x="{x}" y="{y}" text-anchor="{anchor}"'
    return f'<text {where} font-size="11" fill="{colour}">{words}</text>'


def _svg(parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        + "".join(parts)
        + "</svg>"
    )
