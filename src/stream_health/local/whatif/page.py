"""The comparison for people: one page."""

from collections.abc import Mapping, Sequence
from typing import Any

from stream_health.local.quality import html
from stream_health.local.quality.html import percent, shown


def whatif_page(report: Mapping[str, Any]) -> str:
    """Make the page of a comparison."""
    moved, alerts = report["scores"], report["alerts"]
    parts = [
        html.text(f"{report['before']} against {report['after']}. Nothing was sent.", "soft"),
        html.cards(
            [
                ("scores that move", f"{moved['scores_moved']:,} of {moved['scores_compared']:,}"),
                ("accounts that move", shown(moved["accounts_moved"])),
                ("alerts before", shown(alerts["before"])),
                ("alerts after", shown(alerts["after"])),
                ("no longer sent", shown(len(alerts["no_longer_sent"]))),
                ("newly sent", shown(len(alerts["newly_sent"]))),
            ]
        ),
        html.heading("How far scores move"),
        html.table(
            ["", "weekly scores"], [[one["what"], one["scores"]] for one in moved["histogram"]]
        ),
        html.heading("Who moves most, and why"),
        _movers(moved["top_movers"]),
        html.heading("Alerts that would newly be sent"),
        _alerts(alerts["newly_sent"]),
        html.heading("Alerts that would no longer be sent"),
        _alerts(alerts["no_longer_sent"]),
        html.heading("Churn caught, and how early"),
        _beside(report["churn"]),
        html.heading("Figures on matured rows"),
        _figures(report["figures"]),
        html.warnings(report["warnings"]),
    ]
    return html.page("What if", parts)


def _movers(movers: Sequence[Mapping[str, Any]]) -> str:
    if not movers:
        return html.text("Nobody's last score moves by a point.", "soft")
    rows = [
        [
            one["account_id"],
            one["before"],
            one["after"],
            f"{one['moved_points']:+.1f}",
            ", ".join(f"{why['what']} {why['points']:+.1f}" for why in one["reasons"]),
        ]
        for one in movers
    ]
    return html.table(["account", "before", "after", "points", "why"], rows, texts=(4,))


def _alerts(alerts: Sequence[Mapping[str, Any]]) -> str:
    if not alerts:
        return html.text("None.", "soft")
    rows = [[one["account_id"], one["at"][:16].replace("T", " "), one["csm"]] for one in alerts]
    return html.table(["account", "at", "csm"], rows, texts=(1, 2))


def _beside(churn: Mapping[str, Mapping[str, Any] | None]) -> str:
    before, after = churn["before"] or {}, churn["after"] or {}
    rows = [
        [
            name.replace("_", " "),
            *(
                percent(one.get(name)) if name.endswith("share") or "share_" in name
                else one.get(name)
                for one in (before, after)
            ),
        ]
        for name in before
    ]  # fmt: skip
    if not rows:
        return html.text("No churn is known in this history.", "soft")
    return html.table(["", "before", "after"], rows)


def _figures(figures: Mapping[str, Mapping[str, Any] | None]) -> str:
    before, after = figures["before"], figures["after"]
    if before is None or after is None:
        return html.text("No row has matured: the history is shorter than the horizon.", "soft")
    names = ["rows", "churned_rows", "auc", "auc_within_period", "pr_auc", "lift_top_decile"]
    names += ["log_loss", "calibrated_bins"]
    rows = [[name.replace("_", " "), before.get(name), after.get(name)] for name in names]
    return html.table(["", "before", "after"], rows)
