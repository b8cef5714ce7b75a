"""What ``stream-health whatif`` does: two replays, compared; what it would have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from stream_health.domain.policy import Policy
from stream_health.learning.quality.figures import figures_of
from stream_health.learning.quality.labels import Maturity
from stream_health.local.evaluate.command import flagging, write
from stream_health.local.evaluate.report import Material, early
from stream_health.local.evaluate.rows import Judging, assemble, labelled
from stream_health.local.model_versions import ModelsError, scorecard_of, versions_in
from stream_health.local.quality.book import read_book
from stream_health.local.quality.html import shown
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.outcomes import read_outcomes
from stream_health.local.whatif.compare import alerts_compared, moved
from stream_health.local.whatif.page import whatif_page
from stream_health.local.whatif.replays import Replayed, Setting, replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRequest:
    """The command line of a comparison, as it was given."""

    files: tuple[Path, ...]
    out: Path
    base: Setting
    new: Setting
    resamples: int = 100
    quiet: bool = False


def run_whatif(request: WhatIfRequest) -> dict[str, Any]:
    """Replay twice, compare, write ``whatif.html`` and ``whatif.json``.

    Raises
    ------
    QualityError
        When both settings are the same, or a file cannot be used.
    HistoryError
        When the history cannot be read.
    """
    base, new = request.base, request.new
    if base == new:
        msg = "both settings are the same: nothing can change; give another --config or --model"
        raise QualityError(msg)
    console = Console(stderr=True, quiet=request.quiet)
    before = _replay(request, base, "base", console=console)
    after = _replay(request, new, "new", console=console)
    notes = Notes()
    judged = {
        name: _judged(request, one, setting.policy, notes=notes)
        for name, one, setting in (("before", before, base), ("after", after, new))
    }
    report = {
        "what": "what if",
        "before": name_of(base),
        "after": name_of(new),
        "scores": moved(before, after),
        "alerts": alerts_compared(before.alerts, after.alerts),
        "churn": {name: one["churn"] for name, one in judged.items()},
        "figures": {name: one["figures"] for name, one in judged.items()},
        "warnings": notes.lines(),
    }
    write(request.out, "whatif", report, whatif_page(report))
    _show(Console(quiet=request.quiet), report, request.out)
    return report


def setting_of(
    policy: Policy, partitions: int, *, model: str | None, models: Path | None
) -> Setting:
    """A setting with a version of a file of models, or without.

    Raises
    ------
    QualityError
        When there is no such version.
    """
    if model is None:
        return Setting(policy=policy, partitions=partitions)
    if model == "prior":
        found = scorecard_of([], "prior", policy)
    elif models is None:
        msg = f"where is model {model}? give --from models.jsonl"
        raise QualityError(msg)
    else:
        try:
            found = scorecard_of(versions_in(models), model, policy)
        except ModelsError as error:
            raise QualityError(str(error)) from error
    return Setting(policy=policy, partitions=partitions, model=found)


def name_of(setting: Setting) -> str:
    """A setting in words."""
    model = "" if setting.model is None else f", model {setting.model.version}"
    return f"configuration {setting.policy.version}{model}"


def _replay(request: WhatIfRequest, setting: Setting, name: str, *, console: Console) -> Replayed:
    console.print(f"replaying with {name_of(setting)}", markup=False, highlight=False)
    return replayed(request.files, setting, request.out / name)


def _judged(
    request: WhatIfRequest, found: Replayed, policy: Policy, *, notes: Notes
) -> Mapping[str, Any]:
    """Figures of one replay, by the outcomes of the history itself."""
    material = _material(request.files, found, policy, notes=notes)
    if material is None:
        return {"churn": None, "figures": None}
    rows = material.assembled.rows
    figures = figures_of(labelled(rows, material.judging), resamples=request.resamples)
    return {"churn": early(material), "figures": figures if rows else None}


def _material(
    files: Sequence[Path], found: Replayed, policy: Policy, *, notes: Notes
) -> Material | None:
    read = [(read_outcomes(path, notes), read_book(path, notes)) for path in files]
    fates = {account: fate for outcomes, _ in read for account, fate in outcomes.fates.items()}
    book = read[0][1]
    for _, other in read[1:]:
        book.accounts.update(other.accounts)
    learning = policy.learning
    last_ms = max(one.at_ms for one in found.scores)
    maturity = Maturity(
        learning.churn_horizon_ms,
        learning.grace_ms,
        max(last_ms, *(one.last_ms for one, _ in read)),
    )
    return Material(
        scores=found.scores,
        assembled=assemble(found.scores, fates, book, maturity),
        judging=Judging(flags=flagging(policy.flag_risk, policy.bands.critical_points)),
        maturity=maturity,
        book=book,
        bands=(policy.bands.critical_points, policy.bands.healthy_points),
        fates=fates,
        alerts=found.alerts,
    )


def _show(console: Console, report: Mapping[str, Any], out: Path) -> None:
    scores, alerts = report["scores"], report["alerts"]
    table = Table(title="what if", show_header=False)
    for name, value in scores.items():
        if name not in {"histogram", "top_movers"}:
            table.add_row(name.replace("_", " "), shown(value))
    table.add_row("alerts before, after", f"{alerts['before']}, {alerts['after']}")
    table.add_row("no longer sent", shown(len(alerts["no_longer_sent"])))
    table.add_row("newly sent", shown(len(alerts["newly_sent"])))
    for name in ("churned", "flagged", "median_days", "share_30_days"):
        both = [(report["churn"][when] or {}).get(name) for when in ("before", "after")]
        table.add_row(f"churn {name.replace('_', ' ')}", ", ".join(map(shown, both)))
    console.print(table)
    for line in report["warnings"]:
        console.print(f"note: {line}", markup=False, highlight=False)
    console.print(f"{out / 'whatif'}.html and .json", markup=False, highlight=False)
