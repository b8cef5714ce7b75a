"""What a usage event's name says about it, beyond that something was done."""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final


class Action(IntEnum):
    """Kinds of use that are counted on their own."""

    LOGIN = 0
    EXPORT = 1
    INVITATION = 2
    INTEGRATION = 3


_WORDS: Final = {
    "login": Action.LOGIN,
    "logins": Action.LOGIN,
    "signin": Action.LOGIN,
    "export": Action.EXPORT,
    "exported": Action.EXPORT,
    "exports": Action.EXPORT,
    "download": Action.EXPORT,
    "downloaded": Action.EXPORT,
    "invite": Action.INVITATION,
    "invited": Action.INVITATION,
    "invitation": Action.INVITATION,
    "integration": Action.INTEGRATION,
    "api": Action.INTEGRATION,
    "webhook": Action.INTEGRATION,
    "sync": Action.INTEGRATION,
}
_PHRASES: Final = {
    "logged_in": "login",
    "log_in": "login",
    "sign_in": "login",
    "signed_in": "login",
}


@lru_cache(maxsize=4_096)
def action_of(name: str) -> Action | None:
    """Kind of use a name speaks of, by its words; ``None`` for plain use.

    >>> action_of("report.exported"), action_of("user-invited"), action_of("page_viewed")
    (<Action.EXPORT: 1>, <Action.INVITATION: 2>, None)
    """
    words = re.findall("[a-z]+", name.lower())
    joined = "_".join(words)
    for phrase, word in _PHRASES.items():
        if phrase in joined:
            return _WORDS[word]
    return next((_WORDS[word] for word in words if word in _WORDS), None)
