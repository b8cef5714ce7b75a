"""The picture that is kept of a demo."""

import io
from pathlib import Path

from rich.console import Console
from tests.local.demo.test_screen import MOMENT, heard
from tests.support.saying import alert

from stream_health.local.book.story import Story, Truth
from stream_health.local.demo.keepsake import Keepsake
from stream_health.local.demo.screen import PlainScreen
from stream_health.local.demo.tally import Tally


def kept(folder: Path, *tallies: Tally) -> str:
    file = folder / "demo.svg"
    with Keepsake(PlainScreen(Console(file=io.StringIO())), file) as screen:
        for number, tally in enumerate(tallies):
            screen.show(MOMENT, tally, now=float(number))
    return file.read_text()


def test_the_picture_shows_the_alert_and_fetches_nothing(tmp_path: Path) -> None:
    empty = Tally({}, {}, measured_from_ms=0)
    svg = kept(tmp_path, empty, heard(), empty)
    assert "the&#160;newest&#160;alert" in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "").replace(
        "https://www.textualize.io", ""
    )


def test_the_directors_mail_is_worth_more_than_other_alerts(tmp_path: Path) -> None:
    told = Truth("acme", "high", Story.DIRECTORS_EMAIL, "use is steady, but")
    director = Tally({"acme": told}, {}, measured_from_ms=0)
    director.hear(alert(), now=0.0)
    svg = kept(tmp_path, heard(), director, heard())
    assert "directors&#160;email" in svg


def test_a_demo_without_alerts_leaves_a_picture_too(tmp_path: Path) -> None:
    assert "stream-health&#160;demo" in kept(tmp_path, Tally({}, {}, measured_from_ms=0))
