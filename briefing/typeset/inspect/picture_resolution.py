"""Measure the resolution of pictures as they are printed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from briefing.core.finding import Span
from briefing.stages import CoarsePicture
from briefing.typeset.url_fetcher import name_of
from briefing.typeset.weasyprint_patches.text_recorder import Picture

LEAST_PPI = 150
"""Below it, pixels are visible at the distance at which a page is read."""

ROUNDED = 0.995
POINTS, MILLIMETRES = 72, 25.4


def coarse_pictures(
    painted: Iterable[Picture], addresses: Mapping[str, str], place: Callable[[str], Span | None]
) -> Iterator[CoarsePicture]:
    """Return the pictures below the least resolution, each at its largest size.

    `addresses` are by the digest that the engine gives to a picture; `place` finds what shows an address.
    """
    found: dict[str, CoarsePicture] = {}
    for picture in painted:
        image = picture.image
        if not picture.is_smoothed or not picture.width or not picture.height:
            continue
        ppi = POINTS * min(image.width / picture.width, image.height / picture.height)
        address = addresses.get(image.id, "")
        if picture.drawing is not None and address.startswith("data:"):
            address = picture.drawing.address
        if ppi >= LEAST_PPI * ROUNDED or (address in found and found[address].ppi <= ppi):
            continue
        if picture.is_ground and _is_plain(image):
            continue
        size = picture.width / POINTS * MILLIMETRES, picture.height / POINTS * MILLIMETRES
        found[address] = CoarsePicture(address, (image.width, image.height), size, ppi)
    for address, coarse in found.items():
        yield CoarsePicture(name_of(address), coarse.pixels, coarse.millimetres, coarse.ppi, place(address))


def _is_plain(image: Any) -> bool:  # noqa: ANN401
    """Return whether a picture looks the same at any size: one colour, or a strip that is one pixel wide."""
    if min(image.width, image.height) == 1:
        return True
    from PIL import Image

    with Image.open(io.BytesIO(image.image_data.data)) as picture:
        return picture.getcolors(1) is not None
