"""How much the tests try out that is drawn by chance: little by default, more with `make fuzz`."""

from __future__ import annotations

import os

FACTOR = max(1, int(os.environ.get("BRIEF_FUZZ", "1")))
"""How many times as much as by default."""
