"""Looks at an account once a day and says what is unusual: once per onset, by deterministic ids."""

import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from stream_health.domain.account.account import Account
from stream_health.domain.behaviour.almanac import Almanac, country_of, weekday_mask
from stream_health.domain.behaviour.dealings import (
    integration_removed,
    meeting_missed,
    seats_removed,
)
from stream_health.domain.behaviour.parts import edge_features, integrations, invitations
from stream_health.domain.behaviour.people import key_user_silent
from stream_health.domain.behaviour.sight import Observation, Sight
from stream_health.domain.behaviour.silence import silence
from stream_health.domain.behaviour.spikes import spikes
from stream_health.domain.behaviour.state import BehaviourState, Said
from stream_health.domain.behaviour.turnout import Turnout
from stream_health.domain.behaviour.weeks import close_weeks, falls
from stream_health.domain.clocking import DAY_MS
from stream_health.domain.effects import BehaviourSignal
from stream_health.domain.events import Source
from stream_health.domain.policy import Policy

Detector = Callable[[Sight], Iterator[Observation]]

DAILY: Final[tuple[Detector, ...]] = (
    silence, key_user_silent, spikes, integration_removed, seats_removed, meeting_missed,
)  # fmt: skip
WEEKLY: Final[tuple[Detector, ...]] = (falls, edge_features, integrations, invitations)
ON_DECISIONS: Final[tuple[Detector, ...]] = (seats_removed, meeting_missed)
"""What needs no use: seen while the feed of use is silent, too."""


class Observer:
    """The daily look at the accounts of one partition number.

    ``turnout`` says on which days the whole partition was quiet: those count for nobody.
    """

    __slots__ = ("_almanac", "turnout")

    def __init__(self, turnout: Turnout) -> None:
        self.turnout = turnout
        self._almanac = Almanac()

    def look(
        self,
        account: Account,
        state: BehaviourState,
        at_ms: int,
        *,
        policy: Policy,
        stale_mask: int,
    ) -> list[BehaviourSignal]:
        """What is unusual about the closed days before an instant, and was not said yet.

        Parameters
        ----------
        stale_mask
            Sources whose feed is silent for everybody: an account's silence is then data loss.
        """
        day, thin = at_ms // DAY_MS, self.turnout.thin
        closed = close_weeks(state, account, day, thin=thin, rules=policy.behaviour)
        weekdays = state.weekdays or weekday_mask(policy.business_hours.weekdays)
        country = country_of(account.profile)
        sight = Sight(
            account,
            state,
            at_ms=at_ms,
            rules=policy.behaviour,
            silence_after_ms=policy.silence_after_ms,
            counted=self._almanac.counted(day, weekdays=weekdays, country=country, thin=thin),
        )
        detectors = DAILY + WEEKLY if closed else DAILY
        if stale_mask >> Source.USAGE & 1:
            detectors = ON_DECISIONS
        seen = chain.from_iterable(detector(sight) for detector in detectors)
        least = policy.behaviour.confidence_min
        return [self._say(sight, one) for one in seen if one.confidence >= least]

    def _say(self, sight: Sight, seen: Observation) -> BehaviourSignal:
        sight.state.say(seen.key, Said(sight.day, seen.level))
        return BehaviourSignal(
            event_id=_id_of(sight.account.account_id, seen),
            account_id=sight.account.account_id,
            kind=seen.kind,
            confidence=seen.confidence,
            event_time_ms=sight.at_ms,
            evidence=seen.evidence,
            source=seen.source,
            contact=seen.contact,
            role=seen.role,
            silent_days=seen.silent_days,
        )


def _id_of(account_id: str, seen: Observation) -> str:
    """32 hexadecimal digits of account, kind, subject and onset."""
    told = f"{seen.key}\0{account_id}\0{seen.since_day}\0{seen.level}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
