"""A certificate authority for tests: its keys live as long as the test, and are made by `cryptography`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

PASSPHRASE = "correct horse"  # noqa: S105
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
"""The period for which certificates are issued, unless a test has them expire."""


def named(name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        ]
    )


def usage(*, signs: bool, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(signs, signs, not signs and not issues, False, False, issues, issues, False, False)


@dataclass
class Holder:
    """A private key with its certificate, and the certificates that lead to the authority."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def pkcs12(self, passphrase: str = PASSPHRASE) -> bytes:
        encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return pkcs12.serialize_key_and_certificates(
            b"test", self.key, self.certificate, self.chain, encryption
        )

    def pem(self, passphrase: str = PASSPHRASE) -> bytes:
        encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption) + self.certificate_pem

    @cached_property
    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def write(self, folder: Path, name: str = "key.p12") -> Path:
        path = folder / name
        path.write_bytes(self.pkcs12())
        return path


class Authority(Holder):
    """An authority that issues certificates."""

    def __init__(self, name: str = "Example Authority") -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = named(name, "Example Trust")
        super().__init__(
            key, _issued(key, subject, key, subject, START, END, usage(signs=False, issues=True))
        )

    def issue(
        self,
        name: str = "Ana Example",
        *,
        start: datetime = START,
        end: datetime = END,
        signs: bool = True,
        by: Holder | None = None,
        issues: bool = False,
    ) -> Holder:
        """Return a holder with a certificate of this authority, or of an intermediate one."""
        issuer, key = by or self, ec.generate_private_key(ec.SECP256R1())
        certificate = _issued(
            key,
            named(name, "Example Institute"),
            issuer.key,
            issuer.certificate.subject,
            start,
            end,
            usage(signs=signs and not issues, issues=issues),
        )
        return Holder(key, certificate, (by.certificate,) if by else ())


def _issued(
    key: ec.EllipticCurvePrivateKey,
    subject: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    start: datetime,
    end: datetime,
    allowed: x509.KeyUsage,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=allowed.key_cert_sign, path_length=None), critical=True)
        .add_extension(allowed, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, SHA256())
    )


def days(count: int) -> timedelta:
    return timedelta(days=count)
