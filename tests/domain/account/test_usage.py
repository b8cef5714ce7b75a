"""What a usage sub-state holds, and what it costs to write."""

import msgspec

from stream_health.domain.account.account import Account
from stream_health.domain.account.actions import Action, ActionNames
from stream_health.domain.account.usage import FEATURES_MAX
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.events import UsageEvent

DAY = 20_000


def use(day: int, number: int = 0, *, hour: int = 9, user: str = "ann") -> UsageEvent:
    """One use."""
    at_ms = (DAY + day) * DAY_MS + hour * HOUR_MS + number
    return UsageEvent("acme", f"e{day}-{hour}-{number}-{user}", at_ms, user, "page", "reports")


def written(account: Account) -> dict[str, int]:
    """Bytes of each record that changed."""
    records = account.records(dirty_only=True)
    return {tag: len(msgspec.msgpack.encode(record)) for tag, record in records}


def test_an_event_of_a_day_already_used_by_its_user_writes_the_open_record_only() -> None:
    account = Account("acme")
    account.apply(use(0))
    assert set(written(account)) == {"u", "d", "n0", "f0"}
    account.apply(use(0, 1))
    assert set(written(account)) == {"u"}


def test_closed_days_are_written_once_a_day_and_after_a_late_event() -> None:
    account = Account("acme")
    for day in range(3):
        account.apply(use(day))
    written(account)
    account.apply(use(2, 5))
    assert "c" not in written(account)
    account.apply(use(1, 5))
    assert set(written(account)) == {"u", "c"}
    account.apply(use(3))
    assert "c" in written(account)


def test_time_that_passes_writes_nothing() -> None:
    account = Account("acme")
    account.apply(use(0))
    written(account)
    account.advance(account.hour + 48)
    assert written(account) == {}


def test_a_year_of_use_by_fifty_people_stays_small() -> None:
    account = Account("acme")
    for day in range(365):
        for number in range(20):
            person = f"person-{(day * 20 + number) % 50}"
            account.apply(use(day, number, hour=number, user=person))
    sizes = {tag: len(msgspec.msgpack.encode(record)) for tag, record in account.records(
        dirty_only=False)}  # fmt: skip
    assert sizes["u"] <= 150
    assert sizes["c"] <= 2_500
    assert sum(sizes.values()) <= 4_500


def test_the_hour_never_goes_back() -> None:
    account = Account("acme")
    account.advance(480_000)
    account.advance(479_000)
    assert account.hour == 480_000


def test_an_event_ahead_of_the_open_hour_opens_its_own() -> None:
    account = Account("acme")
    account.advance(DAY * 24)
    account.apply(use(0, hour=5))
    assert account.hour == DAY * 24 + 5


def test_product_features_beyond_the_bound_are_not_told_apart() -> None:
    account = Account("acme")
    for number in range(FEATURES_MAX + 10):
        account.apply(use(0, number)._replace(feature=f"feature-{number}"))
    usage = account.usage
    assert usage is not None
    assert len(usage.feature_first_days) == len(usage.features) == FEATURES_MAX


def test_names_are_read_by_their_words() -> None:
    assert ActionNames().action_of("User.Logged_In") is Action.LOGIN
    assert ActionNames().action_of("csv-download") is Action.EXPORT
    assert ActionNames().action_of("rapid_page_view") is None
