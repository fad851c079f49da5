"""The files of a kit, byte by byte: receivers have programs that read them."""

from __future__ import annotations

import json

from briefing.release.kit import sha256_of, with_sums, write_manifest

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""The SHA-256 of `abc`: FIPS 180-2, appendix B.1."""

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_checksum_is_the_one_of_the_standard():
    assert (sha256_of(b"abc"), sha256_of(b"")) == (ABC, EMPTY)


def test_sums_are_as_sha256sum_reads_them_and_in_the_order_of_names():
    files = with_sums({"b.pdf": b"abc", "a.txt": b""})
    assert list(files) == ["a.txt", "b.pdf", "SHA256SUMS"]
    assert files["SHA256SUMS"].decode() == f"{EMPTY}  a.txt\n{ABC}  b.pdf\n"


def test_a_manifest_begins_with_the_number_of_its_format():
    """Receivers go by this number: it changes only with what a manifest holds."""
    manifest = write_manifest({"brief": "año", "editions": [1]})
    assert manifest.decode() == '{\n  "format": 1,\n  "brief": "año",\n  "editions": [\n    1\n  ]\n}\n'
    assert json.loads(manifest) == {"format": 1, "brief": "año", "editions": [1]}
