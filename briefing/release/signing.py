"""Signs the PDFs of a kit: PAdES B-B (ETSI EN 319 142-1), as an incremental update (ISO 32000-2, 7.5.6 and 12.8).

The bytes that were built and checked are the beginning of the signed file, unchanged, so that a rebuild can be compared
with them. The update adds one signature field, a visible one with its structure element (ISO 14289-1, 7.18.4), and
certifies the file: nothing may be changed afterwards. The time of signing is that of this machine, so a signature is
never reproducible.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefing.core.errors import PromiseError
from briefing.core.finding import Finding, Span
from briefing.release.certificates import SigningKey, sign_extra
from briefing.release.kit import sha256_of

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import Dereferenceable
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

FIELD = "Signature"
"""The name of the signature field."""

INVISIBLE, VISIBLE = "invisible", "visible"

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
"""The time of signing in a manifest, in UTC."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a signature looks on the page: a PDF of one page, and its place."""

    pdf: bytes
    page: int
    """The page of the edition, counted from 0."""
    box: tuple[int, int, int, int]
    """Left, bottom, right and top edge, in whole points from the lower left corner of the page."""


@dataclass(frozen=True, slots=True)
class Signing:
    """The terms of signing: the key, the time of signing, and whether the signature is visible on the page."""

    key: SigningKey
    moment: datetime
    placement: str = INVISIBLE


def read_appearance(pdf: bytes, place: bytes) -> Appearance:
    """Return the appearance that a worker has made. Raises ValueError for an invalid place."""
    number, left, bottom, right, top = map(int, json.loads(place))
    if number < 0 or not (0 <= left < right and 0 <= bottom < top):
        raise ValueError("invalid place of a signature")
    return Appearance(pdf, number, (left, bottom, right, top))


def sign_pdf(pdf: bytes, signing: Signing, label: str, appearance: Appearance | None = None) -> bytes:
    """Return a PDF with a signature, which begins with the bytes of the PDF.

    The label, in the language of the edition, introduces the name of the signer for screen readers. Without an
    appearance, the signature is not visible on the page. Raises MachineError if the extra is not installed, and
    PromiseError if the file cannot be signed.
    """
    with sign_extra():
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign.general import SigningError

        class Writer(IncrementalPdfFileWriter):
            def _update_meta(self) -> None:
                """Keep the metadata, to which the library would add the local time and time zone."""

        try:
            writer = Writer(io.BytesIO(pdf))
            _add_field(writer, f"{label} {signing.key.identity.shown}", appearance)
            signed = _signed(writer, signing, appearance)
        except (PdfError, SigningError, ValueError) as error:
            what = f"the PDF cannot be signed: {error}"
            raise PromiseError([Finding("BR625", what, Span("signature"), "")]) from None
    if not signed.startswith(pdf):  # what follows from this is promised in docs/releasing.md
        raise AssertionError("the signed PDF does not begin with the bytes that were built")
    return signed


def describe_signature(signing: Signing, unsigned: bytes) -> Mapping[str, object]:
    """Return the entry of a signature in the manifest; docs/releasing.md explains each key."""
    identity = signing.key.identity
    return {
        "signer": {"name": identity.name, "organisation": identity.organisation or None},
        "certificate": identity.fingerprint,
        "signed_at": f"{signing.moment:{TIME_FORMAT}}",
        "placement": signing.placement,
        "unsigned": {"bytes": len(unsigned), "sha256": sha256_of(unsigned)},
    }


def _signed(writer: IncrementalPdfFileWriter, signing: Signing, appearance: Appearance | None) -> bytes:
    """Sign what was written, and return the whole file."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    class Signer(PdfSigner):
        def init_signing_session(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
            """Use the given moment in UTC: the library takes the local time, and with it the time zone."""
            session = super().init_signing_session(*args, **options)
            session.system_time = signing.moment
            return session

    about = PdfSignatureMetadata(
        field_name=FIELD,
        name=signing.key.identity.name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    stamp: Any = _Stamp(appearance) if appearance else None
    signer = Signer(about, signer=signing.key.signer, stamp_style=stamp)
    content: bytes = signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    return content


def _add_field(writer: IncrementalPdfFileWriter, description: str, appearance: Appearance | None) -> None:
    """Add the signature field to its page and, if it is visible, to the structure tree.

    An invisible one has no size, and is an artifact then (ISO 14289-2, 8.9.2.4.13).
    """
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    page = appearance.page if appearance else -1
    field = SigFieldSpec(
        FIELD, on_page=page, box=appearance.box if appearance else None, readable_field_name=description
    )
    append_signature_field(writer, field)
    page_reference = writer.find_page_for_modification(page)[0]
    sheet: Any = page_reference.get_object()
    sheet[pdf_name("/Tabs")] = pdf_name("/S")
    widget = sheet["/Annots"].raw_get(-1)
    if appearance:
        widget.get_object()[pdf_name("/Contents")] = pdf_string(description)
        _add_structure(writer, widget, page_reference, description)
    writer.update_container(widget.get_object())
    writer.update_container(sheet)


def _add_structure(
    writer: IncrementalPdfFileWriter,
    widget: Any,  # noqa: ANN401
    page: Dereferenceable,
    description: str,
) -> None:
    """Add a structure element for a widget at the end of the document (ISO 32000-2, 14.7.5.3)."""
    from pyhanko.pdf_utils.generic import DictionaryObject, NumberObject, pdf_name, pdf_string

    def named(**values: object) -> DictionaryObject:
        return DictionaryObject({pdf_name(f"/{name}"): value for name, value in values.items()})

    root: Any = writer.root["/StructTreeRoot"]
    document = root["/K"].raw_get(0)
    number = int(root["/ParentTreeNextKey"])
    form = writer.add_object(
        named(
            Type=pdf_name("/StructElem"),
            S=pdf_name("/Form"),
            P=document,
            Pg=page,
            Alt=pdf_string(description),
            K=named(Type=pdf_name("/OBJR"), Obj=widget, Pg=page),
        )
    )
    kids, numbers = document.get_object()["/K"], root["/ParentTree"]["/Nums"]
    kids.append(form)
    numbers.append(NumberObject(number))
    numbers.append(form)
    root[pdf_name("/ParentTreeNextKey")] = NumberObject(number + 1)
    widget.get_object()[pdf_name("/StructParent")] = NumberObject(number)
    for changed in (kids, numbers, root):
        writer.update_container(changed)


class _Stamp:
    """Draws a visible signature: the page of its appearance, which is as large as its box."""

    def __init__(self, appearance: Appearance) -> None:
        self.pdf = appearance.pdf
        self.writer: Any = None

    def create_stamp(self, writer: IncrementalPdfFileWriter, *_: object) -> _Stamp:
        """Note where to write; pyHanko calls this for the style of a stamp."""
        self.writer = writer
        return self

    def apply_appearance(self, widget: Any) -> None:  # noqa: ANN401
        """Set the appearance of a signature field (ISO 32000-2, 12.5.5)."""
        from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
        from pyhanko.pdf_utils.reader import PdfFileReader

        form = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        widget[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): form})
