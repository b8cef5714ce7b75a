"""Pages stand by themselves and say what they were given, whatever it contains."""

from html.parser import HTMLParser

import pytest

from stream_health.local.quality import html
from stream_health.local.quality.svg import Axes, Interval, interval_plot, line_plot

VOID = {"meta", "circle", "line", "polyline", "rect", "br"}


class Balanced(HTMLParser):
    """Fails on a tag that is closed by another."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def check(page: str) -> str:
    """A page whose tags are balanced and which loads nothing."""
    reader = Balanced()
    reader.feed(page)
    assert reader.open == []
    loads = page.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in loads
    assert "<script" not in loads
    return page


def test_a_page_is_balanced_and_loads_nothing() -> None:
    curve = line_plot(Axes("x", "y"), [("ours", [(0, 0), (1, 1)]), ("theirs", [(0, 1)])])
    dots = interval_plot(Axes("x", "y", 0.2, 0.2), [Interval(0.1, 0.1, 0.0, 0.2)])
    parts = [
        html.heading("H"),
        html.cards([("a", "1")]),
        html.plots([html.figure(curve, "c"), html.figure(dots, "d")]),
        html.table(["x", "y"], [["a", 0.5], ["b", None]]),
        html.warnings(["odd"]),
    ]
    assert "@media print" in check(html.page("T", parts))


def test_what_was_given_is_text_and_never_markup() -> None:
    page = check(html.page("<b>", [html.table(["<i>"], [["<script>alert(1)</script>"]])]))
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "-"), (True, "yes"), (12_345, "12,345"), (0.5, "0.500"), (1_234.5, "1,234.5")],
)
def test_a_figure_is_shown_as_people_read_it(value: object, said: str) -> None:
    assert html.shown(value) == said
