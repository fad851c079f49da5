"""The header of a colour profile, and the reasons why one cannot be an output intent."""

from __future__ import annotations

import struct

import pytest

from briefing.files.colour_profiles import HEADER_LENGTH, profile_obstacle, profile_space
from tests.cases import each

START = HEADER_LENGTH + 4 + 12
"""Where the content of the only tag begins: behind the header, the number of tags and the list."""


def profile(
    *,
    kind: bytes = b"prtr",
    space: bytes = b"CMYK",
    version: int = 4,
    size: int | None = None,
    count: int = 1,
    place: tuple[int, int] = (START, 8),
) -> bytes:
    """Return a profile with one tag of eight bytes; `place` is where its list says that the tag is."""
    content = bytearray(START + 8)
    struct.pack_into(">I", content, 0, len(content) if size is None else size)
    content[8], content[12:16], content[16:20], content[36:40] = version, kind, space, b"acsp"
    struct.pack_into(">I4sII", content, HEADER_LENGTH, count, b"desc", *place)
    return bytes(content)


@pytest.mark.parametrize("kind", [b"prtr", b"mntr"])
@pytest.mark.parametrize("space", [b"CMYK", b"RGB "])
@pytest.mark.parametrize("version", [2, 4])
def test_a_profile_of_a_printer_or_a_monitor_can_be_an_output_intent(kind, space, version):
    content = profile(kind=kind, space=space, version=version)
    assert profile_obstacle(content) == ""
    assert profile_space(content) == space.decode().strip()


@each(
    ("content", "words", "space"),
    [
        (b"", "it is not a colour profile (ICC)", ""),
        (profile()[:HEADER_LENGTH], "it is not a colour profile (ICC)", ""),
        (profile().replace(b"acsp", b"acsq"), "it is not a colour profile (ICC)", ""),
        (profile(kind=b"scnr"), "it is the profile of a scanner or a camera", ""),
        (profile(kind=b"link"), "it links two devices and describes none", ""),
        (profile(kind=b"spac"), "it converts between colour spaces and describes no device", ""),
        (profile(kind=b"abst"), "it describes an effect, not a device", ""),
        (profile(kind=b"nmcl"), "it is a list of named colours", ""),
        (profile(kind=b"????"), "it is not the profile of a printer or a monitor", ""),
        (profile(space=b"GRAY"), "it is a profile for greyscale", ""),
        (profile(space=b"Lab "), "its colour space is Lab", ""),
        (profile(version=5), "it is of version 5 of ICC, which PDF/A does not allow", "CMYK"),
        (profile()[:-1], "it is damaged or cut short", "CMYK"),
        (profile(size=HEADER_LENGTH + 3), "it is damaged or cut short", "CMYK"),
        (profile(count=0), "it is damaged or cut short", "CMYK"),
        (profile(count=2), "it is damaged or cut short", "CMYK"),
        (profile(place=(HEADER_LENGTH + 3, 8)), "it is damaged or cut short", "CMYK"),
        (profile(place=(START, 0)), "it is damaged or cut short", "CMYK"),
        (profile(place=(START, 9)), "it is damaged or cut short", "CMYK"),
        (profile(place=(START + 1, 8)), "it is damaged or cut short", "CMYK"),
    ],
)
def test_anything_else_cannot_with_the_reason(content, words, space):
    assert (profile_obstacle(content), profile_space(content)) == (words, space)


def test_bytes_behind_the_profile_do_not_matter():
    assert profile_obstacle(profile() + b"\0" * 3) == ""


def test_a_profile_of_the_header_and_no_list_is_cut_short():
    assert profile_obstacle(profile(size=HEADER_LENGTH)) == "it is damaged or cut short"


@each("count", [0, 2, 2**31, 2**32 - 1])
def test_a_profile_with_more_tags_than_it_has_room_for_is_cut_short(count):
    assert profile_obstacle(profile(count=count)) == profile_obstacle(profile()[: HEADER_LENGTH + 4]) != ""
