"""A call transcript by its speakers: whose words are the customer's."""

import re
from typing import Final

from stream_health.language.sentences import Sentence, split
from stream_health.language.word_set import word_set

_TURN: Final = re.compile(
    r"^[ \t]*(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?\)?\]?[ \t]*[-\u2013]?[ \t]*)?"
    r"(?P<speaker>[A-Z][\w .'\u2019&/-]{0,40}?(?:[ \t]*[(\[][^)\]\n]{1,50}[)\]])?)[ \t]*"
    r"(?:[(\[]?\d{1,2}:\d{2}(?::\d{2})?[)\]]?)?[ \t]*(?::|>)[ \t]+",
    re.MULTILINE,
)
_OURS: Final = re.compile(
    r"\b(?:csm|cs|customer success|success|support|agent|rep|sales|account (?:manager|executive)"
    r"|ae|am|vendor|host|interviewer|consultant|us|our side|onboarding|solutions?(?: engineer)?"
    r"|implementation|provider)\b",
    re.IGNORECASE,
)

_THEIRS: Final = re.compile(r"\b(?:customer|client|buyer|caller|prospect|user)\b", re.IGNORECASE)
_TURNS_MIN: Final = 2


def is_transcript(text: str) -> bool:
    r"""Tell whether a text reads like a transcript: two turns or more, two speakers or a known one.

    >>> is_transcript("CSM: How are you?\nCustomer: We are leaving.")
    True
    """
    speakers = [match["speaker"].strip() for match in _TURN.finditer(text)]
    if len(speakers) < _TURNS_MIN or any(name in _MAIL_FIELDS for name in speakers):
        return False
    known = any(_OURS.search(name) or _THEIRS.search(name) for name in speakers)
    return known or len(set(speakers)) < len(speakers)


_MAIL_FIELDS: Final = word_set("From To Subject Sent Date Cc")


def turns(text: str) -> list[tuple[Sentence, bool]]:
    """Give every spoken sentence, and whether it is the customer's.

    A speaker is ours when the label says so (CSM, support, account manager, ...); all others, and
    everybody when nobody can be told apart, are the customer's people.
    """
    marks = list(_TURN.finditer(text))
    before = text[: marks[0].start()] if marks else text
    spoken = [(sentence, True) for sentence in split(before)]
    for match, after in zip(marks, [*marks[1:], None], strict=False):
        speaker = match["speaker"]
        theirs = not _OURS.search(speaker) or bool(_THEIRS.search(speaker))
        begin, end = match.end(), after.start() if after else len(text)
        spoken += [
            (one._replace(start=one.start + begin, end=one.end + begin), theirs)
            for one in split(text[begin:end])
        ]
    return spoken
