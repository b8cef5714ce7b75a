"""Text written as HTML, as plain text: mail programs and ticket systems pass it on so."""

import re
from html.parser import HTMLParser
from typing import Final

from stream_health.language.word_set import word_set

_BREAKING: Final = word_set("br p div li tr h1 h2 h3 h4 blockquote ul ol table")
_SKIPPED: Final = word_set("style script head title")
_TAG: Final = re.compile(
    r"<(?:!doctype html|/?(?:html|body|p|div|span|table|blockquote|font|ul|ol|h[1-4]|b|strong)"
    r"(?:\s[^<>]*)?|br\s*/?)>",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"\s+")
_LOOKED_AT: Final = 2_000


def is_html(text: str) -> bool:
    """Tell whether a text is HTML, by a tag of those every mail program writes.

    >>> is_html("<div>Hello</div>"), is_html("a < b and b > c, see <https://x.example>")
    (True, False)
    """
    return "<" in text and _TAG.search(text[:_LOOKED_AT]) is not None


def text_of_html(html: str) -> str:
    r"""Give the words of a page; quoted blocks get the mark plain mail gives them.

    >>> text_of_html("<p>I&#39;m <b>leaving</b>.</p><blockquote>Why?</blockquote>").strip()
    "I'm leaving.\n\n> Why?"
    """
    reader = _HtmlText()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _HtmlText(HTMLParser):
    """Collects the words of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping = 0
        self._quoting = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        del attrs
        self._skipping += tag in _SKIPPED
        self._quoting += tag == "blockquote"
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        self._skipping = max(0, self._skipping - (tag in _SKIPPED))
        self._quoting = max(0, self._quoting - (tag == "blockquote"))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take text; a page's own line breaks mean nothing."""
        if not self._skipping:
            self.parts.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _BREAKING:
            self.parts.append("\n" + "> " * bool(self._quoting))
