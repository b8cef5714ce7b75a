"""Makes the one alert that stands for many: its words, its worth, its next step."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from stream_health.domain.alerts.episode import CRITICAL, WARNING
from stream_health.domain.alerts.open_alert import OpenAlert
from stream_health.domain.effects import Action, AlertCandidate, Cause
from stream_health.domain.playbook.business_time import end_of_business_day
from stream_health.domain.policy import Policy

DATA_OUTAGE: Final = "data_outage"
BOOK: Final = "book"
FEED: Final = "feed"
OPERATIONS: Final = "operations"
"""Owner of what no CSM can mend."""

PARTITION: Final = 0  # grouped alerts belong to no account


def group_key(csm: str, alert_kind: str, cause: str) -> str:
    """Key of the alert that stands for several of one CSM.

    >>> group_key("kim", "score_drop", "usage")
    'group/score_drop/usage/kim'
    """
    return f"group/{alert_kind}/{cause}/{csm}"


def outage_key(scope: str, cause: str) -> str:
    """Key of the alert about the data, or about what the whole book suffers from.

    >>> outage_key(FEED, "usage"), outage_key(BOOK, "usage")
    ('data_outage/feed/usage', 'data_outage/book/usage')
    """
    return f"{DATA_OUTAGE}/{scope}/{cause}"


def is_grouped_key(key: str) -> bool:
    """Tell whether a key is that of a grouped alert.

    >>> is_grouped_key("group/score_drop/usage/kim"), is_grouped_key("score_drop/acme")
    (True, False)
    """
    return key.startswith(("group/", f"{DATA_OUTAGE}/"))


class Group(NamedTuple):
    """A grouped alert to open: its key, whom it concerns, and the alerts it stands for.

    ``csm`` is None for what concerns everybody: then operations own the next step.
    """

    key: str
    alert_kind: str
    cause: str
    csm: str | None
    text: str
    members: tuple[str, ...]


def grouped_candidate(
    group: Group, members: Sequence[OpenAlert], *, generation: int, as_of_ms: int, policy: Policy
) -> AlertCandidate:
    """Add up the members: worst severity and score, whole value, nearest renewal, least coverage.

    Value at risk is summed where all members agree on a currency.
    """
    candidates = [member.candidate for member in members]
    currencies = {one.currency for one in candidates if one.value_at_risk_minor is not None}
    summed = sum(one.value_at_risk_minor or 0 for one in candidates)
    renewals = [one.renewal_at_ms for one in candidates if one.renewal_at_ms is not None]
    severities = {one.severity for one in candidates}
    managers = {one.manager for one in candidates}
    first = candidates[0] if candidates else None
    return AlertCandidate(
        transition="fired",
        alert_kind=group.alert_kind,
        account_id="",
        partition=PARTITION,
        generation=generation,
        as_of_ms=as_of_ms,
        severity=CRITICAL if CRITICAL in severities else WARNING,
        score_milli=min((one.score_milli for one in candidates), default=0),
        reference_milli=None,
        reference_how=None,
        reference_at_ms=None,
        causes=(Cause("event", 0, group.text, None, group.cause),),
        action=_action(group, as_of_ms, policy),
        evidence=(),
        value_at_risk_minor=summed if len(currencies) == 1 else None,
        currency=next(iter(currencies)) if len(currencies) == 1 else None,
        renewal_at_ms=min(renewals, default=None),
        csm=group.csm,
        manager=next(iter(managers)) if len(managers) == 1 else None,
        coverage=min((one.coverage for one in candidates), default=0.0),
        confidence=min((one.confidence for one in candidates), default=0.0),
        model_version=first.model_version if first else "",
        config_version=policy.version,
        arm=first.arm if first else "",
    )


def _action(group: Group, as_of_ms: int, policy: Policy) -> Action:
    return Action(
        code=f"investigate.{group.cause}",
        title=f"Find out what happened to {group.cause.replace('_', ' ')} before anybody is called",
        owner=group.csm or OPERATIONS,
        due_ms=end_of_business_day(as_of_ms, 0, policy.business_hours),
        because=f"{group.text}.",
    )
