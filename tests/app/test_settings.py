"""Where settings come from, who wins, and what is said when they are wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stream_health.app.settings import Settings, load, load_settings
from stream_health.app.settings_errors import SettingsError
from stream_health.app.settings_layers import leaves
from stream_health.runtime.settings import RuntimeSettings

PORT = "worker.http_port"
PORT_VARIABLE = "STREAM_HEALTH_WORKER__HTTP_PORT"


@given(
    flag=st.none() | st.integers(0, 65_535),
    variable=st.none() | st.integers(0, 65_535),
    in_file=st.none() | st.integers(0, 65_535),
)
def test_flags_win_over_environment_over_file_over_defaults(
    tmp_path_factory: pytest.TempPathFactory,
    flag: int | None,
    variable: int | None,
    in_file: int | None,
) -> None:
    config = tmp_path_factory.mktemp("settings") / "health.toml"
    config.write_text("" if in_file is None else f"[worker]\nhttp_port = {in_file}\n")
    environ = {} if variable is None else {PORT_VARIABLE: str(variable)}
    loaded = load({PORT: flag}, config=config, environ=environ)
    given_values = [value for value in (flag, variable, in_file) if value is not None]
    default = Settings().worker.http_port
    assert loaded.settings.worker.http_port == (given_values[0] if given_values else default)
    places = {"flag": flag, f"environment {PORT_VARIABLE}": variable, f"file {config}": in_file}
    expected = next((place for place, value in places.items() if value is not None), None)
    assert loaded.origins.get(PORT) == expected


def test_the_file_is_found_through_the_environment(tmp_path: Path) -> None:
    config = tmp_path / "health.toml"
    config.write_text('[clock]\nsource = "topic"\n')
    settings = load_settings(environ={"STREAM_HEALTH_CONFIG": str(config)})
    assert settings.clock.source == "topic"


def test_everything_wrong_is_said_at_once_with_key_value_place_and_what_is_allowed(
    tmp_path: Path,
) -> None:
    config = tmp_path / "health.toml"
    config.write_text("[worker]\nmax_idle_ms = -7\n[topics]\npartition = 3\n")
    with pytest.raises(SettingsError) as error:
        load({"clock.source": "sun"}, config=config, environ={PORT_VARIABLE: "99999"})
    assert sorted(str(error.value).splitlines()) == [
        "clock.source: 'sun' is not allowed: input should be 'wall' or 'topic' (from flag)",
        (
            "topics.partition: unknown key, did you mean partitions? "
            f"known: prefix, partitions, replication_factor (from file {config})"
        ),
        (
            "worker.http_port: '99999' is not allowed: input should be less than or equal to 65535 "
            f"(from environment {PORT_VARIABLE})"
        ),
        (
            "worker.max_idle_ms: -7 is not allowed: input should be greater than or equal to 0 "
            f"(from file {config})"
        ),
    ]


def test_a_mistake_in_a_list_or_an_address_is_said_once_and_in_words() -> None:
    flags = {"worker.stages": ["fly"], "kafka.bootstrap": "kafka"}
    with pytest.raises(SettingsError) as error:
        load(flags, environ={})
    address, stage = sorted(str(error.value).splitlines())
    assert address == (
        "kafka.bootstrap: 'kafka' is no address of a broker: write host:port, "
        "several as host:port,host:port (from flag)"
    )
    assert stage.startswith("worker.stages.0: 'fly' is not allowed: input should be 'read'")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STREAM_HEALTH_KAFKA_BOOTSTRAP", "b:9092"),
        ("STREAM_HEALTH_KAFKA", "b:9092"),
        ("STREAM_HEALTH_KAFKA__BOOTSTRAP", "without-a-port"),
        ("STREAM_HEALTH_KAFKA__BOOTSTRAP__HOST", "b"),
        ("STREAM_HEALTH_CLOK__SOURCE", "wall"),
    ],
)
def test_a_variable_that_is_no_setting_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"environment {name}"):
        load(environ={name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STREAM_HEALTH_SERVICE_HOST", "10.0.0.1"),
        ("STREAM_HEALTH_PORT", "tcp://10.0.0.1:80"),
        ("STREAM_HEALTH_WORKER_PORT_80_TCP_ADDR", "10.0.0.1"),
        ("STREAM_HEALTH_SERVICE_PORT_HTTP", "80"),
        ("HOME", "/"),
    ],
)
def test_what_kubernetes_says_of_services_is_no_setting(name: str, value: str) -> None:
    assert load(environ={name: value}).origins == {}


@pytest.mark.parametrize("text", ["[kafka\n", "\x00", "a = 1\na = 2\n"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, text: str) -> None:
    config = tmp_path / "broken.toml"
    config.write_text(text)
    with pytest.raises(SettingsError, match=r"broken\.toml: not TOML"):
        load(config=config, environ={})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml: cannot be read"):
        load(config=tmp_path / "gone.toml", environ={})


@pytest.mark.parametrize(
    "environ",
    [
        {"STREAM_HEALTH_KAFKA__SASL_PASSWORD": "hunter2"},
        {"STREAM_HEALTH_KAFKA__SASL_PASWORD": "hunter2"},
        {"STREAM_HEALTH_KAFKA__SASL_PASSWORD": '{"a": "hunter2"}'},
        {"STREAM_HEALTH_KAFKA": '{"sasl_password": ["hunter2"]}'},
        {"STREAM_HEALTH_KAFKA": '"hunter2"'},
        {"STREAM_HEALTH_KAFKA": "hunter2"},
        {
            "STREAM_HEALTH_KAFKA__KEY_PASSWORD": "hunter2",
            "STREAM_HEALTH_KAFKA__PROTOCOL": "nonsense",
        },
    ],
)
def test_no_error_tells_a_secret(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as error:
        load(environ=environ)
    assert "hunter2" not in str(error.value)
    assert "kafka" in str(error.value)


def test_no_representation_tells_a_secret() -> None:
    environ = {
        "STREAM_HEALTH_KAFKA__PROTOCOL": "SASL_SSL",
        "STREAM_HEALTH_KAFKA__SASL_USER": "health",
        "STREAM_HEALTH_KAFKA__SASL_PASSWORD": "hunter2",
    }
    settings = load_settings(environ=environ)
    assert "hunter2" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.kafka.client_kwargs()["sasl_plain_password"] == "hunter2"  # noqa: S105 - a made-up one


def test_the_bounds_of_the_worker_are_those_the_runtime_takes_and_defaults_to() -> None:
    plain = RuntimeSettings(
        name="n", bootstrap="b:1", group_id="g", topics=("t",), changelog="c", partitions=1
    )
    assert replace(plain, **Settings().worker.runtime_bounds()) == plain


def test_a_buffer_smaller_than_a_batch_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"max_buffered_records \(10\) must be at least"):
        load({"worker.max_buffered_records": 10}, environ={})


def test_every_leaf_of_a_table_is_named_once() -> None:
    dumped = Settings().model_dump()
    names = [name for name, _ in leaves(dumped)]
    assert len(names) == len(set(names)) > 20
