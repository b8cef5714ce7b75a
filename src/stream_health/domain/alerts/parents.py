"""Which alert of the same account explains another one: one account, one cause, one alert."""

from typing import Final

from stream_health.domain.alerts.alert_book import AlertBook
from stream_health.domain.alerts.condition import SCORE_DROP
from stream_health.domain.alerts.critical import CRITICAL_SIGNAL
from stream_health.domain.alerts.episode import dedup_key
from stream_health.domain.alerts.lifecycle import ACKNOWLEDGED, FIRING
from stream_health.domain.alerts.open_alert import OpenAlert
from stream_health.domain.alerts.shared_cause import leading_cause
from stream_health.domain.alerts.shelf import Shelf
from stream_health.domain.alerts.standing import RENEWAL_AT_RISK, SILENCE
from stream_health.domain.effects import AlertCandidate
from stream_health.domain.playbook.themes import theme_of

EXPLAINED_BY_A_FALL: Final = (RENEWAL_AT_RISK, SILENCE)


class Parents:
    """A critical signal explains the score drop it leads; a score drop silence and a renewal."""

    def __init__(self, book: AlertBook) -> None:
        self.book = book
        self.criticals = Shelf("critical")  # account -> themes of its open critical alert

    def on_critical(self, candidate: AlertCandidate) -> tuple[list[str], list[str]]:
        """Keys of the alerts it now explains, and of those it no longer does."""
        account_id = candidate.account_id
        drop_key = dedup_key(SCORE_DROP, account_id)
        drop = self.book.alerts.get(drop_key)
        if candidate.transition in {"resolved", "retracted"}:
            self.criticals.drop(account_id)
            mine = drop is not None and drop.parent == dedup_key(CRITICAL_SIGNAL, account_id)
            return [], [drop_key] if mine else []
        themes = {theme_of(cause).value for cause in candidate.causes}
        self.criticals.put(account_id, tuple(sorted(themes)))
        told = drop is not None and drop.state in {FIRING, ACKNOWLEDGED}
        return ([drop_key] if told and drop is not None and self.of(drop) else []), []

    def of(self, alert: OpenAlert) -> str | None:
        """Key of the open alert of the same account that explains this one."""
        candidate = alert.candidate
        if candidate.alert_kind == SCORE_DROP:
            themes, leading = self.criticals.get(candidate.account_id), leading_cause(candidate)
            led = themes and leading is not None and theme_of(leading).value in themes
            return dedup_key(CRITICAL_SIGNAL, candidate.account_id) if led else None
        if candidate.alert_kind in EXPLAINED_BY_A_FALL:
            key = dedup_key(SCORE_DROP, candidate.account_id)
            drop = self.book.alerts.get(key)
            if drop is not None and (drop.is_open or drop.waits_since_ms is not None):
                return key
        return None

    def children(self, key: str) -> list[str]:
        """Keys of told alerts that this one explains from now on."""
        kind, _, account_id = key.partition("/")
        if kind != SCORE_DROP:
            return []
        keys = (dedup_key(child, account_id) for child in EXPLAINED_BY_A_FALL)
        return [key for key in keys if self._is_told(key)]

    def _is_told(self, key: str) -> bool:
        alert = self.book.alerts.get(key)
        return alert is not None and alert.state == FIRING
