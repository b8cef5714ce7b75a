"""The rows of the table: what is measured, what the rule was measured to do, and the mark."""

import math
from collections.abc import Callable, Iterator
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.noise.book import START_HOUR, Plan, account_name, run
from benchmarks.noise.series import HOURS_PER_DAY, Fall, Noise, flapping, slope, step

from stream_health.domain.alerts.episode import rises
from stream_health.domain.clocking import HOUR_MS
from stream_health.domain.effects import AlertTransition
from stream_health.domain.policy import Dispatch, Policy

WARM_DAYS = 100  # until the longest median is whole
COOLDOWN_HOURS = 72


class Row(NamedTuple):
    """One line; ``ok`` is None where there is no mark."""

    what: str
    rule: str
    mark: str
    measured: str
    ok: bool | None


def rows(accounts: int, days: int) -> Iterator[Row]:
    """Measure everything, one line after the other."""
    yield noise_only(accounts, days, Noise(4.0, 48.0), rule="0.03", mark=0.1)
    yield noise_only(-(-accounts // 4), days, Noise(5.0, 12.0), rule="0.07")
    falling = min(accounts, 200)
    yield delays("20 points at once, by events", falling, _steps(20), sharp=True,
                 rule="-", within=(1.0, None))  # fmt: skip
    yield delays("20 points at once, by ageing", falling, _steps(20), rule="-",
                 within=(1.0, None))  # fmt: skip
    yield delays("1 point a day", falling, _slopes(1.0), rule="all, 13.1 d, 18.8 d",
                 within=(14.0, 20.0))  # fmt: skip
    yield delays("half a point a day", falling, _slopes(0.5), rule="all, 27 d, 38 d",
                 within=(28.0, None))  # fmt: skip
    yield outage("outage: 30 % fall in one hour", accounts, spread_hours=1, sharp=True)
    yield outage("outage: 30 % fall within six hours", accounts, spread_hours=6, sharp=False)
    yield flaps(min(accounts, 200))
    yield endings(min(accounts, 200))


def noise_only(
    accounts: int, days: int, noise: Noise, *, rule: str, mark: float | None = None
) -> Row:
    """False alerts per account and year."""
    told, _ = run(Plan(accounts=accounts, hours=days * HOURS_PER_DAY, noise=noise, seed=1))
    rate = len(told.fired()) / (accounts * days / 365)
    return Row(
        f"noise only, s={noise.deviation_points:g} tau={noise.tau_hours:g} h: "
        f"{accounts} accounts, {days} days",
        rule,
        "" if mark is None else f"at most {mark:g}",
        f"{rate:.3f} false alerts per account-year",
        None if mark is None else rate <= mark,
    )


def delays(
    what: str,
    accounts: int,
    falls: Callable[[int], Fall],
    *,
    rule: str,
    within: tuple[float, float | None],
    sharp: bool = False,
) -> Row:
    """Days from the beginning of each account's own fall to the first alert that names it."""
    begin = {account_name(n): WARM_DAYS * HOURS_PER_DAY + 13 * n for n in range(accounts)}
    hours = max(begin.values()) + 70 * HOURS_PER_DAY
    told, _ = run(
        Plan(
            accounts=accounts,
            hours=hours,
            falls=[falls(hour) for hour in begin.values()],
            sharp=sharp,
            seed=2,
        )
    )
    found = told.first_hours(since=begin)
    days = [found.get(name, math.inf) / HOURS_PER_DAY for name in begin]
    share, middle, late = len(found) / accounts, median(days), quantiles(days, n=20)[-1]
    median_max, late_max = within
    ok = share == 1 and middle <= median_max and (late_max is None or late <= late_max)
    mark = f"all, median {median_max:g} d" + ("" if late_max is None else f", 95 % {late_max:g} d")
    measured = f"{share:.0%} found, median {middle:.1f} d, 95 % within {late:.1f} d"
    return Row(f"falls of {what}: {accounts} accounts", rule, mark, measured, ok)


def outage(what: str, accounts: int, *, spread_hours: int, sharp: bool) -> Row:
    """Alerts when three of ten accounts fall together for two days, until all is over."""
    hour = WARM_DAYS * HOURS_PER_DAY
    falls: list[Fall] = [lambda _: 0.0] * 10
    plan = Plan(accounts=accounts, hours=hour + 30 * HOURS_PER_DAY, sharp=sharp, seed=3)
    calm = {one.dedup_key for one in run(plan)[0].fired() if one.as_of_ms >= _ms(hour)}
    for place in range(3):
        begins = hour + place * spread_hours // 3
        falls[place] = step(20, begins, until=begins + 2 * HOURS_PER_DAY)
    hit = Plan(accounts=accounts, hours=plan.hours, falls=falls, sharp=sharp, seed=plan.seed)
    told, _ = run(hit)
    fired = [one for one in told.fired() if one.as_of_ms >= _ms(hour)]
    extra = [one for one in fired if one.dedup_key not in calm]
    named = max((len(one.members) for one in told if one.as_of_ms >= _ms(hour)), default=0)
    return Row(
        f"{what}: {accounts} accounts", "1 alert", "1 alert",
        f"{len(extra)} alert{'s' * (len(extra) != 1)}, {named} members", len(extra) == 1,
    )  # fmt: skip


def flaps(accounts: int) -> Row:
    """Alerts within 72 hours of the one before, for accounts that fall and rise for ever.

    A critical fall after a warning, deeper by 5 points, is news by the rule and counted apart.
    """
    hour, again, graver, total = 10 * HOURS_PER_DAY, 0, 0, 0
    for period in (14, 26, 40):
        plan = Plan(
            accounts=max(1, accounts // 3), hours=60 * HOURS_PER_DAY, seed=period,
            falls=[flapping(22, hour, period_hours=period)],
        )  # fmt: skip
        told, _ = run(plan, _each_alone())
        last: dict[str, AlertTransition] = {}
        for one in told.fired():
            total += 1
            before = last.get(one.candidate.account_id)
            last[one.candidate.account_id] = one
            if before and one.as_of_ms - before.as_of_ms < COOLDOWN_HOURS * HOUR_MS:
                if rises(one.candidate.severity, above=before.candidate.severity):
                    graver += 1
                else:
                    again += 1
    return Row(
        f"flapping by 22 points every 14, 26, 40 h: {accounts} accounts, 60 days",
        "-", "none again within 72 h",
        f"{again} of {total} alerts came again within 72 h, {graver} were graver by 5 points",
        again == 0,
    )  # fmt: skip


def endings(accounts: int) -> Row:
    """Alerts still open after 60 quiet days, and whether a second run says the same."""
    falling = 30 * HOURS_PER_DAY
    falls = [step(20, falling), slope(1.0, falling), flapping(22, falling, period_hours=30),
             step(30, falling, until=falling + 100)]  # fmt: skip
    stops = 60 * HOURS_PER_DAY
    quiet_falls = [_held_from(fall, stops) for fall in falls]
    plan = Plan(
        accounts=accounts, hours=stops + 60 * HOURS_PER_DAY, falls=quiet_falls,
        noise=Noise(0.5, 12.0), seed=5,
    )  # fmt: skip
    (told, dispatcher), (again, _) = run(plan), run(plan)
    left = sum(dispatcher.open_alerts().values())
    ids = [one.event_id for one in told]
    same = told == again and len(set(ids)) == len(ids)
    return Row(
        f"60 quiet days after a month of falls: {accounts} accounts", "-", "0 open, same ids",
        f"{left} open of {len(told.fired())} alerts, "
        f"{'same' if same else 'OTHER'} ids in a second run",
        left == 0 and same,
    )  # fmt: skip


def _each_alone() -> Policy:
    """No groups and no budget, so that nothing but the account's own rules keeps it quiet."""
    rules = Dispatch(
        group_alerts_min=1_000_000, incident_accounts_min=1_000_000, week_alerts_max=1_000_000
    )
    return Policy(dispatch=rules)


def _ms(hour: int) -> int:
    return (START_HOUR + hour) * HOUR_MS


def _steps(points: float) -> Callable[[int], Fall]:
    return lambda hour: step(points, hour)


def _slopes(points_per_day: float) -> Callable[[int], Fall]:
    return lambda hour: slope(points_per_day, hour)


def _held_from(fall: Fall, hour: int) -> Fall:
    """The fall as it stood at an hour, for ever after."""
    return lambda at: fall(min(at, hour))
