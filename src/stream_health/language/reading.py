"""What the extractor gives for one message. Of the text it holds the evidence, nothing else."""

from typing import Final, NamedTuple

KINDS: Final = (
    "champion_leaving",
    "departed_autoreply",
    "cancellation_intent",
    "competitor_named",
    "renewal_hedging",
    "budget_pressure",
    "frustration",
    "urgency",
    "escalation",
    "praise",
    "advocacy",
)
"""Every kind of signal that is read from text."""

EVIDENCE_LENGTH_MAX: Final = 160


class TextSignal(NamedTuple):
    """An observation in a message.

    ``confidence`` is the probability, 0 to 1, that it is right. ``features`` are the names of the
    rules it rests on, without a word of the text: a verdict on the signal is learned from them
    (`VerdictLearner.learn`). ``contact`` and ``role`` are those of the message's sender.
    """

    kind: str
    confidence: float
    evidence: str | None = None
    contact: str | None = None
    role: str | None = None
    features: tuple[str, ...] = ()


class MessageSeen(NamedTuple):
    """That a message came, without its text: for response times and for who went silent.

    ``length`` counts characters of the whole text. ``language`` is an ISO 639-1 code, or ``und``
    when there is too little text to say. ``automatic`` is set for auto-replies.
    """

    direction: str
    contact: str | None
    role: str | None
    length: int
    language: str
    automatic: bool = False


class Reading(NamedTuple):
    """Signals in the order of `KINDS`, at most one of each.

    ``sentiment`` runs from -1 (bad) to 1 (good); ``None`` when nothing was read: text that is not
    the customer's, not English, or empty.
    """

    signals: tuple[TextSignal, ...]
    seen: MessageSeen
    sentiment: float | None
