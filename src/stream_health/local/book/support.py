"""Support tickets: opened, worked on, solved, sometimes reopened, and rated."""

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.local.book.life import Life, is_weekend
from stream_health.wire.names import TopicName

_SEVERITY_SHARES = (0.04, 0.16, 0.45, 0.35)
_HOURS_TO_SOLVE = {1: 8.0, 2: 26.0, 3: 60.0, 4: 100.0}


def ask(life: Life, day_ms: int) -> None:
    """Plan the tickets an account opens on a day, with everything that follows from them."""
    rng, mood = life.rng, life.mood(day_ms)
    rate = life.company.support_rate * mood.tickets * (0.2 if is_weekend(day_ms) else 1.0)
    if rng.random() < rate:
        _open(life, life.office_ms(day_ms), unhappy=mood.satisfaction < -1.0)


def _open(life: Life, time_ms: int, *, unhappy: bool) -> None:
    rng = life.rng
    severity = rng.choices((1, 2, 3, 4), _SEVERITY_SHARES)[0]
    ticket_id = f"{life.company.account_id}-ticket-{time_ms // 1_000}"

    def moved(after_ms: int, kind: str, **fields: int | str) -> None:
        life.emit(
            time_ms + after_ms, TopicName.TICKET_EVENTS, kind=kind, ticket_id=ticket_id, **fields
        )

    moved(0, "opened", severity=severity, channel=rng.choice(("email", "web", "chat")))
    hours = _HOURS_TO_SOLVE[severity] * rng.lognormvariate(0.0, 0.6) * (1.5 if unhappy else 1.0)
    solved_ms = int(min(hours, 24.0 * 30) * HOUR_MS)
    moved(solved_ms // 3, "updated")
    if rng.random() < (0.12 if unhappy else 0.04):
        moved(solved_ms // 2, "escalated", severity=max(1, severity - 1))
    moved(solved_ms, "solved")
    if rng.random() < (0.15 if unhappy else 0.05):
        moved(solved_ms + DAY_MS, "reopened")
        solved_ms += 3 * DAY_MS
        moved(solved_ms, "solved")
    if rng.random() < 0.3:
        csat = round(rng.gauss(2.8 if unhappy else 4.3, 0.8))
        moved(solved_ms + 2 * HOUR_MS, "csat", csat=min(5, max(1, csat)))
