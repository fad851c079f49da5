"""Validate the colour profile of the printer that the settings of a workspace name."""

from __future__ import annotations

from collections.abc import Iterator
from glob import escape

from briefing.core.finding import Finding, Span
from briefing.core.source_map import SourceMap
from briefing.files.colour_profiles import profile_obstacle
from briefing.files.workspace import Files

ASK = "ask your printer for the profile of the press, in CMYK or RGB: a file that ends in .icc or .icm"
ONE_INK = "to print in black ink alone, remove the key and build with `--mono --press`"


def check_output_intent(name: str, source_map: SourceMap, files: Files) -> Iterator[Finding]:
    """Yield a finding if the file is not there, or is no profile that an edition can be printed for."""
    if not name:
        return
    where = source_map.value(("output_intent",))
    try:
        profile = files.read(f"content/{name}")
    except OSError:
        yield _missing(name, where, files)
        return
    if obstacle := profile_obstacle(profile):
        what = f"'{name}' cannot be the output intent: {obstacle}"
        yield Finding("BR645", what, where, ONE_INK if "greyscale" in obstacle else ASK)


def _missing(name: str, where: Span, files: Files) -> Finding:
    """Return the finding for a profile that cannot be read, which may be a folder with profiles."""
    is_inside = ".." not in name.split("/")
    if inside := files.list(f"content/{escape(name.rstrip('/'))}/*") if is_inside else []:
        profiles = [one for one in inside if one.lower().endswith((".icc", ".icm"))]
        example = (profiles or [f"content/{name.rstrip('/')}/….icc"])[0].removeprefix("content/")
        help = f"write the name of the profile in it: `output_intent: {example}`"
        return Finding("BR645", f"'{name}' is a folder", where, help)
    what = f"there is no colour profile '{name}' in content/"
    return Finding(
        "BR645", what, where, "copy the profile there (ask your printer for it), or remove the key"
    )
