"""The report for people: one page with everything in it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from stream_health.local.quality import html
from stream_health.local.quality.svg import Axes, Interval, interval_plot, line_plot, round_end

_COLUMNS: Final[Mapping[str, str]] = {
    "rows": "rows",
    "churned_rows": "churned",
    "base_rate": "base rate",
    "auc": "AUC",
    "auc_within_period": "AUC within one time",
    "pr_auc_over_base_rate": "PR-AUC over base rate",
    "lift_top_decile": "lift of the top tenth",
    "log_loss": "log loss",
    "calibrated_bins": "calibrated tenths",
}

WORDS: Final[Mapping[str, str]] = {
    "not_matured": "whose horizon and grace have not passed",
    "after_notice": "after the account had given notice",
    "censored": "whose data end within the horizon",
    "no_label": "without a label",
    "label_without_score": "labels without a score",
}


def evaluation_page(report: Mapping[str, Any]) -> str:
    """Make the page of an evaluation."""
    overall = report["overall"]
    parts = [
        html.text(_maturity(report["maturity"]), "soft"),
        *([] if overall["enough_of_each_class"] else [html.text(_FEW, "bad")]),
        html.cards(_cards(report)),
        html.plots(plots_of(overall, report["roc_curve"])),
        html.heading("Everything, and by group"),
        html.text("95 % intervals by drawing accounts again are in brackets.", "soft"),
        _by_group(report),
        html.heading("Calibration by tenth of predicted risk"),
        _reliability(overall),
        html.heading("The decision"),
        html.text("Flagged accounts", "soft"),
        _pairs(overall["operating_point"]),
        html.text("The list of each CSM at each time", "soft"),
        _pairs(overall["at_capacity"]),
        html.heading("Early warning"),
        _pairs(estimates(report["early_warning"] or {})),
        html.heading("Stability"),
        _pairs(estimates(report["stability"])),
        html.heading("Alert load"),
        _pairs(estimates(report["alert_load"] or {})),
        html.warnings(report["warnings"]),
    ]
    return html.page("How good the score is", parts)


_FEW: Final = "Fewer than 200 matured rows of a class: read every figure with its interval."


def plots_of(overall: Mapping[str, Any], curve: Sequence[Sequence[float]]) -> list[str]:
    """ROC curve and reliability, where there is something to draw."""
    found = []
    if curve:
        axes = Axes("false-positive rate", "true-positive rate")
        svg = line_plot(axes, [("", [(x, y) for x, y in curve])], diagonal=True)
        found.append(html.figure(svg, f"ROC curve, AUC {html.shown(overall['auc'])}"))
    bins = overall.get("reliability")
    if bins:
        end = round_end(max(max(one["high"], one["predicted"]) for one in bins) or 1.0)
        points = [
            Interval(one["predicted"], one["observed"], one["low"], one["high"]) for one in bins
        ]
        svg = interval_plot(Axes("predicted risk", "observed rate", end, end), points)
        found.append(html.figure(svg, "Predicted and observed churn in tenths of equal size"))
    return found


def _maturity(maturity: Mapping[str, Any]) -> str:
    left_out = ", ".join(
        f"{count:,} {WORDS.get(why, why)}" for why, count in maturity["excluded"].items()
    )
    return (
        f"{maturity['matured']:,} of {maturity['scores']:,} scores have matured: churn within "
        f"{maturity['horizon_days']:g} days, with a grace of {maturity['grace_days']:g} days, is "
        f"known until {maturity['known_until'][:10]}. Left out: {left_out or 'none'}."
    )


def _cards(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    overall = report["overall"]
    names = ("auc", "auc_within_period", "pr_auc_over_base_rate", "lift_top_decile")
    found = [(_COLUMNS[name], html.shown(overall[name]["value"])) for name in names]
    if "calibrated_bins" in overall:
        tenths = f"{overall['calibrated_bins']} of {len(overall['reliability'])}"
        found.append((_COLUMNS["calibrated_bins"], tenths))
    early = report["early_warning"]
    if early:
        found.append(("flagged 30 days ahead", html.percent(early["share_30_days"])))
    return found


def _by_group(report: Mapping[str, Any]) -> str:
    named = [("everything", report["overall"])] + [
        (f"{dimension} {name}", figures)
        for dimension, found in report["by"].items()
        for name, figures in found.items()
    ]
    rows = [[name, *(figures.get(key) for key in _COLUMNS)] for name, figures in named]
    return html.table(["", *_COLUMNS.values()], rows)


def _reliability(overall: Mapping[str, Any]) -> str:
    if "reliability" not in overall:
        return html.text("The score is no probability, so there is nothing to calibrate.", "soft")
    rows = [
        [
            place,
            one["rows"],
            html.percent(one["predicted"]),
            html.percent(one["observed"]),
            f"{html.percent(one['low'])} to {html.percent(one['high'])}",
            one["calibrated"],
        ]
        for place, one in enumerate(overall["reliability"], start=1)
    ]
    return html.table(["tenth", "rows", "predicted", "observed", "95 % interval", "agrees"], rows)


def estimates(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures whose ``intervals`` stand apart, each beside its own.

    >>> estimates({"churned": 3, "share": 0.5, "intervals": {"share": {"low": 0.4, "high": 0.6}}})
    {'churned': 3, 'share': {'value': 0.5, 'low': 0.4, 'high': 0.6}}
    """
    intervals = figures.get("intervals", {})
    return {
        name: {"value": value, **intervals[name]} if name in intervals else value
        for name, value in figures.items()
        if name != "intervals"
    }


def _pairs(figures: Mapping[str, Any]) -> str:
    if not figures:
        return html.text("Not known from what was given.", "soft")
    return html.table(
        ["", "figure"], [[name.replace("_", " "), value] for name, value in figures.items()]
    )
