"""Checks the signature of a PDF: nothing was changed after signing, and the certificate leads to a trusted one.

Nothing is fetched: the revocation of certificates is not checked. The time of signing is the signer's own statement.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from briefing.core.finding import Finding, Span
from briefing.release.certificates import USAGES, Identity, identity_of, sign_extra

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

MARK = b"/ByteRange"
"""A key that every signature has, and that is never compressed (ISO 32000-2, 12.8.1)."""

ASK_SENDER = "do not rely on the file; ask the sender for it again"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that is intact: who signed, and when."""

    identity: Identity
    signed_at: datetime
    """The time of signing in UTC, as the signer states it."""
    is_trusted: bool
    """Whether the certificate leads to one that the recipient trusts; False if the recipient named none."""


def is_signed(pdf: bytes) -> bool:
    """Return whether a PDF has anything that looks like a signature."""
    return MARK in pdf


def check_signature(
    pdf: bytes, where: Span, anchors: Sequence[Certificate]
) -> tuple[Signature | None, list[Finding]]:
    """Return the signature of a PDF, if it is intact, and everything that is wrong with it.

    Raises MachineError if the extra is not installed.
    """

    def broken(what: str) -> tuple[None, list[Finding]]:
        return None, [Finding("BR625", what, where, ASK_SENDER)]

    with sign_extra(), _silenced():
        from pyhanko.pdf_utils.reader import PdfFileReader

        try:
            found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
            if len(found) != 1:
                return broken(
                    "the PDF is not signed" if not found else f"it has {len(found)} signatures, not one"
                )
            status = _status_of(found[0], anchors)
            identity, claimed = identity_of(found[0].signer_cert), found[0].self_reported_timestamp
        except Exception as error:  # a hostile file can make the library raise anything
            return broken(f"the signature cannot be read: {type(error).__name__}: {error}")
    if what := _damage(status):
        return broken(what)
    if claimed is None:
        return broken("the signature has no time")
    signed_at = claimed.astimezone(UTC)
    distrust = _distrust(identity, signed_at, status, anchors)
    signature = Signature(identity, signed_at, bool(anchors) and not distrust)
    help = (
        "ask the sender which certificate signs, over a different channel from the one that the kit came by"
    )
    return signature, [Finding("BR626", what, where, help) for what in distrust]


def _status_of(signature: Any, anchors: Sequence[Certificate]) -> Any:  # noqa: ANN401
    """Validate a signature with its certificate as of the time that the signer states."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=anchors, moment=signature.self_reported_timestamp, allow_fetching=False
    )
    usage = KeyUsageConstraints(key_usage=set(USAGES), match_all_key_usages=False)
    return validate_pdf_signature(signature, context, key_usage_settings=usage, skip_diff=True)


def _damage(status: Any) -> str:  # noqa: ANN401
    """Return how a file differs from the signed one; an empty text if it does not."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if not status.intact:
        return "the PDF was changed after it was signed"
    if not status.valid:
        return "the signature was not made with the key of its certificate"
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return "something was added to the PDF after it was signed"
    return ""


def _distrust(
    identity: Identity,
    signed_at: datetime,
    status: Any,  # noqa: ANN401
    anchors: Sequence[Certificate],
) -> list[str]:
    """Return the reasons not to trust the certificate of an intact signature."""
    if signed_at > identity.valid_until:
        return [
            f"the certificate of '{identity.shown}' had expired at signing: on {identity.valid_until:%Y-%m-%d}"
        ]
    if signed_at < identity.valid_from:
        return [f"the certificate of '{identity.shown}' was not valid before {identity.valid_from:%Y-%m-%d}"]
    if anchors and not status.trusted:
        return [
            f"the certificate of '{identity.shown}', issued by '{identity.issuer}', does not lead to a trusted one"
        ]
    return []


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the library from logging: what it finds is reported as findings."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    levels = [one.level for one in loggers]
    try:
        for one in loggers:
            one.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
