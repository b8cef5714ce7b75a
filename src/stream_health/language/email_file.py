"""An e-mail as it lies on disk (RFC 5322): its words, who wrote them, and whether a machine did."""

import email
import email.policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Final

from stream_health.language.errors import LanguageError
from stream_health.language.message import INBOUND, Message
from stream_health.language.word_set import word_set

AUTOMATIC_SUBJECT: Final = "Automatic reply: "

_BREAKING: Final = word_set("br p div li tr h1 h2 h3 h4 blockquote ul ol table")
_SKIPPED: Final = word_set("style script head title")


def parse_email(raw: bytes, *, account_id: str = "", event_id: str = "") -> Message:
    r"""Read an e-mail into a message; who sent it becomes the contact.

    Plain text is preferred to HTML. An automatic reply (RFC 3834, and the headers of Outlook and
    others) gets a subject that says so. The time is not read: it is the record's.

    Raises
    ------
    LanguageError
        When there is no header or no text in it.

    Examples
    --------
    >>> message = parse_email(b"From: Ann <ann@x.example>\nSubject: Bye\n\nI am leaving.\n")
    >>> message.contact, message.subject, message.text.strip()
    ('ann@x.example', 'Bye', 'I am leaving.')
    """
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(parsed, EmailMessage) or not parsed.keys():
        problem = "this is no e-mail: it has no headers; give plain text as .txt"
        raise LanguageError(problem)
    subject = str(parsed.get("Subject", ""))
    if _is_automatic(parsed) and not subject.startswith(AUTOMATIC_SUBJECT):
        subject = AUTOMATIC_SUBJECT + subject
    sender = parsed.get("From")
    addresses = getattr(sender, "addresses", ())
    return Message(
        account_id,
        event_id or str(parsed.get("Message-ID", "")).strip("<> "),
        0,
        INBOUND,
        "email",
        _text_of(parsed),
        subject=subject or None,
        contact=addresses[0].addr_spec if addresses else None,
    )


def _is_automatic(parsed: EmailMessage) -> bool:
    submitted = str(parsed.get("Auto-Submitted", "no")).lower()
    precedence = str(parsed.get("Precedence", "")).lower()
    marked = any(name in parsed for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
    return submitted.startswith("auto-replied") or precedence == "auto_reply" or marked


def _text_of(parsed: EmailMessage) -> str:
    body = parsed.get_body(preferencelist=("plain", "html"))
    if body is None:
        problem = "this e-mail has no text, neither plain nor HTML"
        raise LanguageError(problem)
    try:
        content = str(body.get_content())
    except (LookupError, UnicodeError) as error:
        problem = f"the text of this e-mail cannot be decoded ({body.get_content_charset()!r})"
        raise LanguageError(problem) from error
    return _plain(content) if body.get_content_type() == "text/html" else content


def _plain(html: str) -> str:
    reader = _HtmlText()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _HtmlText(HTMLParser):
    """Collects the words of a page; quoted blocks get the mark plain mail gives them."""

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
        if tag in _BREAKING:
            self.parts.append("\n" + "> " * bool(self._quoting))

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        self._skipping = max(0, self._skipping - (tag in _SKIPPED))
        self._quoting = max(0, self._quoting - (tag == "blockquote"))
        if tag in _BREAKING:
            self.parts.append("\n" + "> " * bool(self._quoting))

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._skipping:
            self.parts.append(" ".join(data.split()) + " " if data.strip() else "")
