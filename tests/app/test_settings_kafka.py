"""TLS and SASL: what clients are given, and what is refused before they are made."""

import ssl
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer
from pydantic import ValidationError

from stream_health.app.settings_kafka import KafkaSettings, TlsFileError


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"protocol": "SASL_SSL"}, "needs sasl_user and sasl_password"),
        ({"sasl_user": "u", "sasl_password": "p"}, "not used with protocol PLAINTEXT"),
        ({"ca_file": "ca.pem"}, "not used with protocol PLAINTEXT"),
        ({"protocol": "SSL", "cert_file": "c.pem"}, "go together"),
    ],
)
def test_what_the_protocol_would_not_use_or_cannot_do_without_is_refused(
    values: dict[str, str], reason: str
) -> None:
    with pytest.raises(ValidationError, match=reason):
        KafkaSettings.model_validate(values)


@pytest.mark.parametrize("name", ["ca_file", "cert_file"])
def test_a_missing_file_is_named_with_its_key(tmp_path: Path, name: str) -> None:
    gone = tmp_path / "gone.pem"
    values = {"protocol": "SSL", name: gone}
    if name == "cert_file":
        values["key_file"] = gone
    with pytest.raises(TlsFileError, match=rf"kafka\.{name}: there is no file .*gone\.pem"):
        KafkaSettings.model_validate(values).client_kwargs()


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    ca_file.write_text("not a certificate")
    with pytest.raises(TlsFileError, match=r"kafka\.ca_file=.*ca\.pem"):
        KafkaSettings(protocol="SSL", ca_file=ca_file).client_kwargs()


@pytest.mark.parametrize("check", [True, False])
def test_tls_verifies_the_chain_and_the_name_unless_told_otherwise(check: bool) -> None:
    context = KafkaSettings(protocol="SSL", check_hostname=check).client_kwargs()["ssl_context"]
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname is check


@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
async def test_a_client_of_aiokafka_takes_what_it_is_given(protocol: str, mechanism: str) -> None:
    login = {"sasl_user": "u", "sasl_password": "p"} if protocol.startswith("SASL") else {}
    settings = KafkaSettings.model_validate(
        {"protocol": protocol, "sasl_mechanism": mechanism, **login}
    )
    kwargs = settings.client_kwargs()
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.bootstrap, **kwargs)
    await consumer.stop()
    assert kwargs.get("security_protocol", "PLAINTEXT") == protocol
    credentials = settings.faust_credentials()
    assert (credentials is None) == (protocol == "PLAINTEXT")
    if credentials is not None:
        assert credentials.protocol.value == protocol
