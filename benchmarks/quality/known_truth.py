"""What was said of a simulated book, held against what truly happened to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path
from statistics import NormalDist, median
from typing import Any, Final, NamedTuple

import orjson
import polars as pl

from stream_health.domain.alerts.standing import EXPANSION_OPPORTUNITY
from stream_health.domain.clocking import DAY_MS, WEEK_MS
from stream_health.local.book.story import Story, Truth
from stream_health.wire.times import parse_time_ms

AHEAD_MS: Final = 30 * DAY_MS
CSM_ACCOUNTS: Final = 80
"""High-value accounts a CSM looks after: more than in life, so that a mark is not met by few."""

HIGH_TIERS: Final = ("high", "strategic")
TOLD: Final = ("fired", "uninhibited")
GOOD_STORIES: Final = (Story.EXPANSION, Story.QUIET_SPELL)


class Alert(NamedTuple):
    """An alert that was told: whom it names, and the feature that leads its causes ("" without)."""

    at_ms: int
    kind: str
    accounts: tuple[str, ...]
    leading: str


class Share(NamedTuple):
    """Some of many, 0 to 1."""

    some: int
    many: int

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval (E. B. Wilson 1927); all is possible where there is nothing to count."""
        if not self.many:
            return 0.0, 1.0
        square = NormalDist().inv_cdf(0.975) ** 2
        share, weight = self.some / self.many, 1.0 + square / self.many
        middle = (share + square / (2 * self.many)) / weight
        spread = sqrt(share * (1 - share) * square / self.many + (square / (2 * self.many)) ** 2)
        return max(0.0, middle - spread / weight), min(1.0, middle + spread / weight)


class StoryFound(NamedTuple):
    """One story: who churned by it, and who was told of in time.

    ``warned_days`` is the median from onset to churn, ``lead_days`` from the first alert to churn
    (None without one), ``true_driver`` of those told of at any time before the churn.
    """

    story: Story
    ahead: Share
    true_driver: Share
    warned_days: float
    lead_days: float | None


class Found(NamedTuple):
    """What the replay made of the book's high-value accounts.

    ``ahead`` counts all that churned, ``ahead_foreseeable`` those whose signs began 30 days before
    it or earlier. ``flagged_ahead`` stood flagged 30 days before, to the day.
    ``calm_weeks`` are account-weeks in which nothing bad was under way: what alerts in them is
    false. ``calm_flagged`` are weekly scores of them.
    """

    ahead: Share
    ahead_foreseeable: Share
    flagged_ahead: Share
    true_driver: Share
    deserved: Share
    calm_weeks: float
    calm_flagged: Share
    by_story: tuple[StoryFound, ...]

    @property
    def false_per_csm_week(self) -> float:
        """False alerts a week of a CSM with `CSM_ACCOUNTS` high-value accounts."""
        false = self.deserved.many - self.deserved.some
        return CSM_ACCOUNTS * false / self.calm_weeks if self.calm_weeks else 0.0


def judge(truths: Sequence[Truth], replay: Path, *, start_ms: int, end_ms: int) -> Found:
    """Compare the alerts and scores of a replay with the truth, over high-value accounts."""
    high = {truth.account_id: truth for truth in truths if truth.tier in HIGH_TIERS}
    alerts = list(read_alerts(replay / "alerts.jsonl"))
    of_account: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        for account_id in alert.accounts:
            of_account[account_id].append(alert)
    churned = [one for one in high.values() if start_ms <= (left_ms(one) or end_ms) < end_ms]
    early = [one for one in churned if told_ahead(one, of_account[one.account_id])]
    foreseeable = {one.account_id for one in churned if _warned_ms(one) >= AHEAD_MS}
    deserved = sum(
        any(is_deserved(high.get(account_id), alert.at_ms) for account_id in alert.accounts)
        for alert in alerts
    )
    by_story = tuple(_by_story(churned, of_account))
    return Found(
        ahead=Share(len(early), len(churned)),
        ahead_foreseeable=Share(
            sum(one.account_id in foreseeable for one in early), len(foreseeable)
        ),
        flagged_ahead=_flagged_ahead(replay / "score-changes.jsonl", churned),
        true_driver=Share(
            sum(one.true_driver.some for one in by_story),
            sum(one.true_driver.many for one in by_story),
        ),
        deserved=Share(deserved, len(alerts)),
        calm_weeks=sum(_calm_ms(one, start_ms, end_ms) for one in high.values()) / WEEK_MS,
        calm_flagged=_calm_flagged(replay / "scores.parquet", high),
        by_story=by_story,
    )


def read_alerts(path: Path) -> Iterator[Alert]:
    """Alerts that were told of accounts at risk, each once; a grouped one names its members."""
    told: set[tuple[str, int]] = set()
    for line in path.read_bytes().splitlines():
        value: dict[str, Any] = orjson.loads(line)
        alert = value["dedup_key"], value["generation"]
        if value["transition"] not in TOLD or value["kind"] == EXPANSION_OPPORTUNITY:
            continue
        if alert in told:  # known already, and no longer explained by another
            continue
        told.add(alert)
        accounts = [value["account_id"]] if value["account_id"] else value["members"] or []
        causes = [one for one in value["causes"] if one["feature"] and one["points"] <= 0]
        worst = min(causes, key=lambda one: one["points"], default={"feature": ""})
        yield Alert(parse_time_ms(value["as_of"]), value["kind"], tuple(accounts), worst["feature"])


def left_ms(truth: Truth) -> int | None:
    """When an account churned: its notice, else the end."""
    return truth.effective_ms if truth.notice_ms is None else truth.notice_ms


def told_ahead(truth: Truth, alerts: Iterable[Alert]) -> bool:
    """Whether an alert named the account within its story, 30 days before it churned or earlier."""
    latest_ms = (left_ms(truth) or 0) - AHEAD_MS
    return any((truth.onset_ms or 0) <= alert.at_ms <= latest_ms for alert in alerts)


def is_deserved(truth: Truth | None, at_ms: int) -> bool:
    """Whether something bad was under way in the account."""
    if truth is None or truth.onset_ms is None or truth.story in GOOD_STORIES:
        return False
    return at_ms >= truth.onset_ms


def _warned_ms(truth: Truth) -> int:
    return (left_ms(truth) or 0) - (truth.onset_ms or 0)


def _calm_ms(truth: Truth, start_ms: int, end_ms: int) -> int:
    bad = truth.onset_ms is not None and truth.story not in GOOD_STORIES
    return max(0, min(end_ms, truth.onset_ms or 0) - start_ms) if bad else end_ms - start_ms


def _by_story(
    churned: Sequence[Truth], of_account: Mapping[str, Sequence[Alert]]
) -> Iterator[StoryFound]:
    for story in Story:
        its = [truth for truth in churned if truth.story is story]
        if not its:
            continue
        first = [(truth, _first_alert(truth, of_account[truth.account_id])) for truth in its]
        told = [(truth, alert) for truth, alert in first if alert is not None]
        leads = [((left_ms(truth) or 0) - alert.at_ms) / DAY_MS for truth, alert in told]
        yield StoryFound(
            story=story,
            ahead=Share(sum(told_ahead(one, of_account[one.account_id]) for one in its), len(its)),
            true_driver=Share(sum(is_true_driver(*one) for one in told), len(told)),
            warned_days=median(_warned_ms(one) / DAY_MS for one in its),
            lead_days=median(leads) if leads else None,
        )


def _first_alert(truth: Truth, alerts: Sequence[Alert]) -> Alert | None:
    """The alert by which it was first heard of, in an account whose story shows at all."""
    if not truth.shows_in:
        return None
    within = (a for a in alerts if (truth.onset_ms or 0) <= a.at_ms < (left_ms(truth) or 0))
    return min(within, key=lambda alert: alert.at_ms, default=None)


def is_true_driver(truth: Truth, alert: Alert) -> bool:
    """Whether what leads the alert is something in which the true driver shows."""
    return alert.leading.startswith(truth.shows_in)


def _flagged_ahead(changes: Path, churned: Sequence[Truth]) -> Share:
    """Churned accounts whose flag stood 30 days before, when their story had begun.

    A score is published at every change of its flag.
    """
    ahead_ms = {one.account_id: (left_ms(one) or 0) - AHEAD_MS for one in churned}
    standing = dict.fromkeys(ahead_ms, False)
    for line in changes.read_bytes().splitlines():
        value: dict[str, Any] = orjson.loads(line)
        account_id = value["account_id"]
        if parse_time_ms(value["as_of"]) <= ahead_ms.get(account_id, -1):
            standing[account_id] = value["flagged"]
    begun = [one for one in churned if (one.onset_ms or 0) <= ahead_ms[one.account_id]]
    return Share(sum(standing[one.account_id] for one in begun), len(churned))


def _calm_flagged(scores: Path, high: Mapping[str, Truth]) -> Share:
    """Weekly scores of high-value accounts in which nothing was wrong; how many were flagged."""
    rows = pl.read_parquet(scores, columns=["account_id", "as_of", "flagged"])
    calm = [
        flagged
        for account_id, at_ms, flagged in rows.with_columns(pl.col("as_of").dt.epoch("ms")).rows()
        if account_id in high and not is_deserved(high[account_id], at_ms)
    ]
    return Share(sum(calm), len(calm))
