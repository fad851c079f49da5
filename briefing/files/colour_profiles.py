"""Read the header of a colour profile (ICC), and find why one cannot be an output intent."""

from __future__ import annotations

import struct
from collections.abc import Mapping

CMYK, RGB = "CMYK", "RGB"
CHANNELS_OF = {CMYK: tuple("cmyk"), RGB: tuple("rgb")}
"""The colour spaces of the profiles that an edition can be printed for, and their channels."""

HEADER_LENGTH = 128
"""In bytes."""

TAG_LENGTH = 12
"""The length of an entry of the list of tags, in bytes."""

DEVICES = (b"prtr", b"mntr")
"""Printers and monitors: an output intent is a profile of one of them (ISO 19005-3, 6.2.3)."""

OTHERS: Mapping[bytes, str] = {
    b"scnr": "it is the profile of a scanner or a camera",
    b"link": "it links two devices and describes none",
    b"spac": "it converts between colour spaces and describes no device",
    b"abst": "it describes an effect, not a device",
    b"nmcl": "it is a list of named colours",
}
"""The classes of profiles that are not devices, in words."""

NEWEST = 4
"""The newest version of ICC that PDF/A-3 allows; version 5 is iccMAX."""


def profile_space(profile: bytes) -> str:
    """Return the colour space of the profile of a printer or a monitor; "" for anything else.

    Source: ICC.1:2010, 7.2.
    """
    if not _is_profile(profile) or profile[12:16] not in DEVICES:
        return ""
    space = _space(profile)
    return space if space in CHANNELS_OF else ""


def profile_obstacle(profile: bytes) -> str:
    """Return why a file cannot be an output intent, in words; "" if it can."""
    if not _is_profile(profile):
        return "it is not a colour profile (ICC)"
    if profile[12:16] not in DEVICES:
        return OTHERS.get(profile[12:16], "it is not the profile of a printer or a monitor")
    if _space(profile) == "GRAY":
        return "it is a profile for greyscale"
    if not profile_space(profile):
        return f"its colour space is {_space(profile)}"
    if profile[8] > NEWEST:
        return f"it is of version {profile[8]} of ICC, which PDF/A does not allow"
    return "" if _is_whole(profile) else "it is damaged or cut short"


def _is_profile(profile: bytes) -> bool:
    return len(profile) > HEADER_LENGTH and profile[36:40] == b"acsp"


def _space(profile: bytes) -> str:
    return profile[16:20].decode("latin-1").strip()


def _is_whole(profile: bytes) -> bool:
    """Return whether a profile has all of its bytes, and each of its tags (ICC.1:2010, 7.2.2 and 7.3)."""
    (size,) = struct.unpack_from(">I", profile)
    if size > len(profile) or size < HEADER_LENGTH + 4:
        return False
    (count,) = struct.unpack_from(">I", profile, HEADER_LENGTH)
    start = HEADER_LENGTH + 4
    if not count or start + count * TAG_LENGTH > size:
        return False
    places = (struct.unpack_from(">II", profile, start + number * TAG_LENGTH + 4) for number in range(count))
    return all(start <= offset and length and offset + length <= size for offset, length in places)
