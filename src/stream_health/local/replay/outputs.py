"""What a replay writes: JSON lines per topic, scores as Parquet, a summary. No clock, no chance."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import orjson
import polars

from stream_health.domain.dispatched import Digest, DispatchOutput
from stream_health.domain.effects import (
    AlertTransition,
    BehaviourSignal,
    CensoredExample,
    Effect,
    LateOutcome,
    ModelActivated,
    ScoreChange,
    ScoreSample,
    SignalJudged,
    TrainingExample,
)
from stream_health.wire.encode import encode_dispatched, encode_effect
from stream_health.wire.encoded import Encoded
from stream_health.wire.points import to_points

FILES: Final = (
    "score-changes",
    "alerts",
    "alert-digests",
    "signals",
    "training-examples",
    "dead-letters",
    "models",
)
EXAMPLE_KINDS: Final = {
    "churn": ("stayed", "churned"),
    "expansion": ("did_not_expand", "expanded"),
    "advocacy": ("no_advocate", "became_advocate"),
}
_SCHEMA: Final[dict[str, polars.DataType | type[polars.DataType]]] = {
    "account_id": polars.String,
    "as_of": polars.Datetime("ms", "UTC"),
    "score": polars.Float64,
    "churn_risk": polars.Float64,
    "coverage": polars.Float64,
    "segment": polars.String,
    "tier": polars.String,
    "model_version": polars.String,
    "flagged": polars.Boolean,
}


class ReplayOutputs:
    """Opens the files of a replay in a directory, and counts what goes into them."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.counts: dict[str, Counter[str]] = {}
        self._files: dict[str, BinaryIO] = {}
        self._samples: list[ScoreSample] = []

    def __enter__(self) -> Self:
        """Make the files anew."""
        try:
            for name in FILES:
                self._files[name] = (self.directory / f"{name}.jsonl").open("wb")
        except OSError:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close them."""
        self._close()

    def _close(self) -> None:
        for file in self._files.values():
            file.close()

    def count(self, what: str, name: str, times: int = 1) -> None:
        """Count something for the summary."""
        # A plain string: members of an enumeration are no JSON keys.
        self.counts.setdefault(what, Counter())[str(name)] += times

    def write(self, effect: Effect, offsets: Mapping[str, int]) -> None:
        """Write what one effect says to the file of its topic."""
        match effect:
            case ScoreChange():
                self.count("score_changes", effect.kind)
                self.count("bands", effect.band)
            case TrainingExample():
                self.count("training_examples", EXAMPLE_KINDS[effect.target][effect.label])
            case CensoredExample():
                self.count("training_examples", f"{effect.target}_unknown")
            case LateOutcome():
                self.count("late_outcomes", effect.target)
            case BehaviourSignal():
                self.count("signals", effect.kind)
            case SignalJudged():
                self.count("signals_judged", "right" if effect.right else "wrong")
                return
            case ModelActivated():
                self.count("models_activated", effect.version)
                return
            case ScoreSample():
                self._samples.append(effect)
                return
            case _:
                return
        self.write_record(encode_effect(effect, inputs=offsets))

    def write_dispatched(self, said: DispatchOutput) -> None:
        """Write what the dispatcher says.

        A replay needs no clocks, and finds the copies of verdicts among the recorded feedback.
        """
        match said:
            case AlertTransition():
                self.count("alerts", said.transition)
                if said.transition == "fired":
                    self.count("alerts_fired", said.candidate.alert_kind)
            case Digest():
                self.count("digests", "sent")
            case _:
                return
        self.write_record(encode_dispatched(said))

    def write_record(self, record: Encoded) -> None:
        """Write the value of a record as a line of its topic's file."""
        self._files[record.topic].write((record.value or b"null") + b"\n")

    def write_scores(self) -> None:
        """Write ``scores.parquet``, one row per account and instant that was asked for."""
        rows: Iterable[tuple[Any, ...]] = (
            (
                sample.account_id,
                sample.as_of_ms,
                to_points(sample.score_milli),
                sample.churn_risk,
                sample.coverage,
                sample.segment,
                sample.tier,
                sample.model_version,
                sample.flagged,
            )
            for sample in sorted(self._samples, key=lambda one: (one.as_of_ms, one.account_id))
        )
        frame = polars.DataFrame(list(rows), schema=_SCHEMA, orient="row")
        frame.write_parquet(self.directory / "scores.parquet")

    def write_summary(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Write ``summary.json``, the counts beside the facts given; returns it."""
        counts = {what: dict(sorted(names.items())) for what, names in sorted(self.counts.items())}
        summary = {**facts, **counts}
        text = orjson.dumps(summary, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        (self.directory / "summary.json").write_bytes(text)
        return summary
