"""What a usage event's name says about it, beyond that something was done."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import IntEnum
from functools import lru_cache
from typing import Final


class Action(IntEnum):
    """Kinds of use that are counted on their own. The numbers are part of the state."""

    LOGIN = 0
    EXPORT = 1
    INVITATION = 2
    INTEGRATION = 3
    ADMIN = 4
    DEACTIVATION = 5
    INTEGRATION_REMOVED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionNames:
    """Which names of usage events mean what: patterns of words, joined by ``_``.

    A pattern matches a name that holds its words in this order, whatever stands between them:
    ``integration_removed`` matches ``integration.slack.removed`` and ``IntegrationRemoved``. Of
    several the one with most words holds, then the one that begins first in the name.

    Attributes
    ----------
    login, export, invitation, integration
        Plain use of a kind; integration is what machines do through one.
    admin
        Roles, permissions, sign-on and ownership are changed.
    deactivation
        People are taken off the account.
    integration_removed
        An integration is taken out.

    Raises
    ------
    ValueError
        When a pattern holds no word.
    """

    login: tuple[str, ...] = ("login", "logins", "signin", "logged_in", "log_in", "sign_in",
                              "signed_in")  # fmt: skip
    export: tuple[str, ...] = ("export", "exported", "exports", "download", "downloaded")
    invitation: tuple[str, ...] = ("invite", "invited", "invitation")
    integration: tuple[str, ...] = ("integration", "api", "webhook", "sync")
    admin: tuple[str, ...] = (
        "permission", "permissions", "role_changed", "role_assigned", "role_granted",
        "role_revoked", "role_removed", "change_role", "admin_added", "admin_removed",
        "owner_changed", "ownership_transferred", "transfer_ownership", "sso_enabled",
        "sso_disabled", "sso_changed",
    )  # fmt: skip
    deactivation: tuple[str, ...] = (
        "user_deactivated", "user_disabled", "user_removed", "user_deleted", "member_removed",
        "seat_removed", "seat_released", "deactivate_user", "remove_user", "delete_user",
    )  # fmt: skip
    integration_removed: tuple[str, ...] = (
        "integration_removed", "integration_deleted", "integration_disconnected",
        "integration_disabled", "integration_uninstalled", "remove_integration",
        "disconnect_integration", "webhook_deleted", "webhook_removed", "webhook_disabled",
        "delete_webhook", "api_key_revoked", "api_key_deleted", "revoke_api_key",
        "app_uninstalled", "uninstall_app", "connector_removed",
    )  # fmt: skip

    def __post_init__(self) -> None:
        """Refuse a pattern that would match every name."""
        for pattern, _ in self._patterns():
            if not _words(pattern):
                msg = f"{pattern!r} names no word: use letters, words joined by _"
                raise ValueError(msg)

    def _patterns(self) -> Iterator[tuple[str, Action]]:
        for one in fields(self):
            for pattern in getattr(self, one.name):
                yield pattern, Action[one.name.upper()]

    def action_of(self, name: str) -> Action | None:
        """Kind of use a name speaks of; ``None`` for plain use.

        >>> names = ActionNames()
        >>> names.action_of("report.exported"), names.action_of("page_viewed")
        (<Action.EXPORT: 1>, None)
        """
        words = _words(name)
        best: tuple[int, int] | None = None
        found = None
        for pattern, action in self._patterns():
            wanted = _words(pattern)
            begin = _begin_of(wanted, words)
            if begin is not None and (best is None or (-len(wanted), begin) < best):
                best, found = (-len(wanted), begin), action
        return found


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def _begin_of(wanted: list[str], words: list[str]) -> int | None:
    """Place of the first wanted word when all of them follow in order, else ``None``."""
    begin, place = None, 0
    for word in wanted:
        try:
            place = words.index(word, place) + 1
        except ValueError:
            return None
        begin = place - 1 if begin is None else begin
    return begin


NAMES_REMEMBERED: Final = 4_096  # products have hundreds of names; what is new costs 30 us


@lru_cache(maxsize=8)
def reader_of(names: ActionNames) -> Callable[[str], Action | None]:
    """`ActionNames.action_of` that remembers, the same one for the same names.

    >>> reader_of(ActionNames()) is reader_of(ActionNames())
    True
    """
    return lru_cache(maxsize=NAMES_REMEMBERED)(names.action_of)


PLAIN: Final = reader_of(ActionNames())
"""Reads names as they are meant where nothing else is configured."""
