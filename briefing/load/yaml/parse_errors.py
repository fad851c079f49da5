"""The errors of YAML's parser, each explained in the writer's words instead of the parser's."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.load.yaml import indentation, key_mistakes, list_markers, quotation
from briefing.load.yaml.stop import Stop, stop_at

EXPLANATIONS: tuple[Callable[[Stop], Finding | None], ...] = (
    list_markers.find_list_on_key_line,
    quotation.find_escape,
    quotation.find_inside_quotes,
    quotation.find_unclosed_quotes,
    indentation.find_text_not_indented,
    list_markers.find_marker,
    indentation.find_tab,
    indentation.find_first_line_indented,
    key_mistakes.find_special_space,
    key_mistakes.find_other_sign,
    key_mistakes.find_without_space,
    list_markers.find_dash_without_space,
    key_mistakes.find_without_colon,
    list_markers.find_missing_dash,
    quotation.find_citation_in_brackets,
    quotation.find_unclosed_bracket,
    quotation.find_value_start,
    quotation.find_curly_quotes,
    indentation.find_end_of_file,
    indentation.find_list_around_file,
    indentation.find_comment_in_text,
    indentation.find_misplaced_key,
    key_mistakes.find_colon,
    quotation.find_brackets,
    indentation.find_indentation,
)
"""The explanations that are tried, the most exact first."""


def explain(
    error: yaml.MarkedYAMLError, source_map: SourceMap, quoted: tuple[int, int] | None = None
) -> Finding:
    """Return the finding for the place where YAML stopped; `quoted` is the extent of the last text in quotes."""
    stop = stop_at(error, source_map, quoted)
    for explanation in EXPLANATIONS:
        if found := explanation(stop):
            return found
    here = source_map.at(stop.offset)
    return Finding("BR106", f"invalid YAML: {_plain(stop)}", here, "compare it with the lines around it")


def _plain(stop: Stop) -> str:
    return (stop.problem or stop.context or "it ends too early").replace("<", "").replace(">", "")
