"""The playbook: every play is reachable, owned and due as its band says."""

from typing import Any

import pytest

from stream_health.domain.clocking import DAY_MS, HOUR_MS
from stream_health.domain.effects import Action, Cause
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.playbook.playbook import ProfileFacts, recommend
from stream_health.domain.playbook.plays import BANDS, FRAMES, TITLES
from stream_health.domain.playbook.themes import CLUES, SOURCES, Theme, theme_of
from stream_health.domain.policy import Policy

NOW_MS = 1_006 * DAY_MS + 10 * HOUR_MS  # a Tuesday, 10:00
OLD = NOW_MS - 900 * DAY_MS
LEADING = {
    Theme.CANCELLATION: "billing_notice",
    Theme.CHAMPION_LEFT: "signals_sponsor_leaving_60d",
    Theme.PAYMENT_FAILING: "billing_lost_payments_total",
    Theme.TICKETS_ESCALATING: "tickets_escalated_28d_total",
    Theme.SPONSOR_DISENGAGED: "engagement_sponsor_days",
    Theme.USERS_LEAVING: "usage_users_28d_ratio",
    Theme.ONBOARDING_STUCK: "usage_time_to_value_days",
    Theme.ADOPTION_STALLED: "usage_depth_28d_ratio",
    Theme.RENEWAL_NEAR: "billing_renewal_days",
}
THEMELESS = {
    "outcomes_expanded_365d",
    "outcomes_advocate_365d",
    "profile_peers_left_28d_ratio",
    "feedback_alerts_confirmed_90d",
    "feedback_alerts_not_a_risk_90d",
    "feedback_known_season",
}


def step(band: str, leading: Cause | None = None, **facts: Any) -> Action:
    known = ProfileFacts(csm="kim", manager="lee", started_at_ms=OLD)._asdict()
    return recommend(
        band=band,
        leading=leading,
        facts=ProfileFacts(**{**known, **facts}),
        as_of_ms=NOW_MS,
        policy=Policy(),
    )


def fall(theme: Theme) -> Cause:
    (feature,) = [feature for feature in CATALOGUE if feature.name == LEADING[theme]]
    return Cause("event", -9_000, "it fell", feature.name, feature.source.label)


def test_every_play_of_the_table_is_reached() -> None:
    reached = {step(band, fall(theme)).title for band in BANDS for theme in LEADING}
    reached |= {step(band).title for band in BANDS}
    reached |= {step("healthy", expansion_likelihood=0.5).title}
    reached |= {step("healthy", advocacy_likelihood=0.5).title}
    assert reached == {title for titles in TITLES.values() for title in titles}


@pytest.mark.parametrize("theme", LEADING, ids=lambda theme: theme.value)
def test_code_and_title_follow_band_and_leading_cause(theme: Theme) -> None:
    for band in BANDS:
        action = step(band, fall(theme))
        assert action.code == f"{FRAMES[band].verb}.{theme.value}"
        assert action.title == TITLES[theme][BANDS.index(band)]
        assert action.because.endswith("what costs most: it fell.")


def test_due_dates_follow_the_band() -> None:
    today_end_ms = NOW_MS - 10 * HOUR_MS + 17 * HOUR_MS
    assert step("healthy").due_ms is None
    assert step("watch").due_ms == today_end_ms + 3 * DAY_MS
    assert step("critical").due_ms == today_end_ms


def test_owners_fall_back_to_the_manager_and_then_to_a_queue() -> None:
    assert step("healthy").owner == "automation"
    assert step("watch").owner == "kim"
    assert step("watch", csm=None).owner == "lee"
    assert step("critical", csm=None, manager=None).owner == "csm-queue"


def test_the_manager_is_notified_when_critical() -> None:
    assert "manager is notified" in step("critical").because


def test_a_renewal_ahead_leads_when_nothing_fell() -> None:
    near, far = NOW_MS + 89 * DAY_MS, NOW_MS + 90 * DAY_MS
    assert step("watch", renewal_at_ms=near).code == "outreach.renewal_near"
    assert step("watch", renewal_at_ms=far).code == "outreach.general"
    assert step("watch", renewal_at_ms=NOW_MS - 1).code == "outreach.general"


def test_a_gain_is_offered_to_the_healthy_only_and_never_over_trouble() -> None:
    likely: dict[str, Any] = {"expansion_likelihood": 0.9, "advocacy_likelihood": 0.9}
    assert step("healthy", **likely).code == "digital.expansion"
    assert step("watch", **likely).code == "outreach.general"
    assert step("healthy", fall(Theme.PAYMENT_FAILING), **likely).code == "digital.payment_failing"


def test_stalled_adoption_of_a_new_account_is_an_onboarding_that_is_stuck() -> None:
    action = step("watch", fall(Theme.ADOPTION_STALLED), started_at_ms=NOW_MS - 89 * DAY_MS)
    assert action.code == "outreach.onboarding_stuck"


def test_a_rise_leads_nothing() -> None:
    for points_milli in (0, 9_000):
        rise = fall(Theme.PAYMENT_FAILING)._replace(points_milli=points_milli)
        assert step("watch", rise).code == "outreach.general"


def test_an_unknown_band_is_refused_with_its_value() -> None:
    with pytest.raises(ValueError, match="'green' is unknown"):
        step("green")


def test_every_feature_of_the_catalogue_is_about_something() -> None:
    assert CATALOGUE
    causes = [Cause("aging", -1, "", row.name, row.source.label) for row in CATALOGUE]
    general = {cause.feature for cause in causes if theme_of(cause) is Theme.GENERAL}
    assert general == THEMELESS


def test_every_clue_fits_a_feature_or_a_signal_to_come() -> None:
    for clue in CLUES:
        for word in clue.words:
            assert theme_of(Cause("event", -1, "", word)) is clue.theme
        assert any(word in row.name for word in clue.words for row in CATALOGUE)


def test_where_the_name_says_nothing_the_source_does() -> None:
    for source, theme in SOURCES.items():
        assert theme_of(Cause("event", -1, "", "x", source)) is theme
    assert theme_of(Cause("clip", -1, "")) is Theme.GENERAL
