"""What Kafka runs on: pinned jars, and a Java new enough."""

import hashlib
from pathlib import Path

import pytest

from stream_health.local.broker import JavaMissingError, KafkaMissingError
from stream_health.local.broker.jars import check_hashes, class_path
from stream_health.local.broker.java import find_java, major_version


def _jar(folder: Path, content: bytes) -> tuple[Path, str]:
    jar = folder / "a.jar"
    jar.write_bytes(content)
    return jar, hashlib.sha256(content).hexdigest()


def test_jars_as_pinned_are_accepted(tmp_path: Path) -> None:
    jar, sha256 = _jar(tmp_path, b"kafka")
    check_hashes([jar], {"a.jar": sha256})


def test_a_jar_cut_short_is_refused_by_name(tmp_path: Path) -> None:
    _, sha256 = _jar(tmp_path, b"kafka")
    jar, _ = _jar(tmp_path, b"kaf")
    with pytest.raises(KafkaMissingError, match=r"a\.jar has SHA-256 .* delete it"):
        check_hashes([jar], {"a.jar": sha256})


@pytest.mark.parametrize("pinned", [{}, {"a.jar": "0" * 64, "b.jar": "0" * 64}])
def test_a_jar_too_many_or_too_few_is_refused(tmp_path: Path, pinned: dict[str, str]) -> None:
    jar, _ = _jar(tmp_path, b"kafka")
    with pytest.raises(KafkaMissingError, match=r"not those pinned"):
        check_hashes([jar], pinned)


def test_a_first_start_without_network_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("M2_REPO", str(tmp_path / "maven"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens on the discard port
    with pytest.raises(KafkaMissingError, match="needs the network once"):
        class_path()


def _fake_java(folder: Path, script: str) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    java.chmod(0o755)
    return java


def test_the_java_found_is_new_enough_for_kafka() -> None:
    assert major_version(find_java()) >= 17


def test_a_java_tells_its_version_in_words_or_in_its_release_file(tmp_path: Path) -> None:
    java = _fake_java(tmp_path, """echo 'openjdk version "21.0.4" 2024-07-16' >&2""")
    assert major_version(java) == 21
    (tmp_path / "release").write_text('JAVA_VERSION="17.0.1"\n', encoding="utf-8")
    assert major_version(java) == 17


@pytest.mark.parametrize("script", ["echo hello >&2", "exit 1"])
def test_something_else_that_is_called_java_is_refused(tmp_path: Path, script: str) -> None:
    with pytest.raises(JavaMissingError, match="does not tell its version"):
        major_version(_fake_java(tmp_path, script))
