"""Numbers as data has them: digits, a point before decimals, no grouping. Not here: how a language sets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import MAX_PREC, Decimal, localcontext

MISSING = {"", "-", "–", "—", "n/a", "…", "..."}
"""What stands in a cell that has no value."""

AMOUNT = re.compile(r"[-−+]?[0-9]+(\.[0-9]+)?")
GROUPED = re.compile(r"[-−+]?[0-9]{1,3}([, \u00a0\u202f'’.][0-9]{3})+([.,][0-9]+)?|[-−+]?[0-9]+,[0-9]+")
"""A number as a language sets it: 1,200 or 1 200 or 1,5; in data it could be read in two ways."""


def read_amount(text: str) -> Decimal | None:
    """The number that a text is, exactly as written; None where it is none."""
    stripped = text.strip()
    return Decimal(stripped.replace("−", "-")) if AMOUNT.fullmatch(stripped) else None


def is_missing(text: str) -> bool:
    """Whether a cell says that it has no value."""
    return text.strip().lower() in MISSING


def is_set_by_language(text: str) -> bool:
    """Whether a text is a number with grouping or a decimal comma, which data must not have."""
    return AMOUNT.fullmatch(text.strip()) is None and GROUPED.fullmatch(text.strip()) is not None


@contextmanager
def exactly(*amounts: Decimal) -> Iterator[None]:
    """As long as this lasts, sums and roundings of these numbers lose no digit; Python keeps 28 of them."""
    digits = sum(len(amount.as_tuple().digits) + abs(amount.adjusted()) for amount in amounts)
    with localcontext(prec=min(MAX_PREC, max(28, digits + 28))):
        yield


def decimals_of(amount: Decimal) -> int:
    """How many decimals a number was written with."""
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
