"""Kafka's jars: fetched from Maven Central once, checked against pinned hashes, then kept.

``jars.toml`` beside this file pins the versions and the SHA-256 of every jar. What was fetched and
checked lies in ``$XDG_CACHE_HOME/stream-health`` (``~/.cache`` by default); a second start finds it
there and needs no network.
"""

import fcntl
import hashlib
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from stream_health.local.broker.errors import KafkaMissingError

_PINS: dict[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("jars.toml").read_text(encoding="utf-8")
)

KAFKA_VERSION: str = _PINS["versions"]["kafka"]
"""The one version of Apache Kafka that is started."""


def cache_dir() -> Path:
    """Give the folder that keeps what was fetched: nothing in it is needed but to save time."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "stream-health"


def class_path() -> list[Path]:
    """
    Give every jar Kafka runs with, fetching them if this machine has never done so.

    Raises
    ------
    KafkaMissingError
        They could not be fetched (no network, full disk), or one is not the pinned one.
    """
    cache = cache_dir()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(cache / "fetch.lock"):
            jars = _fetch(cache)
            _check_once(jars, cache / f"checked-{_pins_digest()}")
    except KafkaMissingError:
        raise
    except Exception as error:  # jgo has no error type of its own
        msg = (
            f"Apache Kafka {KAFKA_VERSION} could not be fetched from Maven Central into {cache}: "
            f"{error or type(error).__name__}. The first start needs the network once; "
            f"check it, the proxy settings and the free disk space, then try again"
        )
        raise KafkaMissingError(msg) from error
    return jars


def _fetch(cache: Path) -> list[Path]:
    try:
        import jgo  # noqa: PLC0415 - only there with the extra
    except ImportError as error:
        msg = "the embedded broker needs its extra: pip install 'stream-health[local]'"
        raise KafkaMissingError(msg) from error
    versions = _PINS["versions"]
    # "!" keeps the managed versions of the logger's pom from overruling those of Kafka.
    endpoint = (
        f"org.apache.kafka:kafka_2.13:{versions['kafka']}"
        f"+org.apache.logging.log4j:log4j-slf4j-impl:{versions['log4j']}!"
    )
    return sorted(Path(jar) for jar in jgo.build(endpoint, cache_dir=cache).all_jars)


def _check_once(jars: list[Path], stamp: Path) -> None:
    if stamp.exists():
        return
    check_hashes(jars, _PINS["sha256"])
    stamp.touch()


def check_hashes(jars: list[Path], pinned: dict[str, str]) -> None:
    """
    Refuse jars that are not exactly the pinned ones.

    Raises
    ------
    KafkaMissingError
        A jar is missing, additional, or differs.
    """
    found = {jar.name: jar for jar in jars}
    unlike = sorted(found.keys() ^ pinned.keys())
    if unlike:
        msg = f"the jars fetched are not those pinned in jars.toml, see {', '.join(unlike)}"
        raise KafkaMissingError(msg)
    for name, jar in found.items():
        sha256 = hashlib.sha256(jar.read_bytes()).hexdigest()
        if sha256 != pinned[name]:
            msg = (
                f"{jar} has SHA-256 {sha256}, pinned is {pinned[name]}: the download was cut or "
                f"altered; delete it here and in the Maven repository ({_maven_repository()})"
            )
            raise KafkaMissingError(msg)


def _maven_repository() -> str:
    return os.environ.get("M2_REPO") or str(Path.home() / ".m2" / "repository")


def _pins_digest() -> str:
    return hashlib.sha256(repr(sorted(_PINS["sha256"].items())).encode()).hexdigest()[:16]


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Let parallel processes wait for the one that does the work of the first use."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
