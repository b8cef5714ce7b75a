"""Nobody of an account uses the product, for longer than its own rhythm lets expect."""

from collections.abc import Iterator
from typing import Final

from stream_health.domain.account.usage import DAYS_KEPT
from stream_health.domain.behaviour.almanac import date_of
from stream_health.domain.behaviour.kinds import SILENCE
from stream_health.domain.behaviour.rhythm import Pause, days_used, pause_of
from stream_health.domain.behaviour.sight import Observation, Sight
from stream_health.domain.clocking import DAY_MS

_NEW_ACCOUNT_FACTOR: Final = 3  # of the longest pause so far, where no rhythm is known


def silence(sight: Sight) -> Iterator[Observation]:
    """See whether the account is silent; it is over with the next use."""
    usage = sight.account.usage
    if usage is None:
        return
    last_ms, said = usage.last_event_ms, sight.state.said.get(SILENCE)
    if said is not None:
        if said.level == last_ms:
            return
        sight.state.rearm(SILENCE)
    last_day = last_ms // DAY_MS
    if not sight.paused(last_day, sight.rules.silence_days_min):
        return
    used = days_used(usage.active_days, sight.day - DAYS_KEPT, sight.day)
    if not used:
        return
    pause = pause_of(used, sight.day, sight.counted)
    confidence = _confidence(sight, pause, silent_ms=sight.at_ms - last_ms)
    yield Observation(
        SILENCE,
        confidence,
        f"no use since {date_of(last_day)}, {pause.days} working days; "
        f"the longest pause before was {pause.longest_days}",
        last_day,
        silent_days=(sight.at_ms - last_ms) // DAY_MS,
        level=last_ms,
    )


def _confidence(sight: Sight, pause: Pause, *, silent_ms: int) -> float:
    """By rarity; without a rhythm just enough, once it is long by the configured measure."""
    if pause.chance_per_year is not None:
        return sight.confidence(pause.chance_per_year)
    long = silent_ms >= sight.silence_after_ms
    longer = pause.days + 1 >= _NEW_ACCOUNT_FACTOR * pause.longest_days
    return sight.rules.confidence_min if long and longer else 0.0
