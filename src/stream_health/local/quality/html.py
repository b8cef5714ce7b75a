"""A page that stands by itself: no script, no address, good on a phone and on paper."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

_STYLE: Final = """
:root{color-scheme:light;--ink:#1b2430;--soft:#5b6775;--line:#d9dfe6;--good:#1f7a4d;--bad:#b3372f}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem}p{margin:.4rem 0}
.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem}
.card{border:1px solid var(--line);border-radius:.5rem;padding:.6rem .8rem}
.card b{display:block;font-size:1.35rem}.card span{color:var(--soft);font-size:.85rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.35rem .5rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th:first-child,td:first-child,td.text,th.text{text-align:left}
.plots{display:flex;flex-wrap:wrap;gap:1rem}figure{margin:0;flex:1 1 18rem;max-width:30rem}
svg{width:100%;height:auto}figcaption{color:var(--soft);font-size:.85rem}
@media print{body{max-width:none;padding:0;font-size:11px}h2,figure,.card{break-inside:avoid}
.scroll{overflow:visible}}
"""


def page(title: str, parts: Iterable[str]) -> str:
    """Make the whole document of parts that are HTML already."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>"
        f"<h1>{escape(title)}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def heading(text: str) -> str:
    """Make a heading of a part."""
    return f"<h2>{escape(text)}</h2>"


def text(words: str, kind: str = "") -> str:
    """Make a paragraph; ``kind`` is soft, good or bad."""
    return f'<p class="{kind}">{escape(words)}</p>' if kind else f"<p>{escape(words)}</p>"


def cards(items: Iterable[tuple[str, str]]) -> str:
    """Make a row of figures with their names."""
    made = "".join(
        f'<div class="card"><span>{escape(name)}</span><b>{escape(figure)}</b></div>'
        for name, figure in items
    )
    return f'<div class="cards">{made}</div>'


def table(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, texts: Sequence[int] = ()
) -> str:
    """Make a table; the columns numbered in ``texts`` stand to the left."""
    left = {0, *texts}
    head = "".join(_cell("th", one, place in left) for place, one in enumerate(columns))
    body = "".join(
        "<tr>" + "".join(_cell("td", one, place in left) for place, one in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def figure(svg: str, caption: str) -> str:
    """Make a plot with the words under it."""
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def plots(figures: Iterable[str]) -> str:
    """Put plots beside each other where there is room."""
    return '<div class="plots">' + "".join(figures) + "</div>"


def warnings(lines: Sequence[str]) -> str:
    """List what was odd about the input."""
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"{heading('About the input')}<ul>{items}</ul>"


def _cell(tag: str, value: Any, left: bool) -> str:
    kind = ' class="text"' if left else ""
    return f"<{tag}{kind}>{escape(shown(value))}</{tag}>"


def shown(value: Any) -> str:
    """A figure as people read it; a dash for what is not known.

    >>> shown(0.12345), shown(12345), shown(None), shown({"value": 0.7, "low": 0.6, "high": 0.8})
    ('0.123', '12,345', '-', '0.700 (0.600 to 0.800)')
    """
    if value is None:
        return "-"
    if isinstance(value, dict):
        ends = (value.get("low"), value.get("high"))
        around = "" if None in ends else f" ({shown(ends[0])} to {shown(ends[1])})"
        return shown(value.get("value")) + around
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3f}"
    return str(value)


def percent(value: float | None) -> str:
    """A share as people read it.

    >>> percent(0.1234), percent(None)
    ('12.3 %', '-')
    """
    return "-" if value is None else f"{100 * value:.1f} %"
