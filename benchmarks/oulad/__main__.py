"""``python -m benchmarks.oulad convert|push|marks|sample``: see ``README.md`` here."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import orjson
from benchmarks.oulad.adapter import events
from benchmarks.oulad.marks import marks, render
from benchmarks.oulad.push import DisagreementError, push
from benchmarks.oulad.sample import write_sample
from benchmarks.oulad.tables import STARTS, DataError, expected

from stream_health.local.replay.history import History

CONFIG = Path(__file__).parent / "policy.toml"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 2 when what was given cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "sample":
            write_sample(options.out, accounts_total=options.accounts, seed=options.seed)
            print(f"wrote {options.accounts} accounts to {options.out}")
        elif options.command == "push":
            _push(options.events, options.config)
        elif options.command == "marks":
            found = marks(options.scores, options.snapshots, presentation=options.presentation)
            print(render(found))
        else:
            _convert(options.data, options.out, options.presentation)
    except (ValueError, OSError, DisagreementError) as error:
        print(f"oulad: {error}", file=sys.stderr)
        return 2
    return 0


def _push(events_file: Path, config: Path) -> None:
    history = History([events_file])
    for learned in (False, True):
        for line in push(history, config, learned=learned).lines():
            print(line)
        print("broker and replay agree: sub-states, scores, alerts, training examples\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.oulad", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    convert = commands.add_parser("convert", help="tables to events in wire format")
    convert.add_argument("--data", default="", help="directory of the tables")
    convert.add_argument("--out", type=Path, required=True, help="file of JSON lines to write")
    convert.add_argument("--presentation", choices=sorted(STARTS), help="only this one")
    judge = commands.add_parser("marks", help="how good the scores of a replay are")
    judge.add_argument("--scores", type=Path, required=True, help="scores.parquet of the replay")
    judge.add_argument("--snapshots", type=Path, required=True, help="snapshots.parquet, labels")
    judge.add_argument("--presentation", choices=sorted(STARTS), default="2013J")
    through = commands.add_parser("push", help="events through a real Kafka, against a replay")
    through.add_argument("--events", type=Path, required=True, help="file that convert wrote")
    through.add_argument("--config", type=Path, default=CONFIG, help="settings of the workers")
    sample = commands.add_parser("sample", help="a small made-up directory of the same shape")
    sample.add_argument("--out", type=Path, required=True, help="directory to write")
    sample.add_argument("--accounts", type=int, default=60, help="enrolments (60)")
    sample.add_argument("--seed", type=int, default=1)
    return parser


def _convert(data: str, out: Path, presentation: str | None) -> None:
    if not data:
        msg = f"no data given: `make oulad DATA=DIR`; {expected()}"
        raise DataError(msg)
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    found = events(Path(data), presentation=presentation)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb", buffering=1 << 20) as handle:
        for event in found:
            counts[event["topic"]] += 1
            handle.write(orjson.dumps(event, option=orjson.OPT_APPEND_NEWLINE))
    seconds = time.perf_counter() - began
    for topic, number in sorted(counts.items()):
        print(f"{topic:20} {number:>10,}")
    rate = counts.total() / seconds
    print(f"{'all':20} {counts.total():>10,}  in {seconds:.1f} s, {rate:,.0f} events/s")


if __name__ == "__main__":
    sys.exit(main())
