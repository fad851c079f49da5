"""The instructions in a brief for what its document lacks, as `brief new brief` writes them: nothing is invented."""

from __future__ import annotations

KEY_POINT = "Say the strongest finding first, in at most thirty words."
OUTLOOK = "Say what may happen if nothing changes."
SECTION_TITLE = "Say what this section shows, as a sentence"
SECTION_TEXT = "Write the text of this section."
BOX_TITLE = "Name what is in this box"
TABLE_TITLE = "Say what the table shows, as a sentence"
TABLE_ALT = "Say what a reader who cannot see the table should know."
PICTURE_TITLE = "Say what the picture shows, as a sentence"
PICTURE_ALT = "Say what a reader who cannot see the picture should know."

INSTRUCTIONS = {
    KEY_POINT: "key points",
    OUTLOOK: "outlook",
    SECTION_TITLE: "title for this section",
    SECTION_TEXT: "text in this section",
    BOX_TITLE: "title for this box",
    TABLE_TITLE: "title for this table",
    TABLE_ALT: "description of this table",
    PICTURE_TITLE: "title for this picture",
    PICTURE_ALT: "description of this picture",
}
"""Each instruction, with the name of what is missing."""
