"""Books why the points of an account moved: each difference of bins under exactly one cause.

An evaluation walks from the old world to the new one in the order of the causes: new
configuration or model on the old bins, what happened since the last look, the time that passed,
feeds that went stale or came back. Sums are exact because each step books what it changed.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import floor

from stream_health.domain.account.account import Account
from stream_health.domain.account.profile import ProfileState
from stream_health.domain.alerts.journal import BinJournal
from stream_health.domain.book.statistics import NO_BOOK, Book
from stream_health.domain.clocking import HOURS_PER_DAY
from stream_health.domain.engine import story as causes
from stream_health.domain.engine.feature_rows import (
    DAILY,
    EVERY,
    HOURLY,
    OF_BOOK,
    OPEN,
    Rows,
    known_mask,
)
from stream_health.domain.engine.story import WHOLE, Story
from stream_health.domain.engine.trial import CHAMPION_ARM
from stream_health.domain.engine.value_tier import value_tier_of
from stream_health.domain.features.catalogue import CATALOGUE, CATALOGUE_VERSION
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.operating_point import VALUE_TIERS
from stream_health.domain.scorecard.scale import MILLI, logit, points_of, risk_of
from stream_health.domain.scorecard.scorecard import Scorecard, SegmentCard
from stream_health.domain.scorecard.segments import segment_of

SCORE_MAX_MILLI = 100_000
_EVERYBODY_MILLI = 1 << 62


def profile_fields(profile: ProfileState | None) -> Mapping[str, str]:
    """What segments may match on: tier, plan and the CRM's own segment fields."""
    if profile is None:
        return {}
    fields = dict(profile.segment)
    if profile.tier is not None:
        fields["tier"] = profile.tier
    if profile.plan is not None:
        fields["plan"] = profile.plan
    return fields


def clip_milli(total_milli: int) -> int:
    """The score that is shown, 0 to 100 points.

    >>> clip_milli(-5), clip_milli(50_000), clip_milli(100_001)
    (0, 50000, 100000)
    """
    return min(max(total_milli, 0), SCORE_MAX_MILLI)


def flag_levels_milli(policy: Policy, scorecard: Scorecard) -> dict[str, int | None]:
    """Score in milli-points, before clipping, at and below which each value tier is flagged.

    ``None`` flags nobody. A tier without an operating point of its own goes by the policy's.
    """
    chosen = {"high_value": policy.operating.high_value_flag_risk}
    chosen |= {point.value_tier: point.risk_min for point in scorecard.operating_points}
    return {tier: _level_milli(chosen.get(tier, policy.flag_risk), policy) for tier in VALUE_TIERS}


def _level_milli(risk_min: float, policy: Policy) -> int | None:
    if risk_min >= 1.0:
        return None
    if risk_min <= 0.0:
        return _EVERYBODY_MILLI
    return floor(MILLI * points_of(logit(risk_min), policy.scale))


class Evaluator:
    """Evaluates accounts under one policy and one model version."""

    def __init__(
        self,
        policy: Policy,
        scorecard: Scorecard,
        *,
        book: Book = NO_BOOK,
        arm: str = CHAMPION_ARM,
    ) -> None:
        self.policy = policy
        self.arm = arm
        self.scorecard = scorecard
        self.config_version = policy.version
        self.model_version = scorecard.version
        self.book = book
        self._flag_milli = flag_levels_milli(policy, scorecard)
        self.coverages: dict[tuple[str, int, int], float] = {}  # see `coverage_of`

    def card(self, story: Story) -> SegmentCard:
        """The points that hold for the account's segment."""
        return self.scorecard.card_for(story.segment)

    def likelihoods(
        self, story: Story, values: Sequence[float | None]
    ) -> tuple[tuple[str, float], ...]:
        """Probability of each target other than churn that the version has a model of."""
        scale = self.policy.scale
        cards = (
            (target, card.card_for(story.segment)) for target, card in self.scorecard.likelihoods
        )
        return tuple(
            (target, 1.0 - risk_of(card.total(card.bins(values, range(len(values)))), scale))
            for target, card in cards
        )

    def flagged(self, account: Account, story: Story) -> bool:
        """Tell whether the churn risk has reached the operating point of the account's value tier.

        A new version may flag an account whose facts did not change: that alone is no alert.
        """
        level = self._flag_milli[value_tier_of(account, self.policy)]
        return level is not None and story.total_milli <= level

    def begin(self, account: Account, story: Story) -> None:
        """First look at an account: everything unknown, under its segment."""
        story.segment = segment_of(self.policy, profile_fields(account.profile)).name
        self._sign(story)
        story.book_version = self.book.version
        card = self.card(story)
        story.bins = [len(edges) + 1 for edges in card.edges]
        story.total_milli = card.total(story.bins)
        story.evaluated_hour = account.hour

    def settle(self, account: Account, story: Story, hour: int, *, stale_mask: int) -> None:
        """Bring an account to ``hour``: book model, events so far, time passed, stale feeds."""
        self.adopt(account, story)
        account.peers = self.book.peers(story.segment)
        if story.book_version != self.book.version:
            self._turn_page(account, story)
        if story.touched_mask:
            self.book_touched(account, story, causes.EVENT)
        if hour > story.evaluated_hour:
            account.advance(hour)
            same_day = hour // HOURS_PER_DAY == story.evaluated_hour // HOURS_PER_DAY
            rows = HOURLY if same_day else DAILY
            fresh_mask = known_mask(account) & ~story.stale_mask
            self._evaluate(account, story, rows[fresh_mask], causes.AGING)
            story.evaluated_hour = hour
        if stale_mask != story.stale_mask:
            self._turn_stale(account, story, stale_mask)

    def adopt(self, account: Account, story: Story) -> None:
        """Move an account to this model and configuration: same bins, new points."""
        if (
            story.model_version == self.model_version
            and story.config_version == self.config_version
        ):
            return
        kind = causes.CONFIG if story.config_version != self.config_version else causes.MODEL
        if story.catalogue_version != CATALOGUE_VERSION:
            story.bins = self.bins_now(account, story)
            story.interval_old_bins.clear()
            if story.watch is not None:
                story.watch.journal = BinJournal()
        segment = segment_of(self.policy, profile_fields(account.profile)).name
        if segment != story.segment:
            story.segment, story.book_version = segment, ""  # other peers
        self._sign(story)
        self._rebase(story, kind)

    def _turn_page(self, account: Account, story: Story) -> None:
        """Compare with newer days of the segment: time has passed for all of it.

        What happened to the account in its open day has no part in these rows. A page that moves
        nothing is not written: looking again finds the same.
        """
        story.book_version = self.book.version
        fresh_mask = known_mask(account) & ~story.stale_mask
        self._evaluate(account, story, OF_BOOK[fresh_mask], causes.AGING)

    def book_touched(self, account: Account, story: Story, kind: int) -> None:
        """Book what the sources folded since the last look changed, under one kind of cause.

        What came in time (``EVENT``) left the closed days as they were.
        """
        fresh_mask = story.touched_mask & ~story.stale_mask
        story.touched_mask = 0
        story.dirty = True
        rows = OPEN if kind == causes.EVENT else EVERY
        self._evaluate(account, story, rows[fresh_mask], kind)

    def book_profile(self, account: Account, story: Story) -> None:
        """Book a new profile: the features that read it, and the segment's own points."""
        story.touched_mask = 0
        story.dirty = True
        fresh_mask = known_mask(account) & ~story.stale_mask
        segment = segment_of(self.policy, profile_fields(account.profile)).name
        account.peers = self.book.peers(segment)
        self._evaluate(account, story, EVERY[fresh_mask], causes.PROFILE)
        if segment != story.segment:
            story.segment = segment
            self._rebase(story, causes.PROFILE)

    def bins_now(self, account: Account, story: Story) -> list[int]:
        """Every bin worked out anew, from the account as it is."""
        edges = self.card(story).edges
        values = self.values(account, story)
        return [
            len(edges[i]) + 1 if value is None else bisect_right(edges[i], value)
            for i, value in enumerate(values)
        ]

    def values(self, account: Account, story: Story) -> list[float | None]:
        """Every feature's value, in catalogue order; ``None`` where unknown or stale."""
        hour = account.hour
        account.peers = self.book.peers(story.segment)
        values: list[float | None] = [None] * len(CATALOGUE)
        for i, compute in EVERY[known_mask(account) & ~story.stale_mask]:
            values[i] = compute(account, hour)
        return values

    def _evaluate(self, account: Account, story: Story, rows: Rows, kind: int) -> None:
        edges, bins, hour = self.card(story).edges, story.bins, account.hour
        for i, compute in rows:
            value = compute(account, hour)
            new = len(edges[i]) + 1 if value is None else bisect_right(edges[i], value)
            if new != bins[i]:
                self._move(story, i, new, kind)

    def _turn_stale(self, account: Account, story: Story, stale_mask: int) -> None:
        """Features of feeds that went stale become unknown, those of feeds that are back known."""
        back_mask = story.stale_mask & ~stale_mask
        gone_mask = stale_mask & ~story.stale_mask
        story.stale_mask = stale_mask
        story.dirty = True
        edges = self.card(story).edges
        for i, _ in EVERY[gone_mask]:
            if story.bins[i] != len(edges[i]) + 1:
                self._move(story, i, len(edges[i]) + 1, causes.COVERAGE)
        self._evaluate(account, story, EVERY[back_mask], causes.COVERAGE)

    def _move(self, story: Story, feature: int, new: int, kind: int) -> None:
        """Put a feature into another bin, and book what that changes."""
        points, old = self.card(story).points[feature], story.bins[feature]
        story.bins[feature] = new
        milli = points[new] - points[old]
        story.total_milli += milli
        story.dirty = story.moved = True
        story.book(kind, feature, milli)
        if story.high_value:
            story.interval_old_bins.setdefault(feature, old)

    def _rebase(self, story: Story, kind: int) -> None:
        """New points on the same bins; the past moves with them, so that nothing alerts by it."""
        total = self.card(story).total(story.bins)
        story.book(kind, WHOLE, total - story.total_milli)
        moved = clip_milli(total) - clip_milli(story.total_milli)
        story.total_milli = total
        story.dirty = story.moved = True
        if story.watch is not None and kind != causes.PROFILE and moved:
            story.watch.history.shift(moved)
            story.watch.drop.shift(moved)
            story.watch_dirty = True

    def _sign(self, story: Story) -> None:
        story.model_version = self.model_version
        story.config_version = self.config_version
        story.catalogue_version = CATALOGUE_VERSION
