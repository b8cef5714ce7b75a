"""Scores of a stranger or of ours: one row per account and time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from stream_health.local.quality.cells import moment_ms, name, real, truth
from stream_health.local.quality.notes import Notes, QualityError
from stream_health.local.quality.tables import Row, json_values, read_table

BAD_TIME: Final = "rows without a readable as_of, left out"
BAD_SCORE: Final = "rows whose score is no number, left out"
NO_ACCOUNT: Final = "rows without an account_id, left out"
REPEATED: Final = "rows that repeat an account and time with the same score, counted once"
CONTRADICTED: Final = "rows that give an account and time another score, the last one kept"


class Score(NamedTuple):
    """What was said of an account at a time. ``score`` is on its own scale.

    ``risk`` is the probability of churn, None when only a score is known; ``flagged`` is None when
    nobody said.
    """

    account_id: str
    at_ms: int
    score: float
    risk: float | None = None
    flagged: bool | None = None
    segment: str | None = None
    tier: str | None = None
    model: str | None = None
    arm: str | None = None


def read_scores(path: Path, notes: Notes) -> list[Score]:
    """Scores by account and time, each once.

    Takes tables with the columns account_id, as_of and score (or churn_risk), Parquet of a replay,
    and ``score-changes`` as JSON lines.

    Raises
    ------
    QualityError
        When a column is missing, or no row can be used.
    """
    if path.suffix in {".jsonl", ".ndjson"}:
        rows: Iterator[Row] = _changes(path, notes)
    else:
        table = read_table(path, notes)
        wanted = "churn_risk" if "churn_risk" in table.columns else "score"
        table.require(["account_id", "as_of", wanted], what="scores")
        rows = iter(table.rows)
    found: dict[tuple[str, int], Score] = {}
    for row in rows:
        score = _score(row, notes, path.name)
        if score is None:
            continue
        key = (score.account_id, score.at_ms)
        if key in found:
            same = found[key].score == score.score
            notes.add(REPEATED if same else CONTRADICTED, f"{path.name} line {row.line}")
        found[key] = score
    if not found:
        msg = f"{path} has no row that can be used: {'; '.join(notes.lines(path.name))}"
        raise QualityError(msg)
    return [found[key] for key in sorted(found)]


def on_grid(scores: list[Score], *, every_ms: int, anchor_ms: int, until_ms: int) -> list[Score]:
    """The score in force at every instant of a grid: the last one said before it.

    From an account's first score on; the caller's labels drop what lies after it has left.

    >>> said = [Score("a", 5, 80.0), Score("a", 25, 60.0)]
    >>> [(one.at_ms, one.score) for one in on_grid(said, every_ms=10, anchor_ms=0, until_ms=31)]
    [(10, 80.0), (20, 80.0), (30, 60.0)]
    """
    found = []
    for place, one in enumerate(scores):
        following = scores[place + 1] if place + 1 < len(scores) else None
        same = following is not None and following.account_id == one.account_id
        end_ms = following.at_ms + 1 if same and following is not None else until_ms
        at_ms = one.at_ms - (one.at_ms - anchor_ms) % every_ms + every_ms
        while at_ms < end_ms:
            found.append(one._replace(at_ms=at_ms))
            at_ms += every_ms
    return found


def _changes(path: Path, notes: Notes) -> Iterator[Row]:
    """Score changes, plain or as records of history with their topic."""
    for line, value in json_values(path, notes):
        if value.get("topic", "score-changes") == "score-changes":
            inner = value.get("value", value)
            yield Row(line, inner if isinstance(inner, dict) else {})


def _score(row: Row, notes: Notes, file: str) -> Score | None:
    cells, where = row.cells, f"{file} line {row.line}"
    account_id = name(cells.get("account_id"))
    if account_id is None:
        notes.add(NO_ACCOUNT, where)
        return None
    at_ms = moment_ms(cells.get("as_of"), notes, where)
    if at_ms is None:
        notes.add(BAD_TIME, f"{where}: {cells.get('as_of')!r}")
        return None
    risk = _share(cells.get("churn_risk"))
    score = real(cells.get("score"))
    if score is None and risk is not None and "score" not in cells:
        score = -risk
    if score is None:
        notes.add(BAD_SCORE, f"{where}: {cells.get('score')!r}")
        return None
    return Score(
        account_id,
        at_ms,
        score,
        risk,
        truth(cells["flagged"]) if "flagged" in cells else None,
        name(cells.get("segment")),
        name(cells.get("tier")),
        name(cells.get("model_version", cells.get("model"))),
        name(cells.get("arm")),
    )


def _share(cell: Any) -> float | None:
    value = real(cell)
    return value if value is not None and 0.0 <= value <= 1.0 else None
