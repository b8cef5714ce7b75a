"""Settings of the worker: flags over environment over TOML file over defaults, checked at once.

Environment variables are ``STREAM_HEALTH_SECTION__KEY``; the file is named by ``--config`` or
``STREAM_HEALTH_CONFIG``.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from stream_health.app.settings_errors import Problem, SettingsError, problems_of
from stream_health.app.settings_kafka import KafkaSettings
from stream_health.app.settings_layers import (
    CONFIG_VARIABLE,
    from_environment,
    from_file,
    from_flags,
    merged,
)
from stream_health.app.settings_sections import (
    ChallengerSettings,
    ClockSettings,
    LanguageSection,
    LoggingSettings,
    TopicSettings,
    WorkerSettings,
)
from stream_health.domain.policy import Policy
from stream_health.wire.policy_file import PolicyError, policy_from_table


class Settings(BaseSettings):
    """Everything that can be set, by section; immutable.

    Examples
    --------
    >>> Settings().kafka.bootstrap, Settings().topics.partitions
    ('localhost:9092', 4)
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    kafka: KafkaSettings = Field(default_factory=KafkaSettings)
    topics: TopicSettings = Field(default_factory=TopicSettings)
    worker: WorkerSettings = Field(default_factory=WorkerSettings)
    clock: ClockSettings = Field(default_factory=ClockSettings)
    language: LanguageSection = Field(default_factory=LanguageSection)
    challengers: ChallengerSettings = Field(default_factory=ChallengerSettings)
    logging: LoggingSettings = Field(default_factory=LoggingSettings)
    policy: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def settings_customise_sources(  # noqa: PLR0917 - the signature is pydantic's
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what `load` has laid together, and look nowhere else."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    def domain_policy(self) -> Policy:
        """Return the configuration of the domain that the section ``policy`` describes.

        Raises
        ------
        PolicyError
            When the section is wrong; `load` has checked it.
        """
        return policy_from_table(self.policy)


class Loaded(NamedTuple):
    """Valid settings, their policy, and where each value came from (dotted key to place)."""

    settings: Settings
    policy: Policy
    origins: dict[str, str]


def load_settings(
    flags: Mapping[str, Any] | None = None,
    *,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings in force; see `load`."""
    return load(flags, config=config, environ=environ).settings


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Loaded:
    """Lay flags, environment and file over the defaults, and check the result.

    Parameters
    ----------
    flags
        Values by dotted key (``kafka.bootstrap``); None means not given.
    config
        The TOML file; without it the one ``STREAM_HEALTH_CONFIG`` names, if any.
    environ
        Environment variables; those of the process by default.

    Raises
    ------
    SettingsError
        With everything found wrong: key, value, where it was given, and what is allowed.
    """
    environ = os.environ if environ is None else environ
    path = config or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    given = merged(
        [
            from_flags(flags or {}),
            from_environment(environ, Settings),
            *([from_file(path)] if path else []),
        ]
    )
    settings, policy, problems = _checked(given.table)
    if problems:
        raise SettingsError([Problem(k, _origin(k, given.origins), why) for k, why in problems])
    return Loaded(settings, policy, given.origins)


def _checked(table: dict[str, Any]) -> tuple[Settings, Policy, list[tuple[str, str]]]:
    """Return what a table describes, and key and sentence of what is wrong with it."""
    settings, policy = Settings(), Policy()
    problems: list[tuple[str, str]] = []
    try:
        settings = Settings(**table)
    except ValidationError as error:
        problems += problems_of(error, Settings)
    section = table.get("policy", {})
    try:
        policy = policy_from_table(section) if isinstance(section, dict) else policy
    except PolicyError as error:
        for said in error.problems:
            key, _, why = said.partition(": ")
            problems.append((f"policy.{key}", why) if why else ("policy", said))
    return settings, policy, problems


def _origin(key: str, origins: Mapping[str, str]) -> str:
    """Return where a key, or what lies below it, was given."""
    if key in origins:
        return origins[key]
    below = sorted({place for at, place in origins.items() if at.startswith(f"{key}.")})
    above = [place for at, place in origins.items() if key.startswith(f"{at}.")]
    return ", ".join(below or above) or "default"
