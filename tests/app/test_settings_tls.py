"""A real handshake, both sides showing certificates made for the test."""

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from stream_health.app.settings_kafka import KafkaSettings, TlsFileError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing")
PASSWORD = "made for the test"  # noqa: S105 - of a key that lives as long as the test


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one certificate of localhost, signed by itself, and its encrypted key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-passout", f"pass:{PASSWORD}",
         "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return folder


def mutual(
    certificates: Path, password: str | None, *, check_hostname: bool = True
) -> KafkaSettings:
    return KafkaSettings.model_validate(
        {
            "protocol": "SSL",
            "ca_file": certificates / "cert.pem",
            "cert_file": certificates / "cert.pem",
            "key_file": certificates / "key.pem",
            "key_password": password,
            "check_hostname": check_hostname,
        }
    )


async def shake_hands(settings: KafkaSettings, certificates: Path, name: str) -> bytes:
    """Connect as a client to a server that asks for a certificate; return what it says."""
    server_side = ssl.create_default_context(
        ssl.Purpose.CLIENT_AUTH, cafile=str(certificates / "cert.pem")
    )
    server_side.verify_mode = ssl.CERT_REQUIRED
    server_side.load_cert_chain(certificates / "cert.pem", certificates / "key.pem", PASSWORD)

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"welcome")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=server_side)
    async with server:
        port = server.sockets[0].getsockname()[1]
        context = settings.client_kwargs()["ssl_context"]
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=context, server_hostname=name
        )
        said = await reader.read()
        writer.close()
        return said


async def test_both_sides_accept_each_other(certificates: Path) -> None:
    assert (
        await shake_hands(mutual(certificates, PASSWORD), certificates, "localhost") == b"welcome"
    )


async def test_a_broker_of_another_name_is_refused_unless_told_otherwise(
    certificates: Path,
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="elsewhere"):
        await shake_hands(mutual(certificates, PASSWORD), certificates, "elsewhere")
    lenient = mutual(certificates, PASSWORD, check_hostname=False)
    assert await shake_hands(lenient, certificates, "elsewhere") == b"welcome"


@pytest.mark.parametrize("password", [None, "wrong"])
def test_a_key_that_does_not_open_is_said_and_nobody_is_asked(
    certificates: Path, password: str | None
) -> None:
    with pytest.raises(TlsFileError, match=r"kafka\.key_file=.*key\.pem") as error:
        mutual(certificates, password).client_kwargs()
    assert "wrong" not in str(error.value)


async def test_a_broker_with_an_unknown_certificate_is_not_trusted(certificates: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=r"self-signed|self signed"):
        await shake_hands(KafkaSettings(protocol="SSL"), certificates, "localhost")
