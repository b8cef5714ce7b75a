"""Says a score: factors that add up to it, causes that add up to its change, the next step."""

import hashlib
from collections.abc import Sequence
from operator import getitem

from stream_health.domain.account.account import Account
from stream_health.domain.effects import Action, Cause, Factor, ScoreChange
from stream_health.domain.engine import story as causes
from stream_health.domain.engine.coverage import confidence_of, coverage_of
from stream_health.domain.engine.evaluation import Evaluator, clip_milli
from stream_health.domain.engine.facts import profile_facts
from stream_health.domain.engine.story import CAUSE_KINDS, WHOLE, Booked, Story
from stream_health.domain.events import Source
from stream_health.domain.features.catalogue import CATALOGUE, NAMES
from stream_health.domain.playbook.playbook import recommend
from stream_health.domain.policy import Bands
from stream_health.domain.scorecard.scale import risk_of

TOP_FACTORS = 3
_PLACES = {name: place for place, name in enumerate(NAMES)}
_UNITS = tuple(feature.unit for feature in CATALOGUE)
_WHOLE_TEXT = {
    causes.CONFIG: "a new configuration changed the points",
    causes.MODEL: "a new model version changed the points",
    causes.PROFILE: "the account moved to another segment",
}


def band_of(score_milli: int, bands: Bands) -> str:
    """``healthy``, ``watch`` or ``critical``.

    >>> [band_of(milli, Bands()) for milli in (80_001, 80_000, 50_000, 49_999)]
    ['healthy', 'watch', 'watch', 'critical']
    """
    if score_milli > bands.healthy_points * 1_000:
        return "healthy"
    return "critical" if score_milli < bands.critical_points * 1_000 else "watch"


def top_feature(story: Story, points: Sequence[Sequence[int]]) -> int:
    """Index of the feature that weighs most on the score, or ``WHOLE`` when none does."""
    weights = list(map(abs, map(getitem, points, story.bins)))
    heaviest = max(weights)
    return weights.index(heaviest) if heaviest else WHOLE


def factors_of(
    values: Sequence[float | None], bins: Sequence[int], points: Sequence[Sequence[int]]
) -> tuple[Factor, ...]:
    """Every feature with points other than zero, heaviest first, a text on the first three."""
    given = enumerate(map(getitem, points, bins))
    rows = sorted([(-abs(milli), i, milli) for i, milli in given if milli])
    said: list[str | None] = [CATALOGUE[i].say(values[i]) for _, i, _ in rows[:TOP_FACTORS]]
    said += [None] * (len(rows) - len(said))
    return tuple(
        [
            Factor(NAMES[i], values[i], _UNITS[i], milli, text)
            for (_, i, milli), text in zip(rows, said, strict=True)
        ]
    )


def causes_of(
    booked: Booked, values: Sequence[float | None], *, clip_change_milli: int
) -> tuple[Cause, ...]:
    """What was booked, in the order of kinds, sources and weight; it sums to the change."""
    rows = sorted(
        ((kind, feature, milli) for (kind, feature), milli in booked.items() if milli),
        key=lambda row: (row[0], _source_rank(row[1]), -abs(row[2]), row[1]),
    )
    said = [
        Cause(CAUSE_KINDS[kind], milli, _WHOLE_TEXT[kind])
        if feature == WHOLE
        else said_of(CAUSE_KINDS[kind], feature, milli, values)
        for kind, feature, milli in rows
    ]
    if clip_change_milli:
        said.append(Cause("clip", clip_change_milli, "the score is held within 0 and 100"))
    return tuple(said)


def _source_rank(feature: int) -> int:
    return -1 if feature == WHOLE else int(CATALOGUE[feature].source)


def said_of(kind: str, feature: int, milli: int, values: Sequence[float | None]) -> Cause:
    """One feature's part of a change, in words."""
    declared = CATALOGUE[feature]
    return Cause(
        kind=kind,
        points_milli=milli,
        text=declared.say(values[feature]),
        feature=declared.name,
        source=Source(declared.source).label,
    )


def worth_publishing(evaluator: Evaluator, account: Account, story: Story) -> bool:
    """Tell whether score (a point), band, flag or top factor moved since it was published."""
    published = story.published
    if published.sequence == 0:
        return True
    score = clip_milli(story.total_milli)
    return (
        abs(score - published.score_milli) >= evaluator.policy.publish_points_milli
        or band_of(score, evaluator.policy.bands) != published.band
        or evaluator.flagged(account, story) != published.flagged
        or top_feature(story, evaluator.card(story).points) != published.top_feature
    )


def publish(evaluator: Evaluator, account: Account, story: Story, as_of_ms: int) -> ScoreChange:
    """Say the score as it is now, and start booking anew."""
    policy, card, published = evaluator.policy, evaluator.card(story), story.published
    values = evaluator.values(account, story)
    score = clip_milli(story.total_milli)
    first = published.sequence == 0
    clip_change = (score - story.total_milli) - (published.score_milli - published.total_milli)
    said = () if first else causes_of(story.booked, values, clip_change_milli=clip_change)
    factors = factors_of(values, story.bins, card.points)
    band = band_of(score, policy.bands)
    risk = risk_of(story.total_milli, policy.scale)
    coverage = coverage_of(evaluator, account, story)
    likelihoods = dict(evaluator.likelihoods(story, values))
    flagged = evaluator.flagged(account, story)
    change = ScoreChange(
        event_id=_event_id(account.account_id, published.sequence + 1),
        kind=_kind_of(said, flag_alone=not said and not first and flagged != published.flagged),
        account_id=account.account_id,
        as_of_ms=as_of_ms,
        score_milli=score,
        previous_score_milli=None if first else published.score_milli,
        churn_risk=risk,
        expansion_likelihood=likelihoods.get("expansion"),
        advocacy_likelihood=likelihoods.get("advocacy"),
        band=band,
        base_points_milli=card.base_milli,
        factors=factors,
        other_points_milli=story.total_milli
        - card.base_milli
        - sum(factor.points_milli for factor in factors),
        clip_points_milli=score - story.total_milli,
        causes=said,
        coverage=coverage,
        confidence=confidence_of(coverage, as_of_ms - story.first_seen_ms),
        flagged=flagged,
        action=action_of(evaluator, account, band=band, said=said, as_of_ms=as_of_ms),
        cadence="real_time" if story.high_value else "daily",
        model_version=story.model_version,
        config_version=story.config_version,
        book_version=story.book_version,
        arm=evaluator.arm,
    )
    _remember(story, change)
    return change


def action_of(
    evaluator: Evaluator, account: Account, *, band: str, said: Sequence[Cause], as_of_ms: int
) -> Action | None:
    """The one next step, from the band and the cause that costs most."""
    worst = min(said, key=lambda cause: cause.points_milli, default=None)
    leading = worst if worst is not None and worst.points_milli < 0 else None
    return recommend(
        band=band,
        leading=leading,
        facts=profile_facts(account),
        as_of_ms=as_of_ms,
        policy=evaluator.policy,
    )


def _remember(story: Story, change: ScoreChange) -> None:
    published = story.published
    published.sequence += 1
    published.as_of_ms = change.as_of_ms
    published.total_milli = story.total_milli
    published.score_milli = change.score_milli
    published.band = change.band
    published.flagged = change.flagged
    published.top_feature = _PLACES[change.factors[0].feature] if change.factors else WHOLE
    story.booked = {}
    story.dirty = True


def _kind_of(said: Sequence[Cause], *, flag_alone: bool) -> str:
    """Say what a publication is; a flag that turned while no point moved is a new threshold."""
    if flag_alone:
        return "rebased"
    kinds = {cause.kind for cause in said} - {"clip"}
    if "late" in kinds:
        return "corrected"
    return "rebased" if kinds and kinds <= {"config", "model"} else "changed"


def _event_id(account_id: str, sequence: int) -> str:
    return hashlib.sha256(f"score/{account_id}/{sequence}".encode()).hexdigest()[:32]
