"""What the demo prints of a score and of an alert, as lines of text."""

from collections.abc import Iterator, Sequence
from typing import Final

from stream_health.domain.effects import Advice, AlertTransition, Cause, Factor, Quote, ScoreChange
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.playbook.briefing import briefing_of
from stream_health.local.book.story import Truth
from stream_health.local.demo.tally import adds_up
from stream_health.wire.times import format_time

_CAUSES_SHOWN = 6
_FACTORS_SHOWN = 5
_MOVE_CAUSES = 2
_FEATURES: Final = {feature.name: feature for feature in CATALOGUE}


def points(milli: int, *, signed: bool = False) -> str:
    """Points with all their decimals, so that a reader can add them up.

    >>> points(66_905), points(-2_000, signed=True), points(500, signed=True)
    ('66.905', '-2.000', '+0.500')
    """
    return f"{milli / 1_000:{'+' if signed else ''}.3f}"


def minute(time_ms: int) -> str:
    """Time of day and date, in UTC.

    >>> minute(0)
    '1970-01-01 00:00'
    """
    return format_time(time_ms)[:16].replace("T", " ")


def move_line(change: ScoreChange) -> str:
    """One line about a score that moved: from where to where, and why."""
    previous = change.previous_score_milli or 0
    heaviest = sorted(change.causes, key=lambda cause: -abs(cause.points_milli))[:_MOVE_CAUSES]
    why = "; ".join(f"{points(one.points_milli, signed=True)} {one.text}" for one in heaviest)
    return (
        f"{minute(change.as_of_ms)}  {change.account_id}  {previous / 1_000:5.1f} -> "
        f"{change.score_milli / 1_000:5.1f}  {change.band:<8}  {why}"
    )


def alert_headline(alert: AlertTransition) -> str:
    """Which alert, of whom, and how far the score fell."""
    said = alert.candidate
    fell = ""
    if said.reference_milli is not None:
        gap = points(said.reference_milli - said.score_milli)
        how = (said.reference_how or "").replace("_", " ")
        fell = f", {gap} below its {how} of {points(said.reference_milli)}"
    return (
        f"{said.severity.upper()} {said.alert_kind.replace('_', ' ')}  {said.account_id}  "
        f"{minute(alert.as_of_ms)}  score {points(said.score_milli)}{fell}"
    )


def alert_lines(
    alert: AlertTransition,
    truth: Truth | None,
    score: ScoreChange | None,
    *,
    whole: bool = False,
) -> Iterator[str]:
    """Everything about a fired alert; ``whole`` leaves no part out.

    ``score`` is the account's last published score: its factors are what the score is made of.
    """
    said = alert.candidate
    yield alert_headline(alert)
    for quote in said.quotes:
        yield quote_line(quote)
    if said.since_ms is not None:
        yield f"  since  {minute(said.since_ms)}, the last time it was as usual"
    if said.reference_milli is None:
        yield from _labelled("why", [cause.text for cause in said.causes])
        yield "         it is told whatever the score says"
    else:
        yield from _cause_lines(said.causes, whole=whole, exact=adds_up(alert))
    if score is not None:
        yield from score_lines(score, whole=whole)
    if said.action is not None:
        due = "" if said.action.due_ms is None else f", due {minute(said.action.due_ms)}"
        yield f"  do     {said.action.title} - {said.action.owner}{due}"
        yield f"         {said.action.because}"
    told = briefing_of(said)
    yield f"  worth  {told.why}"
    yield from _past_lines(alert.advice)
    if whole and told.draft is not None:
        yield from _labelled("draft", told.draft.splitlines())
    if truth is not None:
        yield f"  truth  {truth.story.replace('_', ' ')}: {truth.driver}"


def quote_line(quote: Quote) -> str:
    """What was said, by whom, and how sure it is that it means what it seems to."""
    who = f"the {quote.role.replace('_', ' ')}" if quote.role else "a contact"
    sure = f"{quote.kind.replace('_', ' ')}, sure to {quote.confidence:.0%}"
    return f'  said   "{quote.sentence}" - {who} on {minute(quote.said_at_ms)} ({sure})'


def score_lines(change: ScoreChange, *, whole: bool = False) -> Iterator[str]:
    """What a score is made of: base, factors, the rest, and that they add up."""
    shown: Sequence[Factor] = change.factors if whole else change.factors[:_FACTORS_SHOWN]
    yield f"  score  {points(change.score_milli):>8} as of {minute(change.as_of_ms)}, made of"
    yield f"         {points(change.base_points_milli, signed=True):>8} base"
    for factor in shown:
        yield f"         {points(factor.points_milli, signed=True):>8} {factor_text(factor)}"
    rest = sum(factor.points_milli for factor in change.factors[len(shown) :])
    if rest or len(shown) < len(change.factors):
        yield f"         {points(rest, signed=True):>8} {len(change.factors) - len(shown)} more"
    for name, milli in (
        ("features without points", change.other_points_milli),
        ("clipped to 0..100", change.clip_points_milli),
    ):
        if milli:
            yield f"         {points(milli, signed=True):>8} {name}"
    yield f"         {_verdict(exact=adds_up(change))}"


def factor_text(factor: Factor) -> str:
    """Say a factor as its feature says it; one this version does not know by name and value.

    >>> factor_text(Factor("usage_users_28d_total", 31.0, "users", 500))
    '31 people used it in the last 28 days'
    >>> factor_text(Factor("phase_of_the_moon", 0.25, "share", -500))
    'phase_of_the_moon = 0.25 share'
    """
    feature = _FEATURES.get(factor.feature)
    if feature is not None:
        return feature.say(factor.value)
    value = "unknown" if factor.value is None else f"{factor.value:g} {factor.unit}"
    return f"{factor.feature} = {value}"


def _cause_lines(causes: Sequence[Cause], *, whole: bool, exact: bool) -> Iterator[str]:
    heaviest = sorted(causes, key=lambda cause: -abs(cause.points_milli))
    shown = heaviest if whole else heaviest[:_CAUSES_SHOWN]
    label = "why"
    for cause in shown:
        kind = f"{cause.kind}, {cause.source}" if cause.source else cause.kind
        yield f"  {label:<6} {points(cause.points_milli, signed=True):>8} {cause.text} ({kind})"
        label = ""
    rest = heaviest[len(shown) :]
    if rest:
        milli = sum(cause.points_milli for cause in rest)
        yield f"         {points(milli, signed=True):>8} {len(rest)} more"
    delta = sum(cause.points_milli for cause in causes)
    yield f"         {points(delta, signed=True):>8} in all: {_verdict(exact=exact)}"


def _past_lines(advice: Sequence[Advice]) -> Iterator[str]:
    """What was done about similar alerts, and how often it went well."""
    yield from _labelled(
        "past",
        [
            f"{one.action.replace('_', ' ')}: tried {one.tried_total} times, "
            f"helped in {one.helped_share:.0%}"
            for one in advice
        ],
    )


def _labelled(label: str, lines: Sequence[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield f"  {'' if place else label:<6} {line}".rstrip()


def _verdict(*, exact: bool) -> str:
    return "the parts add up" if exact else "THE PARTS DO NOT ADD UP"
