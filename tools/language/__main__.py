"""``python -m tools.language [--data DIR]``: learn what words and rules weigh, and write it.

First the weights of words (``words.py``), then how much rules and words count together
(``weighing.py``), both beside the package's code. The development part of the labelled messages is
learned from, the measured part is never read.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.language.labelled import labelled
from tools.language import weighing, words
from tools.language.words import Row

from stream_health.language.extract import Extractor
from stream_health.language.weighing import WEIGHING_FILE
from stream_health.language.word_model import WEIGHTS_FILE

PACKAGE: Final = Path(__file__).parents[2] / "src/stream_health/language"
WEIGHT_MIN: Final = 0.2


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="directory with messages.parquet (BANKING77)")
    data = parser.parse_args().data
    about = "made by python -m tools.language" + (
        " --data, with BANKING77 (CC BY 4.0)" * bool(data)
    )
    reader = words.reader()
    taught = Teacher(data, reader)
    rows = words.rows_of(labelled("development"), reader)
    _write(WEIGHTS_FILE, about, taught.words(rows))
    _write(WEIGHING_FILE, about, taught.weighing(rows))


class Teacher:
    """Learns from phrases and ordinary messages, and from such labelled ones as it is given."""

    def __init__(self, data: Path | None, reader: Extractor) -> None:
        ordinary = words.ordinary(data, reader) if data else ()
        self._fixed = [*words.phrases(reader), *ordinary]
        self._by_phrases = words.learn(self._fixed)

    def words(self, rows: Sequence[Row]) -> words.Weights:
        """Learn the weights of words."""
        return _short(words.learn([*self._fixed, *words.examples_of(rows, self._by_phrases)]))

    def weighing(self, rows: Sequence[Row]) -> dict[str, dict[str, float]]:
        """Learn how much rules and words count, on messages whose words were not learned from."""
        told = [
            one
            for apart, others in weighing.folds(rows)
            for one in weighing.evidence_of(apart, self.words(others))
        ]
        return weighing.fitted(told)


def _short(weights: words.Weights) -> words.Weights:
    """Leave out what hardly counts."""
    kept = {
        name: {kind: round(one, 2) for kind, one in sorted(row.items()) if abs(one) >= WEIGHT_MIN}
        for name, row in sorted(weights.items())
    }
    return {name: row for name, row in kept.items() if row}


def _write(name: str, about: str, weights: Mapping[str, Mapping[str, float]]) -> None:
    text = json.dumps({"about": about, "weights": weights}, ensure_ascii=False, indent=0)
    (PACKAGE / name).write_text(text)


if __name__ == "__main__":
    main()
