"""Reads keys and certificates for signatures: the key that signs a kit, and the certificates that a recipient trusts.

pyHanko and the packages that it needs are an extra, `briefwright[sign]`. The modules for signatures import it when it
is used, because it takes a second to load.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core.errors import MachineError, SelectionError
from briefing.core.finding import Finding, Span
from briefing.core.installing import pip_command
from briefing.files.bounded_reading import MIB, read_file

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

EXTRA = "briefwright[sign]"
PACKAGES = frozenset({"pyhanko", "pyhanko_certvalidator", "asn1crypto", "cryptography"})

PASSPHRASE_VARIABLE = "BRIEF_SIGN_PASSPHRASE"  # noqa: S105  (the name of the variable)
"""The environment variable with the passphrase of the key. It is not passed on to the processes of editions."""

PEM_BEGINS = b"-----BEGIN "
TOKEN = "pkcs11:"  # noqa: S105  (RFC 7512: the address of a key on a token)
USAGES = frozenset({"digital_signature", "non_repudiation"})
"""The key usages of a certificate for signatures (RFC 5280, 4.2.1.3); one of them is enough."""

AskPassphrase = Callable[[], str | None]
"""Returns the passphrase of an encrypted key, or None if there is nobody to ask."""


@contextmanager
def sign_extra() -> Iterator[None]:
    """Turn the import error of a missing package into a MachineError that names the extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in PACKAGES:
            raise
        what = f"the package `{missing}` is not installed, which signatures need"
        help = f"run: {pip_command(EXTRA)}"
        raise MachineError([Finding("BR901", what, Span("this machine"), help)]) from None


@dataclass(frozen=True, slots=True)
class Identity:
    """The holder of a certificate, its issuer, and the period in which it is valid."""

    name: str
    organisation: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: str
    """The SHA-256 of the certificate, in hexadecimal digits."""

    @property
    def shown(self) -> str:
        """The name and the organisation in one line."""
        return ", ".join(dict.fromkeys(filter(None, (self.name, self.organisation))))

    def is_valid_at(self, moment: datetime) -> bool:
        """Return whether a moment is in the period for which the certificate was issued."""
        return self.valid_from <= moment <= self.valid_until


def identity_of(certificate: Certificate) -> Identity:
    """Return the holder, the issuer and the period of a certificate. Raises ValueError for a malformed one."""
    subject, issuer = dict(certificate.subject.native), dict(certificate.issuer.native)
    return Identity(
        _text(subject.get("common_name")) or certificate.subject.human_friendly,
        _text(subject.get("organization_name")),
        _text(issuer.get("common_name")) or certificate.issuer.human_friendly,
        certificate.not_valid_before,
        certificate.not_valid_after,
        certificate.sha256.hex(),
    )


def _text(value: object) -> str:
    """Return a part of a name in one line; a name can have a part several times."""
    parts = value if isinstance(value, list) else [value or ""]
    return " ".join(" ".join(map(str, parts)).split())


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate; the key is never printed."""

    identity: Identity
    signer: Any = field(repr=False)
    """The key as pyHanko uses it: a `SimpleSigner`."""


def load_key(name: str, root: Path, ask: AskPassphrase, now: datetime) -> SigningKey:
    """Read a private key with its certificate from a PKCS#12 or PEM file outside the workspace.

    Raises SelectionError if the key cannot be used, and MachineError if the extra is not installed.
    """
    content = _read_key(name, root)
    with sign_extra():
        from asn1crypto.keys import PrivateKeyInfo
        from asn1crypto.x509 import Certificate
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        read = _from_pem if content.lstrip().startswith(PEM_BEGINS) else _from_pkcs12
        key, certificates = _opened(read, content, name, ask)
        der = [Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
        own = [one for one in der if one.public_key.dump() == _public_key_of(key)]
        if not own:
            what = "the file has no certificate for its key" if key else "the file has no private key"
            raise _unusable(name, what, "export the key with its certificate: a .p12 or .pfx file has both")
        identity = identity_of(own[0])
        _check_certificate(own[0], identity, name, now)
        registry = SimpleCertificateStore()
        registry.register_multiple(one for one in der if one is not own[0])
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return SigningKey(identity, SimpleSigner(own[0], PrivateKeyInfo.load(private), registry))


def load_anchors(paths: Sequence[Path]) -> tuple[Certificate, ...]:
    """Read the certificates that a recipient trusts, from PEM or DER files.

    Raises SelectionError for a file without certificates, and MachineError if the extra is not installed.
    """
    return tuple(anchor for path in paths for anchor in _anchors_in(path))


def _anchors_in(path: Path) -> list[Certificate]:
    help = "name a file with the certificate of the authority: PEM or DER"
    try:
        content = read_file(os.fspath(path), limit=MIB)
    except OSError as error:
        what = f"cannot read the certificate: {error.strerror}"
        raise SelectionError([Finding("BR627", what, Span(str(path)), help)]) from None
    with sign_extra():
        from asn1crypto.x509 import Certificate
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding

        is_pem = PEM_BEGINS in content
        try:
            found = (
                x509.load_pem_x509_certificates(content)
                if is_pem
                else [x509.load_der_x509_certificate(content)]
            )
            return [Certificate.load(one.public_bytes(Encoding.DER)) for one in found]
        except ValueError:
            what = "the file contains no certificate, or a damaged one"
            raise SelectionError([Finding("BR627", what, Span(str(path)), help)]) from None


def _read_key(name: str, root: Path) -> bytes:
    """Return the content of a key file. Raises SelectionError for one that is in the workspace or unreadable."""
    if name.startswith(TOKEN):
        what = "keys on a smart card or a token (PKCS#11) are not supported"
        raise _unusable(name, what, "name a PKCS#12 file (.p12, .pfx) or a PEM file")
    try:
        content = read_file(name, limit=MIB)
    except OSError as error:
        raise _unusable(name, f"cannot read the key: {error.strerror}", "check the path") from None
    path = Path(name)
    places = (Path(os.path.abspath(path)), path.resolve())  # noqa: PTH100  (the place of the link, and of the file)
    if any(place.is_relative_to(folder) for place in places for folder in (root, root.resolve())):
        what = "the key is in the workspace, whose files are shared, committed and sent to clusters"
        help = (
            "move it to a folder that only you can read, and consider it known to everyone who has the files"
        )
        raise _unusable(name, what, help)
    return content


def _opened(
    read: Callable[[bytes, bytes | None], tuple[Any, list[Any]]],
    content: bytes,
    name: str,
    ask: AskPassphrase,
) -> tuple[Any, list[Any]]:
    """Return the key and the certificates in a file, with the passphrase if it needs one."""
    try:
        return read(content, None)
    except _EncryptedError:
        passphrase = ask()
    except ValueError:
        raise _unusable(name, "the file is not a key, or is damaged", _FORMATS) from None
    if passphrase is None:
        help = f"set {PASSPHRASE_VARIABLE}, or run the command in a terminal, which asks for it"
        raise _unusable(name, "the key needs a passphrase", help)
    try:
        return read(content, passphrase.encode())
    except (ValueError, _EncryptedError):
        help = f"check {PASSPHRASE_VARIABLE}, or unset it to be asked"
        raise _unusable(name, "wrong passphrase, or the file is damaged", help) from None


_FORMATS = "name a PKCS#12 file (.p12, .pfx), or a PEM file with the private key and its certificate"


class _EncryptedError(Exception):
    """The file cannot be read without a passphrase."""


def _from_pem(content: bytes, passphrase: bytes | None) -> tuple[Any, list[Any]]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    is_encrypted = b"ENCRYPTED" in content
    if is_encrypted and passphrase is None:
        raise _EncryptedError
    has_certificate = b"-----BEGIN CERTIFICATE-----" in content
    certificates = x509.load_pem_x509_certificates(content) if has_certificate else []
    if b"PRIVATE KEY-----" not in content:
        return None, certificates
    return load_pem_private_key(content, passphrase if is_encrypted else None), certificates


def _from_pkcs12(content: bytes, passphrase: bytes | None) -> tuple[Any, list[Any]]:
    from asn1crypto.pkcs12 import Pfx
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    try:
        key, own, others = load_key_and_certificates(content, passphrase)
    except ValueError:
        if passphrase is None:
            _check_pkcs12(Pfx.load(content))
            raise _EncryptedError from None
        raise
    return key, [*([own] if own else []), *others]


def _check_pkcs12(pfx: Any) -> None:  # noqa: ANN401
    """Raise ValueError unless data has the form of PKCS#12 (RFC 7292)."""
    if pfx["version"].native != "v3":
        raise ValueError


def _public_key_of(key: Any) -> bytes:  # noqa: ANN401
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if key is None:
        return b""
    public: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return public


def _check_certificate(certificate: Certificate, identity: Identity, name: str, now: datetime) -> None:
    if not identity.is_valid_at(now):
        is_over = now > identity.valid_until
        day = f"{identity.valid_until if is_over else identity.valid_from:%Y-%m-%d}"
        what = f"the certificate of the key {'expired on' if is_over else 'is not valid until'} {day}"
        raise _unusable(name, what, "ask its issuer for a new one" if is_over else "check the clock")
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & USAGES:
        what = "the certificate of the key was not issued for signatures"
        raise _unusable(name, what, "ask its issuer for one with the key usage digitalSignature")


def _unusable(name: str, what: str, help: str) -> SelectionError:
    return SelectionError([Finding("BR815", what, Span(name), help)])
