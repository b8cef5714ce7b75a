"""What an alert rests on where it rests on text: signals on which a verdict can teach."""

from typing import Any, Final, NamedTuple, Self

from stream_health.domain.alerts.episode import Episode
from stream_health.domain.effects import Quote
from stream_health.domain.events import AccountEvent, SignalEvent

GROUNDS_MAX: Final = 8


class Ground(NamedTuple):
    """A signal read from text. ``rules`` name what it was read by, ``confidence`` is 0 to 1."""

    signal_id: str
    kind: str
    confidence: float
    rules: tuple[str, ...]


def ground_of(event: SignalEvent) -> Ground | None:
    """Ground of a signal; none where nothing says by what it was read.

    >>> ground_of(SignalEvent("acme", "s1", 5, "praise", 0.75, rules=("thanks",)))
    Ground(signal_id='s1', kind='praise', confidence=0.75, rules=('thanks',))
    """
    if not event.rules:
        return None
    return Ground(event.event_id, event.kind, event.confidence, event.rules)


def quotes_of(event: AccountEvent | None) -> tuple[Quote, ...]:
    """The sentence of a signal, as an alert shows it; empty where there is none.

    >>> said = SignalEvent("acme", "s1", 5, "praise", 0.75, sentence="Thank you, Tom.")
    >>> [quote.sentence for quote in quotes_of(said)], quotes_of(None)
    (['Thank you, Tom.'], ())
    """
    if not isinstance(event, SignalEvent) or event.sentence is None:
        return ()
    return (
        Quote(
            signal_id=event.event_id,
            kind=event.kind,
            confidence=event.confidence,
            role=event.role,
            said_at_ms=event.event_time_ms,
            sentence=event.sentence,
        ),
    )


class GroundedEpisode(Episode):
    """An episode that may rest on signals read from text; each is judged once."""

    __slots__ = ("grounds",)

    def __init__(self) -> None:
        super().__init__()
        self.grounds: tuple[Ground, ...] = ()  # not yet judged, oldest first

    def rest_on(self, ground: Ground | None) -> None:
        """Note one more ground; the newest eight are kept."""
        if ground is not None:
            self.grounds = (*self.grounds, ground)[-GROUNDS_MAX:]

    def judged(self) -> tuple[Ground, ...]:
        """Give what a verdict judges, and forget it."""
        judged, self.grounds = self.grounds, ()
        return judged

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> Self:
        """Rebuild from a snapshot; behaves as the original ever after."""
        episode = super().restore(record)
        episode.grounds = tuple(
            Ground(signal_id, kind, confidence, tuple(rules))
            for signal_id, kind, confidence, rules in episode.grounds
        )
        return episode
