"""One made-up directory for all tests of the adapter, and its events."""

from pathlib import Path

import pytest
from benchmarks.oulad.adapter import Event, events
from benchmarks.oulad.sample import write_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a directory of 60 accounts."""
    directory = tmp_path_factory.mktemp("oulad")
    write_sample(directory)
    return directory


@pytest.fixture(scope="session")
def sample_events(sample: Path) -> list[Event]:
    """Give every event of the sample."""
    return list(events(sample))
