"""The last touch on a PDF before its bytes are written: what PDF/A and PDF/UA ask for beyond the tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pydyf

from briefing.structure.standards import Standard
from briefing.typeset.engine import weasyprint
from briefing.typeset.xmp import custom_info, read_description, write_packet

VARIANTS = {Standard.UA1: "pdf/a-3a", Standard.UA2: "pdf/a-4f"}
"""The variant of the engine that comes nearest to each standard."""

MEDIA_TYPES = {"yaml": "application/yaml", "csv": "text/csv", "json": "application/json"}
"""RFC 9512, RFC 4180, RFC 8259. Python's own table depends on the machine."""


def pdf_options(standard: Standard) -> dict[str, Any]:
    """The options of the engine; with a profile for colours, as ISO 19005-3, 6.2.3 asks for."""
    return {
        "pdf_variant": VARIANTS[standard],
        "pdf_version": standard.version,
        "pdf_tags": True,
        "pdf_identifier": True,
        "output_intent": "srgb",
    }


def finisher(standard: Standard) -> Callable[[Any, Any], None]:
    """What finishes the PDF of a document."""

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
    """ISO 19005-3, 6.8: a file has its media type; ISO 14289-2, 8.14.1: and a description."""
    if not file["Desc"].string:
        file["Desc"] = file["UF"]
    media_type = MEDIA_TYPES.get(file["UF"].string.rpartition(".")[2].lower())
    if media_type:
        _object(pdf, file["EF"]["F"]).extra["Subtype"] = "/" + media_type.replace("/", "#2f")


def _order_files(pdf: Any) -> None:  # noqa: ANN401
    """Each file is listed once, and the tree of names is sorted: ISO 32000-1, 7.9.6."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    names = pdf.catalog.get("Names", {})
    if "EmbeddedFiles" in names:
        tree = _object(pdf, names["EmbeddedFiles"])
        pairs = zip(tree["Names"][::2], tree["Names"][1::2], strict=True)
        in_order = sorted(pairs, key=lambda pair: str(pair[0].string))
        tree["Names"] = pydyf.Array(part for pair in in_order for part in pair)


def _leave_pixels_alone(pdf: Any) -> None:  # noqa: ANN401
    """ISO 19005-3, 6.2.8: no image asks to be smoothed."""
    for item in pdf.objects:
        if _extra(item, "Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


def _of_type(pdf: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    return (item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == name)


def _extra(item: Any, key: str) -> Any:  # noqa: ANN401
    return item.extra.get(key) if isinstance(item, pydyf.Stream) else None


def _object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[int(reference.split()[0])]
