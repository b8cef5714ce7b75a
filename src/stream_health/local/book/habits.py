"""What people do now and then beside their work: holidays, invitations, roles, and farewells.

Ordinary lives have all of it but the farewells, so that finding these is worth something.
"""

import random
from typing import Final

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.life import Life, is_weekend
from stream_health.local.book.story import Story
from stream_health.wire.names import TopicName

_YEAR_DAYS: Final = 365
_HOLIDAY_DAYS: Final = (5, 7, 9, 12, 16, 23)  # weekends included
_HOLIDAYS_PER_YEAR: Final = 2
_INVITATION_RATE: Final = 0.25  # a working day
_ROLES_RATE: Final = 0.06
_FAREWELL_DAYS: Final = {  # after the onset: somebody takes the data along
    Story.CHAMPION_LEAVES: 9,
    Story.SILENT_FADE: 55,
}
_HANDOVER_DAY: Final = 11  # after the champion said so: roles pass on


def is_away(life: Life, user_id: str, day: int) -> bool:
    """Whether somebody is on holiday on a day of the simulation."""
    year, within = divmod(day, _YEAR_DAYS)
    spells = random.Random(f"{user_id}/{year}/{life.start_ms}")  # noqa: S311 - a simulation
    for _ in range(_HOLIDAYS_PER_YEAR):
        begin = spells.randrange(_YEAR_DAYS - _HOLIDAY_DAYS[-1])
        if begin <= within < begin + spells.choice(_HOLIDAY_DAYS):
            return True
    return False


def keep_habits(life: Life, day_ms: int) -> None:
    """Plan the invitations and changed roles of a day, and what people do before they go."""
    if is_weekend(day_ms):
        return
    story, rng = life.truth.story, life.rng
    stalled = story is Story.ADOPTION_STALLS and life.truth.progress(day_ms) > 0.1
    if not stalled and rng.random() < _INVITATION_RATE * life.mood(day_ms).people:
        _do(life, day_ms, "user.invited", times=rng.choice((1, 1, 1, 2, 3)))
    if rng.random() < _ROLES_RATE:
        _do(life, day_ms, "role.changed", times=1 + min(8, int(rng.expovariate(0.7))))
    onset_ms = life.truth.onset_ms
    if onset_ms is None:
        return
    since = (day_ms - onset_ms) // DAY_MS
    if since == _FAREWELL_DAYS.get(story) and "exports" in life.company.features:
        _do(life, day_ms, "report.exported", times=40 * len(life.company.users))
    if since == _HANDOVER_DAY and story is Story.CHAMPION_LEAVES:
        _do(life, day_ms, "role.changed", times=40)


def _do(life: Life, day_ms: int, name: str, *, times: int) -> None:
    life.emit(
        life.office_ms(day_ms),
        TopicName.USAGE_EVENTS,
        user_id=life.company.admin,
        name=name,
        count=times,
    )
