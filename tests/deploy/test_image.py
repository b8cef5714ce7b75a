"""The Dockerfile: without reproach, non-root, and built where there is something to build with."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.deploy.support import DEPLOY, ROOT, run_tool

from stream_health.app.settings import load

DOCKERFILE = DEPLOY / "docker" / "Dockerfile"
TEXT = DOCKERFILE.read_text()


def test_hadolint_finds_nothing() -> None:
    linted = run_tool("hadolint", str(DOCKERFILE))
    assert linted.returncode == 0, linted.stdout


def test_hadolint_finds_what_is_planted(tmp_path: Path) -> None:
    planted = tmp_path / "Dockerfile"
    planted.write_text("FROM python:latest\nRUN pip install river\n")
    assert "DL3007" in run_tool("hadolint", str(planted)).stdout


def test_the_last_stage_is_not_root_and_checks_its_health() -> None:
    last = TEXT.rpartition("\nFROM ")[2]
    user = re.search(r"^USER (\S+)$", last, re.MULTILINE)
    assert user is not None
    assert user[1] not in {"root", "0"}
    assert "/healthz" in last
    assert "pip install" not in last


def test_the_settings_of_the_image_are_known() -> None:
    given = dict(re.findall(r"(STREAM_HEALTH_\w+__\w+)=(\S+)", TEXT))
    assert len(given) == 3
    load(environ=given)


def test_what_is_copied_is_not_ignored() -> None:
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", TEXT, re.MULTILINE)
    names = {name.removeprefix("./") for line in copied for name in line.split()}
    assert names
    assert names <= kept


def builder() -> str:
    """Return the engine that can build, or skip with the reason."""
    base = re.findall(r"^ARG PYTHON_IMAGE=(\S+)$", TEXT, re.MULTILINE)[0]
    reasons = []
    for engine in ("docker", "podman"):
        if shutil.which(engine) is None:
            reasons.append(f"{engine} is not installed")
        elif _fails(engine, "info"):
            reasons.append(f"{engine} has no engine running")
        elif _fails(engine, "image", "inspect", base):
            reasons.append(f"{engine} has no image {base}, and tests fetch none")
        else:
            return engine
    pytest.skip("; ".join(reasons))


def _fails(*command: str) -> bool:
    done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    return done.returncode != 0


@pytest.mark.slow
def test_the_image_builds_and_answers_to_help() -> None:
    engine = builder()
    tag = "stream-health:test"
    built = subprocess.run(
        [engine, "build", "--file", str(DOCKERFILE), "--tag", tag, str(ROOT)],
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    helped = subprocess.run(
        [engine, "run", "--rm", tag, "--help"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "worker" in helped.stdout
