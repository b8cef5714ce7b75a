"""Both ways to look at it: a picture, and lines that read well in a log."""

from io import StringIO

from rich.console import Console
from tests.support.saying import alert, score

from stream_health.local.demo.screen import Moment, PlainScreen, picture, screen_for
from stream_health.local.demo.tally import Tally

MOMENT = Moment("the stories", 0, 1_000, 250.0, 900, 200.0, 100, (2, 2))


def heard() -> Tally:
    tally = Tally({}, {}, measured_from_ms=0)
    tally.hear(score(previous=86_900), now=0.0)
    tally.hear(alert(), now=0.0)
    return tally


def test_a_file_gets_plain_lines_and_each_alert_once() -> None:
    file = StringIO()
    screen = screen_for(Console(file=file, width=200))
    assert isinstance(screen, PlainScreen)
    tally = heard()
    for second in range(3):
        screen.show(MOMENT, tally, now=float(second))
    text = file.getvalue()
    assert text.count("WARNING score drop  acme") == 1
    assert text.count("250 events/s sent, 200/s processed, 100 waiting") == 1
    assert "\x1b" not in text
    screen.show(MOMENT, tally, now=60.0)
    assert file.getvalue().count("250 events/s sent") == 2


def test_the_picture_has_figures_moves_and_the_newest_alert_in_full() -> None:
    file = StringIO()
    Console(file=file, width=120, force_terminal=True, color_system=None).print(
        picture(MOMENT, heard())
    )
    text = file.getvalue()
    for said in (
        "250 a second",
        "200 a second processed, 100 waiting",
        "partitions of the workers: 2 + 2",
        "86.9 ->  66.9",
        "alerts: 1",
        "-20.000 in all: the parts add up",
        "Call the sponsor",
    ):
        assert said in text
    assert max(map(len, text.splitlines())) <= 120


def test_before_anything_happened_there_is_a_picture_too() -> None:
    file = StringIO()
    moment = Moment("starting", 0, 0, 0.0, 0, 0.0, 0, ())
    Console(file=file, width=100).print(picture(moment, Tally({}, {}, measured_from_ms=0)))
    assert "none yet" in file.getvalue()


def test_a_terminal_gets_the_picture() -> None:
    file = StringIO()
    screen = screen_for(Console(file=file, width=120, force_terminal=True))
    assert not isinstance(screen, PlainScreen)
    with screen:
        screen.show(MOMENT, heard(), now=0.0)
        screen.say("a line that stays")
    assert "a line that stays" in file.getvalue()
