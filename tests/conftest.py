"""What every test may ask for: a real Kafka, its address, and topic names nobody else uses."""

import gc
import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from tests.support.thorough import FAST

from stream_health.local.broker import EmbeddedBroker

# What collecting imports and makes lives until the end: looking it through for cycles, while it
# grows and before every test that collects garbage, was a third of the time of collecting.
gc.disable()

# A busy machine is no failure: examples may take as long as they need.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    FAST, max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("calm")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever needs the broker, so that ``-m 'not kafka'`` leaves none out."""
    for item in items:
        if "broker" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.kafka)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what was collected to itself, and look for cycles in what tests make."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    """In a hurry, leave alone what is there: loading state in a test shows all of it again."""
    if settings.get_current_profile_name() == FAST:
        gc.freeze()


@pytest.fixture(scope="session")
def broker() -> Iterator[EmbeddedBroker]:
    """One Kafka for the whole session; a test that stops or kills it must ``restart`` it."""
    with EmbeddedBroker() as running:
        yield running


@pytest.fixture(scope="session")
def bootstrap(broker: EmbeddedBroker) -> str:
    """Address of the session's Kafka."""
    return broker.bootstrap


@pytest.fixture
def topic_name() -> Callable[[str], str]:
    """Give names for topics, groups and transactional ids that no other test uses."""

    def unique(label: str) -> str:
        return f"{label}-{uuid.uuid4().hex[:10]}"

    return unique
