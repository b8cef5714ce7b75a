"""The sections of the settings that are not about reaching Kafka."""

from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from stream_health.language.settings import require_letters

Stage = Literal["read", "score", "book", "learn", "judge", "dispatch"]
STAGES: Final[tuple[Stage, ...]] = ("read", "score", "book", "learn", "judge", "dispatch")
"""In the order of the work."""


class Section(BaseModel):
    """Frozen, and no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TopicSettings(Section):
    """Names and sizes of the topics.

    Attributes
    ----------
    prefix
        Put before every topic's name, e.g. ``staging.``.
    partitions
        Of every topic keyed by account, and of the state: cannot change once there is state.
    replication_factor
        Of topics that are created; -1 leaves it to the broker.
    """

    prefix: str = Field(default="", pattern=r"^[A-Za-z0-9._-]*$", max_length=100)
    partitions: int = Field(default=4, ge=1, le=1_000)
    replication_factor: int = Field(default=-1, ge=-1, le=32)


class WorkerSettings(Section):
    """One worker process; the bounds are those of ``runtime.RuntimeSettings``, by the same names.

    Attributes
    ----------
    application_id
        Prefix of consumer groups and transactional ids: one per installation.
    http_host, http_port
        Where ``/metrics``, ``/healthz`` and ``/readyz`` are served; port 0 takes a free one.
    stages
        What this worker does; by default all. Reading messages costs far more a record than
        scoring, so a large installation gives it workers of its own.
    data_dir
        Folder for what Faust keeps on disk; nothing that must survive.
    max_batch_records, max_buffered_records
        Most records in a batch, and waiting per topic and partition.
    max_idle_ms
        Longest time a lagging topic with nothing buffered holds the others back.
    strict_merge
        Wait for proof that no earlier record is under way; makes the merged order repeatable.
    session_timeout_ms, rebalance_timeout_ms, transaction_timeout_ms
        How soon a dead worker is noticed, how long a rebalance and an orphaned transaction last.
    fetch_max_wait_ms
        Pacing of fetches: lower is quicker and costs CPU.
    """

    application_id: str = Field(default="stream-health", pattern=r"^[A-Za-z0-9._-]{1,100}$")
    http_host: str = Field(default="127.0.0.1", min_length=1)
    http_port: int = Field(default=8080, ge=0, le=65_535)
    stages: tuple[Stage, ...] = Field(default=STAGES, min_length=1)
    data_dir: Path = Path("var")
    max_batch_records: int = Field(default=5_000, ge=1, le=100_000)
    max_buffered_records: int = Field(default=10_000, ge=1, le=1_000_000)
    max_idle_ms: int = Field(default=500, ge=0, le=600_000)
    strict_merge: bool = False
    session_timeout_ms: int = Field(default=6_000, ge=1_000, le=300_000)
    rebalance_timeout_ms: int = Field(default=10_000, ge=1_000, le=300_000)
    transaction_timeout_ms: int = Field(default=20_000, ge=1_000, le=900_000)
    fetch_max_wait_ms: int = Field(default=20, ge=1, le=5_000)

    @model_validator(mode="after")
    def _agree(self) -> "WorkerSettings":
        if self.max_buffered_records < self.max_batch_records:
            msg = (
                f"max_buffered_records ({self.max_buffered_records}) must be at least "
                f"max_batch_records ({self.max_batch_records})"
            )
            raise ValueError(msg)
        return self

    def runtime_bounds(self) -> dict[str, Any]:
        """Return the fields that ``RuntimeSettings`` takes by the same names."""
        return self.model_dump(
            exclude={"application_id", "http_host", "http_port", "stages", "data_dir"}
        )


class ClockSettings(Section):
    """Where ticks come from.

    Attributes
    ----------
    source
        ``wall``: the worker writes ticks. ``topic``: whoever feeds the topics writes them
        (history, demo, tests).
    tick_interval_ms
        Time between ticks of the wall clock.
    """

    source: Literal["wall", "topic"] = "wall"
    tick_interval_ms: int = Field(default=60_000, ge=1_000, le=86_400_000)


class LanguageSection(Section):
    """How messages are read.

    Attributes
    ----------
    competitors
        Names to look for, in any case.
    own_names
        Names of our own company and product, in any case: who leaves them leaves us.
    evidence
        Whether a signal carries the sentence it rests on; without it no text leaves a message.
    """

    competitors: tuple[str, ...] = Field(default=(), max_length=1_000)
    own_names: tuple[str, ...] = Field(default=(), max_length=100)
    evidence: bool = True

    @field_validator("competitors", "own_names")
    @classmethod
    def _have_letters(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        require_letters(names)
        return names


class ChallengerSettings(Section):
    """Models of other kinds that learn beside the champion and score in shadow.

    Attributes
    ----------
    kinds
        Which of them run; an empty list runs none.
    drift
        Whether inputs, scores, calibration and errors are watched for drift.
    """

    kinds: tuple[Literal["forest", "tree"], ...] = ("forest", "tree")
    drift: bool = True

    @field_validator("kinds")
    @classmethod
    def _once_each(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(kinds)) < len(kinds):
            msg = f"each kind once, got {list(kinds)}"
            raise ValueError(msg)
        return kinds


class LoggingSettings(Section):
    """What is logged, and how; ``auto`` is ``console`` on a terminal and ``json`` elsewhere."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["auto", "json", "console"] = "auto"
