"""The number of random examples in tests: few by default, more with `make fuzz`."""

from __future__ import annotations

import os

FACTOR = max(1, int(os.environ.get("BRIEF_FUZZ", "1")))
"""The factor on the default number."""
