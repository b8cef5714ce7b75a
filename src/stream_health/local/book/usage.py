"""Product usage: people with rhythms of their own, weekends, and quiet weeks of the year."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from stream_health.domain.clocking import HOUR_MS
from stream_health.local.book.company import Company, User
from stream_health.local.book.habits import is_away
from stream_health.local.book.life import Life, is_weekend
from stream_health.local.book.story import Mood, Story
from stream_health.wire.names import TopicName

_EVENTS_MAX: Final = 60  # of a user on a day
_WEEKEND_SHARE: Final = 0.08
_VERBS: Final = ("viewed", "viewed", "viewed", "created", "edited", "shared")
_CHAMPION_GONE: Final = {  # of the story
    Story.CHAMPION_LEAVES: 0.3,
    Story.CHAMPION_VANISHES: 0.05,
    Story.SILENT_FADE: 0.5,
}
_SPECIAL: Final = {"exports": "report.exported", "api": "api.called"}


def use(life: Life, day_ms: int) -> None:
    """Plan what the people of an account do on a day."""
    mood = life.mood(day_ms)
    share = season(day_ms) * (_WEEKEND_SHARE if is_weekend(day_ms) else 1.0)
    day = life.day_number(day_ms)
    for user in (*_people(life.company, mood, day), *_contacts(life, day_ms)):
        if is_away(life, user.user_id, day) and user.user_id != life.company.mainstay:
            continue
        if life.rng.random() < user.presence * share:
            _use(life, user, mood, day_ms=day_ms)


def _people(company: Company, mood: Mood, day: int) -> Iterator[User]:
    """Who still comes on a day, and the colleagues they have brought."""
    for user in company.users:
        if user.loyalty >= 1.0 - mood.people and day >= user.joins_day:
            yield user
        if user.loyalty < mood.joined:
            yield user._replace(user_id=f"{user.user_id}-colleague")


def _contacts(life: Life, day_ms: int) -> Iterator[User]:
    """The contacts who use the product themselves, as long as their story lets them."""
    done, story = life.truth.progress(day_ms), life.truth.story
    gone = _CHAMPION_GONE.get(story)
    if gone is None or done < gone:
        yield User(life.company.champion, 0.8, 3.0, 9.0, 1.0, 0)
    if story is not Story.SILENT_FADE or done < _CHAMPION_GONE[Story.SILENT_FADE]:
        yield User(life.company.admin, 0.6, 2.0, 9.0, 1.0, 0)


def _use(life: Life, user: User, mood: Mood, *, day_ms: int) -> None:
    rng, company = life.rng, life.company
    known = company.features[: max(1, round(len(company.features) * min(1.0, mood.breadth)))]
    begin_ms = day_ms + int((user.start_hour - company.utc_offset_hours) % 24.0 * HOUR_MS)
    begin_ms += rng.randrange(HOUR_MS)
    events = 1 + min(_EVENTS_MAX, int(rng.expovariate(1.0 / (user.events_mean * mood.events))))
    _log(life, begin_ms, user, name="login")
    for _ in range(events):
        feature = known[min(int(rng.expovariate(0.5)), len(known) - 1)]
        name = _SPECIAL.get(feature) or f"{feature}.{rng.choice(_VERBS)}"
        time_ms = begin_ms + int(rng.triangular(0.0, 8.5, 3.5) * HOUR_MS)
        seconds = min(3_600.0, rng.lognormvariate(4.0, 1.0))
        _log(life, time_ms, user, name=name, feature=feature, duration_ms=int(seconds * 1_000))


def _log(life: Life, time_ms: int, user: User, *, name: str, **fields: str | int) -> None:
    life.emit(time_ms, TopicName.USAGE_EVENTS, user_id=user.user_id, name=name, **fields)


@lru_cache(maxsize=4)
def season(day_ms: int) -> float:
    """Share of normal use at this time of the year.

    >>> season(0), season(40 * 24 * HOUR_MS)
    (0.35, 1.0)
    """
    day = datetime.fromtimestamp(day_ms / 1_000, UTC)
    if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 1):
        return 0.35
    return 0.85 if day.month == 8 else 1.0
