"""The instructions in the files that `brief new` writes, where nobody has replaced them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.core.finding import Finding
from briefing.core.source_map import SourceMap
from briefing.files.workspace import Files

STARTS = "templates/starts"
"""The folder of the templates of new files."""

FIRST_TITLE = "Say the finding in at most twelve words"
"""The title of the first brief of a new workspace."""

VERB = r"(?:Add|Describe|Explain|Give|Name|Say|Start|Write) "
"""The words that instructions begin with."""

MAY_HAVE_ONE = re.compile(rf"^[^#\n]*?(?:[:-] |^ +){VERB}", re.MULTILINE)
ALONE = re.compile(rf"^[ #]*(?:- )?(?:[\w-]+: )?({VERB}\w+ .*)$", re.MULTILINE)
"""An instruction that takes the rest of its line."""
AMONG_OTHERS = re.compile(rf"(?:\{{|, )[\w-]+: ({VERB}\w+ [^,{{}}\n]+)(?=[,}}])")
"""An instruction in braces: `{name: Name a contact, email: …}`."""


def find_instructions(source_map: SourceMap, start: str, files: Files) -> Iterator[Finding]:
    """Yield a finding for each instruction that a file still has from its template in `templates/starts/`.

    The template is only read if a value in the file begins as an instruction does.
    """
    source, name = source_map.source, f"{STARTS}/{start}"
    if not MAY_HAVE_ONE.search(source) or files.find(name) is None:
        return
    template = files.read(name).decode(errors="replace")
    instructions = (FIRST_TITLE, *ALONE.findall(template), *AMONG_OTHERS.findall(template))
    for instruction in dict.fromkeys(instructions):
        for found in re.finditer(rf"(?<!\w){re.escape(instruction)}(?!\w)", source):
            before = source[source.rfind("\n", 0, found.start()) + 1 : found.start()]
            if "#" not in before:
                where = source_map.at(found.start(), len(instruction))
                help = (
                    "write the text, or remove the key; a brief with `marking: {status: draft}` may keep it"
                )
                yield Finding("BR046", f"the instruction `{instruction}` would be printed", where, help)
