"""Automatic replies, told by their subject or by what they say of themselves."""

import re
from typing import Final

_SUBJECT: Final = re.compile(
    r"^\s*(?:\[?auto(?:matic|mated|reply|[ -]?repl(?:y|ied)|[ -]?response|[ -]?submitted|:)"
    r"|out of (?:the )?office|ooo\b|abwesenheit|automatische antwort|r\u00e9ponse automatique)",
    re.IGNORECASE,
)
_TEXT: Final = re.compile(
    r"auto(?:matic|mated|matically generated|-?generated|-)? ?-?(?:reply|response|answer"
    r"|responder|message|e-?mail|notification|notice)\b|autoreply|this is an auto"
    r"|\b(?:mailbox|inbox|(?:e-?mail|mail) ?(?:address|account|box)?|account|address)\s(?:is"
    r"|will be|has been|are)\s(?:no longer|not|closed|deactivated|disabled|being|unattended"
    r"|inactive)"
    r"|(?:no longer|not|isn't) (?:being |regularly )?(?:monitored|in use|read|checked)\b"
    r"|\byour (?:e-?mail|message|mail) (?:has been|was|is being|will be) (?:forwarded|redirected"
    r"|not|automatically)|^\s*thank(?:s| you) for (?:your (?:e-?mail|message|mail|note)"
    r"|contacting|reaching out|e-?mailing|writing)[.,! ]",
)
_MAILBOX: Final = re.compile(
    r"you(?:'ve| have) reached .{1,40}(?:inbox|mailbox|e-?mail|address)"
    r"|(?:the )?(?:person|employee|colleague|recipient|user) you (?:wrote|are|were|have|emailed)"
    r"|update your (?:records|address ?book|contacts?|list|files)|remove (?:this|the) address"
    r"|you are (?:getting|receiving) this (?:because|as|reply|message|e-?mail|since)"
    r"|(?:inbox|mailbox|address) will (?:soon |shortly )?(?:be )?(?:clos|deactiv|shut|delet|cease)"
    r"|(?:will not see|cannot see|not be able to (?:see|read)) your (?:message|e-?mail|mail)"
    r"|your (?:message|e-?mail|mail) (?:was|has been|is|will be) (?:not )?(?:passed|forwarded|read)"
    r"|(?:please )?do not reply to this",
)


def is_automatic(subject: str | None, text: str) -> bool:
    """Tell whether a machine answered.

    >>> is_automatic("Automatic reply: Invoice", "I am away."), is_automatic(None, "I am away.")
    (True, False)
    """
    if subject and _SUBJECT.match(subject):
        return True
    lower = text.lower()  # twice as fast as a search in any case
    return bool(_TEXT.search(lower) or _MAILBOX.search(lower))
