"""Hooks for metrics: the runtime says what happened, the app room counts it."""

from collections.abc import Mapping


class RuntimeObserver:
    """Does nothing; override what you want to know.

    Hooks are called from the event loop and must return at once. ``partition`` is always the
    partition number within the runtime the observer was given to.
    """

    def on_partition_opened(self, partition: int, *, seconds: float, records: int) -> None:
        """State is loaded: how long opening took and how many changelog records were read."""

    def on_partition_revoked(self, partition: int) -> None:
        """Another worker owns the partition number now, or this one is stopping."""

    def on_recovery_progress(self, partition: int, *, done: int, total: int) -> None:
        """Offsets of the changelog read so far, of how many."""

    def on_batch(self, partition: int, *, records: int, seconds: float) -> None:
        """Report a whole batch that became durable, ``seconds`` from hand-over to commit."""

    def on_commit(self, partition: int, *, outputs: int, changes: int, seconds: float) -> None:
        """Report a committed transaction."""

    def on_commit_failed(self, partition: int, error: BaseException) -> None:
        """Report a transaction that did not commit, or whose outcome is unknown."""

    def on_fenced(self, partition: int) -> None:
        """Another worker has taken the partition number over while this one was away."""

    def on_reopen(self, partition: int, error: BaseException) -> None:
        """Report a retriable error after which the partition is opened again."""

    def on_positions(
        self, partition: int, *, positions: Mapping[str, int], lag_records: Mapping[str, int]
    ) -> None:
        """Report, per topic, the next offset to be committed and the records not yet processed."""

    def on_buffered(self, partition: int, records: int) -> None:
        """Report how many records wait in memory."""

    def on_state(self, partition: int, *, records: int, bytes_total: int) -> None:
        """Report the size of the state: keys, and bytes of keys and values."""

    def on_positions_lost(self, partition: int, *, topic: str, records: int) -> None:
        """Report records deleted from a source topic before they were processed."""
