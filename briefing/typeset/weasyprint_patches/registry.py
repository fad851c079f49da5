"""The table of all patches of WeasyPrint, and the one place that applies them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from types import ModuleType
from typing import NamedTuple

from briefing.typeset.weasyprint_patches import (
    balanced_columns,
    box_sizes,
    computed_styles,
    declaration_places,
    drawing_text,
    even_rows,
    ffi_declarations,
    font_descriptions,
    font_features,
    footnote_room,
    glyph_clusters,
    greyscale_painting,
    html_characters,
    hyphenation_patterns,
    kept_lines,
    kept_values,
    layout_recorder,
    lazy_imports,
    library_lookup,
    line_breaks,
    line_cache,
    link_areas,
    logical_margins,
    matched_rules,
    page_limit,
    paragraph_ends,
    press_painting,
    pseudo_elements,
    single_serialization,
    solved_variables,
    srgb_colours,
    style_recorder,
    svg_gradients,
    svg_groups,
    svg_texts,
    tagging,
    text_recorder,
    user_agent_stylesheet,
)
from briefing.typeset.weasyprint_patches.patch import Patch, PatchOff, installed_version, problem_of

IMPORT_PATCHES = (
    library_lookup.PATCH,
    srgb_colours.PATCH,
    lazy_imports.PATCH,
    ffi_declarations.PATCH,
    user_agent_stylesheet.PATCH,
)
"""Applied before WeasyPrint is imported."""

ENGINE_PATCHES = (
    line_breaks.PATCH,
    paragraph_ends.PATCH,
    even_rows.PATCH,
    footnote_room.PATCH,
    kept_lines.PATCH,
    balanced_columns.PATCH,
    logical_margins.PATCH,
    font_features.PATCH,
    html_characters.PATCH,
    computed_styles.PATCH,
    solved_variables.PATCH,
    matched_rules.PATCH,
    pseudo_elements.PATCH,
    font_descriptions.PATCH,
    box_sizes.PATCH,
    line_cache.PATCH,
    hyphenation_patterns.PATCH,
    declaration_places.PATCH,
    style_recorder.PATCH,
    kept_values.PATCH,
    layout_recorder.PATCH,
    page_limit.PATCH,
    greyscale_painting.PATCH,
    drawing_text.PATCH,
    press_painting.PATCH,
    glyph_clusters.PATCH,
    text_recorder.PATCH,
    svg_gradients.PATCH,
    svg_groups.PATCH,
    svg_texts.PATCH,
    link_areas.PATCH,
    tagging.PATCH,
    single_serialization.PATCH,
)
"""Applied after it is imported, in this order: the line cache keeps lines that `line_breaks` has corrected."""

PATCHES: tuple[Patch, ...] = (*IMPORT_PATCHES, *ENGINE_PATCHES)

RETRIED = ("weasyprint", "fontTools", "pyphen")
"""The packages that are imported again where a speed-up fails."""


class PatchedEngine(NamedTuple):
    """WeasyPrint with the patches that are not applied to it."""

    module: ModuleType
    off: tuple[PatchOff, ...]


def import_engine() -> PatchedEngine:
    """Import WeasyPrint and apply every patch that fits it; where a speed-up fails, import it again without any."""
    before = set(sys.modules)
    try:
        return _import(PATCHES)
    except Exception as error:
        for name in set(sys.modules) - before:
            if name.partition(".")[0] in RETRIED:
                del sys.modules[name]
        reason = f"a speed-up failed: {type(error).__name__}: {error}"
        speed_ups = [patch for patch in PATCHES if patch.kind == "speed"]
        engine = _import([patch for patch in PATCHES if patch not in speed_ups])
        return PatchedEngine(engine.module, (*(PatchOff(one, reason) for one in speed_ups), *engine.off))


def _import(patches: Sequence[Patch]) -> PatchedEngine:
    """Import WeasyPrint with some of the patches, as far as they fit."""
    with ExitStack() as stack:
        fitting, unfit = _sort(patch for patch in IMPORT_PATCHES if patch in patches)
        for patch in fitting:
            if context := patch.apply():
                stack.enter_context(context)
        import weasyprint
    fitting, unfit_later = _sort(patch for patch in ENGINE_PATCHES if patch in patches)
    for patch in fitting:
        patch.apply()
    return PatchedEngine(weasyprint, (*unfit, *unfit_later))


def _sort(patches: Iterable[Patch]) -> tuple[list[Patch], list[PatchOff]]:
    """Return the patches that fit the installed version and those that do not; check all before any is applied."""
    version = installed_version()
    checked = [(patch, problem_of(patch, version)) for patch in patches]
    unfit = [PatchOff(patch, f"WeasyPrint {version}: {problem}") for patch, problem in checked if problem]
    return [patch for patch, problem in checked if not problem], unfit
