"""``python -m benchmarks.quality [--data DIR]``: the table of marks, and the report."""

import argparse
import sys
from pathlib import Path

from benchmarks.quality import oulad, simulated


def main(arguments: list[str] | None = None) -> int:
    """Judge; 2 when what was given cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--data", default="", help="tables of OULAD; without: a simulated book")
    parser.add_argument("--replayed", type=Path, help="a replay of them that is there already")
    parser.add_argument("--out", type=Path, required=True, help="directory for the report")
    parser.add_argument("--accounts", type=int, default=simulated.ACCOUNTS)
    parser.add_argument("--days", type=int, default=simulated.DAYS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        if options.data:
            oulad.run(Path(options.data), options.out, replayed=options.replayed)
        else:
            simulated.run(
                options.out, accounts=options.accounts, days=options.days, seed=options.seed
            )
    except (ValueError, OSError) as error:
        print(f"quality: {error}", file=sys.stderr)
        return 2
    print(f"\nreport: {options.out / 'evaluation.html'} and .json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
