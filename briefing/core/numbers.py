"""Read numbers in data: digits, a decimal point, no grouping. Not here: how a language formats them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import MAX_PREC, Decimal, localcontext

MISSING = {"", "-", "–", "—", "n/a", "…", "..."}
"""The texts that mark a cell without a value."""

BOUNDS = "<>≤≥~≈"
"""The signs before the number of a limit or an estimate."""

AMOUNT = re.compile(r"[-−+]?[0-9]+(\.[0-9]+)?")
GROUPED = re.compile(r"[-−+]?[0-9]{1,3}([, \u00a0\u202f'’.][0-9]{3})+([.,][0-9]+)?|[-−+]?[0-9]+,[0-9]+")
"""A number formatted for a language (1,200 or 1 200 or 1,5), which is ambiguous in data."""


def read_amount(text: str) -> Decimal | None:
    """Return the exact number that a text contains; None if it is not a number."""
    stripped = text.strip()
    return Decimal(stripped.replace("−", "-")) if AMOUNT.fullmatch(stripped) else None


def read_bound(text: str) -> tuple[str, Decimal] | None:
    """Return the sign and the number of a limit or an estimate, such as <5 or ≈120; None for any other text."""
    stripped = text.strip()
    amount = read_amount(stripped[1:]) if stripped[:1] in BOUNDS else None
    return (stripped[0], amount) if stripped[:1] and amount is not None else None


def is_missing(text: str) -> bool:
    """Return whether the text of a cell marks a missing value."""
    return text.strip().lower() in MISSING


def is_set_by_language(text: str) -> bool:
    """Return whether a text is a number with grouping or a decimal comma, which data must not have."""
    return AMOUNT.fullmatch(text.strip()) is None and GROUPED.fullmatch(text.strip()) is not None


@contextmanager
def exactly(*amounts: Decimal) -> Iterator[None]:
    """Raise the precision so that sums and roundings of these numbers lose no digit (the default is 28 digits)."""
    digits = sum(len(amount.as_tuple().digits) + abs(amount.adjusted()) for amount in amounts)
    with localcontext(prec=min(MAX_PREC, max(28, digits + 28))):
        yield


def decimals_of(amount: Decimal) -> int:
    """Return the number of decimals that a number was written with."""
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
