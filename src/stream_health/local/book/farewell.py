"""The director's e-mail: use is steady, and a friendly message says that the champion goes.

Messages before it use the same words and mean nothing of the kind: whoever reads words alone would
cry wolf three times. Roles are left to the profile.
"""

from typing import Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.life import Life
from stream_health.wire.names import TopicName


class _Letter(NamedTuple):
    """A message: days before the farewell, and what it says."""

    days_before: int
    subject: str
    text: str


_LETTERS: Final = (
    _Letter(
        5,
        "Automatic reply: Workshop",
        "Thank you for your message. I am out of the office until Friday and will answer then.",
    ),
    _Letter(
        3,
        "The old tool",
        "Hi Daniel,\n\ngood news from our side: we are leaving the old tool for yours, the last "
        "team switches on Monday. Thanks for your patience with us!\n\nJulia",
    ),
    _Letter(
        1,
        "Re: Workshop",
        "Hi Daniel, could you please cancel Thursday's meeting? My colleague is leaving early "
        "that day.\n\nJulia",
    ),
    _Letter(
        0,
        "Thank you!",
        "Hi Daniel,\n\nwhat a lovely workshop that was, the whole team is still talking about "
        "it. One bit of news from me: Friday is my last day here, after nine good years. Maria "
        "will look after the campaigns for now.\n\nAll the best,\nJulia\n\n"
        "Julia Berger\nDirector of Marketing",
    ),
)


def write_farewell(life: Life) -> None:
    """Plan the messages of the champion; the last one comes at the onset."""
    onset_ms = life.truth.onset_ms or 0
    for letter in _LETTERS:
        life.emit(
            onset_ms - letter.days_before * DAY_MS,
            TopicName.MESSAGE_EVENTS,
            direction="inbound",
            channel="email",
            subject=letter.subject,
            text=letter.text,
            sender={"contact_id": life.company.champion},
        )
