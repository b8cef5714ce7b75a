"""A book of accounts under the real condition and the real dispatcher."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.noise.series import Fall, Noise, quiet, scores

from stream_health.domain.alerts.candidate import AccountFacts, candidate
from stream_health.domain.alerts.condition import SCORE_DROP, Evaluation, ScoreDropCondition
from stream_health.domain.alerts.dispatcher import Dispatcher
from stream_health.domain.alerts.history import ScoreHistory
from stream_health.domain.clocking import HOUR_MS, MINUTE_MS
from stream_health.domain.effects import (
    AlertCandidate,
    AlertTransition,
    BookSizes,
    CandidateClock,
    Cause,
    DispatchInput,
)
from stream_health.domain.policy import Policy

DEFAULT_NOISE = Noise()
PARTITIONS = 4
ACCOUNTS_PER_CSM = 100
START_HOUR = 24 * 10_001  # a Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A book: who falls how, for how long. Account ``n`` falls as ``falls[n % len(falls)]``.

    ``sharp`` says that events carried the falls of the last day, so that no hold is kept.
    """

    accounts: int
    hours: int
    falls: Sequence[Fall] = (quiet,)
    noise: Noise = DEFAULT_NOISE
    sharp: bool = False
    seed: int = 0


class Told(list[AlertTransition]):
    """What the dispatcher said of alerts, in order."""

    def fired(self) -> list[AlertTransition]:
        """Alerts that reached a person, grouped ones as one."""
        return [one for one in self if one.transition in {"fired", "uninhibited"}]

    def first_hours(self, *, since: dict[str, int]) -> dict[str, float]:
        """Hours from an account's instant to the first alert after it that names the account."""
        found: dict[str, float] = {}
        for one in self.fired():
            hour = one.as_of_ms / HOUR_MS - START_HOUR
            for account in one.members or (one.candidate.account_id,):
                if account in since and hour >= since[account] and account not in found:
                    found[account] = hour - since[account]
        # Who joined an open group was named by its update.
        for one in self:
            hour = one.as_of_ms / HOUR_MS - START_HOUR
            account = one.candidate.account_id
            if one.transition == "inhibited" and account in since and hour >= since[account]:
                found[account] = min(found.get(account, hour), hour - since[account])
        return found


def run(plan: Plan, policy: Policy | None = None) -> tuple[Told, Dispatcher]:
    """Drive every account, then the dispatcher over all they asked for."""
    policy = policy or Policy()
    asked: list[DispatchInput] = [_sizes(plan)]
    for number in range(plan.accounts):
        asked += _candidates(plan, number, policy)
    for hour in range(START_HOUR, START_HOUR + plan.hours + 1):
        asked += [CandidateClock(number, hour * HOUR_MS) for number in range(PARTITIONS)]
    asked += [
        CandidateClock(n, (START_HOUR + plan.hours) * HOUR_MS + 10 * MINUTE_MS)
        for n in range(PARTITIONS)
    ]
    asked.sort(key=_place)
    dispatcher, told = Dispatcher(policy, partitions=PARTITIONS), Told()
    for item in asked:
        told += [one for one in dispatcher.take(item) if isinstance(one, AlertTransition)]
    return told, dispatcher


def account_name(number: int) -> str:
    """Name of an account.

    >>> account_name(7)
    'a00007'
    """
    return f"a{number:05}"


def _place(item: DispatchInput) -> tuple[int, int]:
    if isinstance(item, CandidateClock):
        return item.time_ms, 1
    return item.as_of_ms, 0


def _sizes(plan: Plan) -> BookSizes:
    csms = [f"csm-{number}" for number in range(-(-plan.accounts // ACCOUNTS_PER_CSM))]
    counts = [
        min(ACCOUNTS_PER_CSM, plan.accounts - place * ACCOUNTS_PER_CSM)
        for place in range(len(csms))
    ]
    return BookSizes(0, START_HOUR * HOUR_MS, tuple(csms), tuple(counts))


def _candidates(plan: Plan, number: int, policy: Policy) -> list[AlertCandidate]:
    history, condition = ScoreHistory(), ScoreDropCondition()
    fall, rules = plan.falls[number % len(plan.falls)], policy.alerts
    series = scores(plan.seed * 1_000_003 + number, fall, hours=plan.hours, noise=plan.noise)
    facts = _facts(number)
    asked: list[AlertCandidate] = []
    for hour, score in enumerate(series, start=START_HOUR):
        as_of_ms = hour * HOUR_MS
        history.note(as_of_ms, score)
        at = hour - START_HOUR
        lost = fall(max(0, at - 24)) - fall(at) if plan.sharp else 0.0
        now = Evaluation(as_of_ms, score, event_points_milli=round(lost))
        for change in condition.evaluate(now, history=history, policy=rules):
            drop = (change.reference.value_milli if change.reference else score) - score
            cause = Cause("aging", -drop, "fewer active users", None, "usage")
            asked.append(candidate(change, SCORE_DROP, facts, causes=(cause,)))
    return asked


def _facts(number: int) -> AccountFacts:
    return AccountFacts(
        account_id=account_name(number),
        partition=number % PARTITIONS,
        value_at_risk_minor=100_000,
        currency="EUR",
        renewal_at_ms=None,
        csm=f"csm-{number // ACCOUNTS_PER_CSM}",
        manager="manager",
        coverage=1.0,
        confidence=1.0,
        model_version="known",
        config_version="known",
        arm="champion",
    )
