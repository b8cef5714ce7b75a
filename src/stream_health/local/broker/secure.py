"""A second door of the embedded broker, with TLS and a login, as a company's Kafka has it."""

from dataclasses import dataclass
from pathlib import Path

from stream_health.local.broker.ports import HOST

_NAME = "SECURE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecureListener:
    """
    SASL_SSL with mechanism PLAIN, on loopback.

    Attributes
    ----------
    port
        Port on 127.0.0.1.
    pem_file
        The broker's certificate and its key without a password (PKCS 8), both in one file.
    user, password
        The only login that is let in; letters and digits.
    """

    port: int
    pem_file: Path
    user: str
    password: str

    @property
    def bootstrap(self) -> str:
        """``host:port`` for clients; the certificate must carry this host."""
        return f"{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """The listener, as Kafka names one."""
        return f"{_NAME}://{self.bootstrap}"

    def settings(self) -> dict[str, str]:
        """Lines of ``server.properties`` besides the listener itself."""
        prefix = f"listener.name.{_NAME.lower()}"
        return {
            "listener.security.protocol.map": (
                f"PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,{_NAME}:SASL_SSL"
            ),
            f"{prefix}.ssl.keystore.type": "PEM",
            f"{prefix}.ssl.keystore.location": str(self.pem_file),
            f"{prefix}.sasl.enabled.mechanisms": "PLAIN",
            f"{prefix}.plain.sasl.jaas.config": (
                "org.apache.kafka.common.security.plain.PlainLoginModule required "
                f'user_{self.user}="{self.password}";'
            ),
        }
