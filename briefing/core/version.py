"""The version of Briefwright, and the creation date of its fonts; both decide the bytes of a PDF."""

from __future__ import annotations

__version__ = "0.1.0"

FONT_CREATION_TIME = "946684800"
"""The creation date of the fonts that fontTools rewrites (variable fonts and WOFF), in seconds since 1970.

The default of fontTools is the current time, which would change the bytes of every build. A SOURCE_DATE_EPOCH that is
already set takes precedence.
"""
