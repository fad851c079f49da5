"""Read the header of a colour profile (ICC)."""

from __future__ import annotations

CMYK, RGB = "CMYK", "RGB"
CHANNELS_OF = {CMYK: tuple("cmyk"), RGB: tuple("rgb")}
"""The colour spaces of the profiles that an edition can be printed for, and their channels."""

HEADER_LENGTH = 128
"""In bytes."""

DEVICES = (b"prtr", b"mntr")
"""Printers and monitors: an output intent is a profile of one of them (ISO 19005-3, 6.2.3)."""


def profile_space(profile: bytes) -> str:
    """Return the colour space of the profile of a printer or a monitor; "" for anything else.

    Source: ICC.1:2010, 7.2.
    """
    if len(profile) <= HEADER_LENGTH or profile[36:40] != b"acsp" or profile[12:16] not in DEVICES:
        return ""
    space = profile[16:20].decode("latin-1").strip()
    return space if space in CHANNELS_OF else ""
