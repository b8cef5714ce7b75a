"""What truly happens to an account, and how much of it shows on a day."""

import math
import random
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.local.book.company import Company
from stream_health.wire.times import optional_time

INVOICE_EVERY_DAYS = 30
INVOICE_HOUR_MS = 6 * HOUR_MS
PAYMENT_FAILS_AFTER_DAYS = 8  # of the invoice
RETRY_DAYS = (3, 6, 10)
LOST_AFTER_DAYS = 14  # of the first failure: failed for good


class Story(StrEnum):
    """What may happen to an account; most have an ordinary life."""

    CHAMPION_LEAVES = "champion_leaves"
    CHAMPION_VANISHES = "champion_vanishes"
    ADOPTION_STALLS = "adoption_stalls"
    PAYMENT_FAILS = "payment_fails"
    SILENT_FADE = "silent_fade"
    EXPANSION = "expansion"
    DIRECTORS_EMAIL = "directors_email"
    QUIET_SPELL = "quiet_spell"
    UNEXPLAINED_CHURN = "unexplained_churn"
    STEADY = "steady"


BAD_STORIES = (
    Story.CHAMPION_LEAVES,
    Story.ADOPTION_STALLS,
    Story.PAYMENT_FAILS,
    Story.SILENT_FADE,
)

CHAMPION_STORIES = (Story.CHAMPION_LEAVES, Story.CHAMPION_VANISHES)

WARNED_STORIES = (*BAD_STORIES, Story.CHAMPION_VANISHES, Story.DIRECTORS_EMAIL)
"""Those in which an alert is deserved."""

DRIVERS = {
    Story.CHAMPION_LEAVES: "the champion resigned, and nobody took over",
    Story.CHAMPION_VANISHES: "the champion resigned without a word to us, and nobody took over",
    Story.ADOPTION_STALLS: "people stop using it and features fall out of use",
    Story.PAYMENT_FAILS: "the card is refused until the last retry",
    Story.SILENT_FADE: "use runs dry without a word",
    Story.EXPANSION: "more teams join",
    Story.DIRECTORS_EMAIL: "use is steady, and a friendly e-mail says that the champion leaves",
    Story.QUIET_SPELL: "other work comes first for some weeks, then all is as before",
    Story.UNEXPLAINED_CHURN: "nothing that shows in the data",
    Story.STEADY: "none",
}

_CHAMPION_SHOWS = (
    "champion_leaving", "signals_leaving", "signals_sponsor_leaving",
    "key_user_silent", "usage_champion_silent",
    "engagement_sponsor", "engagement_missed", "engagement_meeting", "profile_sponsors",
)  # fmt: skip
SHOWS_IN: Final[Mapping[Story, tuple[str, ...]]] = {
    Story.CHAMPION_LEAVES: _CHAMPION_SHOWS,
    Story.CHAMPION_VANISHES: (*_CHAMPION_SHOWS, "usage_users", "usage_lost_users", "usage_seat"),
    Story.ADOPTION_STALLS: (
        "usage_", "billing_seats", "signals_withdrawal", "signals_integration_removed",
    ),
    Story.PAYMENT_FAILS: (
        "billing_overdue", "billing_unpaid", "billing_last_unpaid", "billing_retries",
        "billing_lost_payments", "billing_failures", "billing_late", "billing_delay",
    ),
    Story.SILENT_FADE: ("usage_", "silence", "signals_withdrawal"),
    Story.DIRECTORS_EMAIL: _CHAMPION_SHOWS,
}  # fmt: skip
"""How the names of the features begin in which a driver shows itself: a leading factor among them
is the true one. What only follows from the driver is left out where the driver shows itself."""

_NOTICE_DAYS = {  # after the onset: first and last day
    Story.CHAMPION_LEAVES: (60, 100),
    Story.CHAMPION_VANISHES: (60, 100),
    Story.ADOPTION_STALLS: (80, 130),
    Story.SILENT_FADE: (75, 120),
    Story.UNEXPLAINED_CHURN: (0, 1),
}
_DRY_FROM = 0.85  # of a silent fade: nobody is left
_NOTICE_PERIOD_DAYS = 30
_SPELL_DAYS = (10, 36)
_FULL_AFTER_DAYS = {
    Story.CHAMPION_LEAVES: 60,
    Story.CHAMPION_VANISHES: 60,
    Story.ADOPTION_STALLS: 55,
    Story.PAYMENT_FAILS: 30,
    Story.SILENT_FADE: 70,
    Story.EXPANSION: 60,
}


class Truth(NamedTuple):
    """What truly happens to an account; times are None when it does not happen.

    The account leaves at ``effective_ms``; ``notice_ms`` is when it said so. Both may lie after
    the end of the simulation. At ``over_ms`` what had begun is over, and all is as before.
    """

    account_id: str
    tier: str
    story: Story
    driver: str
    onset_ms: int | None = None
    notice_ms: int | None = None
    effective_ms: int | None = None
    over_ms: int | None = None

    @property
    def shows_in(self) -> tuple[str, ...]:
        """How the names of the features begin in which its driver shows; see `SHOWS_IN`."""
        return SHOWS_IN.get(self.story, ())

    def to_dict(self) -> dict[str, Any]:
        """Plain data, with times as on the wire."""
        return {
            "account_id": self.account_id,
            "tier": self.tier,
            "story": str(self.story),
            "driver": self.driver,
            "shows_in": list(self.shows_in),
            "onset_at": optional_time(self.onset_ms),
            "notice_at": optional_time(self.notice_ms),
            "effective_at": optional_time(self.effective_ms),
            "over_at": optional_time(self.over_ms),
        }

    def progress(self, time_ms: int) -> float:
        """How far the story has come, 0 (not begun, or over) to 1 (in full)."""
        if self.onset_ms is None or time_ms < self.onset_ms:
            return 0.0
        if self.over_ms is not None and time_ms >= self.over_ms:
            return 0.0
        full_ms = _FULL_AFTER_DAYS.get(self.story, 1) * DAY_MS
        return min(1.0, (time_ms - self.onset_ms) / full_ms)


def tell(
    rng: random.Random, company: Company, story: Story, *, onset_day: int, start_ms: int
) -> Truth:
    """Truth of a story that begins on a day; a failing payment waits for the next invoice."""
    truth = Truth(company.account_id, company.tier, story, DRIVERS[story])
    if story is Story.STEADY:
        return truth
    if story is Story.PAYMENT_FAILS:
        wait = (company.invoice_day - onset_day) % INVOICE_EVERY_DAYS
        onset_day += wait + PAYMENT_FAILS_AFTER_DAYS
        onset_ms = start_ms + onset_day * DAY_MS + INVOICE_HOUR_MS
        effective_ms = onset_ms + (LOST_AFTER_DAYS + 21) * DAY_MS
        return truth._replace(onset_ms=onset_ms, effective_ms=effective_ms)
    onset_ms = start_ms + onset_day * DAY_MS + rng.randrange(8, 16) * HOUR_MS
    truth = truth._replace(onset_ms=onset_ms)
    if story is Story.QUIET_SPELL:
        return truth._replace(over_ms=onset_ms + rng.randrange(*_SPELL_DAYS) * DAY_MS)
    if story not in _NOTICE_DAYS:
        return truth
    notice_ms = onset_ms + rng.randrange(*_NOTICE_DAYS[story]) * DAY_MS
    return truth._replace(
        notice_ms=notice_ms, effective_ms=notice_ms + _NOTICE_PERIOD_DAYS * DAY_MS
    )


class Mood(NamedTuple):
    """What a story does to a day; 1 is as always."""

    people: float = 1.0  # share of users who still come
    events: float = 1.0  # how much each does
    breadth: float = 1.0  # share of features in use
    tickets: float = 1.0
    missing: float = 0.06  # chance that a meeting is missed
    answers: float = 0.5  # chance that a survey is answered
    satisfaction: float = 0.0  # shift of NPS
    joined: float = 0.0  # share of users who have brought a colleague


def mood_of(truth: Truth, time_ms: int) -> Mood:
    """How the story shows at this instant."""
    noticed = truth.notice_ms is not None and time_ms >= truth.notice_ms
    if noticed and truth.story is not Story.SILENT_FADE:  # who has faded comes no more
        return Mood(0.4, 0.4, 0.5, 0.5, 0.9, 0.1, -3.0)
    done = truth.progress(time_ms)
    shows = _SHOWS.get(truth.story)
    return shows(done) if shows and done else Mood()


def _fade(done: float) -> Mood:
    left = math.exp(-3.0 * done) if done < _DRY_FROM else 0.0
    return Mood(left**0.4, left**0.6, left**0.3, left, 0.1 + 0.6 * done, 0.5 * left, -1.0)


def _without_champion(done: float) -> Mood:
    return Mood(1 - 0.55 * done, 1 - 0.45 * done, 1 - 0.3 * done, 1.2, 0.5, 0.3, -2 * done)


_SHOWS: Final[dict[Story, Callable[[float], Mood]]] = {
    Story.CHAMPION_LEAVES: _without_champion,
    Story.CHAMPION_VANISHES: _without_champion,
    Story.ADOPTION_STALLS: lambda done: Mood(
        1 - 0.6 * done, 1 - 0.3 * done, 1 - 0.7 * done, 1.8, 0.2, 0.4, -3 * done
    ),
    Story.PAYMENT_FAILS: lambda done: Mood(1 - 0.2 * done, 1 - 0.1 * done, satisfaction=-done),
    Story.SILENT_FADE: _fade,
    Story.EXPANSION: lambda done: Mood(
        1.0, 1 + 0.3 * done, 1 + 0.4 * done, 1.1, 0.02, 0.7, 1.2, 0.4 * done
    ),
    Story.QUIET_SPELL: lambda done: Mood(1 - 0.25 * done, 1 - 0.4 * done, missing=0.15),
}
