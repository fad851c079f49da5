"""A workspace with a canary in every place that content can hold one, and a search through all bytes of a kit.

Each canary has its own number, so that a hit says where the canary was planted.
"""

from __future__ import annotations

import base64
import email
import email.policy
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

import pikepdf
from PIL import Image
from PIL.PngImagePlugin import PngInfo

MARK = "Zq7kanari"
"""The beginning of every canary. It is part of no word, font name or product name."""


class Plants:
    """Makes canaries: a text for each place. It keeps the names of the places by their texts."""

    def __init__(self) -> None:
        self.source_map: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        text = f"{MARK}{len(self.source_map) + 1:03d}x"
        self.source_map[text] = place
        return text


def png(plant: Plants, where: str, *, text: str = "") -> bytes:
    """Return a PNG with canaries in every chunk that can hold text, in a colour profile, and after its end."""
    info = PngInfo()
    info.add_text("Comment", plant(f"{where}: tEXt"))
    info.add_text("Author", plant(f"{where}: zTXt"), zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{plant(f'{where}: iTXt (XMP)')}</x:xmpmeta>")
    exif = Image.Exif()
    exif[0x010E] = plant(f"{where}: EXIF")
    out = io.BytesIO()
    profile = icc(plant, where)
    Image.new("RGB", (40, 30), (200, 30, 30)).save(
        out, "PNG", pnginfo=info, exif=exif.tobytes(), icc_profile=profile
    )
    return out.getvalue() + plant(f"{where}: behind the end").encode()


def jpeg(plant: Plants, where: str) -> bytes:
    """Return a JPEG with canaries in all its metadata, in a preview, and in a second image after its end."""
    exif = Image.Exif()
    exif[0x010E] = plant(f"{where}: EXIF description")
    exif[0x9C9B] = plant(f"{where}: EXIF title in UTF-16").encode("utf-16-le")
    out = io.BytesIO()
    picture = Image.new("RGB", (40, 30), (30, 30, 200))
    profile = icc(plant, where)
    picture.save(
        out, "JPEG", exif=exif.tobytes(), comment=plant(f"{where}: comment").encode(), icc_profile=profile
    )
    content = out.getvalue()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + plant(f"{where}: XMP").encode()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x20" + plant(f"{where}: IPTC").encode()
    extra = b"".join(
        struct.pack(">BBH", 0xFF, kind, len(data) + 2) + data for kind, data in ((0xE1, xmp), (0xED, iptc))
    )
    return content[:2] + extra + content[2:] + plant(f"{where}: behind the end").encode()


def icc(plant: Plants, where: str) -> bytes:
    """Return a colour profile whose description and copyright are canaries."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    for number in range(count):
        tag, at, _ = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if tag == b"desc" and profile[at : at + 4] == b"mluc":
            words = plant(f"{where}: profile").encode("utf-16-be")
            new = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(words), 28) + words
            new += bytes(-len(new) % 4)
            struct.pack_into(">II", profile, 136 + 12 * number, len(profile), len(new))
            profile += new
            struct.pack_into(">I", profile, 0, len(profile))
    return bytes(profile)


def gif(plant: Plants, where: str) -> bytes:
    """Return a GIF with a comment."""
    out = io.BytesIO()
    Image.new("P", (20, 20), 1).save(out, "GIF", comment=plant(f"{where}: comment").encode())
    return out.getvalue() + plant(f"{where}: behind the end").encode()


def webp(plant: Plants, where: str) -> bytes:
    """Return a WebP with EXIF and XMP."""
    exif = Image.Exif()
    exif[0x010E] = plant(f"{where}: EXIF")
    out = io.BytesIO()
    picture = Image.new("RGB", (20, 20), (1, 99, 2))
    picture.save(out, "WEBP", exif=exif.tobytes(), xmp=plant(f"{where}: XMP").encode())
    return out.getvalue()


def svg(plant: Plants, where: str) -> str:
    """Return an SVG as drawing programs save it: comments, metadata, and layers hidden in every way."""

    def hidden(how: str) -> str:
        return f'<text x="2" y="9" font-size="6" {how}>{plant(f"{where}: {how}")}</text>'

    inner = base64.b64encode(jpeg(plant, f"{where}: picture inside")).decode()
    return f"""<?xml version="1.0"?>
<!-- {plant(f"{where}: comment")} -->
<?editor {plant(f"{where}: instruction")}?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:ai="http://ns.adobe.com/AdobeIllustrator/10.0/"
 inkscape:docname="{plant(f"{where}: file name of the program")}" data-note="{plant(f"{where}: data-")}"
 viewBox="0 0 100 60" width="100" height="60">
<title>{plant(f"{where}: title")}</title><desc>{plant(f"{where}: desc")}</desc>
<metadata><r>{plant(f"{where}: metadata")}</r></metadata>
<ai:private>{plant(f"{where}: private data")}</ai:private>
<style>/* {plant(f"{where}: comment of the style")} */ .off {{ display: none }} .gone {{ opacity: 0; }}</style>
<defs><text id="t">{plant(f"{where}: unused definition")}</text><g id="used"><rect width="9" height="9"/></g></defs>
<symbol id="s"><text>{plant(f"{where}: unused symbol")}</text></symbol>
<rect id="{plant(f"{where}: name of a shape")}" width="100" height="60" fill="#dde" inkscape:label="{plant(f"{where}: label")}"/>
stray {plant(f"{where}: words outside of a text")}
<g inkscape:groupmode="layer" style="display:none"><text x="5" y="5">{plant(f"{where}: hidden layer")}</text></g>
{hidden('display="none"')}{hidden('visibility="hidden"')}{hidden('style="visibility:collapse"')}
{hidden('opacity="0"')}{hidden('style="opacity: 0.0"')}{hidden('class="off"')}{hidden('class="gone"')}
<image x="50" y="5" width="20" height="15" xlink:href="data:image/jpeg;base64,{inner}"/>
<use href="#used" x="20" y="20"/>
</svg>"""


def write_workspace(plant: Plants) -> dict[str, str | bytes]:
    """Return the files of a workspace full of canaries; only the words in `SHOWN` are printed."""
    # ruff: noqa: E501
    names = {
        kind: f"figures/{plant(f'file name of the {kind}')}.{kind}"
        for kind in ("png", "jpg", "gif", "webp", "svg")
    }
    table = f"data/{plant('file name of a CSV')}.csv"
    chart = f"data/{plant('file name of a CSV of a chart')}.csv"
    secret, other = (
        plant("name of a column that no table shows"),
        plant("name of a column that no chart draws"),
    )
    blocks = "\n".join(
        f"      - figure: {{title: Figure {kind} shown, alt: Alternative text of {kind}, file: {name}}}"
        for kind, name in names.items()
        if kind != "webp"
    )
    brief = f"""\
# {plant("comment of the brief")}
title: {{text: Ports grow, short: Ports, plain: "Ports {plant("title of another register")}"}}
date: 2026-11-22  # {plant("comment behind a value")}
key_points:
  - text: The first point is shown in 12 months.
    plain: {plant("plain variant")} of the first point
    short: {plant("short variant")} of the first point
    accept: {{rule: BR011, why: "{plant("reason of an acceptance")}"}}
  - {{text: "Only {plant("text with only")} for them", only: [minister]}}
  - {{text: "Not {plant("text with not")} for them", not: [policymaker, whole]}}
  - Another point is shown.
sections:
  - title: The section is shown
    text: |
      A text. ![Alternative text]({names["webp"]})

      More of it.
    blocks:
{blocks}
      - table: {{title: Table shown, alt: Two columns, data: {table}, columns: [Port, Tonnes]}}
      - table: {{title: Hidden table, alt: Of them, only: [minister], data: [[A, B], [x, "{plant("cell of a table for others")}"]]}}
      - table: {{title: Inline shown, alt: One column, columns: [Quay], data: [[Quay, Note], [Nordkai, "{plant("cell of a column written in the brief")}"]]}}
      - chart: {{title: Chart shown, alt: Two bars, source: used, kind: bar, x: Port, series: [Ships], data: {chart}}}
      - chart:
          title: Vega shown
          source: used
          alt: Two points
          data: [[Pier, Depth, Hush], [Westpier, 4, "{plant("column that no mark of a specification has")}"], [Ostpier, 5, b]]
          vega_lite: {{mark: point, encoding: {{x: {{field: Pier, type: nominal}}, y: {{field: Depth, type: quantitative}},
            tooltip: {{field: Hush}}}}, usermeta: "{plant("usermeta of a specification")}"}}
      - chart:
          title: Mean shown
          source: used
          alt: One bar
          data: [[Basin, Wage, Who], [Norden, 4, "{plant("row of which a mean is drawn")}"], [Norden, 5, b]]
          vega_lite: {{mark: bar, encoding: {{x: {{field: Basin, type: nominal}},
            y: {{field: Wage, aggregate: mean, type: quantitative}}, detail: {{field: Who, type: nominal}}}}}}
facts:
  unused: {{value: 7, label: "{plant("unused fact")}"}}
outlook: It goes on. [@used]
sources:
  used: {{title: A source that is shown, publisher: P, date: 2026-01-01, url: "https://example.org/a"}}
  unused: {{title: "{plant("unused source")}", publisher: P, date: 2026-01-01}}
"""
    return {
        "content/trial/brief.yaml": brief,
        "templates/audiences/whole/audience.yaml": "extends: analyst\nlabel: Whole\nattachments: [content, data]\n",
        "content/trial/notes.txt": plant("file next to the brief"),
        "content/workspace.yaml": f"# {plant('comment of the settings')}\npublisher: {{name: Publisher shown}}\n",
        f"content/trial/{table}": f"Port,{secret},Tonnes,Staff\nHamburg,{plant('cell of such a column')},12,9\n"
        f"Bremen,x,13,{plant('second cell')}\n",
        f"content/trial/{chart}": f"Port,Ships,{other}\nKiel,3,{plant('cell that no chart draws')}\nEmden,4,y\n",
        f"content/trial/{names['png']}": png(plant, "PNG"),
        f"content/trial/{names['jpg']}": jpeg(plant, "JPEG"),
        f"content/trial/{names['gif']}": gif(plant, "GIF"),
        f"content/trial/{names['webp']}": webp(plant, "WebP"),
        f"content/trial/{names['svg']}": svg(plant, "SVG"),
    }


SHOWN = ("Hamburg", "Tonnes", "Kiel", "Emden", "Nordkai", "Westpier", "first point", "section is shown")
"""Words that the editions show, so their files must contain them."""


def everything_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all pieces of all files, unpacked and decoded in every way that can hide a text, by their paths."""
    found: dict[str, bytes] = {}
    for name, content in files.items():
        found[f"{name} (its name)"] = name.encode()
        for place, piece in _unpacked(name, content, 0):
            found[place] = piece
    return found


def found_in(pieces: Mapping[str, bytes], texts: Mapping[str, str]) -> list[str]:
    """Return the places of the planted texts that are in a piece, each with the path of the piece."""
    hits = []
    for place, piece in pieces.items():
        for seen in {match.decode() for match in _written(piece)}:
            hits.append(f"{texts.get(seen, seen)} → {place}")
    return sorted(hits)


CANARY = re.compile(rf"{MARK}\d{{3}}x".encode(), re.IGNORECASE)


def _written(piece: bytes) -> Iterator[bytes]:
    """Find canaries in every text encoding: UTF-8, UTF-16 of both byte orders, hexadecimal digits, hyphenated."""
    for form in (piece, piece[::2], piece[1::2], piece.replace(b"\0", b"")):
        yield from (MARK.encode() + match[len(MARK) :].lower() for match in CANARY.findall(form))
    for digits in re.findall(rb"(?:[0-9A-Fa-f]{2}\s?){12,}", piece):
        bare = bytes.fromhex(re.sub(rb"\s", b"", digits).decode())
        yield from (match for form in (bare, bare.replace(b"\0", b"")) for match in CANARY.findall(form))
    yield from CANARY.findall(re.sub(rb"[\s-]+", b"", piece))


def _unpacked(place: str, content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    yield place, content
    if depth > 6:
        return
    if content.startswith(b"%PDF"):
        yield from _in_pdf(place, content, depth)
    elif place.endswith(".eml"):
        yield from _in_letter(place, content, depth)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _unpacked(f"{place} / {name}", archive.read(name), depth + 1)
    elif content.startswith(b"\x1f\x8b"):
        yield from _unpacked(f"{place} / gunzipped", gzip.decompress(content), depth + 1)
    elif content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        yield from _in_picture(place, content)
    else:
        for number, match in enumerate(re.finditer(rb"base64,([A-Za-z0-9+/=\s]{16,})", content)):
            yield from _unpacked(f"{place} / base64 {number}", base64.b64decode(match[1]), depth + 1)


def _in_letter(place: str, content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for number, part in enumerate(message.walk()):
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            yield from _unpacked(f"{place} / part {number}", payload, depth + 1)


def _in_picture(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    with Image.open(io.BytesIO(content)) as picture:
        details = {str(key): repr(value) for key, value in picture.info.items()}
        yield f"{place} / info", repr((details, dict(picture.getexif()))).encode()
        for key, value in picture.info.items():
            if isinstance(value, bytes):
                yield f"{place} / {key}", value
        yield f"{place} / pixels", picture.convert("RGBA").tobytes()
    for match in re.finditer(rb"zTXt|iCCP|iTXt", content):
        for start in range(match.end(), match.end() + 100):
            try:
                yield f"{place} / chunk", zlib.decompressobj().decompress(content[start:])
            except zlib.error:
                continue


def _in_pdf(place: str, content: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    with pikepdf.open(io.BytesIO(content)) as document:
        for number, one in enumerate(document.objects):
            yield f"{place} / object {number}", _spelled(one)
            for string in _strings_in(one):
                if len(string) > len(MARK):
                    yield from _unpacked(f"{place} / object {number} / text", string, depth + 1)
            if isinstance(one, pikepdf.Stream):
                yield f"{place} / stream {number} raw", one.read_raw_bytes()
                try:
                    unpacked = one.read_bytes()
                except pikepdf.PdfError:  # images have a compression of their own
                    unpacked = one.read_raw_bytes()
                yield from _unpacked(f"{place} / stream {number}", unpacked, depth + 1)
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        for number in range(len(document)):
            yield f"{place} / page {number + 1}", document[number].get_textpage().get_text_range().encode()


def _strings_in(one: object, depth: int = 0) -> Iterator[bytes]:
    """Return the texts of an object as bytes."""
    if isinstance(one, pikepdf.String):
        yield bytes(one)
    elif isinstance(one, pikepdf.Stream | pikepdf.Dictionary) and depth < 4:
        for _, value in (one.stream_dict if isinstance(one, pikepdf.Stream) else one).items():
            yield from _strings_in(value, depth + 1)
    elif isinstance(one, pikepdf.Array) and depth < 4:
        for item in one:
            yield from _strings_in(item, depth + 1)


def _spelled(one: object, depth: int = 0) -> bytes:
    if isinstance(one, pikepdf.Stream | pikepdf.Dictionary) and depth < 4:
        pairs = (one.stream_dict if isinstance(one, pikepdf.Stream) else one).items()
        return b" ".join(str(key).encode() + b" " + _spelled(value, depth + 1) for key, value in pairs)
    if isinstance(one, pikepdf.Array) and depth < 4:
        return b" ".join(_spelled(item, depth + 1) for item in one)
    return bytes(one) + b" " + str(one).encode() if isinstance(one, pikepdf.String) else repr(one).encode()
