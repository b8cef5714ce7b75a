"""Times at the border."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.wire.times import BadTimeError, format_time, parse_day_or_time_ms, parse_time_ms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOME_MS = st.integers(-62_135_596_800_000, 253_402_300_799_999)  # years 1 to 9999


@given(SOME_MS)
def test_a_formatted_time_parses_to_the_same_millisecond(time_ms: int) -> None:
    assert parse_time_ms(format_time(time_ms)) == time_ms


@given(SOME_MS, st.integers(-14 * 60, 14 * 60))
def test_the_offset_does_not_change_the_instant(time_ms: int, offset_minutes: int) -> None:
    zone = timezone(timedelta(minutes=offset_minutes))
    try:
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time_ms)).astimezone(
            zone
        )
    except OverflowError:
        return
    assert parse_time_ms(local.isoformat()) == time_ms


@pytest.mark.parametrize("text", ["2026-01-31", "2026-01-31T12:00:00", "yesterday", "", "1700000"])
def test_a_time_without_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_time_ms(text)


def test_a_plain_date_is_its_midnight_where_dates_are_taken() -> None:
    assert parse_day_or_time_ms("2026-01-31") == parse_time_ms("2026-01-31T00:00:00Z")


@pytest.mark.parametrize(
    "text", ["1899-12-31", "2200-01-01", "9999-12-31T23:59:59-14:00", "20260131"]
)
def test_a_date_far_outside_any_contract_is_refused(text: str) -> None:
    with pytest.raises(BadTimeError, match="is not"):
        parse_day_or_time_ms(text)
