"""The one next step, from the band and the leading cause: what, who, until when, why."""

from typing import Final, NamedTuple

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import Action, Cause
from stream_health.domain.playbook.business_time import end_of_business_day
from stream_health.domain.playbook.plays import BANDS, FRAMES, HEALTHY, TITLES
from stream_health.domain.playbook.themes import Theme, theme_of
from stream_health.domain.policy import Policy

LIKELY: Final = 0.5
RENEWAL_NEAR_MS: Final = 90 * DAY_MS
ONBOARDING_MS: Final = 90 * DAY_MS

CSM_QUEUE: Final = "csm-queue"
AUTOMATION: Final = "automation"

# Early in a contract, less use than hoped is an onboarding that is stuck.
_OF_NEW_ACCOUNTS: Final = frozenset({Theme.ADOPTION_STALLED, Theme.USERS_LEAVING})


class ProfileFacts(NamedTuple):
    """What the playbook needs of an account. Likelihoods are 0 to 1, ``None`` when not known."""

    csm: str | None = None
    manager: str | None = None
    started_at_ms: int | None = None
    renewal_at_ms: int | None = None
    expansion_likelihood: float | None = None
    advocacy_likelihood: float | None = None


def recommend(
    *, band: str, leading: Cause | None, facts: ProfileFacts, as_of_ms: int, policy: Policy
) -> Action:
    """Recommend the next step.

    Parameters
    ----------
    band : str
        ``healthy`` (digital touch), ``watch`` (a CSM within 3 business days) or ``critical``
        (immediate intervention, due today or on the next business day, manager notified).
    leading : Cause or None
        The cause that costs most, when one does.
    facts : ProfileFacts
        Owners and dates; without a CSM the owner is the queue ``csm-queue``.
    as_of_ms : int
        When the score was worked out; due dates count from here.
    policy : Policy
        Its business hours.

    Returns
    -------
    Action
        ``code`` is ``<digital, outreach or intervene>.<theme>``; a digital action is owned by
        ``automation`` and has no due date.

    Raises
    ------
    ValueError
        When the band is unknown.

    Examples
    --------
    >>> fall = Cause("event", -18_000, "payment failed", "payment_failed_30d_total", "billing")
    >>> facts = ProfileFacts(csm="kim", manager="lee")
    >>> action = recommend(
    ...     band="critical", leading=fall, facts=facts, as_of_ms=0, policy=Policy()
    ... )
    >>> action.code, action.owner, action.due_ms
    ('intervene.payment_failing', 'kim', 61200000)
    """
    frame = FRAMES.get(band)
    if frame is None:
        msg = f"band {band!r} is unknown: one of {', '.join(BANDS)}"
        raise ValueError(msg)
    theme = _theme(band, leading, facts, as_of_ms)
    due_ms = None
    if frame.due_days is not None:
        due_ms = end_of_business_day(as_of_ms, frame.due_days, policy.business_hours)
    return Action(
        code=f"{frame.verb}.{theme.value}",
        title=TITLES[theme][BANDS.index(band)],
        owner=AUTOMATION if frame.by == AUTOMATION else facts.csm or facts.manager or CSM_QUEUE,
        due_ms=due_ms,
        because=_because(frame.because, theme, leading),
    )


def play(
    theme: Theme, *, band: str, because: str, facts: ProfileFacts, as_of_ms: int, policy: Policy
) -> Action:
    """Step of a theme that is known, as urgent as a band.

    Examples
    --------
    >>> facts = ProfileFacts(csm="kim")
    >>> step = play(Theme.CHAMPION_LEFT, band="critical", because="She leaves.", facts=facts,
    ...             as_of_ms=0, policy=Policy())
    >>> step.code, step.owner
    ('intervene.champion_left', 'kim')
    """
    frame, titles = FRAMES[band], TITLES[theme]
    due_ms = None
    if frame.due_days is not None:
        due_ms = end_of_business_day(as_of_ms, frame.due_days, policy.business_hours)
    return Action(
        code=f"{frame.verb}.{theme.value}",
        title=titles[min(BANDS.index(band), len(titles) - 1)],
        owner=AUTOMATION if frame.by == AUTOMATION else facts.csm or facts.manager or CSM_QUEUE,
        due_ms=due_ms,
        because=because,
    )


def sentence(text: str) -> str:
    """Make a sentence of what a cause says.

    >>> sentence("nobody has used the product for 9 days")
    'Nobody has used the product for 9 days.'
    """
    return f"{text[:1].upper()}{text[1:]}."


def _theme(band: str, leading: Cause | None, facts: ProfileFacts, as_of_ms: int) -> Theme:
    """Trouble first; without any, a likely gain when healthy; then a renewal ahead."""
    if leading is not None and leading.points_milli < 0:
        theme = theme_of(leading)
        started_ms = facts.started_at_ms
        new = started_ms is not None and as_of_ms - started_ms < ONBOARDING_MS
        if new and theme in _OF_NEW_ACCOUNTS:
            return Theme.ONBOARDING_STUCK
        if theme is not Theme.GENERAL:
            return theme
    if band == HEALTHY and (facts.expansion_likelihood or 0.0) >= LIKELY:
        return Theme.EXPANSION
    if band == HEALTHY and (facts.advocacy_likelihood or 0.0) >= LIKELY:
        return Theme.ADVOCACY
    renewal_ms = facts.renewal_at_ms
    if renewal_ms is not None and 0 <= renewal_ms - as_of_ms < RENEWAL_NEAR_MS:
        return Theme.RENEWAL_NEAR
    return Theme.GENERAL


def _because(frame_because: str, theme: Theme, leading: Cause | None) -> str:
    if leading is not None and leading.points_milli < 0 and leading.text:
        return f"{frame_because}; what costs most: {leading.text}."
    if theme is Theme.GENERAL:
        return f"{frame_because}; no single cause stands out."
    return f"{frame_because}; {theme.value.replace('_', ' ')}."
