"""The engine's view of what is committed: state records of one partition number, unpacked."""

from collections.abc import Iterator, Mapping
from typing import Any

from stream_health.domain.engine.registry import STORY_TAG
from stream_health.wire.snapshot import state_key, unpack

_STORY_SUFFIX = f"\0{STORY_TAG}".encode()


class StoredState:
    """Reads the runtime's key and value bytes as the domain's records."""

    def __init__(self, state: Mapping[bytes, bytes]) -> None:
        self._state = state
        self._account_id = ""  # of the account read last: its tags are asked for one by one
        self._prefix = b""

    def account_ids(self) -> Iterator[str]:
        """Accounts that have a story."""
        for key in list(self._state):
            if key.endswith(_STORY_SUFFIX):
                yield key[: -len(_STORY_SUFFIX)].decode()

    def read(self, account_id: str | None, tag: str) -> tuple[Any, ...] | None:
        """One committed record."""
        if account_id is None:
            key = state_key(None, tag)
        elif account_id == self._account_id:
            key = self._prefix + tag.encode()
        else:
            key = state_key(account_id, tag)
            self._account_id, self._prefix = account_id, key[: len(key) - len(tag.encode())]
        data = self._state.get(key)
        return None if data is None else unpack(data)
