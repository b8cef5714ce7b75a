"""``python -m benchmarks.language [--part measured] [--data DIR]``: see ``README.md`` here."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Final

from benchmarks.language.figures import Share, kind_figures, reliability, sentiment_auc
from benchmarks.language.labelled import Judged, Labelled, extractor, judged, labelled
from benchmarks.language.marks import MESSAGES_PER_SECOND_MIN, Mark, marks_of
from benchmarks.language.ordinary import DataError, Ordinary, read_ordinary

from stream_health.language.extract import Extractor
from stream_health.language.reading import KINDS

_SPEED_SECONDS: Final = 3.0
_LOOK_EVERY: Final = 50


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 when a mark is missed, 2 when what was given cannot be used."""
    options = _parser().parse_args(arguments)
    reader = extractor()
    messages = labelled(options.part)
    done = judged(messages, reader)
    marks = marks_of(done)
    for line in part_lines(options.part, done):
        print(line)
    for line in reliability_lines(done):
        print(line)
    if options.data:
        try:
            ordinary = read_ordinary(Path(options.data), reader)
        except (DataError, OSError) as error:
            print(f"language: {error}", file=sys.stderr)
            return 2
        marks += ordinary.marks()
        for line in ordinary_lines(ordinary):
            print(line)
    if options.seconds:
        marks.append(_speed(reader, messages, options.seconds))
    print(f"\nmarks (extractor {reader.version}, one process)")
    for mark in marks:
        print("  " + mark.line())
    return 0 if all(mark.reached for mark in marks) else 1


def part_lines(part: str, done: Sequence[Judged]) -> Iterator[str]:
    """The table per kind, and the sentiment."""
    yield f"{part}: {len(done)} messages, 95 % intervals"
    yield (
        f"  {'kind':<21}{'there':>6}{'found':>6}  {'recall':<20}{'precision':<20}{'F1':<20}"
        f"{'false / 10,000':>15}"
    )
    for kind in KINDS:
        one = kind_figures(kind, done)
        yield (
            f"  {kind:<21}{one.hits + one.missed:>6}{one.hits:>6}  {_share(one.recall):<20}"
            f"{_share(one.precision):<20}{_share(one.f1):<20}{one.false_per_10_000:>15.0f}"
        )
    better = sentiment_auc(done, {"positive"}, {"negative"})
    bad = sentiment_auc(done, {"positive", "neutral"}, {"negative"})
    good = sentiment_auc(done, {"positive"}, {"negative", "neutral"})
    yield (
        f"  sentiment AUC: positive over negative {better:.3f}, anything over negative {bad:.3f}, "
        f"positive over anything {good:.3f}"
    )


def reliability_lines(done: Sequence[Judged]) -> Iterator[str]:
    """How right signals are beside how sure they are."""
    yield "\nconfidence: signals of every kind, how sure on average, the share that is right"
    for one in reliability(done):
        yield f"  from {one.low:.1f}{one.signals:>7}{one.confidence:>7.2f}  {_share(one.right)}"


def ordinary_lines(ordinary: Ordinary) -> Iterator[str]:
    """What was found among ordinary messages, per 10,000."""
    yield f"\nordinary: {ordinary.messages:,} customer questions of a bank, signals per 10,000"
    for kind in KINDS:
        yield f"  {kind:<21}{ordinary.found[kind]:>6}{ordinary.per_10_000(kind):>10.1f}"


def _share(share: Share) -> str:
    if share.value is None:
        return "-"
    return f"{share.value:.2f} ({share.low:.2f}..{share.high:.2f})"


def _speed(reader: Extractor, messages: Sequence[Labelled], seconds: float) -> Mark:
    started, count = time.perf_counter(), 0
    for one in cycle(messages):
        reader.read(one.message)
        count += 1
        if count % _LOOK_EVERY == 0 and time.perf_counter() - started >= seconds:
            break
    rate = count / (time.perf_counter() - started)
    return Mark("messages per second", rate, MESSAGES_PER_SECOND_MIN)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language", description=__doc__)
    parser.add_argument("--part", choices=("measured", "development"), default="measured")
    parser.add_argument("--data", default="", help="directory with messages.parquet (BANKING77)")
    parser.add_argument(
        "--seconds", type=float, default=_SPEED_SECONDS, help="of measuring speed; 0: none"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
