"""The whole way of an alert on a book whose truth is known; `make noise` runs the large one."""

from collections.abc import Callable

import pytest
from benchmarks.noise.__main__ import main
from benchmarks.noise.rows import Row, endings, flaps, outage

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "row",
    [
        lambda: outage("an outage in one hour", 120, spread_hours=1, sharp=True),
        lambda: outage("an outage over six hours", 120, spread_hours=6, sharp=False),
        lambda: flaps(12),
        lambda: endings(24),
    ],
    ids=["outage", "slow outage", "flapping", "endings"],
)
def test_what_the_table_of_noise_promises_holds_in_a_small_book(row: Callable[[], Row]) -> None:
    measured = row()
    assert measured.ok, measured


def test_a_book_of_no_accounts_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--accounts", "0"])
    assert "--accounts 0" in capsys.readouterr().err
