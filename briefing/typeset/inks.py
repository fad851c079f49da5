"""The inks of a PDF for print: black alone for whatever is neutral, and the inks that a style names.

A press lays black in RGB down in four inks, which need not meet: letters get coloured edges. So neutral colours are
written as DeviceGray (ISO 32000-1, 8.6.4.2), which is the black ink alone, whatever the output intent.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pydyf

from briefing.files.colour_profiles import CHANNELS_OF, CMYK, profile_space
from briefing.typeset.engine import weasyprint
from briefing.typeset.greyscale import CHANNELS, is_neutral
from briefing.typeset.weasyprint_patches.press_painting import SET_RGB, InkOperation

SRGB, PRESS = "srgb", "press"
"""The names of output intents: sRGB, or the colour profile of a press."""

SRGB_FILE = "sRGB2014.icc"
"""The profile of sRGB that the engine has."""

GREY_OPERATORS = {b"rg": b"g", b"RG": b"G"}
INK_OPERATORS = {b"rg": b"k", b"RG": b"K"}


def _print_neutrals_in_black(pdf: Any, *, has_inks: bool) -> None:  # noqa: ANN401
    """Write each neutral colour as DeviceGray, and, with `has_inks`, each colour of inks as DeviceCMYK."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and isinstance(thing.stream, list):
            thing.stream[:] = [_in_inks(operation, has_inks=has_inks) for operation in thing.stream]


def _in_inks(operation: Any, *, has_inks: bool) -> Any:  # noqa: ANN401
    found = SET_RGB.fullmatch(operation) if isinstance(operation, bytes) else None
    if found is None:
        return operation
    if has_inks and isinstance(operation, InkOperation):
        return b" ".join((*map(_number, operation.inks), INK_OPERATORS[found["operator"]]))
    channels = [float(found[name]) for name in ("red", "green", "blue")]
    if is_neutral(channels):
        return b" ".join((found["green"], GREY_OPERATORS[found["operator"]]))
    return operation


def _blend_in(pdf: Any, space: str) -> None:  # noqa: ANN401
    """Blend transparent colours in a colour space; black stays black alone if it is that of the press."""
    for thing in pdf.objects:
        group = thing.extra.get("Group") if isinstance(thing, pydyf.Stream) else None
        if group and group["CS"] != "/DeviceGray":
            group["CS"] = space


def _keep_srgb(pdf: Any) -> None:  # noqa: ANN401
    """Define the colours that are left in RGB as sRGB (ISO 19005-3, 6.2.4.3), whatever the output intent."""
    profile = pydyf.Stream(
        [(files("weasyprint.pdf") / SRGB_FILE).read_bytes()], pydyf.Dictionary({"N": CHANNELS}), compress=True
    )
    pdf.add_object(profile)
    for thing in pdf.objects:
        if isinstance(thing, dict) and "lab-d65" in thing:
            thing["DefaultRGB"] = pydyf.Array(("/ICCBased", profile.reference))


def _shadings(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    return (thing for thing in pdf.objects if isinstance(thing, dict) and "ShadingType" in thing)


def _shade_in_greyscale(shading: Any) -> None:  # noqa: ANN401
    shading["ColorSpace"] = "/DeviceGray"
    for function in (shading["Function"], *shading["Function"].get("Functions", ())):
        for end in ("C0", "C1"):
            if len(function.get(end, ())) == CHANNELS:
                function[end] = pydyf.Array(function[end][:1])


def _number(ink: float) -> bytes:
    return f"{ink:.4f}".rstrip("0").rstrip(".").encode() or b"0"


def set_output_intent(document: Any, profile: bytes) -> str:  # noqa: ANN401
    """Give a laid-out document the colour profile of its press, and return the name of its output intent."""
    document.color_profiles.clear()
    document.output_intent = PRESS if profile else SRGB
    if profile:
        document.color_profiles[PRESS] = weasyprint().css.ColorProfile(
            io.BytesIO(profile), PRESS, "relative-colorimetric", CHANNELS_OF[profile_space(profile)]
        )
    return PRESS if profile else SRGB


def finish_inks(pdf: Any, profile: bytes, *, is_mono: bool, is_press: bool) -> None:  # noqa: ANN401
    """Write the colours of a PDF for print: grey ones in black alone, and others in the inks that the style names."""
    if not is_mono and not is_press:
        return
    is_cmyk = profile_space(profile) == CMYK
    _print_neutrals_in_black(pdf, has_inks=is_cmyk and not is_mono)
    if is_mono:
        _blend_in(pdf, "/DeviceGray")
        for shading in _shadings(pdf):
            _shade_in_greyscale(shading)
    elif profile:
        _blend_in(pdf, "/DeviceCMYK" if is_cmyk else "/DeviceRGB")
        for shading in _shadings(pdf):
            if shading["ColorSpace"] != "/DeviceGray":
                shading["ColorSpace"] = "/DeviceRGB"
    if profile:
        _keep_srgb(pdf)
