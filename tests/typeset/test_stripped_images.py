"""Pictures look the same after hidden data is removed, and so do drawings."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageOps

from briefing.files.image_metadata import bare_drawing, without_metadata, without_words
from tests.cases import each

MODES = ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"]


def noise(mode, size=(31, 17)):
    picture = Image.effect_noise(size, 90)
    if mode == "I;16":
        return picture.convert("I").point(lambda value: value * 200).convert("I;16")
    return picture.convert("RGBA" if mode == "LA" else mode).convert(mode)


def saved(picture, kind, **how):
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def pixels(content):
    with Image.open(io.BytesIO(content)) as picture:
        return picture.mode, picture.size, picture.tobytes()


@each("mode", MODES)
def test_a_png_keeps_its_pixels_and_loses_its_texts(mode):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "a secret")
    plain, described = saved(noise(mode), "PNG"), saved(noise(mode), "PNG")
    described = saved(Image.open(io.BytesIO(plain)), "PNG", pnginfo=info)
    bare = without_metadata(described)
    assert b"a secret" in described and b"a secret" not in bare
    assert pixels(bare) == pixels(plain)
    assert without_metadata(plain) == plain


def test_a_png_keeps_what_decides_how_it_looks():
    picture = noise("P")
    content = saved(picture, "PNG", transparency=3, dpi=(300, 300))
    bare = without_metadata(content)
    with Image.open(io.BytesIO(bare)) as found:
        assert found.info["transparency"] == Image.open(io.BytesIO(content)).info["transparency"]
        assert round(found.info["dpi"][0]) == 300


def test_an_animated_png_keeps_its_first_frame_alone():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue", "green")]
    content = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])
    bare = without_metadata(content)
    assert b"fdAT" in content and b"fdAT" not in bare and b"acTL" not in bare
    assert pixels(bare)[2] == frames[0].tobytes()


@each("how", [{}, {"progressive": True}, {"quality": 30}, {"subsampling": 0}, {"restart_marker_rows": 1}])
@each("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_is_not_compressed_again(mode, how):
    exif = Image.Exif()
    exif[0x010E] = "a secret"
    picture = noise(mode)
    content = saved(picture, "JPEG", exif=exif.tobytes(), comment=b"a secret", **how)
    bare = without_metadata(content)
    assert b"a secret" in content and b"a secret" not in bare
    assert pixels(bare) == pixels(content)
    assert without_metadata(bare) == bare


@each("orientation", range(2, 9))
def test_a_photograph_that_is_to_be_turned_is_turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.new("RGB", (40, 24), "white")
    picture.paste("black", (0, 0, 20, 12))
    content = saved(picture, "JPEG", exif=exif.tobytes(), quality=95)
    with Image.open(io.BytesIO(without_metadata(content))) as found:
        wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
        assert found.size == wanted.size and not found.getexif()
        corners = [(2, 2), (wanted.width - 3, 2), (2, wanted.height - 3)]
        assert [found.getpixel(at)[0] > 128 for at in corners] == [
            wanted.getpixel(at)[0] > 128 for at in corners
        ]


def test_a_preview_and_a_second_picture_are_removed():
    jfxx = b"JFXX\0\x10" + saved(Image.new("L", (8, 8)), "JPEG")
    content = saved(noise("L"), "JPEG")
    described = content[:2] + struct.pack(">BBH", 0xFF, 0xE0, len(jfxx) + 2) + jfxx + content[2:] + content
    assert without_metadata(described) == without_metadata(content) == content


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_colours_stay_those_of_the_profile(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    bare = without_metadata(saved(noise("RGB"), kind, icc_profile=profile))
    with Image.open(io.BytesIO(bare)) as found:
        kept = found.info["icc_profile"]
    assert len(kept) == len(profile)
    opened = ImageCms.ImageCmsProfile(io.BytesIO(kept))
    lab = ImageCms.createProfile("LAB")
    before = ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(profile)), lab, "RGB", "LAB")
    after = ImageCms.buildTransform(opened, lab, "RGB", "LAB")
    picture = noise("RGB")
    assert ImageCms.applyTransform(picture, after) == ImageCms.applyTransform(picture, before)
    assert "sRGB" not in opened.profile.profile_description


@each(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\0",
        b"\xff\xd8\xff\xe1\0\x04ab\xff",
        b"\xff\xd8\xffnothing",
        saved(noise("RGB"), "PNG")[:60],
        saved(noise("RGB"), "JPEG")[:200],
        b"GIF89a",
    ],
)
def test_a_damaged_picture_is_unchanged_so_that_it_can_be_reported(content):
    assert without_metadata(content) == content


@pytest.mark.parametrize("profile", [b"", b"x" * 140, bytes(36) + b"acsp" + b"\xff" * 200])
def test_a_damaged_profile_stops_nothing(profile):
    chunk = b"iCCP" + b"name\0\0" + zlib.compress(profile)
    png = saved(noise("L"), "PNG")
    described = (
        png[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]
    )
    assert pixels(without_metadata(described))[2] == pixels(png)[2]
    assert isinstance(without_words(profile) if len(profile) < 200 else b"", bytes)


def drawn(inside, style=""):
    sheet = f"<style>{style}</style>" if style else ""
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    text = f'{start}{sheet}{inside}<rect width="1" height="1"/></svg>'
    return bare_drawing(text.encode()).decode()


HIDDEN = "<text>hush</text>"


@each(
    ("inside", "style"),
    [
        (f'<g display="none">{HIDDEN}</g>', ""),
        (f'<g style="fill:red;display : none">{HIDDEN}</g>', ""),
        (f'<g style="display:none!important">{HIDDEN}</g>', ""),
        (f'<g class="a b">{HIDDEN}</g>', ".b{display:none}"),
        (f'<g id="x">{HIDDEN}</g>', "#x , .y { opacity : 0 }"),
        (f'<g visibility="hidden"><g>{HIDDEN}</g></g>', ""),
        (f'<g opacity="0.00">{HIDDEN}</g>', ""),
        (f'<g opacity=".0">{HIDDEN}</g>', ""),
        (f'<g style="opacity:0%">{HIDDEN}</g>', ""),
        (f"<defs>{HIDDEN}</defs>", ""),
        (f"<defs><g><g>{HIDDEN}</g></g></defs>", ""),
        (f'<symbol id="never">{HIDDEN}</symbol>', ""),
        (f'<clipPath id="c">{HIDDEN}</clipPath>', ""),
        (f'<defs><mask id="m"><use href="#n"/></mask><g id="n">{HIDDEN}</g></defs>', ""),
        ("<metadata>hush</metadata>", ""),
        ("<g><title>hush</title><desc>hush</desc></g>", ""),
        ("<!-- hush --><?hush hush?>", ""),
        ("<g>hush<rect width='1' height='1'/>hush</g>", ""),
        ('<x:y xmlns:x="urn:x">hush</x:y>', ""),
        ('<g xmlns:x="urn:x" x:label="hush" data-a="hush" aria-label="hush" id="hush" class="hush"/>', ""),
        ("<text>a<title>hush</title>b</text>", ""),
        ("<switch><foreignObject>hush</foreignObject><g/></switch>", ""),
        ("", "/* hush */ rect { fill: red }"),
    ],
)
def test_hidden_parts_of_a_drawing_are_removed(inside, style):
    assert "hush" not in drawn(inside, style)
    assert "<rect" in drawn(inside, style)


@each(
    ("inside", "style"),
    [
        (f"<g>{HIDDEN}</g>", ""),
        (f'<g visibility="hidden"><g visibility="visible">{HIDDEN}</g></g>', ""),
        (f'<g visibility="hidden"><g class="v">{HIDDEN}</g></g>', ".v{visibility:visible}"),
        (f'<g display="none" style="display:inline">{HIDDEN}</g>', ""),
        (f'<g display="none" class="on">{HIDDEN}</g>', ".on{display:block}"),
        (f'<g class="a b">{HIDDEN}</g>', ".a{display:none} .b{display:inline}"),
        (f'<g opacity="0.05">{HIDDEN}</g>', ""),
        (f'<defs><g id="d">{HIDDEN}</g></defs><use href="#d"/>', ""),
        (f'<g display="none"><g id="d">{HIDDEN}</g></g><use href="#d"/>', ""),
        (
            f'<symbol id="d">{HIDDEN}</symbol><use xlink:href="#d" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
            "",
        ),
        (f'<clipPath id="c">{HIDDEN}</clipPath><rect clip-path="url(#c)" width="9" height="9"/>', ""),
        (f'<pattern id="p">{HIDDEN}</pattern><rect class="f" width="9" height="9"/>', ".f{fill:url(#p)}"),
        ("<text>a <tspan>hush</tspan> b</text>", ""),
        ('<text><a href="https://example.org/">hush</a></text>', ""),
        ("<text xml:space='preserve'>  hush</text>", ""),
    ],
)
def test_visible_parts_of_a_drawing_are_kept(inside, style):
    assert "hush" in drawn(inside, style)


def test_words_around_a_removed_title_stay_in_their_order():
    assert "ab" in drawn("<text>a<title>x</title>b</text>")
    assert ">a<tspan>c</tspan>b<" in drawn("<text>a<tspan>c</tspan><desc>x</desc>b</text>")


@each("content", [b"", b"<svg", b"\xff\xfe", b"<svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>"])
def test_a_drawing_that_cannot_be_read_stays_as_it_is(content):
    assert bare_drawing(content) == content
