"""The workers of the demo as it sees them: their figures, and that they live."""

from pathlib import Path

import pytest

from stream_health.local.demo.crew import Crew, Gauges, gauges_of
from stream_health.local.demo.errors import DemoError
from stream_health.local.fleet import Fleet

PAGE = """
# TYPE stream_health_input_records_total counter
stream_health_input_records_total{topic="usage-events"} 700.0
stream_health_input_records_total{topic="signals"} 40.0
stream_health_input_records_total{topic="clock"} 999.0
# TYPE stream_health_owned_partitions gauge
stream_health_owned_partitions{runtime="score"} 2.0
stream_health_owned_partitions{runtime="learn"} 1.0
# TYPE stream_health_accounts gauge
stream_health_accounts 91.0
"""


def test_the_clock_is_no_event_and_only_the_scoring_counts() -> None:
    assert gauges_of(PAGE) == Gauges(processed_total=740, partitions=2, accounts=91)


@pytest.mark.slow
async def test_a_worker_that_ends_by_itself_is_one_clear_error_with_its_log(tmp_path: Path) -> None:
    with Fleet(["--partitions", "0"], logs=tmp_path) as fleet:
        crew = Crew(fleet)
        crew.start()
        with pytest.raises(DemoError, match=r"worker [12] ended by itself") as raised:
            await crew.watch()
    assert "worker-" in str(raised.value)
