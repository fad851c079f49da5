"""Briefwright: one file of content, every printed edition of a policy brief.

The names of the Python interface are imported from `briefing.api` when they are first used, because the command, which
imports this package as well, needs none of them.
"""

from __future__ import annotations

from briefing.core.version import __version__

TYPE_CHECKING = False  # typing takes time to import
if TYPE_CHECKING:
    from briefing.api import (
        BriefingError,
        BuildResult,
        CheckedBrief,
        CheckedEdition,
        CheckedText,
        CustomRule,
        Edition,
        EditionResult,
        Exit,
        Finding,
        Modifier,
        Severity,
        Span,
        Stage,
        Workspace,
    )

__all__ = [
    "BriefingError",
    "BuildResult",
    "CheckedBrief",
    "CheckedEdition",
    "CheckedText",
    "CustomRule",
    "Edition",
    "EditionResult",
    "Exit",
    "Finding",
    "Modifier",
    "Severity",
    "Span",
    "Stage",
    "Workspace",
    "__version__",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'briefing' has no attribute {name!r}")
    import briefing.api

    return getattr(briefing.api, name)
