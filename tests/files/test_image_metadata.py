"""Invisible data is removed from every place in a picture or drawing, and the pixels stay the same."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib

import pytest
from PIL import Image

from briefing.files.image_metadata import ICC_ROOM, bare_drawing, without_metadata, without_words
from tests.cases import each

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


@each("kind", CHUNKS)
@each("mode", ["P", "L", "RGB", "RGBA"])
def test_a_chunk_of_a_png_says_nothing(kind, mode):
    content = picture(mode)
    marked = content[:HEAD] + chunk(kind, CHUNKS[kind]) + content[HEAD:]
    bare = without_metadata(marked)
    assert MARK in marked and MARK not in bare
    assert pixels(bare) == pixels(content)


@each(
    "marked",
    [
        lambda content: content[:-12] + chunk(b"IDAT", MARK) + content[-12:],
        lambda content: content[:-12] + chunk(b"IEND", MARK),
        lambda content: content + MARK,
        lambda content: content + picture() + MARK,
        lambda content: content[:-12] + chunk(b"gAMA", MARK[:4]) + chunk(b"gAMA", MARK) + content[-12:],
    ],
)
@each("options", [{}, {"interlace": 1}, {"bits": 4}])
def test_bytes_after_the_pixels_of_a_png_say_nothing(marked, options):
    content = picture(**options)
    bare = without_metadata(marked(content))
    assert MARK in marked(content) and MARK not in bare
    assert pixels(bare) == pixels(content)


@each("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_without_metadata_looks_the_same(mode):
    content = picture(mode)
    assert pixels(without_metadata(content)) == pixels(content)


def test_transparent_colours_stay():
    content = picture("P", transparency=bytes(range(200)))
    assert pixels(without_metadata(content)) == pixels(content)


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


@each("marker", [*range(0xE0, 0xF0), 0xFE, 0xF0, 0xFD, 0xDC, 0xDE, 0xDF, 0xC8, 0xBF, 0x02])
@each("start", [b"", b"JFXX\0\x13", b"MPF\0", b"Adobe\0\x64\0\0\0\0\1", b"ICC_PROFILE\0\1\1"])
def test_a_segment_of_a_jpeg_says_nothing(marker, start):
    content = picture("RGB", "JPEG")
    marked = content[:2] + segment(marker, start + MARK) + content[2:]
    assert MARK not in without_metadata(marked)


@each("options", [{}, {"progressive": True}, {"subsampling": 2}, {"optimize": True}])
@each("mode", ["L", "RGB", "CMYK"])
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


@each(
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


@each(
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


@each(
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


def profile(*entries: bytes, more: bytes = b"") -> bytes:
    """Return a colour profile with these entries; its checksum is 16 bytes of `c`."""
    start = 132 + 12 * len(entries)
    table, at = b"", start
    for number, entry in enumerate(entries):
        table += struct.pack(">4sII", b"tag%d" % number, at, len(entry))
        at += len(entry)
    head = struct.pack(">I", at) + bytes(32) + b"acsp" + b"h" * 44 + b"c" * 16 + b"r" * 28
    return head + struct.pack(">I", len(entries)) + table + b"".join(entries) + more


CURVE = b"curv\0\0\0\0\0\0\0\1\2\0\0\0"
ENTRIES = {
    b"text\0\0\0\0by a person\0": b"text\0\0\0\0           \0",
    b"text\0\0\0\0": b"text\0\0\0\0",
    b"desc\0\0\0\0\0\0\0\5name\0and more": b"desc\0\0\0\0\0\0\0\5    \0\0\0\0\0\0\0\0\0",
    b"desc\0\0\0\0\0\0\0\x63name": b"desc\0\0\0\0\0\0\0\x63   \0",
    struct.pack(">4s4sII", b"mluc", b"", 1, 12) + b"enUSllllffff" + b"\0n\0a\0m": struct.pack(
        ">4s4sII", b"mluc", b"", 1, 12
    )
    + b"enUSllllffff"
    + b"\0 \0 \0 ",
    b"dict\0\0\0\0a name and a value": b"dict\0\0\0\0" + bytes(18),
    b"desc\0\0\0\0\0\0\0\5name\0": b"desc\0\0\0\0\0\0\0\5    \0",
    CURVE: CURVE,
    b"XYZ \0\0\0\0text": b"XYZ \0\0\0\0text",
}


@each(("entry", "bare"), ENTRIES.items())
def test_an_entry_of_a_colour_profile_keeps_its_numbers_and_loses_its_words(entry, bare):
    for entries in ((entry,), (CURVE, entry), (entry, CURVE)):
        expected = profile(*(bare if one is entry else one for one in entries)).replace(b"c" * 16, bytes(16))
        assert without_words(profile(*entries)) == expected


def test_a_colour_profile_ends_where_it_says_and_other_bytes_are_none():
    assert without_words(profile(CURVE, more=MARK)) == without_words(profile(CURVE))
    assert without_words(profile()[:131]) == b""
    assert without_words(profile(CURVE).replace(b"acsp", b"acsq")) == b""
    assert len(without_words(profile())) == 132
    short = struct.pack(">I", 5) + profile()[4:]
    assert len(without_words(short + MARK)) == 132


def test_no_more_than_a_hundred_entries_of_a_colour_profile_are_read():
    many = profile(*[b"text\0\0\0\0a\0"] * 101)
    bare = without_words(many)
    assert bare.count(b"text\0\0\0\0 \0") == 100
    assert bare.count(b"text\0\0\0\0a\0") == 1


LARGE = profile(b"text\0\0\0\0" + MARK + b"\0", b"big " + bytes(range(256)) * 300)


@pytest.mark.parametrize(
    ("icc", "segments"), [(profile(CURVE), 1), (LARGE, 2), (profile(b"x" * (ICC_ROOM - 144)), 1)]
)
def test_the_colour_profile_of_a_picture_stays_without_its_words(icc, segments):
    jpeg = without_metadata(picture("RGB", "JPEG", icc_profile=icc))
    assert jpeg.count(b"ICC_PROFILE\0") == segments
    assert b"ICC_PROFILE\0" + bytes((segments, segments)) in jpeg
    png = without_metadata(picture("RGB", icc_profile=icc))
    for content in (jpeg, png):
        assert MARK not in content
        with Image.open(io.BytesIO(content)) as found:
            assert found.info["icc_profile"] == without_words(icc)
    assert pixels(jpeg) == pixels(picture("RGB", "JPEG", icc_profile=icc))


def exif(orientation: int | None) -> bytes:
    found = Image.Exif()
    found[0x010E] = MARK.decode()
    if orientation is not None:
        found[0x0112] = orientation
    return found.tobytes()


@each(("orientation", "size"), [(None, (40, 30)), (1, (40, 30)), (3, (40, 30)), (6, (30, 40))])
def test_a_photograph_is_upright_without_the_data_that_say_how_it_was_held(orientation, size):
    content = picture("RGB", "JPEG", exif=exif(orientation), icc_profile=profile(CURVE))
    bare = without_metadata(content)
    assert MARK in content
    assert MARK not in bare and b"Exif" not in bare
    with Image.open(io.BytesIO(bare)) as found:
        assert found.size == size
        assert found.info["icc_profile"] == without_words(profile(CURVE))
        top, bottom = (found.convert("L").getpixel((20, y)) for y in (1, size[1] - 2))
    if orientation in (None, 1):
        assert top < bottom
        assert pixels(bare) == pixels(content)
    if orientation == 3:
        assert top > bottom
    assert len(bare) < 2 * len(picture("RGB", "JPEG", quality=92, icc_profile=profile(CURVE)))


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_that_is_cut_short_is_returned_as_it_is(form):
    content = picture("RGB", form, comment=MARK) if form == "JPEG" else picture("RGB", form)
    for length in (8, 20, 40, len(content) // 2, len(content) - 13):
        assert without_metadata(content[:length]) == content[:length]


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def head(kind: int, depth: int = 8) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, depth, kind, 0, 0, 0))


PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
TWO = chunk(b"PLTE", b"rgbRGB")


@each(
    ("chunks", "kept"),
    [
        ((head(3), TWO, chunk(b"tRNS", b"ab"), PIXELS), None),
        ((head(3), chunk(b"tRNS", b"ab"), PIXELS, TWO), (head(3), chunk(b"tRNS", b"ab"), TWO, PIXELS)),
        ((head(2), TWO, chunk(b"tRNS", b"abcdef"), PIXELS), (head(2), chunk(b"tRNS", b"abcdef"), PIXELS)),
        ((head(0), chunk(b"tRNS", b"ab"), PIXELS), None),
        ((head(3), PIXELS), None),
        ((head(0), chunk(b"sRGB", b"\0"), chunk(b"cHRM", bytes(32)), PIXELS), None),
        ((head(0), chunk(b"sRGB", b"\0\0"), PIXELS), (head(0), PIXELS)),
        ((head(0), chunk(b"cICP", b"abcd"), PIXELS), None),
        ((head(0), chunk(b"tIME", b"abcdefg"), PIXELS), (head(0), PIXELS)),
    ],
)
def test_the_chunks_that_affect_the_appearance_stay(chunks, kept):
    assert without_metadata(png(*chunks)) == png(*(chunks if kept is None else kept))


@each(
    "chunks",
    [
        (head(3), TWO, chunk(b"tRNS", b"abc"), PIXELS),
        (head(2), chunk(b"tRNS", b"abcdefg"), PIXELS),
        (head(0),),
        (PIXELS,),
        (chunk(b"IHDR", bytes(12)), PIXELS),
        (head(0), chunk(b"IDAT", b"no stream")),
        (head(0), chunk(b"iCCP", b"no name"), PIXELS),
    ],
)
def test_a_damaged_png_is_returned_as_it_is(chunks):
    marked = png(*chunks, chunk(b"tEXt", MARK))
    assert without_metadata(marked) == marked


def test_the_pixels_in_several_chunks_are_joined():
    packed_pixels = zlib.compress(b"\0\0")
    parts = (
        chunk(b"IDAT", packed_pixels[:4]),
        chunk(b"tEXt", MARK),
        chunk(b"IDAT", packed_pixels[4:] + MARK),
    )
    assert without_metadata(png(head(0), *parts)) == png(head(0), PIXELS)


START, STOP = b"\xff\xd8", b"\xff\xd9"
FRAME = segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0")
SCANNED = segment(0xDA, b"\1\1\0\0\x3f\0") + b"ab\xff\0c\xff\xd0d\xff\xff\0e"


@each(
    ("inside", "kept"),
    [
        (FRAME + SCANNED, FRAME + SCANNED),
        (segment(0xC0, b"\x08\0\1\0\1\1\1\x11\0" + MARK) + SCANNED, FRAME + SCANNED),
        (segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\3" + MARK), segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")),
        (segment(0xE0, b"JFIF\0\1"), b""),
        (segment(0xE0, b"JFXX\0\1\1\0\0\1\0\1\0\0"), b""),
        (segment(0xEE, b"Adobe\0\x64\0\0\0\0\1" + MARK), segment(0xEE, b"Adobe\0\x64\0\0\0\0\1")),
        (segment(0xEE, b"Other"), b""),
        (segment(0xDC, b"\0\1" + MARK), segment(0xDC, b"\0\1")),
        (segment(0xDD, b"\0\1"), segment(0xDD, b"\0\1")),
        (segment(0xC4, b"table"), segment(0xC4, b"table")),
        (segment(0xDB, b"table"), segment(0xDB, b"table")),
        (segment(0xCC, b"table"), segment(0xCC, b"table")),
        (segment(0xC8, b"x") + segment(0xFE, b"x") + segment(0xE1, b"x") + segment(0xE2, b"MPF\0x"), b""),
        (b"\xff\x01\xff\xd3", b"\xff\x01\xff\xd3"),
        (b"\xff\xff" + segment(0xDB, b"table"), segment(0xDB, b"table")),
        (SCANNED + segment(0xC4, b"table") + SCANNED, SCANNED + segment(0xC4, b"table") + SCANNED),
    ],
)
def test_the_segments_that_affect_the_appearance_stay(inside, kept):
    assert without_metadata(START + inside + STOP) == START + kept + STOP
    assert without_metadata(START + inside + STOP + MARK) == START + kept + STOP


@each(
    "inside",
    [b"x", segment(0xFE, MARK)[:-1], segment(0xFE, MARK) + b"\xff", SCANNED, segment(0xC0, b"\x08\0\1")],
)
def test_a_damaged_jpeg_is_returned_as_it_is(inside):
    content = START + segment(0xFE, MARK) + inside
    assert without_metadata(content) == content


def test_a_picture_of_another_kind_is_returned_as_it_is():
    for content in (b"", MARK, picture("P", "GIF", comment=MARK)):
        assert without_metadata(content) == content


def bare(inside: str) -> str:
    """Return the inside of a drawing after it was made bare."""
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>'
    )
    found = bare_drawing(content.encode()).decode()
    match = re.fullmatch(r"<svg [^>]*>(.*)</svg>|<svg [^>]*/>", found, re.DOTALL)
    assert match is not None
    return (match[1] or "").replace(" />", "/>")


RECT = '<rect width="1"/>'


@each(
    "inside",
    [
        RECT,
        f"<g>{RECT}</g>",
        "<text> a <tspan> b </tspan> c </text>",
        '<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/>',
        f'<defs><g id="a">{RECT}</g></defs><use xlink:href="#a"/>',
        '<symbol id="a"/><use href="#a"/>',
        '<clipPath id="a"/><g style="clip-path: url(\'#a\')"/>',
        '<style>.a { fill: red }</style><rect class="a"/>',
        '<style>#a { fill: red }</style><rect id="a"/>',
        '<style>rect { fill: url(#a) }</style><pattern id="a"/><rect/>',
        "<style>@font-face { font-family: a }</style>",
        '<a xlink:href="https://example.org/"><text>a</text></a>',
        '<text>see <a href="https://example.org/">this <tspan>good</tspan> page</a> now</text>',
        "<style>* { visibility: hidden } rect { visibility: visible; fill: red }</style><rect/>",
        '<text xml:lang="en" xml:space="preserve">a</text>',
        '<g opacity="0.5"/>',
        '<g opacity="00.1"/>',
        '<g visibility="visible"/>',
        '<g display="inline"/>',
        '<g visibility="hidden"><rect visibility="visible"/></g>',
        '<g display="none"><g id="a"/></g><use href="#a"/>',
        '<g><g display="none"><g id="a"/></g></g><use href="#a"/>',
        f"<g><foreignObject><p>a</p></foreignObject>{RECT}</g>",
        '<g opacity="0" style="opacity: 1"/>',
        '<style>.h { display: none }</style><rect class="h" style="display: inline"/>',
        '<style>g .h { display: none }</style><rect class="h"/>',
        '<style>.h { display: none } #s { display: inline }</style><rect class="h" id="s"/>',
        '<rect style="fill: red"/>',
        "<animated/>",
        '<text><textPath href="#a">b</textPath></text><path id="a"/>',
    ],
)
def test_what_is_drawn_stays_as_it_is(inside):
    assert bare(inside) == inside


@each(
    ("inside", "left"),
    [
        (f" x {RECT} y ", RECT),
        (f"<a> x {RECT} y </a>", f"<a>{RECT}</a>"),
        (f"<text><a>w</a></text><g><a> x {RECT} y </a></g>", f"<text><a>w</a></text><g><a>{RECT}</a></g>"),
        (f"<g> x {RECT} y </g>", f"<g>{RECT}</g>"),
        ("<title>a</title><desc>b</desc><metadata>c</metadata>" + RECT, RECT),
        (f"<!-- a -->{RECT}<?b c?>", RECT),
        (f'<i:layer xmlns:i="https://example.org/"/>{RECT}', RECT),
        ("<text>a<title>b</title>c<desc>d</desc>e</text>", "<text>ace</text>"),
        ("<text><title>b</title>c</text>", "<text>c</text>"),
        ("<text><tspan>a</tspan><title>b</title>c</text>", "<text><tspan>a</tspan>c</text>"),
        ("<text>a<set/><animate/><tspan>b</tspan></text>", "<text>a<tspan>b</tspan></text>"),
        *((f"<{name}/>{RECT}", RECT) for name in ("animateMotion", "animateTransform", "view", "script")),
        (f'<g display="none">{RECT}</g>', ""),
        (f'<g style="display:none">{RECT}</g>', ""),
        (f'<g style="fill: red; display: none; stroke: red">{RECT}</g>', ""),
        (f'<g style="DISPLAY: None !important">{RECT}</g>', ""),
        (
            f'<style>.h, p {{ display: none }}</style><g class="x h">{RECT}</g>',
            "<style>.h, p { display: none }</style>",
        ),
        ("<style>* { visibility: hidden }</style><rect/>", "<style>* { visibility: hidden }</style>"),
        (
            '<style>rect#a.b { opacity: 0 }</style><rect id="a" class="b"/>',
            "<style>rect#a.b { opacity: 0 }</style>",
        ),
        *((f'<g opacity="{value}"/>{RECT}', RECT) for value in ("0", "0.0", "00", ".0", "0%", "0.", " 0 ")),
        *((f'<g visibility="{value}"/>{RECT}', RECT) for value in ("hidden", "collapse", "HIDDEN")),
        (f'<linearGradient id="a"/>{RECT}', RECT),
        (f"<defs><g/><style>a</style></defs>{RECT}", f"<defs><style>a</style></defs>{RECT}"),
        (f"<defs><g/><font-face/></defs>{RECT}", f"<defs><font-face/></defs>{RECT}"),
        (f"<defs><g/><font/></defs>{RECT}", f"<defs><font/></defs>{RECT}"),
        (
            '<linearGradient id="a" href="#b"/><linearGradient id="b"/><rect fill="url(#c)"/>',
            '<rect fill="url(#c)"/>',
        ),
        ('<rect id="a" class="b"/>', "<rect/>"),
        ('<style>.a { }</style><rect class=" a b "/>', '<style>.a { }</style><rect class="a"/>'),
        ('<rect data-a="1" aria-b="2" role="img" onclick="x" width="1"/>', RECT),
        ('<rect xml:id="a" xml:base="b" xlink:title="c" width="1"/>', RECT),
        ('<rect style="fill: red; --a: b; -x-c: d; content: e"/>', '<rect style="fill: red;   "/>'),
        (
            "<style>/* a */rect { --b: c; fill: red }</style><rect/>",
            "<style>rect {  fill: red }</style><rect/>",
        ),
        (
            '<rect style="fill: var(--a); --a: red"/><rect style="--b: c"/>',
            '<rect style="fill: var(--a); --a: red"/><rect style="--b: c"/>',
        ),
        ('<image href="data:text/plain,a"/>', '<image href="#"/>'),
        ('<image href=" DATA:text/plain,a "/>', '<image href="#"/>'),
        ('<image href="data:image/png;base64,???"/>', '<image href="data:image/png;base64,???"/>'),
        ('<image href="data:image/bmp;base64,YQ=="/>', '<image href="data:image/bmp;base64,YQ=="/>'),
        ('<image href="data:image/bmp,%61"/>', '<image href="data:image/bmp;base64,YQ=="/>'),
        ('<image href="data:IMAGE/BMP;BASE64, Y Q == "/>', '<image href="data:image/bmp;base64,YQ=="/>'),
        (
            "<switch><foreignObject><p>a</p></foreignObject> </switch>",
            "<switch><foreignObject><p>a</p></foreignObject> </switch>",
        ),
        (f"<switch><foreignObject/>{RECT}</switch>", f"<switch>{RECT}</switch>"),
    ],
)
def test_what_is_not_drawn_goes(inside, left):
    assert bare(inside) == left


@each("content", [b"", b"<svg", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]><a>&b;", b"\xff"])
def test_an_unreadable_drawing_is_returned_as_it_is(content):
    assert bare_drawing(content) == content


def test_a_drawing_keeps_its_names_and_its_letters():
    content = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>é</text></svg>'
    assert bare_drawing(content.encode()).decode() == content.partition("?>")[2]


def test_a_segment_of_another_kind_is_no_part_of_a_colour_profile():
    content = picture("RGB", "JPEG", icc_profile=profile(CURVE))
    other = segment(0xE2, b"MPF\0" + MARK * 3)
    assert without_metadata(content[:2] + other + content[2:]) == without_metadata(content)


def test_a_gif_in_a_drawing_becomes_a_png_with_its_transparent_pixels():
    made, out = Image.new("P", (2, 1)), io.BytesIO()
    made.putpalette([255, 0, 0, 0, 0, 255])
    made.putpixel((1, 0), 1)
    made.save(out, "GIF", transparency=1)
    content = out.getvalue()
    inside = bare(f'<image href="data:image/gif;base64,{packed(content)}"/>')
    match = re.fullmatch(r'<image href="data:image/png;base64,([^"]*)"/>', inside)
    assert match is not None
    assert pixels(base64.b64decode(match[1])) == pixels(content)
    assert pixels(content)[3::4] == b"\xff\0"
