"""Validate the colour profile of the printer that the settings of a workspace name."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.files.colour_profiles import profile_space
from briefing.files.workspace import Files


def check_output_intent(name: str, source_map: SourceMap, files: Files) -> Iterator[Finding]:
    """Yield a finding if the file is not there, or is not the profile of a printer or a monitor."""
    if not name:
        return
    where = source_map.value(("output_intent",))
    try:
        profile = files.read(f"content/{name}")
    except OSError:
        what = f"there is no colour profile '{name}' in content/"
        yield Finding(
            "BR645", what, where, "copy the profile there (ask your printer for it), or remove the key"
        )
        return
    if not profile_space(profile):
        what = f"'{name}' is not the colour profile of a printer (ICC, CMYK or RGB)"
        yield Finding(
            "BR645", what, where, "ask your printer for the profile, a file that ends in .icc or .icm"
        )
