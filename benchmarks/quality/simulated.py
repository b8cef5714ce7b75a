"""A simulated book whose truth is known: how early, how noisy, and is the reason the true one.

Known truth shows lead time and explanation, never predictive quality: the same people wrote both.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.company import ACCOUNTS_PER_CSM
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import BAD_STORIES, Story, Truth
from stream_health.local.evaluate.command import EvaluateRequest, run_evaluate
from stream_health.local.replay.command import ReplayRequest, run_replay
from stream_health.wire.times import parse_day_or_time_ms, parse_time_ms

ACCOUNTS: Final = 160
DAYS: Final = 300
PLOT: Final = Plot(bad_of_high_value=0.5, bad_of_others=0.05)
"""More of the high-value accounts go wrong than in life, so that there is something to count."""

AHEAD_MS: Final = 30 * DAY_MS

DRIVERS: Final[Mapping[Story, tuple[str, ...]]] = {
    Story.CHAMPION_LEAVES: ("leaving", "sponsor", "usage_users", "usage_events", "usage_lost",
                            "key_user", "engagement_"),
    Story.ADOPTION_STALLS: ("usage_",),
    Story.PAYMENT_FAILS: ("billing_",),
    Story.SILENT_FADE: ("usage_", "silence"),
}  # fmt: skip
"""Features that show a story: a leading factor among them is the true driver."""


class Found(NamedTuple):
    """What the replay made of the book. Shares are 0 to 1, None without anything to count."""

    churned_total: int
    flagged_ahead_total: int
    flagged_ahead_share: float | None
    false_alerts_total: int
    false_per_csm_week: float
    flagged_total: int
    true_driver_total: int
    true_driver_share: float | None


def run(out: Path, *, accounts: int = ACCOUNTS, days: int = DAYS, seed: int = 1) -> Found:
    """Simulate, replay and judge; prints the figures and writes the report of `evaluate`."""
    out.mkdir(parents=True, exist_ok=True)
    start_ms = parse_day_or_time_ms("2025-01-06")
    book = SimulatedBook(seed, accounts=accounts, days=days, start_ms=start_ms, plot=PLOT)
    events = out / "book.jsonl"
    with events.open("wb") as file:
        file.writelines(orjson.dumps(one) + b"\n" for one in book.events())
    request = ReplayRequest(
        files=(events,), out=out / "replay", until=None, score_every="7d", score_anchor=None,
        learn=True, partitions=4, quiet=True,
    )  # fmt: skip
    policy = Policy()
    run_replay(request, policy)
    run_evaluate(
        EvaluateRequest(
            scores=out / "replay" / "scores.parquet", outcomes=events, labels=None, out=out,
            alerts=out / "replay" / "alerts.jsonl", quiet=True,
        ),
        policy,
    )  # fmt: skip
    found = judge(book.truth(), out / "replay", start_ms + days * DAY_MS, weeks=days / 7)
    show(found)
    return found


def judge(truths: Sequence[Truth], replay: Path, end_ms: int, *, weeks: float) -> Found:
    """Compare what was said with the truth."""
    high = {truth.account_id: truth for truth in truths if truth.tier in ("high", "strategic")}
    raised, leading = _raised(replay)
    churned = [
        truth for truth in high.values() if (left := _left_ms(truth)) is not None and left <= end_ms
    ]
    ahead = [
        truth
        for truth in churned
        if any(
            (truth.onset_ms or 0) <= at_ms <= (_left_ms(truth) or 0) - AHEAD_MS
            for at_ms in raised.get(truth.account_id, ())
        )
    ]
    false = sum(
        not _true_alarm(high.get(account_id), at_ms)
        for account_id, times in raised.items()
        for at_ms in times
    )
    flagged, right = _drivers(churned, leading)
    csms = -(-len(truths) // ACCOUNTS_PER_CSM)
    return Found(
        churned_total=len(churned),
        flagged_ahead_total=len(ahead),
        flagged_ahead_share=len(ahead) / len(churned) if churned else None,
        false_alerts_total=false,
        false_per_csm_week=false / (csms * weeks),
        flagged_total=flagged,
        true_driver_total=right,
        true_driver_share=right / flagged if flagged else None,
    )


def _raised(replay: Path) -> tuple[dict[str, list[int]], dict[str, list[tuple[int, str]]]]:
    """Times of fired alerts by account, and the feature that led each."""
    raised: dict[str, list[int]] = {}
    leading: dict[str, list[tuple[int, str]]] = {}
    for line in (replay / "alerts.jsonl").read_bytes().splitlines():
        value: dict[str, Any] = orjson.loads(line)
        if value["transition"] != "fired" or value["kind"] == "expansion_opportunity":
            continue
        accounts = [value["account_id"]] if value["account_id"] else value["members"] or []
        causes = [one for one in value["causes"] if one["feature"] and one["points"] < 0]
        worst = min(causes, key=lambda one: one["points"], default={"feature": ""})
        for account_id in accounts:
            at_ms = parse_time_ms(value["as_of"])
            raised.setdefault(account_id, []).append(at_ms)
            if worst["feature"]:  # a signal of its own has no fall to explain
                leading.setdefault(account_id, []).append((at_ms, worst["feature"]))
    return raised, leading


def _drivers(
    churned: Sequence[Truth], leading: Mapping[str, Sequence[tuple[int, str]]]
) -> tuple[int, int]:
    """Accounts with a story that were flagged within it, and those whose leading factor is true."""
    flagged = right = 0
    for truth in churned:
        within = [
            feature
            for at_ms, feature in leading.get(truth.account_id, ())
            if (truth.onset_ms or 0) <= at_ms < (_left_ms(truth) or 0)
        ]
        if truth.story in BAD_STORIES and within:
            flagged += 1
            right += any(word in within[0] for word in DRIVERS[truth.story])
    return flagged, right


def _true_alarm(truth: Truth | None, at_ms: int) -> bool:
    """Whether something bad had begun when it fired."""
    if truth is None or truth.onset_ms is None or truth.story is Story.EXPANSION:
        return False
    return at_ms >= truth.onset_ms


def _left_ms(truth: Truth) -> int | None:
    return truth.effective_ms if truth.notice_ms is None else truth.notice_ms


def show(found: Found) -> None:
    """Print the figures beside the marks."""
    share, driver = _percent(found.flagged_ahead_share), _percent(found.true_driver_share)
    print("simulated book, known truth (no data was given: DATA=DIR judges real input)")
    print(
        f"  churned high-value accounts alerted 30 days ahead: {share} "
        f"({found.flagged_ahead_total} of {found.churned_total}; mark: 60 %)"
    )
    print(
        f"  false alerts per CSM-week: {found.false_per_csm_week:.3f} "
        f"({found.false_alerts_total} in all; mark: at most 2)"
    )
    print(
        f"  leading factor is the true driver: {driver} "
        f"({found.true_driver_total} of {found.flagged_total} alerted; mark: 80 %)"
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"
