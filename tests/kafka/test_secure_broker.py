"""A Kafka that asks for TLS and a login, as companies run it."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.worker import site

from stream_health.domain.clocking import DAY_MS
from stream_health.local.book.book import SimulatedBook
from stream_health.local.broker import EmbeddedBroker
from stream_health.local.broker.ports import free_port
from stream_health.local.broker.secure import SecureListener
from stream_health.local.feeder import feeder_to
from stream_health.local.replay.history import line_of

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.slow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing"),
]

PASSWORD = "asMadeForThisTest"  # noqa: S105 - of a broker that lives as long as the test


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> SecureListener:
    """A listener with a certificate made for it."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-days", "2", "-nodes", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return SecureListener(port=free_port(), pem_file=both, user="worker", password=PASSWORD)


@pytest.fixture(scope="module")
def secured_broker(secure: SecureListener) -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(secure=secure) as running:
        yield running


def kafka_section(secure: SecureListener, *, password: str) -> str:
    """Settings of a worker that comes in through the secure door."""
    return (
        "[kafka]\n"
        f'bootstrap = "{secure.bootstrap}"\nprotocol = "SASL_SSL"\nsasl_mechanism = "PLAIN"\n'
        f'sasl_user = "{secure.user}"\nsasl_password = "{password}"\n'
        f'ca_file = "{secure.pem_file.parent / "cert.pem"}"\n'
    )


async def test_a_worker_scores_through_tls_and_a_login(
    secured_broker: EmbeddedBroker, secure: SecureListener, tmp_path: Path
) -> None:
    start_ms = (time.time_ns() // 1_000_000 // DAY_MS - 6) * DAY_MS
    book = SimulatedBook(3, accounts=6, days=5, start_ms=start_ms)
    options = ["--clock", "topic", "--tick-every", "1h", "--bootstrap", secure.bootstrap]
    toml = kafka_section(secure, password=PASSWORD)
    async with site(
        secured_broker.bootstrap, tmp_path, prefix="tls.", options=options, policy_toml=toml
    ) as place:
        await place.started()
        async with feeder_to(place.bootstrap, partitions=2, prefix=place.prefix) as feeder:
            await feeder.feed(line_of(line) for line in book.events())
        await place.done()
        assert len(await place.values("score-changes")) >= 6
        assert place.fleet.stop() == [0]


@pytest.mark.parametrize(
    ("password", "trusts", "said"),
    [("wrong", True, "uthentication"), (PASSWORD, False, "CERTIFICATE_VERIFY_FAILED")],
    ids=["wrong password", "unknown certificate"],
)
async def test_a_worker_that_is_not_let_in_says_why_and_ends(
    secured_broker: EmbeddedBroker,
    secure: SecureListener,
    tmp_path: Path,
    *,
    password: str,
    trusts: bool,
    said: str,
) -> None:
    shown = replace(secure, password=password)
    toml = kafka_section(shown, password=password)
    if not trusts:
        toml = "".join(line for line in toml.splitlines(True) if not line.startswith("ca_file"))
    options = ["--bootstrap", secure.bootstrap]
    async with site(
        secured_broker.bootstrap, tmp_path, prefix="shut.", options=options, policy_toml=toml,
        creates=False,
    ) as place:  # fmt: skip
        number = place.fleet.start()
        await place.until(lambda: not place.fleet.running, what="end", seconds_max=60)
        log = place.fleet.log_of(number).read_text()
        assert said in log
        assert password not in log
        assert secure.bootstrap in log
