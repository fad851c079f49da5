"""The limits of Office files, which are checked before anything is unpacked."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from briefing.files import office_package
from briefing.files.office_package import MIB, PackageError, Refusal, open_package, parsed
from tests.cases import each

MAIN = "word/document.xml"


def packed(**parts: bytes) -> bytes:
    """Return a file with a main part, and others whose names are those of keys."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MAIN, b"<a/>")
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def refusal_of(content: bytes, *limits: int) -> tuple[Refusal, str] | None:
    try:
        open_package(content, MAIN, *limits)
    except PackageError as error:
        return error.refusal, error.detail
    return None


def test_the_size_of_a_file_is_limited_before_it_is_unpacked():
    content = packed(a_xml=b"x" * (2 * MIB - 4), b_bin=b"x" * MIB)
    assert refusal_of(content, 2 * MIB) is None
    assert refusal_of(content, 2 * MIB, 3 * MIB) is None
    assert refusal_of(content, MIB) == (Refusal.LARGE, "unpacked, it has 2 MiB; the limit is 1 MiB")
    assert refusal_of(content, 2 * MIB, 2 * MIB) == (
        Refusal.LARGE,
        "unpacked, it has 3 MiB; the limit is 2 MiB",
    )


def test_the_number_of_its_parts_is_limited(monkeypatch):
    monkeypatch.setattr(office_package, "MAX_PARTS", 2)
    assert refusal_of(packed(a_bin=b""), MIB) is None
    assert refusal_of(packed(a_bin=b"", b_bin=b""), MIB) == (
        Refusal.LARGE,
        "it has 3 parts; the limit is 2",
    )


@each(
    ("content", "refusal", "detail"),
    [
        (office_package.OLE + b"rest", Refusal.OLD, ""),
        (b"text", Refusal.OTHER, ""),
        (b"", Refusal.OTHER, ""),
        (packed().replace(b"word/document", b"word/dokument"), Refusal.OTHER, "it has no word/document.xml"),
    ],
)
def test_any_other_file_is_refused(content, refusal, detail):
    assert refusal_of(content, MIB) == (refusal, detail)


@each(
    ("part", "refusal"),
    [
        (b"<!DOCTYPE a><a/>", Refusal.FOREIGN),
        (b"<a><!ENTITY b 'c'></a>", Refusal.FOREIGN),
        (b"<\0a\0/\0>\0", Refusal.FOREIGN),
        (b"<a>", Refusal.DAMAGED),
        (b"", Refusal.DAMAGED),
        (b"<a>" * 100 + b"</a>" * 100, None),
        (b"<a>" * 101 + b"</a>" * 101, Refusal.NESTED),
        (b"<a/>" + b" " * 200_000, None),
    ],
)
def test_a_part_is_parsed_unless_no_office_program_writes_it(part, refusal):
    package = open_package(packed(a_xml=part), MAIN, MIB)
    if refusal is None:
        root = package.parse("a.xml")
        assert root is not None and root.tag == "a"
        return
    with pytest.raises(PackageError) as caught:
        package.parse("a.xml")
    assert (caught.value.refusal, caught.value.detail) == (refusal, "a.xml")


def test_the_root_of_a_part_is_its_first_element_and_a_missing_part_has_none():
    assert parsed(b"<a><b/><c/></a>", "x").tag == "a"
    package = open_package(packed(), MAIN, MIB)
    assert package.parse("a.xml") is None
    assert package.names == [MAIN]
    with pytest.raises(KeyError):
        package.read("a.xml")


def test_a_part_with_wrong_bytes_is_damaged():
    content = packed(a_bin=b"one" * 400)
    at = content.index(b"a.bin") + len(b"a.bin")
    package = open_package(content[:at] + b"\xff" * 6 + content[at + 6 :], MAIN, MIB)
    with pytest.raises(PackageError) as caught:
        package.read("a.bin")
    assert caught.value.refusal is Refusal.DAMAGED and caught.value.detail.startswith("a.bin")
