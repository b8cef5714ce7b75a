"""Versions on the shelf fit today's catalogue; what cannot be read is left out and said."""

import asyncio
import logging
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.thorough import thorough

from stream_health.app.model_shelf import PRIOR, ModelShelf, fitted
from stream_health.domain.features.catalogue import CATALOGUE
from stream_health.domain.policy import Policy
from stream_health.domain.scorecard.prior import prior
from stream_health.domain.scorecard.scorecard import Delta, Row, Scorecard
from stream_health.wire.internal.models import ModelVersion, encode_model

TODAY = prior(Policy(), CATALOGUE)
ROWS = st.sets(st.integers(0, len(TODAY.rows) - 1))


def learned(**changes: object) -> Scorecard:
    """A version whose every point is one milli-point above the prior."""
    rows = tuple(row._replace(points=tuple(p + 1 for p in row.points)) for row in TODAY.rows)
    given = {"version": "m-1", "rows": rows, "cut_at_ms": 86_400_000} | changes
    return replace(TODAY, **given)  # type: ignore[arg-type]  # fields by name


def record(scorecard: Scorecard) -> tuple[bytes, bytes | None]:
    version = ModelVersion(scorecard.version, 86_400_000, scorecard.to_dict(), {})
    encoded = encode_model(version)
    return encoded.key or b"", encoded.value


@thorough(40)
@given(gone=ROWS, rebinned=ROWS)
def test_rows_that_stayed_keep_their_points_and_all_others_start_at_the_prior(
    gone: set[int], rebinned: set[int]
) -> None:
    old = learned()
    rows = [
        row._replace(edges=tuple(edge + 0.5 for edge in row.edges)) if n in rebinned else row
        for n, row in enumerate(old.rows)
        if n not in gone
    ]
    rows.append(Row("feature.of.yesterday", (1.0,), (1, 2, 3)))
    deltas = (Delta("smb", "feature.of.yesterday", (1, 1, 1)),)
    fit = fitted(replace(old, rows=tuple(rows), deltas=deltas), TODAY)
    assert [(row.feature, row.edges) for row in fit.rows] == [
        (row.feature, row.edges) for row in TODAY.rows
    ]
    for n, row in enumerate(fit.rows):
        changed = n in gone or (n in rebinned and TODAY.rows[n].edges)
        assert row == (TODAY if changed else old).rows[n]
    assert (fit.version, fit.cut_at_ms) == ("m-1", 86_400_000)
    assert fit.deltas == ()


@thorough(20)
@given(rebinned=st.sets(st.integers(0, len(TODAY.rows) - 1), min_size=1))
def test_a_segments_delta_goes_with_the_row_it_was_learned_for(rebinned: set[int]) -> None:
    """Bins that moved mean something else: points of old bins must not be added to them."""
    rows, deltas = [], []
    for n, row in enumerate(learned().rows):
        deltas.append(Delta("smb", row.feature, row.points))
        cut = n in rebinned and len(row.edges) > 1
        rows.append(row._replace(edges=row.edges[1:], points=row.points[1:]) if cut else row)
        if cut:
            deltas[-1] = Delta("smb", row.feature, row.points[1:])
    fit = fitted(replace(learned(), rows=tuple(rows), deltas=tuple(deltas)), TODAY)
    kept = {delta.feature for delta in fit.deltas}
    assert kept == {
        row.feature
        for n, row in enumerate(TODAY.rows)
        if not (n in rebinned and len(row.edges) > 1)
    }


def test_a_version_comes_back_as_it_was_written_and_goes_with_its_tombstone() -> None:
    shelf = ModelShelf(Policy())
    key, value = record(learned())
    shelf.put(key, value)
    assert shelf.get("m-1") == learned()
    shelf.put(key, None)
    assert shelf.get("m-1") is None
    assert shelf.get(PRIOR) == TODAY


@pytest.mark.parametrize(
    "value",
    [b"not json", b"{}", b'{"version":"m-1","cut_at":"2026-01-01T00:00:00Z"}'],
)
def test_what_is_no_model_is_said_and_left_out(
    value: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = ModelShelf(Policy())
    with caplog.at_level(logging.ERROR):
        shelf.put(b"m-1", value)
    assert "m-1" in caplog.text
    assert shelf.get("m-1") is None


def test_a_model_whose_rows_do_not_fit_their_edges_is_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    key, value = record(learned())
    broken = orjson.loads(value or b"")
    first = broken["scorecard"]["rows"][0]
    first["points"] = first["points"][:-1]
    shelf = ModelShelf(Policy())
    shelf.put(key, orjson.dumps(broken))
    assert "is not a scorecard" in caplog.text
    assert shelf.get("m-1") is None


async def test_waiting_ends_when_the_version_is_there_and_only_then() -> None:
    shelf = ModelShelf(Policy())
    waiting = asyncio.create_task(shelf.wait_for("m-1", seconds_max=30))
    await asyncio.sleep(0)
    shelf.put(*record(learned(version="m-0")))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    shelf.put(*record(learned()))
    assert await waiting
    assert not await shelf.wait_for("m-2", seconds_max=0.01)
