"""Nobody of an account uses the product, for longer than its own rhythm lets expect."""

from collections.abc import Iterator
from typing import Final

from stream_health.domain.account.usage import DAYS_KEPT
from stream_health.domain.behaviour.almanac import date_of
from stream_health.domain.behaviour.kinds import SILENCE
from stream_health.domain.behaviour.presence import last_people_day, people_days
from stream_health.domain.behaviour.rhythm import Pause, pause_of
from stream_health.domain.behaviour.sight import Observation, Sight
from stream_health.domain.clocking import DAY_MS

_NEW_ACCOUNT_FACTOR: Final = 3  # of the longest pause so far, where no rhythm is known


def silence(sight: Sight) -> Iterator[Observation]:
    """See whether the people of an account are silent; it is over with the next use.

    Calls of integrations are no people: machines go on when nobody is left.
    """
    usage = sight.account.usage
    if usage is None:
        return
    last_day, said = last_people_day(usage, sight.day), sight.state.said.get(SILENCE)
    if said is not None:
        if said.level == last_day:
            return
        sight.state.rearm(SILENCE)
    if not sight.paused(last_day, sight.rules.silence_days_min):
        return
    used = people_days(usage, sight.day - DAYS_KEPT, sight.day)
    if not used:
        return
    pause = pause_of(used, sight.day, sight.counted)
    last_ms = usage.last_event_ms
    since_ms = last_ms if last_day == last_ms // DAY_MS else (last_day + 1) * DAY_MS
    silent_ms = sight.at_ms - since_ms
    yield Observation(
        SILENCE,
        _confidence(sight, pause, silent_ms=silent_ms),
        f"no use since {date_of(last_day)}, {pause.days} working days; "
        f"the longest pause before was {pause.longest_days}",
        last_day,
        silent_days=silent_ms // DAY_MS,
        level=last_day,
    )


def _confidence(sight: Sight, pause: Pause, *, silent_ms: int) -> float:
    """By rarity; without a rhythm just enough, once it is long by the configured measure."""
    if pause.chance_per_year is not None:
        return sight.confidence(pause.chance_per_year)
    long = silent_ms >= sight.silence_after_ms
    longer = pause.days + 1 >= _NEW_ACCOUNT_FACTOR * pause.longest_days
    return sight.rules.confidence_min if long and longer else 0.0
