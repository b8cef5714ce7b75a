"""What a log line looks like, and what never becomes one."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from stream_health.app.logs import NOISY, setup_logs
from stream_health.app.settings_sections import LoggingSettings
from stream_health.runtime.errors import NoBrokerError

RETRY = "Got error produce response on topic-partition %s, retrying. Error: NotEnoughReplicasError"


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in NOISY}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def lines_of(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_whoever_logs() -> None:
    stream = io.StringIO()
    setup_logs(LoggingSettings(format="json"), stream)
    structlog.get_logger("ours").info("partition opened", partition=3)
    logging.getLogger("theirs").warning("lost %s", "leader", extra={"node": 1})
    ours, theirs = lines_of(stream)
    assert {key: ours[key] for key in ("message", "partition", "level", "logger")} == {
        "message": "partition opened", "partition": 3, "level": "info", "logger": "ours",
    }  # fmt: skip
    assert (theirs["message"], theirs["level"], theirs["node"]) == ("lost leader", "warning", 1)
    assert ours["time"].endswith("Z")


def test_an_exception_stays_on_its_line() -> None:
    stream = io.StringIO()
    setup_logs(LoggingSettings(format="json"), stream)
    try:
        raise ValueError("disk full")  # noqa: EM101, TRY003, TRY301 - what is logged
    except ValueError:
        logging.getLogger("theirs").exception("cannot go on")
    (line,) = lines_of(stream)
    assert "ValueError: disk full" in line["exception"]


def test_the_retries_of_transactions_are_dropped_and_errors_are_not() -> None:
    stream = io.StringIO()
    setup_logs(LoggingSettings(format="json"), stream)
    sender = logging.getLogger("aiokafka.producer.sender")
    sender.warning(RETRY, "alerts-0")
    sender.warning("Topic alerts is not available, retrying")
    sender.error(RETRY, "alerts-0")
    assert [line["level"] for line in lines_of(stream)] == ["warning", "error"]


@pytest.mark.parametrize("name", NOISY)
def test_libraries_speak_from_warning_on_even_when_we_debug(name: str) -> None:
    stream = io.StringIO()
    setup_logs(LoggingSettings(format="json", level="DEBUG"), stream)
    logging.getLogger(f"{name}.inside").info("chatter")
    logging.getLogger(f"{name}.inside").warning("trouble")
    logging.getLogger("ours").debug("detail")
    assert [line["message"] for line in lines_of(stream)] == ["trouble", "detail"]


def test_off_a_terminal_auto_is_json_and_console_is_for_people() -> None:
    auto, console = io.StringIO(), io.StringIO()
    setup_logs(LoggingSettings(), auto)
    structlog.get_logger("ours").info("opened")
    setup_logs(LoggingSettings(format="console"), console)
    structlog.get_logger("ours").info("opened", partition=3)
    assert lines_of(auto)[0]["message"] == "opened"
    assert "opened" in console.getvalue()
    assert "partition=3" in console.getvalue()
    assert not console.getvalue().startswith("{")


def test_an_error_that_says_what_to_do_comes_without_its_stack() -> None:
    stream = io.StringIO()
    setup_logs(LoggingSettings(format="json"), stream)
    for error in (NoBrokerError("kafka:9092"), RuntimeError("nobody thought of this")):
        try:
            raise error  # noqa: TRY301 - what is logged
        except Exception:
            logging.getLogger("mode").exception("Crashed reason=%r", error)
    (line,) = lines_of(stream)
    assert "nobody thought of this" in line["exception"]
