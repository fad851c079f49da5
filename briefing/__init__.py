"""Briefwright: one file of content, every printed edition of a policy brief."""

__version__ = "0.1.0"

FONTS_MADE = "946684800"
"""When a font is said to be made that fontTools writes anew (a variable one, or WOFF), in seconds since 1970:
its own default is now, which would be other bytes each time. What the person set for their build stands."""
