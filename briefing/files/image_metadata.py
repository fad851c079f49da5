"""Remove from pictures what readers cannot see: where a photograph was taken, who drew a chart, hidden layers.

A picture in an edition keeps its visible pixels, shapes and colours: no EXIF, XMP or IPTC, no comments, no previews,
no data of drawing programs, no hidden layers. Pixels must not be recompressed, which Pillow would do, so this module
copies the chunks of PNG and the segments of JPEG itself.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"

PNG_KEPT = {
    b"IHDR": 13,
    b"PLTE": 768,
    b"tRNS": 256,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"cICP": 4,
    b"pHYs": 9,
}
"""The chunks that affect the appearance of a PNG (ISO/IEC 15948, 11), with the greatest size of each in bytes.

The pixels and the colour profile are kept too; animation frames after the first are not.
"""

PALETTE = 3
"""The colour type of a PNG whose pixels are indices into a palette."""

SCAN, END, ALONE = 0xDA, 0xD9, {0x01, *range(0xD0, 0xD8)}
"""JPEG markers (ISO/IEC 10918-1, B.1.1.3): a scan, the end, and those without a segment."""

FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""JPEG markers that start a frame."""

TABLES = {0xC4, 0xCC, 0xDB}
"""JPEG markers of tables: Huffman codes, arithmetic conditioning and quantization."""

NUMBERS = {0xDC, 0xDD}
"""JPEG markers of numbers of two bytes: the number of lines, and the restart interval."""

FIRST_APP, ADOBE = 0xE0, 0xEE
ICC_START, JFIF_START, ADOBE_START = b"ICC_PROFILE\0", b"JFIF\0", b"Adobe"
ICC_ROOM = 65_519
"""The number of bytes of a colour profile that fit into one JPEG segment (ICC.1, B.4)."""

UNPACKED_AT_ONCE = 1024 * 1024
MAX_PROFILE = 8 * 1024 * 1024

SVG, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
UNSEEN = {
    "metadata",
    "title",
    "desc",
    "script",
    "set",
    "animate",
    "animateMotion",
    "animateTransform",
    "view",
}
WITH_TEXT = {"text", "tspan", "textPath", "tref", "altGlyph", "flowPara", "flowSpan", "flowDiv", "style"}
ASIDE = {"symbol", "clipPath", "mask", "pattern", "marker", "filter", "linearGradient", "radialGradient"}
"""Elements that are drawn only if another element refers to them."""

REFERENCE = re.compile(r"#([^\s\"'()#;,]+)")
PAINT = re.compile(r"url\(\s*[\"']?#([^\s\"'()]+)")
SELECTED = re.compile(r"#([\w-]+)")
STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STYLE_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
DATA = re.compile(r"data:(image/[\w.+-]+)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
SELECTOR = re.compile(r"([\w-]+|\*)?((?:[.#][\w-]+)*)")
"""A simple selector: the name, classes and id of one element."""

CLASSES = re.compile(r"\.([A-Za-z_-][\w-]*)")
OWN_PROPERTY = re.compile(
    r"(?<![\w-])(?:--|-(?!webkit-|moz-)[a-z]+-)[\w-]*\s*:[^;}]*;?|(?<![\w-])content\s*:[^;}]*;?"
)
"""Custom and vendor properties, and `content`, which no drawing shows."""

SCRIPTED = re.compile(r"on[a-z]+")


def without_metadata(content: bytes) -> bytes:
    """Return a picture without invisible data; a damaged picture, or one of an unknown kind, is returned unchanged."""
    try:
        if content.startswith(PNG):
            return _png(content)
        if content.startswith(JPEG):
            return _jpeg(content)
    except (struct.error, IndexError, ValueError, zlib.error):
        return content  # the code that displays it reports the damage
    return content


def _png(content: bytes) -> bytes:
    pieces, found, pixels = [PNG], dict[bytes, bytes](), list[bytes]()
    for kind, data in _chunks(content):
        if kind == b"IDAT":
            pixels.append(data)
        elif kind not in found and (kind == b"iCCP" or len(data) <= PNG_KEPT.get(kind, -1)):
            found[kind] = data
    head, colours = found.get(b"IHDR", b""), found.get(b"PLTE", b"")
    if len(head) != PNG_KEPT[b"IHDR"] or not pixels:
        raise ValueError("it is not a picture")
    if head[9] != PALETTE:
        found.pop(b"PLTE", None)
    if len(found.get(b"tRNS", b"")) > (len(colours) // 3 if head[9] == PALETTE else 6):
        raise ValueError("it has more transparent colours than colours")
    for kind, data in found.items():
        pieces.append(_chunk(kind, _named_profile(data) if kind == b"iCCP" else data))
    return b"".join([*pieces, _chunk(b"IDAT", _stream_alone(b"".join(pixels))), _chunk(b"IEND", b"")])


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG; bytes after its end are dropped."""
    at = len(PNG)
    while content[at + 4 : at + 8] != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if len(data) < length:
            raise ValueError("it is cut short")
        yield kind, data
        at += 12 + length


def _stream_alone(packed: bytes) -> bytes:
    """Return a compressed stream without the bytes after its end."""
    unpacker, rest = zlib.decompressobj(), packed
    while rest and not unpacker.eof:
        unpacker.decompress(rest, UNPACKED_AT_ONCE)
        rest = unpacker.unconsumed_tail
    behind = len(unpacker.unused_data)
    return packed[:-behind] if behind else packed


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _named_profile(data: bytes) -> bytes:
    """Return the colour profile of a PNG with a neutral name."""
    packed = data[data.index(b"\0") + 2 :]
    unpacker = zlib.decompressobj()
    profile = unpacker.decompress(packed, MAX_PROFILE)
    return b"icc\0\0" + zlib.compress(without_words(profile))


def _jpeg(content: bytes) -> bytes:
    if (turned := _turned(content)) is not None:
        content = turned
    segments = list(_segments(content))
    profile = b"".join(
        data[14:] for marker, data in segments if marker == 0xE2 and data.startswith(ICC_START)
    )
    pieces, is_profiled = [b"\xff\xd8"], False
    for marker, data in segments:
        if marker == 0xE2 and data.startswith(ICC_START) and not is_profiled:
            pieces += _profile_segments(without_words(profile))
            is_profiled = True
        elif (kept := _kept(marker, data)) is not None:
            pieces.append(kept)
    return b"".join(pieces)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the markers of a JPEG with their data; bytes after its end, which may be another picture, are dropped."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("there is no marker")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == END:
            yield marker, b""
            return
        if marker in ALONE:
            yield marker, b""
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == SCAN:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise ValueError("it is cut short")
        yield marker, content[at + 4 : end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.index(b"\xff", at)
        after = content[at + 1]
        if after and after != 0xFF and after not in ALONE:
            return at
        at += 1 if after == 0xFF else 2


def _kept(marker: int, data: bytes) -> bytes | None:
    """Return a segment as it is kept; None if it does not affect the appearance of the picture."""
    if marker in ALONE or marker == END:
        return bytes((0xFF, marker))
    if marker == FIRST_APP:
        data = data[:12] + b"\0\0"  # without the thumbnail that may follow
        return _segment(marker, data) if data.startswith(JFIF_START) and len(data) == 14 else None
    if marker == ADOBE:
        return _segment(marker, data[:12]) if data.startswith(ADOBE_START) else None
    if marker == SCAN:
        length = 6 + 2 * data[0]
        return struct.pack(">BBH", 0xFF, marker, length) + data
    if marker in FRAMES:
        return _segment(marker, data[: 6 + 3 * data[5]])
    if marker in NUMBERS:
        return _segment(marker, data[:2])
    return _segment(marker, data) if marker in TABLES else None


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _profile_segments(profile: bytes) -> Iterator[bytes]:
    parts = [profile[start : start + ICC_ROOM] for start in range(0, len(profile), ICC_ROOM)]
    for number, part in enumerate(parts, start=1):
        yield _segment(0xE2, ICC_START + bytes((number, len(parts))) + part)


def _turned(content: bytes) -> bytes | None:
    """Return a photograph rotated as its EXIF data says; None if it is upright already."""
    if b"Exif\0" not in content[: 1 << 17]:
        return None
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        if picture.getexif().get(0x0112) in (None, 1):
            return None
        turned = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        turned.save(out, "JPEG", quality=92, icc_profile=picture.info.get("icc_profile"), exif=b"")
        return out.getvalue()


def without_words(profile: bytes) -> bytes:
    """Return a colour profile with its texts blanked out: who made it, on which machine, for whom."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return b""
    (length,) = struct.unpack_from(">I", profile)
    profile = profile[: max(length, 132)]
    found = bytearray(profile)
    found[84:100] = bytes(16)  # the checksum, which would be wrong now
    (count,) = struct.unpack_from(">I", profile, 128)
    for number in range(min(count, 100)):
        at, size = struct.unpack_from(">II", profile, 136 + 12 * number)
        kind = profile[at : at + 4]
        if kind == b"text":
            _blank(found, at + 8, at + size)
        elif kind == b"desc":
            (length,) = struct.unpack_from(">I", profile, at + 8)
            _blank(found, at + 12, min(at + 12 + length, at + size))
            found[at + 12 + length : at + size] = bytes(max(0, size - 12 - length))
        elif kind == b"mluc":
            start = at + 16 + 12 * struct.unpack_from(">I", profile, at + 8)[0]
            for place in range(start, min(at + size, len(found)) - 1, 2):
                found[place : place + 2] = b"\0 "
        elif kind == b"dict":
            found[at + 8 : at + size] = bytes(size - 8)
    return bytes(found[: len(profile)])


def _blank(found: bytearray, start: int, end: int) -> None:
    """Overwrite a text with spaces, keeping its final zero byte."""
    if end > start:
        found[start:end] = b" " * (end - start - 1) + b"\0"


def bare_drawing(content: bytes) -> bytes:
    """Return a drawing (SVG) without anything invisible; an unreadable drawing is returned unchanged."""
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  (expat limits entity expansion, and fetches nothing)
    except (ElementTree.ParseError, LookupError, ValueError):
        return content  # the code that displays it reports the damage
    strip_drawing(root)
    return write_drawing(root)


def strip_drawing(root: Element) -> None:
    """Remove from a drawing what is invisible."""
    texts = [element.text or "" for element in root.iter() if _name(element) == "style"]
    texts += [value for element in root.iter() for value in element.attrib.values()]
    uses_variables = any("var(" in text for text in texts)
    for element in root.iter():
        if _name(element) == "style":
            element.text = _bare_style(element.text or "", uses_variables=uses_variables)
        if "style" in element.attrib:
            element.set("style", _bare_style(element.get("style", ""), uses_variables=uses_variables))
    rules = [
        rule for element in root.iter() if _name(element) == "style" for rule in _rules(element.text or "")
    ]
    named = _named(root)
    _strip(root, rules, named)
    while _drop_unnamed(root, _named(root)):
        pass
    _strip_attributes(root, _named(root), has_styles=bool(rules))


def write_drawing(root: Element) -> bytes:
    """Return the source of a drawing."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    written: bytes = ElementTree.tostring(root, encoding="utf-8")
    return written


def is_hidden_element(element: Element) -> bool:
    """Return whether the attributes of an element make it and everything in it invisible."""
    return _is_hidden(element, [])


def _bare_style(style: str, *, uses_variables: bool) -> str:
    style = STYLE_COMMENT.sub("", style)
    return style if uses_variables else OWN_PROPERTY.sub("", style)


def _name(element: Element) -> str:
    """Return the name of an SVG element; empty for a comment or an element of another namespace."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    return name if space in ("", f"{{{SVG}") else ""


def _named(root: Element) -> set[str]:
    """Return the ids that something in a drawing refers to."""
    texts = (value for element in root.iter() for name, value in element.attrib.items() if name != "id")
    styles = (element.text or "" for element in root.iter() if _name(element) == "style")
    found = {match for text in texts for match in REFERENCE.findall(text)}
    return found | {match for text in styles for match in PAINT.findall(text)}


def _rules(style: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rules of a style by their selectors, one at a time."""
    for selectors, declarations in STYLE_RULE.findall(style):
        for selector in selectors.split(","):
            yield selector.strip(), _declared(declarations)


def _declared(style: str) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in style.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower()
        for name, _, value in pairs
        if value
    }


def _values(element: Element, name: str, rules: list[tuple[str, dict[str, str]]]) -> set[str]:
    """Return the possible values of a property of an element, from the source with the highest precedence."""
    own = _declared(element.get("style", ""))
    if name in own:
        return {own[name]}
    styled = {found[name] for selector, found in rules if name in found and _is_selected(element, selector)}
    return styled or {element.get(name, "").strip().lower()}


def _is_selected(element: Element, selector: str) -> bool:
    match = SELECTOR.fullmatch(selector)
    if match is None or not selector:
        return False
    own = {f"#{element.get('id')}", *(f".{one}" for one in element.get("class", "").split())}
    return match[1] in (None, "*", _name(element)) and set(re.findall(r"[.#][\w-]+", match[2])) <= own


def _is_hidden(element: Element, rules: list[tuple[str, dict[str, str]]]) -> bool:
    if _values(element, "display", rules) == {"none"}:
        return True
    if all(re.fullmatch(r"0+(\.0*)?%?|\.0+", value) for value in _values(element, "opacity", rules)):
        return True
    is_invisible = _values(element, "visibility", rules) <= {"hidden", "collapse"}
    return is_invisible and not any("visible" in _values(one, "visibility", rules) for one in element.iter())


def _strip(
    parent: Element, rules: list[tuple[str, dict[str, str]]], named: set[str], *, is_in_text: bool = False
) -> None:
    """Remove from an element what is not drawn, unless another element refers to it."""
    is_in_text = _name(parent) in WITH_TEXT or (is_in_text and _name(parent) == "a")
    if not is_in_text:
        parent.text = None
    for child in list(parent):
        if _name(child) == "foreignObject":
            if _name(parent) == "switch" and len(parent) > 1:  # its fallback is drawn
                _remove(parent, child)
            continue
        if not is_in_text:
            child.tail = None
        is_kept = _name(child) and _name(child) not in UNSEEN
        if is_kept and (_name(child) == "style" or not _is_hidden(child, rules) or _has_named(child, named)):
            _strip(child, rules, named, is_in_text=is_in_text)
        else:
            _remove(parent, child)


def _remove(parent: Element, child: Element) -> None:
    """Remove an element, but keep the text after it."""
    place = list(parent).index(child)
    if child.tail:
        before = parent[place - 1] if place else None
        if before is None:
            parent.text = (parent.text or "") + child.tail
        else:
            before.tail = (before.tail or "") + child.tail
    parent.remove(child)


def _has_named(element: Element, named: set[str]) -> bool:
    return any(one.get("id") in named for one in element.iter())


def _drop_unnamed(root: Element, named: set[str]) -> bool:
    """Remove elements that are drawn only if referred to, and are not; return whether there were any."""
    found = [
        (parent, child)
        for parent in root.iter()
        for child in parent
        if (_name(parent) == "defs" or _name(child) in ASIDE)
        and _name(child) not in ("style", "font", "font-face", "script")
        and not _has_named(child, named)
    ]
    for parent, child in found:
        parent.remove(child)
    return bool(found)


def _strip_attributes(root: Element, named: set[str], *, has_styles: bool) -> None:
    styles = [element.text or "" for element in root.iter() if _name(element) == "style"]
    named = named | {match for text in styles for match in SELECTED.findall(text)}
    classes = {match for text in styles for match in CLASSES.findall(text)} if has_styles else set()
    asks_for_attributes = any("[" in text for text in styles)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "class" and (
                used := [one for one in value.split() if one in classes or asks_for_attributes]
            ):
                element.set(name, " ".join(used))
            elif name == "class" or (name == "id" and value not in named) or _is_for_programs(name):
                del element.attrib[name]
            elif name in ("href", f"{{{XLINK}}}href") and value.strip().lower().startswith("data:"):
                element.set(name, _bare_address(value.strip()))


def _is_for_programs(name: str) -> bool:
    """Return whether an attribute is meant for programs and does not affect the appearance of a drawing."""
    space, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    if space:
        return (space, local) not in ((XLINK, "href"), (XML, "space"), (XML, "lang"))
    is_named = local in ("role", "content")  # draw.io keeps its whole file in `content`
    return local.startswith(("data-", "aria-")) or is_named or SCRIPTED.fullmatch(local) is not None


def _bare_address(address: str) -> str:
    """Return a `data:` address with its picture bare; `#` if it contains no picture, as nothing is drawn then."""
    data = DATA.fullmatch(address)
    if data is None:
        return "#"
    kind, options, packed = data[1].lower(), data[2].lower(), data[3]
    content = unquote_to_bytes(packed)
    if ";base64" in options:
        try:
            content = base64.b64decode(re.sub(rb"\s+", b"", content), validate=True)
        except (binascii.Error, ValueError):
            return address  # the code that displays it reports the damage
    if "svg" in kind:
        content = bare_drawing(content)
    elif content.startswith((PNG, JPEG)):
        content = without_metadata(content)
    else:
        kind, content = _as_png(kind, content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _as_png(kind: str, content: bytes) -> tuple[str, bytes]:
    """Convert the first frame of a GIF or WebP picture to PNG; an unreadable picture is returned unchanged."""
    from PIL import Image

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=("GIF", "WEBP")) as picture:
            picture.convert("RGBA").save(out, "PNG")
    except (OSError, SyntaxError, ValueError):
        return kind, content
    return "image/png", without_metadata(out.getvalue())
