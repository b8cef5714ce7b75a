"""Meetings, surveys, trainings and small talk with the people of an account."""

from typing import Any

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.local.book.life import Life, is_weekend
from stream_health.local.book.story import CHAMPION_STORIES, Mood, Story
from stream_health.wire.names import TopicName

_QBR_EVERY_DAYS = 91
_NPS_EVERY_DAYS = 90
_LEARNING_RATE = 0.012
_SIGNAL_RATE = 0.004


def engage(life: Life, day_ms: int) -> None:
    """Plan the contacts of a day."""
    if is_weekend(day_ms):
        return
    mood, rng = life.mood(day_ms), life.rng
    every = life.company.contacted_every_days
    if every and rng.random() < 7 / 5 / every:
        _meet(life, day_ms, mood, kind="meeting")
    if life.company.high_value and rng.random() < 7 / 5 / _QBR_EVERY_DAYS:
        _meet(life, day_ms, mood, kind="qbr")
    if rng.random() < 7 / 5 / _NPS_EVERY_DAYS * mood.answers:
        answer = round(rng.gauss(life.company.satisfaction + mood.satisfaction, 1.0))
        _say(life, life.office_ms(day_ms), "nps", value=float(min(10, max(0, answer))))
    if rng.random() < _LEARNING_RATE * mood.breadth:
        kind = rng.choice(("training_attended", "webinar_attended", "community_post"))
        _say(life, life.office_ms(day_ms), kind)
    _overhear(life, day_ms, mood)


def _meet(life: Life, day_ms: int, mood: Mood, *, kind: str) -> None:
    time_ms = life.office_ms(day_ms + 7 * DAY_MS)
    _say(life, life.office_ms(day_ms), f"{kind}_scheduled", contacts=_guests(life, time_ms))
    missed = life.rng.random() < mood.missing
    ended_ms = time_ms + HOUR_MS
    guests = _guests(life, ended_ms)
    _say(life, ended_ms, f"{kind}_{'missed' if missed else 'held'}", contacts=guests)


def _guests(life: Life, time_ms: int) -> list[dict[str, Any]]:
    company, truth = life.company, life.truth
    resigned = truth.story in CHAMPION_STORIES and truth.progress(time_ms) > 0.0
    guests = [{"contact_id": company.admin, "role": "admin"}]
    if not resigned:
        guests.append({"contact_id": company.champion, "role": "champion"})
    if life.rng.random() < 0.4 and truth.progress(time_ms) < 0.2:
        guests.append({"contact_id": company.sponsor, "role": "executive_sponsor"})
    return guests


def _overhear(life: Life, day_ms: int, mood: Mood) -> None:
    """Text says something now and then: mostly praise, or frustration when things go badly."""
    rng = life.rng
    if rng.random() < _SIGNAL_RATE * (0.2 if life.truth.story is Story.SILENT_FADE else 1.0):
        unhappy = rng.random() < (0.8 if mood.satisfaction < -1.0 else 0.3)
        life.emit(
            life.office_ms(day_ms),
            TopicName.SIGNALS,
            kind="frustration" if unhappy else "praise",
            confidence=round(rng.uniform(0.5, 0.95), 2),
            extractor_version="text/1",
        )


def _say(life: Life, time_ms: int, kind: str, **fields: Any) -> None:
    life.emit(time_ms, TopicName.ENGAGEMENT_EVENTS, kind=kind, **fields)
