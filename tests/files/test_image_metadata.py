"""Invisible data is removed from every place in a picture or drawing, and the pixels stay the same."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib

import pytest
from PIL import Image

from briefing.files.image_metadata import bare_drawing, without_metadata

MARK = b"Zq7kanari"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(mode: str = "P", form: str = "PNG", **options) -> bytes:
    made = Image.linear_gradient("L").resize((40, 30)).convert(mode)
    out = io.BytesIO()
    made.save(out, form, **options)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as found:
        return found.convert("RGBA").tobytes()


HEAD = 33
"""The number of bytes of a PNG before its second chunk."""

CHUNKS = {
    kind: kind + b": " + MARK
    for kind in (
        b"eXIf",
        b"sPLT",
        b"prVt",
        b"hIST",
        b"bKGD",
        b"sBIT",
        b"cICP",
        b"fdAT",
        b"tEXt",
        b"PLTX",
        b"caBX",
    )
}
CHUNKS[b"pHYs"] = struct.pack(">IIB", 1, 1, 0) + MARK
CHUNKS[b"gAMA"] = struct.pack(">I", 45455) + MARK
CHUNKS[b"iCCP"] = MARK + b"\0\0" + zlib.compress(b"x" * 400)


@pytest.mark.parametrize("kind", CHUNKS, ids=bytes.decode)
@pytest.mark.parametrize("mode", ["P", "L", "RGB", "RGBA"])
def test_a_chunk_of_a_png_says_nothing(kind, mode):
    content = picture(mode)
    marked = content[:HEAD] + chunk(kind, CHUNKS[kind]) + content[HEAD:]
    bare = without_metadata(marked)
    assert MARK in marked and MARK not in bare
    assert pixels(bare) == pixels(content)


@pytest.mark.parametrize(
    "marked",
    [
        lambda content: content[:-12] + chunk(b"IDAT", MARK) + content[-12:],
        lambda content: content[:-12] + chunk(b"IEND", MARK),
        lambda content: content + MARK,
        lambda content: content + picture() + MARK,
        lambda content: content[:-12] + chunk(b"gAMA", MARK[:4]) + chunk(b"gAMA", MARK) + content[-12:],
    ],
)
@pytest.mark.parametrize("options", [{}, {"interlace": 1}, {"bits": 4}], ids=str)
def test_bytes_after_the_pixels_of_a_png_say_nothing(marked, options):
    content = picture(**options)
    bare = without_metadata(marked(content))
    assert MARK in marked(content) and MARK not in bare
    assert pixels(bare) == pixels(content)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_without_metadata_looks_the_same(mode):
    content = picture(mode)
    assert pixels(without_metadata(content)) == pixels(content)


def test_transparent_colours_stay():
    content = picture("P", transparency=bytes(range(200)))
    assert pixels(without_metadata(content)) == pixels(content)


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


@pytest.mark.parametrize("marker", [*range(0xE0, 0xF0), 0xFE, 0xF0, 0xFD, 0xDC, 0xDE, 0xDF, 0xC8, 0xBF, 0x02])
@pytest.mark.parametrize(
    "start", [b"", b"JFXX\0\x13", b"MPF\0", b"Adobe\0\x64\0\0\0\0\1", b"ICC_PROFILE\0\1\1"]
)
def test_a_segment_of_a_jpeg_says_nothing(marker, start):
    content = picture("RGB", "JPEG")
    marked = content[:2] + segment(marker, start + MARK) + content[2:]
    assert MARK not in without_metadata(marked)


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 2}, {"optimize": True}], ids=str
)
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_looks_the_same(options, mode):
    content = picture(mode, "JPEG", **options)
    marked = content[:2] + segment(0xE5, MARK) + content[2:] + picture("RGB", "JPEG", comment=MARK)
    bare = without_metadata(marked)
    assert MARK not in bare
    assert pixels(bare) == pixels(content)


def drawn(inside: str) -> str:
    head = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
    return f'<svg {head}><rect class="k" fill="red" width="9" height="9"/>{inside}</svg>'


def packed(content: bytes) -> str:
    return base64.b64encode(content).decode()


SECRET = MARK.decode()
HTML = "http://www.w3.org/1999/xhtml"
ONE = '<rect width="1" height="1" {}/>'


@pytest.mark.parametrize(
    "inside",
    [
        f"<style>g.h {{display:none}}</style><g class='h'><text>{SECRET}</text></g>",
        f"<style>.a.h {{display:none}}</style><g class='h a'><text>{SECRET}</text></g>",
        f"<style>/* {SECRET} */</style>",
        f"<style>rect {{--note: {SECRET}; fill: red}}</style>",
        f"<style>rect::after {{content: '{SECRET}'}}</style>",
        f"<style>.k {{fill: red}}</style><rect class='k {SECRET}' width='1' height='1'/>",
        ONE.format(f'style="fill: red; /* {SECRET} */"'),
        ONE.format(f'style="--note:{SECRET}; -inkscape-note: {SECRET}"'),
        ONE.format(f'onclick="{SECRET}"'),
        ONE.format(f'xml:base="file:///home/{SECRET}"'),
        ONE.format(f'xml:id="{SECRET}"'),
        ONE.format(f'data-x="{SECRET}" aria-label="{SECRET}" role="{SECRET}"'),
        f"<script>{SECRET}</script>",
        f"<rect width='1' height='1'><set attributeName='x' to='{SECRET}'/></rect>",
        f"<view id='{SECRET}'/>",
        f"<a href='data:text/plain,{SECRET}'>{ONE.format('')}</a>",
        f"<a xlink:title='{SECRET}' xlink:href='https://example.org/'>{ONE.format('')}</a>",
        f"<switch><foreignObject><p xmlns='{HTML}'>{SECRET}</p></foreignObject>{ONE.format('')}</switch>",
        f"<image href='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3C!--{SECRET}--%3E%3C/svg%3E'/>",
    ],
)
def test_a_drawing_has_no_data_that_it_does_not_show(inside):
    bare = bare_drawing(drawn(inside).encode())
    assert MARK not in bare and b"<rect" in bare
    for address in re.findall(rb"base64,([\w+/=]+)", bare):
        assert MARK not in base64.b64decode(address)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("gif", picture("P", "GIF", comment=MARK) + MARK),
        ("webp", picture("RGB", "WEBP", xmp=MARK)),
        ("png;name=x", picture() + MARK),
        ("jpeg;charset=utf-8", picture("RGB", "JPEG", comment=MARK)),
        ("png", picture("P", "GIF", comment=MARK)),
    ],
)
def test_nor_have_the_pictures_in_it(kind, content):
    assert MARK in content
    marked = drawn(f'<image width="3" height="3" xlink:href="data:image/{kind};base64,{packed(content)}"/>')
    (address,) = re.findall(rb"base64,([\w+/=]+)", bare_drawing(marked.encode()))
    bare = base64.b64decode(address)
    assert MARK not in bare
    assert pixels(bare) == pixels(content)


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<style>.k {fill: red}</style>", 'class="k"'),
        ("<style>rect {fill: var(--c); --c: red}</style>", "--c: red"),
        ("<style>[class^=k] {fill: red}</style>", 'class="k"'),
        (ONE.format('style="fill: red; stroke-width: 2"'), "stroke-width: 2"),
        (ONE.format('style="paint-order: stroke; -webkit-x: y"'), "paint-order: stroke"),
        ("<text xml:space='preserve'> a </text>", "preserve"),
        ("<g visibility='hidden'><text visibility='visible'>seen</text></g>", "seen"),
        ("<style>g.h {display: none}</style><text class='h'>seen</text>", "seen"),
        ("<a xlink:href='https://example.org/'><text>seen</text></a>", "https://example.org/"),
        ("<switch><foreignObject><p>alone</p></foreignObject></switch>", "alone"),
    ],
)
def test_the_visible_parts_of_a_drawing_stay(inside, kept):
    assert kept in bare_drawing(drawn(inside).encode()).decode()
