"""Files that cannot be printed are named by their format, with what to do; others are not."""

from __future__ import annotations

import gzip

from briefing.files.picture_formats import explain, recognise
from tests.cases import each

NAMED = [
    (b"II*\0\x08\0\0\0", "TIFF"),
    (b"MM\0*\0\0\0\x08", "TIFF"),
    (b"BM\x36\x10\0\0\0\0\0\0", "BMP"),
    (b"\0\0\0\x20ftypavif\0\0", "AVIF"),
    (b"\0\0\0\x18ftypheic\0\0", "HEIC"),
    (b"\0\0\0\x18ftypmif1\0\0", "HEIC"),
    (b"\0\0\0\x0cjP  \r\n", "JPEG 2000"),
    (b"8BPS\0\x01", "Photoshop"),
    (b"%PDF-1.7\n", "PDF"),
    (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
    (b"\xc5\xd0\xd3\xc6\x1e\0", "EPS"),
    (b"\x01\0\0\0" + bytes(36) + b" EMF", "EMF"),
    (b"\xd7\xcd\xc6\x9a\0\0", "WMF"),
    (gzip.compress(b"<svg/>"), "SVGZ"),
    (b"PK\x03\x04\x14\0", "Office"),
    (b"<!DOCTYPE html><html>", "web page"),
    (b'<mxfile host="app">', "draw.io"),
    (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
]


@each(("content", "name"), NAMED)
def test_a_format_that_cannot_be_printed_is_named(content, name):
    what, help = explain(content, ".png") or ("", "")
    assert name in what and "cannot be printed" in what and help


@each(
    ("content", "ending"),
    [
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"GIF89a", ".gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", ".webp"),
        (b"<?xml version='1.0'?><!-- a --><svg xmlns='http://www.w3.org/2000/svg'/>", ".svg"),
        (b"\xef\xbb\xbf <svg/>", ".svg"),
    ],
)
def test_a_format_that_can_be_printed_needs_its_ending(content, ending):
    assert (recognise(content) or recognise(b"")).ending == ending
    assert "its name ends in '.dat'" in (explain(content, ".dat") or ("",))[0]


def test_an_empty_file_and_an_unknown_one():
    assert (explain(b"", ".png") or ("",))[0] == "it is empty"
    assert explain(b"River levels", ".png") is None
