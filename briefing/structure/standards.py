"""The two sets of standards that a PDF can conform to."""

from __future__ import annotations

from enum import StrEnum


class Standard(StrEnum):
    """A set of standards for accessibility and archiving."""

    UA1 = "ua1"
    """PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3), in PDF 1.7 (ISO 32000-1)."""
    UA2 = "ua2"
    """PDF/UA-2 (ISO 14289-2), PDF/A-4f (ISO 19005-4) and WTPDF 1.0, in PDF 2.0 (ISO 32000-2)."""

    @property
    def version(self) -> str:
        """The version of PDF that the set requires."""
        return "2.0" if self is Standard.UA2 else "1.7"
