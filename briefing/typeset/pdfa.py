"""Finish a PDF before its bytes are written: the requirements of PDF/A and PDF/UA beyond the tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from briefing.structure.standards import Standard
from briefing.typeset.engine import weasyprint
from briefing.typeset.xmp import custom_info, read_description, write_packet

VARIANTS = {Standard.UA1: "pdf/a-3a", Standard.UA2: "pdf/a-4f"}
"""The engine's PDF variant that is closest to each standard."""

MEDIA_TYPES = {"yaml": "application/yaml", "csv": "text/csv", "json": "application/json"}
"""RFC 9512, RFC 4180, RFC 8259. Python's table of media types depends on the machine."""


def pdf_options(standard: Standard) -> dict[str, Any]:
    """Return the options of the engine, with the colour profile that ISO 19005-3, 6.2.3 requires."""
    return {
        "pdf_variant": VARIANTS[standard],
        "pdf_version": standard.version,
        "pdf_tags": True,
        "pdf_identifier": True,
        "output_intent": "srgb",
    }


def finisher(standard: Standard) -> Callable[[Any, Any], None]:
    """Return a function that finishes the PDF of a document."""

    def finish(document: Any, pdf: Any) -> None:  # noqa: ANN401
        files = list(_of_type(pdf, "/Filespec"))
        for file in files:
            _describe_file(pdf, file)
        _order_files(pdf)
        _leave_pixels_alone(pdf)
        description = read_description(document.metadata, f"WeasyPrint {weasyprint().VERSION}")
        if standard is Standard.UA1:
            pdf.info.update({key: pydyf.String(text) for key, text in custom_info(description).items()})
        stream = next(item for item in pdf.objects if _extra(item, "Type") == "/Metadata")
        packet = write_packet(description, standard, has_attachments=bool(files))
        stream.stream, stream.compress = [packet], False

    return finish


def _describe_file(pdf: Any, file: Any) -> None:  # noqa: ANN401
    """Give a file its media type (ISO 19005-3, 6.8) and a description (ISO 14289-2, 8.14.1)."""
    if not file["Desc"].string:
        file["Desc"] = file["UF"]
    media_type = MEDIA_TYPES.get(file["UF"].string.rpartition(".")[2].lower())
    if media_type:
        _object(pdf, file["EF"]["F"]).extra["Subtype"] = "/" + media_type.replace("/", "#2f")


def _order_files(pdf: Any) -> None:  # noqa: ANN401
    """List each file once, and sort the name tree (ISO 32000-1, 7.9.6)."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    names = pdf.catalog.get("Names", {})
    if "EmbeddedFiles" in names:
        tree = _object(pdf, names["EmbeddedFiles"])
        pairs = zip(tree["Names"][::2], tree["Names"][1::2], strict=True)
        in_order = sorted(pairs, key=lambda pair: str(pair[0].string))
        tree["Names"] = pydyf.Array(part for pair in in_order for part in pair)


def _leave_pixels_alone(pdf: Any) -> None:  # noqa: ANN401
    """Turn off the interpolation of images (ISO 19005-3, 6.2.8)."""
    for item in pdf.objects:
        if _extra(item, "Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


def _of_type(pdf: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    return (item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == name)


def _extra(item: Any, key: str) -> Any:  # noqa: ANN401
    return item.extra.get(key) if isinstance(item, pydyf.Stream) else None


def _object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[int(reference.split()[0])]
