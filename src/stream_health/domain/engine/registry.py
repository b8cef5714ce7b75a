"""The accounts of one partition number: brought to life from the state, watched for changes."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from stream_health.domain.account.account import Account
from stream_health.domain.account.actions import ActionNames, reader_of
from stream_health.domain.behaviour.state import BehaviourState
from stream_health.domain.engine.story import Story

STORY_TAG = "y"
WATCH_TAG = "h"
BEHAVIOUR_TAG = "r"

StateRecord = tuple[str | None, str, "tuple[Any, ...] | None"]  # account (None: partition), tag


class StateReader(Protocol):
    """Read access to what was committed; ``None`` as account is the partition's own state."""

    def account_ids(self) -> Iterable[str]:
        """Ids of every account that has state."""
        ...

    def read(self, account_id: str | None, tag: str) -> tuple[Any, ...] | None:
        """One record as plain nested tuples, or None."""
        ...


class Entry:
    """A live account with its story and its behaviour."""

    __slots__ = ("account", "behaviour", "story")

    def __init__(
        self, account: Account, story: Story, behaviour: BehaviourState | None = None
    ) -> None:
        self.account = account
        self.story = story
        self.behaviour = behaviour or BehaviourState()


class Registry:
    """Live accounts by id, and which of them have changed since the last commit."""

    def __init__(
        self, state: StateReader, *, names: ActionNames | None = None, keeps_state: bool = True
    ) -> None:
        self._state = state
        self._action_of = reader_of(names or ActionNames())
        self._keeps_state = keeps_state
        self.live: dict[str, Entry] = {}
        self.dirty: dict[str, Entry] = {}
        self._extra: dict[tuple[str, str], tuple[Any, ...] | None] = {}

    def wake_all(self) -> Iterator[tuple[str, Entry]]:
        """Bring every account with state to life, in the order of their ids."""
        for account_id in sorted(self._state.account_ids()):
            self.live[account_id] = entry = self._wake(account_id)
            yield account_id, entry

    def add(self, account_id: str, first_seen_ms: int) -> Entry:
        """Begin an account that was never seen."""
        entry = Entry(Account(account_id, self._action_of), Story(first_seen_ms))
        self.live[account_id] = self.dirty[account_id] = entry
        return entry

    def read_extra(self, account_id: str, tag: str) -> tuple[Any, ...] | None:
        """A record outside the sub-states (a waiting snapshot), changed or committed."""
        if (account_id, tag) in self._extra:
            return self._extra[account_id, tag]
        return self._state.read(account_id, tag)

    def write_extra(self, account_id: str, tag: str, record: tuple[Any, ...] | None) -> None:
        """Change or drop a record outside the sub-states."""
        self._extra[account_id, tag] = record

    def changes(self) -> list[StateRecord]:
        """Every record changed since the last call; clears the marks."""
        records: list[StateRecord] = []
        for account_id, entry in self.dirty.items() if self._keeps_state else ():
            for tag, record in entry.account.records(dirty_only=True):
                records.append((account_id, tag, record))
            story = entry.story
            if story.dirty:
                records.append((account_id, STORY_TAG, (entry.account.hour, *story.snapshot())))
                story.dirty = False
            if story.watch_dirty:
                watch = story.watch
                records.append((account_id, WATCH_TAG, watch.snapshot() if watch else None))
                story.watch_dirty = False
            if entry.behaviour.dirty:
                records.append((account_id, BEHAVIOUR_TAG, entry.behaviour.snapshot()))
                entry.behaviour.dirty = False
        records += ((account_id, tag, record) for (account_id, tag), record in self._extra.items())
        self.dirty.clear()
        self._extra.clear()
        return records

    def _wake(self, account_id: str) -> Entry:
        def read(tag: str) -> tuple[Any, ...] | None:
            return self._state.read(account_id, tag)

        record = read(STORY_TAG)
        if record is None:
            msg = f"account {account_id!r} has state but no story record: the state is damaged"
            raise ValueError(msg)
        hour, *rest = record
        story = Story.restore(tuple(rest), read(WATCH_TAG))
        account = Account.restore(account_id, read, hour=hour, action_of=self._action_of)
        known = read(BEHAVIOUR_TAG)
        return Entry(account, story, None if known is None else BehaviourState.restore(known))
