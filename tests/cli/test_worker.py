"""``stream-health worker`` given nonsense: one line that says which, before Kafka is asked."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from stream_health.cli import worker as command

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("STREAM_HEALTH_CONFIG", raising=False)
    app = typer.Typer()
    command.register(app)
    return lambda *words: CliRunner().invoke(app, [*map(str, words)])


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--clock", "sun"], ["clock.source", "'sun'", "'wall' or 'topic'"]),
        (["--tick-every", "often"], ["--tick-every", "'often'"]),
        (["--tick-every", "9d"], ["clock.tick_interval_ms", "777600000"]),
        (["--bootstrap", "nowhere"], ["kafka.bootstrap", "'nowhere'"]),
        (["--prefix", "a b"], ["topics.prefix", "'a b'"]),
        (["--config", "no-such-file.toml"], ["no-such-file.toml", "TOML"]),
    ],
)
def test_a_wrong_setting_is_one_line_with_key_and_value(
    run: Run, words: list[str], shown: list[str]
) -> None:
    result = run(*words)
    assert result.exit_code == 1
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("error: ")
    assert [part for part in shown if part not in line] == []


def test_everything_wrong_with_a_file_is_said_at_once(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[clock]\nsource = "sun"\n[worker]\nhttp_prot = 1\n')
    result = run("--config", config)
    assert result.exit_code == 1
    first, second = sorted(result.stderr.strip().splitlines())
    assert "clock.source" in first
    assert "http_prot" in second
    assert "http_port" in second


@pytest.mark.parametrize("words", [["--http-port", "70000"], ["--partitions", "0"], ["--sun"]])
def test_a_wrong_flag_is_a_usage_error(run: Run, words: list[str]) -> None:
    assert run(*words).exit_code == 2
