"""A plain text as a message: a transcript when it reads like one, else a mail without headers."""

from stream_health.language.errors import LanguageError
from stream_health.language.message import INBOUND, TRANSCRIPT, Message
from stream_health.language.transcript import is_transcript


def parse_text(raw: bytes, *, event_id: str = "") -> Message:
    r"""Read a text.

    Raises
    ------
    LanguageError
        When it is not UTF-8.

    Examples
    --------
    >>> parse_text(b"CSM: How are you?\nCustomer: We are leaving.").channel
    'call_transcript'
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"this text is not UTF-8: byte {raw[error.start]:#04x} at {error.start}"
        raise LanguageError(problem) from error
    channel = TRANSCRIPT if is_transcript(text) else "email"
    return Message("", event_id, 0, INBOUND, channel, text)
