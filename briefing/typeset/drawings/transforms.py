"""Read the scale of a `transform` (SVG 2, 8.5)."""

from __future__ import annotations

import math
import re

FUNCTION = re.compile(r"(matrix|scale)\s*\(([^)]*)\)")


def scale_of(transform: str) -> float:
    """Return the scale of a transform: the square root of the factor by which it changes areas."""
    area = 1.0
    for name, said in FUNCTION.findall(transform):
        numbers = [
            float(one) for one in re.findall(r"[-+]?(?:[0-9]*\.[0-9]+|[0-9]+\.?)(?:[eE][-+]?[0-9]+)?", said)
        ]
        if name == "scale" and numbers:
            area *= numbers[0] * numbers[-1]
        elif len(numbers) == 6:
            area *= numbers[0] * numbers[3] - numbers[1] * numbers[2]
    return math.sqrt(abs(area))
