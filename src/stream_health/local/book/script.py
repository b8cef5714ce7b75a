"""What a story writes into an account's agenda beforehand: profile, signal, notice, outcome."""

from typing import Any

from stream_health.domain.clocking import DAY_MS, MINUTE_MS
from stream_health.local.book.company import Company, started_ms
from stream_health.local.book.farewell import write_farewell
from stream_health.local.book.life import Life
from stream_health.local.book.story import Story
from stream_health.wire.names import TopicName
from stream_health.wire.times import format_time

YEAR_DAYS = 365
_UNPLUGGED_DAYS = 45
_SEATS_CUT_DAYS = 60
_CRM_LAG_MS = 21 * DAY_MS  # until somebody takes a contact who has gone off the list


def write_script(life: Life, days: int) -> None:
    """Plan everything about an account that is certain from the start."""
    _profile(life, life.start_ms, renewal_day=life.company.renewal_day)
    _renewals(life, days)
    match life.truth.story:
        case Story.CHAMPION_LEAVES:
            _champion_leaves(life)
        case Story.ADOPTION_STALLS:
            _cut_back(life)
        case Story.EXPANSION:
            _expand(life)
        case Story.DIRECTORS_EMAIL:
            write_farewell(life)
    _leave(life)


def _profile(life: Life, time_ms: int, *, renewal_day: int, **changed: Any) -> None:
    company = life.company
    fields: dict[str, Any] = {
        "tier": company.tier,
        "arr": {"amount_minor": company.arr_minor, "currency": "EUR"},
        "plan": "business",
        "seats": company.seats,
        "started_at": format_time(started_ms(company, life.start_ms)),
        "renewal_at": format_time(life.start_ms + renewal_day * DAY_MS),
        "csm": company.csm,
        "manager": company.manager,
        "contacts": _contacts(company),
        "segment": {
            "industry": company.industry,
            "region": company.region,
            "size": company.size,
        },
    }
    life.emit(time_ms, TopicName.ACCOUNT_PROFILES, **{**fields, **changed})


def _contacts(company: Company, *, without: str | None = None) -> list[dict[str, str]]:
    people = (
        (company.champion, "Champion", "champion"),
        (company.sponsor, "Sponsor", "executive_sponsor"),
        (company.admin, "Admin", "admin"),
    )
    return [
        {"contact_id": contact_id, "name": f"{name} of {company.account_id}", "role": role}
        for contact_id, name, role in people
        if contact_id != without
    ]


def _renewals(life: Life, days: int) -> None:
    """Contracts renew every year, unless a notice came before."""
    notice_ms = life.truth.notice_ms
    for day in range(life.company.renewal_day, days, YEAR_DAYS):
        time_ms = life.start_ms + day * DAY_MS + 60 * MINUTE_MS
        if notice_ms is not None and time_ms >= notice_ms:
            return
        following = format_time(life.start_ms + (day + YEAR_DAYS) * DAY_MS)
        life.emit(time_ms, TopicName.BILLING_EVENTS, kind="renewed", renewal_at=following)
        life.emit(time_ms + MINUTE_MS, TopicName.ACCOUNT_OUTCOMES, kind="renewed")
        _profile(life, time_ms + 2 * MINUTE_MS, renewal_day=day + YEAR_DAYS)


def _champion_leaves(life: Life) -> None:
    """The e-mail, as the text extraction reads it; the CRM follows weeks later."""
    company, onset_ms = life.company, life.truth.onset_ms or 0
    life.emit(
        onset_ms,
        TopicName.SIGNALS,
        kind="champion_leaving",
        confidence=0.95,
        evidence="my last day here is the end of the month",
        contact=company.champion,
        role="champion",
        source={
            "topic": TopicName.MESSAGE_EVENTS.value,
            "event_id": f"{company.account_id}-mail-1",
        },
        extractor_version="text/1",
    )
    _profile(
        life,
        onset_ms + _CRM_LAG_MS,
        renewal_day=_renewal_after(life, onset_ms + _CRM_LAG_MS),
        contacts=_contacts(company, without=company.champion),
    )


def _cut_back(life: Life) -> None:
    """An integration is taken out, and a quarter of the seats is given up."""
    company, onset_ms = life.company, life.truth.onset_ms or 0
    if "api" in company.features:
        life.emit(
            onset_ms + _UNPLUGGED_DAYS * DAY_MS,
            TopicName.USAGE_EVENTS,
            user_id=company.admin,
            name="integration.removed",
        )
    seats, at_ms = max(1, company.seats * 3 // 4), onset_ms + _SEATS_CUT_DAYS * DAY_MS
    life.emit(
        at_ms,
        TopicName.BILLING_EVENTS,
        kind="seats_changed",
        seats=seats,
        previous_seats=company.seats,
    )
    _profile(life, at_ms + MINUTE_MS, renewal_day=_renewal_after(life, at_ms), seats=seats)


def _expand(life: Life) -> None:
    company, onset_ms = life.company, life.truth.onset_ms or 0
    seats = round(company.seats * 1.4) + 1
    at_ms = onset_ms + 30 * DAY_MS
    life.emit(
        at_ms,
        TopicName.BILLING_EVENTS,
        kind="seats_changed",
        seats=seats,
        previous_seats=company.seats,
    )
    _profile(life, at_ms + MINUTE_MS, renewal_day=_renewal_after(life, at_ms), seats=seats)
    at_ms = onset_ms + 50 * DAY_MS
    life.emit(
        at_ms,
        TopicName.BILLING_EVENTS,
        kind="plan_changed",
        plan="enterprise",
        previous_plan="business",
        direction="upgrade",
    )
    life.emit(at_ms + MINUTE_MS, TopicName.ACCOUNT_OUTCOMES, kind="expanded")


def _leave(life: Life) -> None:
    """A notice says when the account goes; who just stops paying is gone without one."""
    notice_ms, effective_ms = life.truth.notice_ms, life.truth.effective_ms
    if effective_ms is None:
        return
    effective_at = format_time(effective_ms)
    if notice_ms is None:
        life.emit(
            effective_ms,
            TopicName.ACCOUNT_OUTCOMES,
            kind="churned",
            cause="payment_failure",
            effective_at=effective_at,
        )
        return
    life.emit(
        notice_ms, TopicName.BILLING_EVENTS, kind="cancellation_notice", effective_at=effective_at
    )
    life.emit(
        notice_ms + MINUTE_MS,
        TopicName.ACCOUNT_OUTCOMES,
        kind="churned",
        cause="voluntary",
        notice_at=format_time(notice_ms),
        effective_at=effective_at,
    )


def _renewal_after(life: Life, time_ms: int) -> int:
    day = life.company.renewal_day
    while life.start_ms + day * DAY_MS <= time_ms:
        day += YEAR_DAYS
    return day
