"""What happens at a boundary of partition time, before and after the work on its accounts."""

from stream_health.domain.book.statistics import BookOpened
from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import CandidateClock, DayClosed, ModelActivated
from stream_health.domain.engine.book_sizes import book_sizes
from stream_health.domain.engine.day_sums import day_sums
from stream_health.domain.engine.partition import Partition
from stream_health.domain.engine.trial import TRIAL_ARM
from stream_health.domain.events import Source


def begin(partition: Partition, at_ms: int) -> None:
    """Turn to what holds from this instant on: model, trial, feeds, book, day."""
    pending, feeds = partition.state.pending_model, partition.feeds
    if pending is not None and pending[1] <= at_ms:
        _settle_touched(partition, at_ms)
        _activate(partition, pending[0], at_ms)
    if at_ms % HOUR_MS == 0:
        turn_trial(partition, at_ms)
        if feeds.update(at_ms):
            changed = feeds.changed(partition.settings.partition, at_ms)
            partition.duties.effects.append(changed)
        partition.duties.stale_mask = feeds.stale_mask
        _turn_book(partition, at_ms)
    if at_ms % DAY_MS == 0:
        _close_day(partition, at_ms)


def close(partition: Partition, at_ms: int) -> None:
    """All accounts are done: let it be that time, and say so to whoever waits for it."""
    state, agenda, number = partition.state, partition.agenda, partition.settings.partition
    effects = partition.duties.effects
    state.cursor = None
    state.time_ms = at_ms
    agenda.touched.clear()
    agenda.releases.pop(at_ms, None)
    full_hour, full_day = at_ms % HOUR_MS == 0, at_ms % DAY_MS == 0
    if full_hour:
        partition.recent_ids.expire(at_ms // HOUR_MS)
    if full_day:
        effects.append(book_sizes(partition.registry, agenda, number, at_ms))
        hears_usage = not partition.feeds.stale_mask >> Source.USAGE & 1
        effects.append(
            day_sums(
                partition.registry,
                partition.duties.evaluator,
                partition=number,
                at_ms=at_ms,
                hears_usage=hears_usage,
            )
        )
    wanted = bool(state.clocks_wanted) and state.clocks_wanted[0] <= at_ms
    if full_hour or wanted:
        effects.append(CandidateClock(number, at_ms))
        partition.want_clocks(minute for minute in state.clocks_wanted if minute > at_ms)
    if full_day:
        effects.append(DayClosed(number, at_ms))


def turn_trial(partition: Partition, at_ms: int) -> None:
    """Begin or end a trial; accounts move to their arm at their next look."""
    duties, trial = partition.duties, partition.state.trial
    if trial is not None and trial.until_ms <= at_ms:
        trial = partition.state.trial = None
    on = trial is not None and trial.is_on(at_ms)
    if trial is None or not on:
        if duties.trial is not None:
            _settle_touched(partition, at_ms)
        duties.trial = None
    elif duties.trial is None or duties.trial[0] != trial:
        _settle_touched(partition, at_ms)
        duties.trial = (trial, partition.evaluator(trial.version, arm=TRIAL_ARM))


def _activate(partition: Partition, version: str, at_ms: int) -> None:
    duties, state = partition.duties, partition.state
    duties.evaluator = partition.evaluator(version)
    state.model_version = version
    state.pending_model = None
    partition.agenda.wake_ms = None
    duties.effects.append(ModelActivated(partition.settings.partition, version, at_ms))


def _settle_touched(partition: Partition, at_ms: int) -> None:
    """Book what happened since the last boundary under the points that held when it did.

    Some of it was booked at the end of a batch: what a version moves an account by must not
    depend on where batches end.
    """
    for account_id in sorted(partition.agenda.touched):
        partition.duties.settle(partition.registry.live[account_id], at_ms)


def _turn_book(partition: Partition, at_ms: int) -> None:
    """Open the statistics that hold from now on; accounts turn to them at their next look."""
    opened, duties = partition.books.turn(at_ms), partition.duties
    if opened is None:
        return
    duties.evaluator.book = opened
    if duties.trial is not None:
        duties.trial[1].book = opened
    duties.effects.append(BookOpened(partition.settings.partition, opened.version, at_ms))


def _close_day(partition: Partition, at_ms: int) -> None:
    """Note how many accounts used the product on the day that ends, and what data is lost."""
    feeds, turnout = partition.feeds, partition.turnout
    start_ms, newest_ms = at_ms - DAY_MS, feeds.newest_ms[Source.USAGE]
    used = (entry.account.usage for entry in partition.registry.live.values())
    accounts = sum(1 for usage in used if usage and usage.last_event_ms >= start_ms)
    turnout.close(start_ms // DAY_MS, accounts)
    if newest_ms is not None and feeds.stale_mask >> Source.USAGE & 1:
        turnout.lose(newest_ms // DAY_MS + 1, at_ms // DAY_MS)
