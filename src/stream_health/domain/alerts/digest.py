"""What was held back from each CSM, listed once a business day."""

import hashlib
from collections.abc import Iterator, Sequence

from stream_health.domain.alerts.alert_book import AlertBook
from stream_health.domain.alerts.budget import NOBODY, NoiseBudget
from stream_health.domain.alerts.shared_cause import weight
from stream_health.domain.dispatched import Digest, DigestEntry

ENTRIES_MAX = 100


def digest(
    book: AlertBook, budget: NoiseBudget, keys: Sequence[str], now_ms: int
) -> Iterator[Digest]:
    """One digest per CSM over the alerts held back, the weightiest first, at most 100."""
    ranked = sorted(keys, key=lambda key: (-weight(book.alerts[key], now_ms), key))
    for csm in sorted({book.alerts[key].candidate.csm or NOBODY for key in keys}):
        mine = [key for key in ranked if (book.alerts[key].candidate.csm or NOBODY) == csm]
        text = f"digest|{csm}|{now_ms}"
        yield Digest(
            event_id=hashlib.sha256(text.encode()).hexdigest()[:32],
            csm=csm,
            as_of_ms=now_ms,
            sent_total=budget.sent(csm, now_ms),
            budget_total=budget.week_alerts_max,
            entries=tuple(
                DigestEntry(key, alert.candidate.generation, alert.began_ms, alert.candidate)
                for key in mine[:ENTRIES_MAX]
                if (alert := book.alerts[key])
            ),
        )
