"""What the CSM knows. Overrides and verdicts run beside the score and are no features."""

from stream_health.domain.account.account import Account
from stream_health.domain.clocking import DAY_MS, HOURS_PER_DAY
from stream_health.domain.events import Source
from stream_health.domain.features.feature import Feature, Monotone, Ttl


def _exit_confirmed(account: Account, hour: int) -> float | None:
    feedback = account.feedback
    if feedback is None:
        return None
    return int(feedback.exit_confirmed_ms >= (hour // HOURS_PER_DAY - 90) * DAY_MS)


FEATURES = (
    Feature(
        name="feedback_exit_confirmed_90d",
        unit="flag",
        source=Source.FEEDBACK,
        window="90 days",
        ttl=Ttl.DAY,
        meaning="The CSM confirmed that the champion left",
        text="the CSM confirmed that the champion left: {value}",
        edges=(1,),
        points=(0, -8_000),
        unknown_points=0,
        monotone=Monotone.DOWN,
        compute=_exit_confirmed,
    ),
)
