"""Accounts followed from row to row: what is remembered of each until its churn is judged."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.learning.quality.warning import Loss, is_near, scored_days

FORGOTTEN_AFTER_MS: Final = 200 * DAY_MS
"""An account without a row for so long is followed no more: nothing of it is still to be judged."""

Slice = tuple[str, str]


class Row(NamedTuple):
    """What the judge keeps of a matured example. The first four fields are its order.

    ``band`` is a word of the policy, ``value_minor`` a year's, ``left_at_ms`` the notice (else
    effective) date of an account that churned within the horizon. ``bins`` holds the bin of every
    feature in a byte; empty where the features were of another catalogue. ``csm`` looked after the
    account then.
    """

    matured_at_ms: int
    account_id: str
    snapshot_at_ms: int
    example_id: str
    label: int
    risk: float
    flagged: bool
    band: str
    value_minor: int
    left_at_ms: int | None
    slices: tuple[Slice, ...]
    bins: bytes = b""
    csm: str | None = None

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "Row":
        """Rebuild from a state record."""
        found = cls._make(record)
        return found._replace(slices=tuple((one[0], one[1]) for one in found.slices))


class Followed(NamedTuple):
    """One account, from its first row to its last. Times in milliseconds.

    ``since_ms`` is when the flag went up that has stayed since, ``flagged_ms`` the last row that
    was flagged, ``alerted_ms`` the last alert that was judged.
    """

    first_ms: int
    at_ms: int
    band: str
    value_minor: int
    slices: tuple[Slice, ...]
    since_ms: int | None = None
    flagged_ms: int | None = None
    alerted_ms: int | None = None
    left_ms: int | None = None
    is_judged: bool = False

    @classmethod
    def begin(cls, row: Row) -> "Followed":
        """Follow an account from this row on."""
        started = cls(row.snapshot_at_ms, row.snapshot_at_ms, row.band, 0, ())
        return started.after(row)

    def after(self, row: Row) -> "Followed":
        """What is remembered once the next row has been seen."""
        at_ms = row.snapshot_at_ms
        since_ms = at_ms if self.since_ms is None else self.since_ms
        return self._replace(
            at_ms=at_ms,
            band=row.band,
            value_minor=row.value_minor,
            slices=row.slices,
            since_ms=since_ms if row.flagged else None,
            flagged_ms=at_ms if row.flagged else self.flagged_ms,
            left_ms=self.left_ms if row.left_at_ms is None else row.left_at_ms,
        )

    def goes_on_with(self, row: Row) -> bool:
        """Whether a row is of this life of the account: one that came back begins another."""
        came_back = self.left_ms is not None and row.snapshot_at_ms >= self.left_ms
        return not came_back and row.snapshot_at_ms - self.at_ms < FORGOTTEN_AFTER_MS

    def loss(self, alerted_ms: list[int]) -> Loss:
        """What its churn says; ``alerted_ms`` are alerts that are not judged yet.

        Raises
        ------
        ValueError
            When it has not left.
        """
        if self.left_ms is None:
            msg = "an account that stays is no loss"
            raise ValueError(msg)
        said_ms = [*alerted_ms, self.flagged_ms, self.alerted_ms]
        return Loss(
            None if self.since_ms is None else (self.left_ms - self.since_ms) // DAY_MS,
            scored_days(self.first_ms, self.left_ms),
            not any(at is not None and is_near(at, self.left_ms) for at in said_ms),
        )

    @classmethod
    def restore(cls, record: tuple[Any, ...]) -> "Followed":
        """Rebuild from a state record."""
        found = cls(*record)
        return found._replace(slices=tuple((one[0], one[1]) for one in found.slices))


class Accounts:
    """Lives of accounts by id, the newest last, with note of what changed."""

    def __init__(self) -> None:
        self._lives: dict[str, list[Followed]] = {}
        self._dirty: set[str] = set()

    def of(self, account_id: str) -> list[Followed]:
        """Lives of an account; change them through `put`."""
        return self._lives.get(account_id, [])

    def put(self, account_id: str, place: int, life: Followed) -> None:
        """Set a life of an account; a place that is not there yet adds one."""
        lives = self._lives.setdefault(account_id, [])
        lives[place : place + 1] = [life]
        self._dirty.add(account_id)

    def follow(self, row: Row) -> Followed | None:
        """Take the next row; what was remembered before it, None where a life begins."""
        lives = self.of(row.account_id)
        if lives and lives[-1].goes_on_with(row):
            before = lives[-1]
            self.put(row.account_id, len(lives) - 1, before.after(row))
            return before
        self.put(row.account_id, len(lives), Followed.begin(row))
        return None

    def leaving(self, until_ms: int) -> Iterator[tuple[str, int, Followed]]:
        """Accounts whose notice lies before an instant and was not judged: id, place, life."""
        for account_id in sorted(self._lives):
            for place, life in enumerate(self._lives[account_id]):
                if life.left_ms is not None and not life.is_judged and life.left_ms < until_ms:
                    yield account_id, place, life

    def forget(self, before_ms: int) -> None:
        """Drop lives whose last row is older."""
        for account_id, lives in list(self._lives.items()):
            kept = [life for life in lives if life.at_ms >= before_ms]
            if len(kept) == len(lives):
                continue
            self._dirty.add(account_id)
            if kept:
                self._lives[account_id] = kept
            else:
                del self._lives[account_id]

    def records(self, *, dirty_only: bool) -> Iterator[tuple[str, tuple[Any, ...] | None]]:
        """State as ``(account id, plain tuple)``, ``None`` for the forgotten; clears the dirt."""
        for account_id in sorted(self._dirty if dirty_only else self._dirty | self._lives.keys()):
            lives = self._lives.get(account_id)
            yield account_id, None if lives is None else tuple(map(tuple, lives))
        self._dirty.clear()

    def restore(self, account_id: str, record: tuple[Any, ...]) -> None:
        """Take over one record."""
        self._lives[account_id] = [Followed.restore(life) for life in record]
