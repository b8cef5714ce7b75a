"""A simulated book whose truth is known: how early, how noisy, and is the reason the true one.

Known truth shows lead time and explanation, never predictive quality: the same people wrote both.
"""

from pathlib import Path
from typing import Final

import orjson
from benchmarks.quality.known_truth import CSM_ACCOUNTS, Found, Share, judge

from stream_health.domain.clocking import DAY_MS
from stream_health.domain.policy import Policy
from stream_health.local.book.book import SimulatedBook
from stream_health.local.book.company import Market
from stream_health.local.book.plot import Plot
from stream_health.local.book.story import BAD_STORIES, Story
from stream_health.local.evaluate.command import EvaluateRequest, run_evaluate
from stream_health.local.replay.command import ReplayRequest, run_replay
from stream_health.wire.times import parse_day_or_time_ms

ACCOUNTS: Final = 90
DAYS: Final = 420
START: Final = "2024-10-07"
"""A Monday; the quiet weeks around the turn of the year come when the first stories begin."""

PLOT: Final = Plot(
    bad_of_high_value=0.6,
    expansion=0.05,
    quiet_spells=0.2,
    leaves_at_renewal=True,
    told=(Story.CHAMPION_VANISHES, *BAD_STORIES),
)
"""More accounts go wrong than in life, so that there is something to count. Stories begin on any
day, so that what is learned of the first helps with the last. Every second champion leaves without
a word. A fifth of the accounts has a quiet spell that means nothing."""

MARKET: Final = Market(tier_shares=(0.25, 0.75, 0.0, 0.0), people_max=10)
"""High-value accounts only: the others are not alerted."""


def run(out: Path, *, accounts: int = ACCOUNTS, days: int = DAYS, seed: int = 1) -> Found:
    """Simulate, replay and judge; prints the figures and writes the report of `evaluate`."""
    out.mkdir(parents=True, exist_ok=True)
    start_ms = parse_day_or_time_ms(START)
    book = SimulatedBook(
        seed, accounts=accounts, days=days, start_ms=start_ms, plot=PLOT, market=MARKET
    )
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
    found = judge(book.truth(), out / "replay", start_ms=start_ms, end_ms=start_ms + days * DAY_MS)
    show(found)
    return found


def show(found: Found) -> None:
    """Print the figures beside the marks."""
    false = found.deserved.many - found.deserved.some
    print("simulated book, known truth (no data was given: DATA=DIR judges real input)")
    print(f"  churned high-value accounts told of 30 days ahead: {_said(found.ahead)}; mark: 60 %")
    print(f"    of those whose signs began 30 days ahead: {_said(found.ahead_foreseeable)}")
    print(f"    whose flag stood 30 days ahead: {_said(found.flagged_ahead)}; mark: 60 %")
    print(
        f"  false alerts per week of a CSM with {CSM_ACCOUNTS} high-value accounts: "
        f"{found.false_per_csm_week:.2f}; mark: at most 2 "
        f"({false} of {found.deserved.many} alerts, in {found.calm_weeks:,.0f} calm account-weeks)"
    )
    print(f"    of calm accounts, flagged in a week: {_said(found.calm_flagged)}")
    print(f"  leading factor is the true driver: {_said(found.true_driver)}; mark: 80 %")
    print("  story               churned  told 30 d ahead  signs (days)  lead (days)  true driver")
    for one in found.by_story:
        lead = "-" if one.lead_days is None else f"{one.lead_days:.0f}"
        print(
            f"  {one.story:<19} {one.ahead.many:>7}  {one.ahead.some:>15}  {one.warned_days:>12.0f}"
            f"  {lead:>11}  {one.true_driver.some:>4} of {one.true_driver.many}"
        )


def _said(share: Share) -> str:
    if not share.many:
        return "-"
    low, high = share.interval
    return (
        f"{share.some / share.many:.0%} ({share.some} of {share.many}, 95 % {low:.0%}-{high:.0%})"
    )
