"""``make noise``: false alerts and delays beside the figures of the rule they come from."""

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks.noise.rows import rows
from rich.console import Console
from rich.table import Table


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 when a mark is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.noise", description=__doc__)
    parser.add_argument("--accounts", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=365)
    plan = parser.parse_args(arguments)
    if plan.accounts < 1 or plan.days < 1:
        parser.error(f"--accounts {plan.accounts} --days {plan.days}: both must be positive")
    table = Table(title="Alerts on scores whose truth is known", title_justify="left")
    for column in ("what happens", "the rule, simulated alone", "mark", "measured", ""):
        table.add_column(column)
    started, missed = time.monotonic(), 0
    for row in rows(plan.accounts, plan.days):
        verdict = "" if row.ok is None else "ok" if row.ok else "MISSED"
        missed += row.ok is False
        table.add_row(row.what, row.rule, row.mark, row.measured, verdict)
        print(f"{row.what}: {row.measured} {verdict}", file=sys.stderr, flush=True)
    Console(width=None if sys.stdout.isatty() else 180).print(table)
    print(f"measured in {time.monotonic() - started:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
