"""An e-mail as it lies on disk (RFC 5322): its words, who wrote them, and whether a machine did."""

import email
import email.policy
from email.message import EmailMessage
from typing import Final

from stream_health.language.errors import LanguageError
from stream_health.language.html_text import text_of_html
from stream_health.language.message import INBOUND, Message

AUTOMATIC_SUBJECT: Final = "Automatic reply: "


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
    return text_of_html(content) if body.get_content_type() == "text/html" else content
