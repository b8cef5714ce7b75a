"""Keeps the most telling picture of a demo as an SVG file."""

import io
import re
from pathlib import Path
from typing import Final, Self

from rich.console import Console

from stream_health.local.book.story import Story
from stream_health.local.demo.screen import Moment, Screen, picture
from stream_health.local.demo.tally import Tally

_COLUMNS: Final = 118
_FETCHED_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


class Keepsake:
    """A screen in front of another that writes a picture when the demo is over.

    The picture is of the moment the newest alert was the one of the director's e-mail, else rested
    on somebody's words, else of the first alert, else of the last moment.
    """

    def __init__(self, screen: Screen, file: Path) -> None:
        self._screen = screen
        self._file = file
        self._svg = ""
        self._worth = -1

    def __enter__(self) -> Self:
        """Begin."""
        self._screen.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        """Leave the terminal as it was, and write the file."""
        self._screen.__exit__(*failure)
        self._file.write_text(self._svg, encoding="utf-8")

    def say(self, text: str) -> None:
        """One line that stays."""
        self._screen.say(text)

    def show(self, moment: Moment, tally: Tally, *, now: float) -> None:
        """Bring the picture up to date."""
        self._screen.show(moment, tally, now=now)
        worth = _worth(tally)
        if worth > self._worth or worth == self._worth == 0:
            self._worth = worth
            self._svg = drawn(moment, tally)


def drawn(moment: Moment, tally: Tally) -> str:
    """The picture as SVG that fetches nothing."""
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(picture(moment, tally))
    svg = console.export_svg(title='make demo ARGS="--for 60"', unique_id="demo")
    return _FETCHED_FONT.sub("", svg)


def _worth(tally: Tally) -> int:
    """How telling the newest alert is: 3 the director's, 2 with words, 1 any alert, 0 none."""
    if not tally.fired:
        return 0
    newest = tally.fired[-1].candidate
    truth = tally.truth_of(newest.account_id)
    if truth is not None and truth.story is Story.DIRECTORS_EMAIL:
        return 3
    return 2 if newest.quotes else 1
