"""How to reach Kafka: addresses, TLS and SASL, as aiokafka and Faust want them."""

import re
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

if TYPE_CHECKING:
    from faust.auth import Credentials

_ADDRESSES = re.compile(r"[^\s:,]+:\d{1,5}(,[^\s:,]+:\d{1,5})*")


def _addresses(given: str) -> str:
    if not _ADDRESSES.fullmatch(given):
        msg = (
            f"{given!r} is no address of a broker: write host:port, several as host:port,host:port"
        )
        raise ValueError(msg)
    return given


Address = Annotated[str, AfterValidator(_addresses)]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class TlsFileError(Exception):
    """A certificate or key file of the settings is missing or cannot be used."""


class KafkaSettings(BaseModel):
    """Where Kafka is and how to be let in.

    Attributes
    ----------
    bootstrap
        Broker addresses, ``host:port`` separated by commas.
    protocol
        Kafka's security protocol.
    sasl_mechanism, sasl_user, sasl_password
        Needed with the two SASL protocols, refused with the others.
    ca_file
        Certificates to trust, PEM; without it those the system trusts.
    cert_file, key_file, key_password
        Client certificate and its key, PEM, for mutual TLS.
    check_hostname
        False only where the broker's certificate does not carry its name.

    Examples
    --------
    >>> KafkaSettings(bootstrap="localhost:9092").client_kwargs()
    {}
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bootstrap: Address = "localhost:9092"
    protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: SaslMechanism = "SCRAM-SHA-512"
    sasl_user: str | None = None
    sasl_password: SecretStr | None = None
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None
    key_password: SecretStr | None = None
    check_hostname: bool = Field(default=True)

    @property
    def uses_sasl(self) -> bool:
        """Whether clients log in with a user and a password."""
        return self.protocol.startswith("SASL")

    @property
    def uses_tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self.protocol.endswith("SSL")

    @model_validator(mode="after")
    def _agree(self) -> "KafkaSettings":
        """Refuse a login or files that the protocol would silently not use, and missing ones."""
        login = [self.sasl_user, self.sasl_password]
        if self.uses_sasl and None in login:
            msg = f"protocol {self.protocol} needs sasl_user and sasl_password"
            raise ValueError(msg)
        if not self.uses_sasl and any(login):
            msg = f"sasl_user and sasl_password are not used with protocol {self.protocol}"
            raise ValueError(msg)
        if not self.uses_tls and any([self.ca_file, self.cert_file, self.key_file]):
            msg = f"ca_file, cert_file and key_file are not used with protocol {self.protocol}"
            raise ValueError(msg)
        if (self.cert_file is None) != (self.key_file is None):
            msg = "cert_file and key_file go together, only one is given"
            raise ValueError(msg)
        return self

    def client_kwargs(self) -> dict[str, Any]:
        """Return what aiokafka's clients take besides the addresses; reads the TLS files.

        Raises
        ------
        TlsFileError
            When a file is missing or is not what it should be.
        """
        kwargs: dict[str, Any] = {}
        if self.protocol != "PLAINTEXT":
            kwargs["security_protocol"] = self.protocol
        if self.uses_tls:
            kwargs["ssl_context"] = self.ssl_context()
        if self.uses_sasl and self.sasl_password is not None:
            kwargs["sasl_mechanism"] = self.sasl_mechanism
            kwargs["sasl_plain_username"] = self.sasl_user
            kwargs["sasl_plain_password"] = self.sasl_password.get_secret_value()
        return kwargs

    def faust_credentials(self) -> "Credentials | None":
        """Return the same for ``faust.App(broker_credentials=...)``; None without security.

        Raises
        ------
        TlsFileError
            As `client_kwargs`.
        """
        from faust.auth import SASLCredentials, SSLCredentials  # noqa: PLC0415  # it brings aiohttp

        context = self.ssl_context() if self.uses_tls else None
        if self.uses_sasl and self.sasl_password is not None:
            return SASLCredentials(
                username=self.sasl_user,
                password=self.sasl_password.get_secret_value(),
                mechanism=self.sasl_mechanism,
                ssl_context=context,
            )
        return SSLCredentials(context) if context is not None else None

    def ssl_context(self) -> ssl.SSLContext:
        """Return the TLS context of a client.

        Raises
        ------
        TlsFileError
            When a file is missing or is not what it should be.
        """
        for name in ("ca_file", "cert_file", "key_file"):
            path: Path | None = getattr(self, name)
            if path is not None and not path.is_file():
                msg = f"kafka.{name}: there is no file {path}; give the path of a PEM file"
                raise TlsFileError(msg)
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
            if self.cert_file is not None:
                secret = self.key_password
                # Without a password OpenSSL would ask the terminal for one.
                password = "" if secret is None else secret.get_secret_value()
                context.load_cert_chain(self.cert_file, self.key_file, password)
        except (ssl.SSLError, OSError) as error:
            files = ", ".join(
                f"kafka.{name}={getattr(self, name)}"
                for name in ("ca_file", "cert_file", "key_file")
                if getattr(self, name) is not None
            )
            msg = f"{files}: not usable PEM files of a certificate and its key ({error})"
            raise TlsFileError(msg) from error
        context.check_hostname = self.check_hostname
        return context
