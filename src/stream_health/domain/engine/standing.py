"""Whether the standing conditions of an account hold, and what is said when they begin to."""

from stream_health.domain.account.account import Account
from stream_health.domain.alerts.standing import RENEWAL_AT_RISK, SILENCE
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import Action, Cause
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.facts import profile_facts
from stream_health.domain.engine.publication import band_of
from stream_health.domain.engine.story import Story
from stream_health.domain.playbook.playbook import play, sentence
from stream_health.domain.playbook.plays import HEALTHY, WATCH
from stream_health.domain.playbook.themes import Theme
from stream_health.domain.scorecard.scale import risk_of


def standing_of(
    evaluator: Evaluator, account: Account, story: Story, *, at_ms: int, silent: bool
) -> tuple[bool, bool, bool]:
    """Tell of silence, renewal at risk and expansion whether each holds."""
    rules, profile = evaluator.policy.alerts, account.profile
    renewal_ms = profile.renewal_at_ms if profile else None
    near = renewal_ms is not None and 0 <= renewal_ms - at_ms < rules.renewal_window_ms
    likelihood = _expansion(evaluator, account, story)
    healthy = band_of(clip_milli(story.total_milli), evaluator.policy.bands) == HEALTHY
    return (
        silent,
        near and evaluator.flagged(account, story),
        healthy and likelihood is not None and likelihood >= rules.expansion_likelihood_min,
    )


def told_of(
    kind: str, evaluator: Evaluator, account: Account, story: Story, *, at_ms: int
) -> tuple[Cause, Action]:
    """What was seen, and the next step."""
    said, theme = _seen(kind, evaluator, account, story, at_ms=at_ms)
    band = band_of(clip_milli(story.total_milli), evaluator.policy.bands)
    action = play(
        theme,
        band=WATCH if band == HEALTHY else band,
        because=sentence(said.text),
        facts=profile_facts(account),
        as_of_ms=at_ms,
        policy=evaluator.policy,
    )
    return said, action


def _seen(
    kind: str, evaluator: Evaluator, account: Account, story: Story, *, at_ms: int
) -> tuple[Cause, Theme]:
    if kind == SILENCE:
        last_ms = account.usage.last_event_ms if account.usage else at_ms
        text = f"nobody has used the product for {(at_ms - last_ms) // DAY_MS} days"
        return Cause("aging", 0, text, "silence", "usage"), Theme.USERS_LEAVING
    if kind == RENEWAL_AT_RISK:
        renewal_ms = account.profile.renewal_at_ms if account.profile else None
        days = ((renewal_ms or at_ms) - at_ms) // DAY_MS
        risk = risk_of(story.total_milli, evaluator.policy.scale)
        text = f"the renewal is due in {days} day{'s' * (days != 1)}, at a churn risk of {risk:.0%}"
        return Cause("aging", 0, text, "renewal", "profile"), Theme.RENEWAL_NEAR
    text = f"the likelihood of expansion is {_expansion(evaluator, account, story) or 0:.0%}"
    return Cause("event", 0, text, "expansion", None), Theme.EXPANSION


def _expansion(evaluator: Evaluator, account: Account, story: Story) -> float | None:
    """Likelihood of expansion; ``None`` when the version has no model of it."""
    if not evaluator.scorecard.likelihoods:
        return None
    values = evaluator.values(account, story)
    return dict(evaluator.likelihoods(story, values)).get("expansion")
