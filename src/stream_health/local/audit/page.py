"""The audit for people: one page."""

from collections.abc import Mapping, Sequence
from typing import Any

from stream_health.local.quality import html
from stream_health.local.quality.html import percent
from stream_health.local.quality.svg import Axes, line_plot


def audit_page(report: Mapping[str, Any]) -> str:
    """Make the page of an audit of scores."""
    theirs = report["theirs"]
    parts = [
        html.text(
            f"{report['scores']:,} scores of {report['accounts']:,} accounts, "
            f"{report['churned_accounts']:,} of which churned; outcomes are known until "
            f"{report['known_until'][:10]}. {report['higher_is'].capitalize()} is higher.",
            "soft",
        ),
        html.cards(_cards(report)),
        *_curves(report),
        html.heading("The score in use, before churn"),
        html.text(
            "True-positive rate: of the accounts that churned, how many lay in this band or a "
            "riskier one that many days before. False-positive rate: of the scores of accounts "
            "that stayed as long, how many did."
        ),
        _rates(theirs["rates"]),
    ]
    if "ours" in report:
        parts += [
            html.heading("Ours, on the same accounts and days"),
            _rates(report["ours"]["rates"]),
            html.heading("With as many alarms as theirs"),
            _side_by_side(report["same_alarms"]),
        ]
    parts.append(html.warnings(report["warnings"]))
    return html.page("Audit of the score in use", parts)


def data_page(report: Mapping[str, Any]) -> str:
    """Make the page of an audit of data."""
    rows = [
        [
            one["source"],
            one["kind"],
            one["records"],
            one["accounts"],
            percent(one["share_of_accounts"]),
            one["records_per_account_week"],
            one["first"] and one["first"][:10],
            one["last"] and one["last"][:10],
            one["days_since_last"],
            one["longest_gap_days"],
        ]
        for one in report["signals"]
    ]
    columns = ["source", "signal", "records", "accounts", "complete", "per account-week", "first"]
    columns += ["last", "days old", "longest gap, days"]
    fields = [
        [one["source"], one["field"], percent(one["filled"])] for one in report["completeness"]
    ]
    parts = [
        html.text(
            f"{report['records']:,} records of {report['accounts']:,} accounts from "
            f"{(report['first'] or '-')[:10]} to {(report['last'] or '-')[:10]}.",
            "soft",
        ),
        html.heading("Every signal: where from, how often, for whom, how fresh"),
        html.table(columns, rows, texts=(1,)),
        html.heading("Fields that are filled"),
        html.table(["source", "field", "filled"], fields, texts=(1,)),
        html.warnings(report["warnings"]),
    ]
    return html.page("Audit of the data", parts)


def _cards(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for who in ("theirs", "ours"):
        for one in report.get(who, {}).get("rates", ()):
            rate = one["by_band"][0]["true_positive_rate"]
            found.append((f"{who}: caught {one['days_before']} days before", percent(rate)))
    return found


def _curves(report: Mapping[str, Any]) -> list[str]:
    lines = [
        (who, [(x, y) for x, y in report[who]["roc_curve"]])
        for who in ("theirs", "ours")
        if report.get(who, {}).get("roc_curve")
    ]
    if not lines:
        return []
    axes = Axes("false-positive rate", "true-positive rate")
    words = f"Churn within {report['horizon_days']:g} days, every matured score"
    return [html.plots([html.figure(line_plot(axes, lines, diagonal=True), words)])]


def _rates(found: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        [
            one["days_before"],
            band["band"],
            band["churned_accounts"],
            percent(band["true_positive_rate"]),
            _ends(band["true_positive_interval"]),
            percent(band["false_positive_rate"]),
        ]
        for one in found
        for band in one["by_band"]
    ]
    columns = ["days before", "band", "churned", "true-positive rate", "95 %"]
    return html.table([*columns, "false-positive rate"], rows, texts=(1,))


def _side_by_side(found: Sequence[Mapping[str, Any]]) -> str:
    if not found:
        return html.text("Nothing of theirs lies in the riskiest band.", "soft")
    rows = [
        [
            one["days_before"],
            *(
                percent(one[who][name])
                for who in ("theirs", "ours")
                for name in ("true_positive_rate", "false_positive_rate")
            ),
        ]
        for one in found
    ]
    columns = ["days before", "theirs: true-positive rate", "theirs: false-positive rate"]
    return html.table([*columns, "ours: true-positive rate", "ours: false-positive rate"], rows)


def _ends(ends: Sequence[float] | None) -> str:
    return "-" if ends is None else f"{percent(ends[0])} to {percent(ends[1])}"
