"""What past alerts led to."""

from stream_health.domain.alerts.experience import ACTIONS_MAX, OTHER, Experience
from stream_health.domain.clocking import DAY_MS

ABOUT = ("book", "score_drop", "users_leaving")
HORIZON_MS = 90 * DAY_MS


def lived(*cases: tuple[str, str]) -> Experience:
    """Alerts that were told at 0, each with its action and how it ended."""
    experience = Experience(horizon_ms=HORIZON_MS)
    for number, (action, reason) in enumerate(cases):
        actions = (action,) if action else ()
        experience.remember(f"a{number}", ABOUT, actions, fired_ms=0, reason=reason)
    return experience


def test_an_alert_is_counted_once_its_horizon_has_passed_and_not_before() -> None:
    experience = lived(*[("call", "recovered")] * 6)
    experience.expire(HORIZON_MS - 1)
    assert experience.advice(ABOUT) == ()
    experience.expire(HORIZON_MS)
    (advice,) = experience.advice(ABOUT)
    assert (advice.action, advice.tried_total, advice.outcomes) == ("call", 6, ("recovered",))
    assert experience.pasts.items() == []


def test_what_the_customer_did_counts_rather_than_how_the_alert_ended() -> None:
    experience = lived(*[("call", "recovered")] * 6)
    for number in range(6):
        experience.on_outcome(f"a{number}", "book", "churned")
    experience.expire(HORIZON_MS)
    (advice,) = experience.advice(ABOUT)
    assert (advice.outcomes, advice.counts, advice.helped_share) == (("churned",), (6,), 0.0)


def test_what_helped_most_comes_first_and_few_cases_prove_little() -> None:
    cases = [("call", "recovered")] * 40 + [("call", "new_normal")] * 10
    cases += [("visit", "recovered")] * 6 + [("", "new_normal")] * 40 + [("rare", "recovered")] * 4
    experience = lived(*cases)
    experience.expire(HORIZON_MS)
    advice = experience.advice(ABOUT)
    assert [one.action for one in advice] == ["call", "visit", "nothing"]
    assert advice[1].helped_share < 0.8 < 6 / 6


def test_alerts_called_wrong_are_counted_at_once_and_help_nobody() -> None:
    (advice,) = lived(*[("", "not_a_risk")] * 5).advice(ABOUT)
    assert (advice.outcomes, advice.helped_share) == (("wrong",), 0.0)


def test_actions_without_end_are_counted_as_other() -> None:
    experience = lived(*[(f"action-{n}", "not_a_risk") for n in range(ACTIONS_MAX + 30)])
    assert len(experience.counts.items()) == ACTIONS_MAX + 1
    (advice,) = experience.advice(ABOUT)
    assert (advice.action, advice.tried_total) == (OTHER, 30)
