"""What can be added up over the accounts of a segment at the end of a day."""

from typing import Final, NamedTuple

LEFT_WITHIN_DAYS: Final = 28
USE_CAP_PERMILLE: Final = 3_000
"""Most that one account can say of its segment: three times its usual week."""


class SegmentSums(NamedTuple):
    """Counts and sums over accounts of one segment.

    ``compared`` of the ``accounts`` have a usual week to compare with, and ``use_permille`` is the
    sum of what the last 7 days were of it, in thousandths. ``left`` gave notice, or left without
    one, in the last 28 days; they are no longer among ``accounts``. ``expected_millionths`` is how
    many of them were expected to leave, in millionths: of a partition number on the day that ends,
    of a book in the days in which ``left`` is counted.

    >>> SegmentSums(accounts=2, left=1).plus(SegmentSums(accounts=3))
    SegmentSums(accounts=5, compared=0, use_permille=0, left=1, expected_millionths=0)
    """

    accounts: int = 0
    compared: int = 0
    use_permille: int = 0
    left: int = 0
    expected_millionths: int = 0

    def plus(self, other: "SegmentSums") -> "SegmentSums":
        """Sum of both."""
        return SegmentSums(*map(int.__add__, self, other))


class BookSums(NamedTuple):
    """What the accounts of the partition add to the book at the end of a day, by segment."""

    partition: int
    day_end_ms: int
    segments: tuple[tuple[str, SegmentSums], ...]
