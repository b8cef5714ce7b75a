"""The account as the CRM knows it."""

from bisect import insort
from typing import Any, Final

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.events import Contact, ProfileUpdate

SEATS_KEPT_DAYS: Final = 120
SEATS_KEPT_MAX: Final = 128

Record = tuple[Any, ...]


class ProfileState:
    """The newest profile by event time, and the seats the profiles of 120 days spoke of.

    The fields of `ProfileUpdate` are read as attributes of their own name.
    """

    __slots__ = ("_newest", "_seats", "deleted")

    def __init__(self) -> None:
        self._newest = ProfileUpdate("", "", -1)
        self.deleted = False  # the CRM no longer knows the account; asked at every look
        self._seats: list[tuple[int, int]] = []

    def apply(self, event: ProfileUpdate, hour: int) -> None:
        """Fold one event; of two at the same time the greater event id holds."""
        if (event.event_time_ms, event.event_id) > (self.updated_at_ms, self._newest.event_id):
            self._newest = event
            self.deleted = event.deleted
        if event.seats is not None and not event.deleted:
            seats = (event.event_time_ms, event.seats)
            if seats not in self._seats:
                insort(self._seats, seats)
            self._forget((hour // 24 - SEATS_KEPT_DAYS) * DAY_MS)

    def _forget(self, before_ms: int) -> None:
        """Keep what 120 days need: those since, and the last before."""
        old = sum(1 for time_ms, _ in self._seats if time_ms < before_ms)
        del self._seats[: max(old - 1, len(self._seats) - SEATS_KEPT_MAX, 0)]

    def seats_at(self, time_ms: int) -> int | None:
        """Seats the profile known before an instant spoke of; ``None`` when none did."""
        found = None
        for said_ms, seats in self._seats:
            if said_ms >= time_ms:
                break
            found = seats
        return found

    @property
    def updated_at_ms(self) -> int:
        """When the newest profile was true."""
        return self._newest.event_time_ms

    @property
    def segment(self) -> tuple[tuple[str, str], ...]:
        """Segment fields and values."""
        return self._newest.segment

    @property
    def tier(self) -> str | None:
        """Value tier."""
        return self._newest.tier

    @property
    def arr_minor(self) -> int | None:
        """Yearly revenue in minor units."""
        return self._newest.arr_minor

    @property
    def currency(self) -> str | None:
        """Currency of the revenue."""
        return self._newest.currency

    @property
    def plan(self) -> str | None:
        """Product plan."""
        return self._newest.plan

    @property
    def seats(self) -> int | None:
        """Seats paid for."""
        return self._newest.seats

    @property
    def started_at_ms(self) -> int | None:
        """When the customer started."""
        return self._newest.started_at_ms

    @property
    def renewal_at_ms(self) -> int | None:
        """When the contract ends unless renewed."""
        return self._newest.renewal_at_ms

    @property
    def csm(self) -> str | None:
        """Customer-success manager."""
        return self._newest.csm

    @property
    def manager(self) -> str | None:
        """Manager of the CSM."""
        return self._newest.manager

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """People at the customer, with their roles."""
        return self._newest.contacts

    def role_of(self, contact_id: str) -> str | None:
        """Role of a contact, ``None`` when the CRM does not know it."""
        return next((one.role for one in self.contacts if one.contact_id == contact_id), None)

    def snapshot(self, hour: int) -> Record:
        """Plain values."""
        self._forget((hour // 24 - SEATS_KEPT_DAYS) * DAY_MS)
        newest = self._newest._replace(
            contacts=tuple(tuple(one) for one in self.contacts)  # type: ignore[misc]  # plain
        )
        return (tuple(newest), tuple(self._seats))

    @classmethod
    def restore(cls, record: Record) -> "ProfileState":
        """Rebuild from what `snapshot` gave."""
        state = cls()
        newest = ProfileUpdate(*record[0])
        state._newest = newest._replace(
            segment=tuple((name, value) for name, value in newest.segment),
            contacts=tuple(Contact(*one) for one in newest.contacts),
        )
        state.deleted = newest.deleted
        state._seats = [(time_ms, seats) for time_ms, seats in record[1]]
        return state
