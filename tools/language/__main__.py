"""``python -m tools.language [--data DIR]``: learn what words and rules weigh, and write it.

First the weights of words (``words.py``), then how much rules and words count together
(``weighing.py``), both beside the package's code. The development part of the labelled messages is
learned from, the measured part is never read. Prints how well authors held out are read.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.language.labelled import labelled
from tools.language.held_out import lines
from tools.language.weighing import Told
from tools.language.words import Row

from stream_health.language.extract import Extractor
from stream_health.language.reading import KINDS
from stream_health.language.weighing import WEIGHING_FILE
from stream_health.language.word_model import WEIGHTS_FILE
from tools.language import weighing, words

PACKAGE: Final = Path(__file__).parents[2] / "src/stream_health/language"
WEIGHT_MIN: Final = 5
"""Hundredths of log-odds; less is left out. Many small ones count: with 20, F1 falls by 0.02."""


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
    _write(WEIGHTS_FILE, about, _rows(taught.words(rows)))
    parts = taught.told(rows)
    _write(WEIGHING_FILE, about, weighing.fitted([one for part in parts for one in part]))
    sys.stdout.writelines(line + "\n" for line in lines(parts))


class Teacher:
    """Learns from phrases and ordinary messages, and from such labelled ones as it is given."""

    def __init__(self, data: Path | None, reader: Extractor) -> None:
        ordinary = words.ordinary(data, reader) if data else ()
        self._fixed = [*words.phrases(reader), *ordinary]
        self._by_phrases = words.learn(self._fixed)

    def words(self, rows: Sequence[Row]) -> words.Weights:
        """Learn the weights of words."""
        return _short(words.learn([*self._fixed, *words.examples_of(rows, self._by_phrases)]))

    def told(self, rows: Sequence[Row]) -> list[list[Told]]:
        """Give parts of the messages, with evidence by words that were learned from the others."""
        return [
            weighing.evidence_of(apart, self.words(others))
            for apart, others in weighing.folds(rows)
        ]


def _short(weights: words.Weights) -> words.Weights:
    """Leave out what hardly counts."""
    kept = {
        name: [one if abs(one) >= WEIGHT_MIN else 0 for one in row] for name, row in weights.items()
    }
    return {name: row for name, row in kept.items() if any(row)}


def _rows(weights: words.Weights) -> dict[str, str]:
    """Write each row as one string: that is read in a third of the time of lists."""
    return {name: " ".join(map(str, row)) for name, row in weights.items()}


def _write(name: str, about: str, weights: Mapping[str, object]) -> None:
    """Write a line a feature or kind."""
    lines = ",\n".join(f"{_json(key)}:{_json(row)}" for key, row in weights.items())
    head = f'"about":{_json(about)},\n"kinds":{_json(KINDS)},\n"weights":{{\n'
    (PACKAGE / name).write_text("{" + head + lines + "\n}}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
