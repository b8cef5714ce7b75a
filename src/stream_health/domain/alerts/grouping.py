"""Which alerts have one cause, and the grouped alert that stands for them."""

from collections.abc import Iterable

from stream_health.domain.alerts.alert_book import AlertBook
from stream_health.domain.alerts.grouped_alert import (
    BOOK,
    DATA_OUTAGE,
    FEED,
    Group,
    group_key,
    grouped_candidate,
    is_grouped_key,
    outage_key,
)
from stream_health.domain.alerts.lifecycle import FIRING
from stream_health.domain.alerts.open_alert import OpenAlert
from stream_health.domain.alerts.shared_cause import TOGETHER, shared_cause
from stream_health.domain.alerts.shelf import Shelf
from stream_health.domain.effects import AlertTransition, BookSizes, FeedsChanged


class Grouping:
    """Finds shared causes among the alerts of a book, and keeps the grouped alerts."""

    def __init__(self, book: AlertBook) -> None:
        self.book = book
        self.rules = book.policy.dispatch
        self.generations = Shelf("generation")
        self.sizes = Shelf("book_size")
        self.feeds = Shelf("stale")

    def on_sizes(self, sizes: BookSizes) -> None:
        """Learn how many accounts are watched."""
        self.sizes.put(str(sizes.partition), (sizes.csms, sizes.accounts))

    @property
    def csms_total(self) -> int:
        """How many people have watched accounts."""
        return len({name for csms, _ in self.sizes.values() for name in csms if name})

    def covering(self, alert: OpenAlert, now_ms: int) -> str | None:
        """Key of the open grouped alert that explains this one too, if there is one.

        A group explains what falls within its first day, an incident of the book what falls until
        four of five have recovered, a stale feed as long as it is stale.
        """
        candidate = alert.candidate
        if candidate.alert_kind not in TOGETHER:
            return None
        cause, since_ms = shared_cause(candidate), now_ms - self.rules.incident_window_ms
        feed = self.book.alerts.get(outage_key(FEED, cause))
        if feed is not None and feed.is_open and feed.closes_ms is None:
            return outage_key(FEED, cause)
        keys = (
            outage_key(BOOK, cause),
            group_key(candidate.csm or "", candidate.alert_kind, cause),
        )
        for key in keys:
            grouped = self.book.alerts.get(key)
            if grouped is None or not grouped.is_open or grouped.closes_ms is not None:
                continue
            if key == outage_key(BOOK, cause) or grouped.began_ms > since_ms:
                return key
        return None

    def find(self, keys: Iterable[str], now_ms: int) -> list[Group]:
        """Groups that these alerts, about to be told, make with those told or pending already."""
        fresh = {
            key: alert for key in keys
            if (alert := self.book.alerts[key]).candidate.alert_kind in TOGETHER
        }  # fmt: skip
        found: list[Group] = []
        for cause in sorted({shared_cause(alert.candidate) for alert in fresh.values()}):
            of_cause = self._falling(cause, now_ms)
            whole = self._of_book(cause, of_cause, fresh)
            if whole is not None:
                found.append(whole)
                continue
            mine = {key: one for key, one in fresh.items() if shared_cause(one.candidate) == cause}
            circles = sorted({(one.candidate.csm or "", one.candidate.alert_kind)
                              for one in mine.values()})  # fmt: skip
            for csm, kind in circles:
                group = self._of_csm(csm, kind, cause, of_cause=of_cause, now_ms=now_ms)
                if group is not None:
                    found.append(group)
        return found

    def open(self, group: Group, now_ms: int) -> list[AlertTransition]:
        """Tell the grouped alert, and inhibit what it stands for."""
        book = self.book
        (generation,) = self.generations.get(group.key) or (0,)
        self.generations.put(group.key, (generation + 1,))
        members = [book.alerts[key] for key in group.members]
        alert = OpenAlert(
            grouped_candidate(
                group, members, generation=generation + 1, as_of_ms=now_ms, policy=book.policy
            )
        )
        alert.members = group.members
        book.put(group.key, alert)
        said = book.go(group.key, "fired", now_ms)
        for key in group.members:
            said += self.inhibit(key, group.key, now_ms)
        return said

    def join(self, key: str, parent_key: str, now_ms: int) -> list[AlertTransition]:
        """Let an alert be explained by a grouped one, which says so by its next update."""
        parent = self.book.alerts[parent_key]
        if key not in parent.members:
            parent.members = (*parent.members, key)
        return self.inhibit(key, parent_key, now_ms)

    def inhibit(self, key: str, parent_key: str, now_ms: int) -> list[AlertTransition]:
        """Hold an alert back; the reason is the key of what explains it."""
        alert = self.book.alerts[key]
        alert.waits_since_ms = None
        said = self.book.go(key, "inhibited", now_ms, reason=parent_key)
        if said:
            alert.parent = parent_key
        return said

    def settle(self, parent_key: str, now_ms: int) -> tuple[list[AlertTransition], list[str]]:
        """End a grouped alert whose cause is over; also the keys of those left to tell.

        It is over when no member is left. When four of five have recovered, or the feed is back,
        the rest get a week more: who has not recovered by then has a cause of its own.
        """
        parent = self.book.alerts.get(parent_key)
        if parent is None or not parent.is_open or not is_grouped_key(parent_key):
            return [], []
        left, total = self.left_of(parent_key), len(parent.members)
        of_feed = parent_key.startswith(outage_key(FEED, ""))
        passed = total - len(left) >= total * self.rules.group_over_share
        if passed and not of_feed and parent.closes_ms is None:
            parent.closes_ms = now_ms + self.rules.group_recovery_ms
            self.book.put(parent_key, parent)
        closes_ms = parent.closes_ms
        over = closes_ms is not None and (not left or now_ms >= closes_ms)
        expired = now_ms - parent.began_ms >= self.book.policy.alerts.new_normal_after_ms
        if not over and not expired:
            return [], []
        reason = "new_normal" if expired else "recovered"
        return self.book.go(parent_key, "resolved", now_ms, reason=reason), left

    def left_of(self, parent_key: str) -> list[str]:
        """Keys of the alerts that are inhibited by another one."""
        return sorted(
            key for key, alert in self.book.alerts.items()
            if alert.parent == parent_key and alert.over_ms is None
        )  # fmt: skip

    def on_feeds(self, feeds: FeedsChanged, now_ms: int) -> list[AlertTransition]:
        """Tell of a feed that went stale in any partition number; let one that is back recover."""
        before = self._stale()
        self.feeds.put(str(feeds.partition), (feeds.sources, feeds.heard_ms))
        after, said = self._stale(), list[AlertTransition]()
        for source in sorted(after.keys() | before.keys()):
            key = outage_key(FEED, source)
            alert = self.book.alerts.get(key)
            known = alert is not None and alert.is_open
            if known and alert is not None:
                alert.closes_ms = None if source in after else now_ms + self.rules.group_recovery_ms
                self.book.put(key, alert)
            elif source in after:
                said += self.open(self._of_feed(source, after[source]), now_ms)
        return said

    def _stale(self) -> dict[str, int]:
        """Stale sources of any partition number, and when each was last heard in the first."""
        stale: dict[str, int] = {}
        for sources, heard in self.feeds.values():
            for source, heard_ms in zip(sources, heard, strict=True):
                stale[source] = min(heard_ms, stale.get(source, heard_ms))
        return stale

    def _of_feed(self, source: str, heard_ms: int) -> Group:
        members = tuple(
            key for key, alert in sorted(self.book.alerts.items())
            if alert.state == FIRING
            and alert.candidate.alert_kind in TOGETHER
            and alert.began_ms >= heard_ms
            and shared_cause(alert.candidate) == source
        )  # fmt: skip
        text = f"nothing was heard of {source}: the feed is stale, scores that need it are in doubt"
        return Group(outage_key(FEED, source), DATA_OUTAGE, source, None, text, members)

    def _falling(self, cause: str, now_ms: int) -> dict[str, OpenAlert]:
        """Alerts of the cause whose condition was first met within the last day, and still is."""
        since_ms = now_ms - self.rules.incident_window_ms
        return {
            key: alert
            for key, alert in sorted(self.book.alerts.items())
            if alert.over_ms is None
            and alert.candidate.account_id
            and alert.began_ms > since_ms
            and alert.candidate.alert_kind in TOGETHER
            and shared_cause(alert.candidate) == cause
        }

    def _of_book(
        self, cause: str, falling: dict[str, OpenAlert], fresh: dict[str, OpenAlert]
    ) -> Group | None:
        total = sum(sum(accounts) for _, accounts in self.sizes.values())
        fallen = len({alert.candidate.account_id for alert in falling.values()})
        needed = max(self.rules.incident_accounts_min, self.rules.incident_book_share * total)
        if not total or fallen < needed:
            return None
        text = f"{fallen} of {total} accounts fall together: {cause}"
        members = tuple(key for key, alert in falling.items() if _may_join(alert) or key in fresh)
        return Group(outage_key(BOOK, cause), DATA_OUTAGE, cause, None, text, members)

    def _of_csm(
        self, csm: str, kind: str, cause: str, *, of_cause: dict[str, OpenAlert], now_ms: int
    ) -> Group | None:
        falling = {
            key: alert for key, alert in of_cause.items()
            if (alert.candidate.csm or "") == csm and alert.candidate.alert_kind == kind
        }  # fmt: skip
        told = {key: alert for key, alert in falling.items() if _may_join(alert)}
        since_ms = now_ms - self.rules.group_window_ms
        recent = [alert for alert in told.values() if _told_ms(alert, now_ms) > since_ms]
        size = self._size_of(csm)
        many = len(recent) >= self.rules.group_alerts_min
        share = size > 0 and len(falling) >= max(
            self.rules.group_alerts_min, self.rules.group_book_share * size
        )
        if not many and not share:
            return None
        text = f"{len(falling)} accounts of {csm or 'nobody'} fall together: {cause}"
        return Group(group_key(csm, kind, cause), kind, cause, csm or None, text, tuple(told))

    def _size_of(self, csm: str) -> int:
        return sum(
            count
            for csms, accounts in self.sizes.values()
            for name, count in zip(csms, accounts, strict=True)
            if name == csm
        )


def _may_join(alert: OpenAlert) -> bool:
    """About to be told, or told and not yet in anybody's hands."""
    return alert.waits_since_ms is not None or alert.state == FIRING


def _told_ms(alert: OpenAlert, now_ms: int) -> int:
    """When a person was first told: now, if that is being decided."""
    return now_ms if alert.waits_since_ms is not None else alert.fired_ms or 0
