"""Who the accounts are: tier, segment, CSM and value, and when somebody acted on them."""

from pathlib import Path
from typing import Any, NamedTuple

from stream_health.local.quality.cells import moment_ms, name, real
from stream_health.local.quality.notes import Notes
from stream_health.local.quality.tables import json_values, read_table


class Who(NamedTuple):
    """What is known of an account; None where nobody said. ``value`` is in minor units."""

    tier: str | None = None
    segment: str | None = None
    csm: str | None = None
    value: float | None = None


class Book(NamedTuple):
    """Accounts by id, and when an action was taken on each."""

    accounts: dict[str, Who]
    acted_ms: dict[str, list[int]]

    def who(self, account_id: str) -> Who:
        """What is known of an account, which may be nothing."""
        return self.accounts.get(account_id, _NOBODY)

    def treated(self, account_id: str, start_ms: int, end_ms: int) -> bool:
        """Whether somebody acted on the account in ``[start, end)``."""
        return any(start_ms <= at_ms < end_ms for at_ms in self.acted_ms.get(account_id, ()))


_NOBODY = Who()


def read_book(path: Path, notes: Notes) -> Book:
    """Profiles and feedback of a recorded history, or a table of accounts.

    A table has the columns account_id and any of tier, segment, csm, value (yearly, major units).
    The last profile of an account holds.

    Raises
    ------
    QualityError
        When the file cannot be read.
    """
    book = Book({}, {})
    if path.suffix not in {".jsonl", ".ndjson"}:
        table = read_table(path, notes)
        table.require(["account_id"], what="accounts")
        for row in table.rows:
            account_id = name(row.cells.get("account_id"))
            if account_id is not None:
                book.accounts[account_id] = _of_row(row.cells)
        return book
    for line, record in json_values(path, notes):
        value = record.get("value")
        if not isinstance(value, dict):
            continue
        account_id = str(value.get("account_id"))
        if record.get("topic") == "account-profiles":
            book.accounts[account_id] = _of_profile(value)
        elif record.get("topic") == "csm-feedback" and value.get("kind") == "action_taken":
            at_ms = moment_ms(value.get("occurred_at"), notes, f"{path.name} line {line}")
            if at_ms is not None:
                book.acted_ms.setdefault(account_id, []).append(at_ms)
    return book


def _of_row(cells: dict[str, Any]) -> Who:
    value = real(cells.get("value", cells.get("arr")))
    return Who(
        name(cells.get("tier")),
        name(cells.get("segment")),
        name(cells.get("csm")),
        None if value is None else 100.0 * value,
    )


def _of_profile(value: dict[str, Any]) -> Who:
    arr = value.get("arr")
    minor = real(arr.get("amount_minor")) if isinstance(arr, dict) else None
    return Who(name(value.get("tier")), None, name(value.get("csm")), minor)
