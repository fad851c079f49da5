"""The table of finding codes: what each stands for. Codes are API: never reused, never renumbered."""

from __future__ import annotations

CODES: dict[str, str] = {
    # 1xx: the YAML text
    "BR101": "The file is not UTF-8 text.",
    "BR102": "The file is larger than a brief can be.",
    "BR103": "The YAML is nested too deeply.",
    "BR104": "The YAML uses too many aliases, or grows too large through them.",
    "BR105": "A tab stands where YAML wants spaces.",
    "BR106": "The text is not YAML at this place.",
    "BR107": "A text starts with a character that YAML keeps for itself.",
    "BR108": "An unquoted text contains a colon and a space.",
    "BR109": "A key is given twice.",
    "BR110": "YAML cuts the text at ' #' and takes the rest for a comment.",
    "BR111": "The file contains a control character.",
    "BR112": "The file holds nothing, or not keys and values.",
    "BR113": "The file holds more than one YAML document.",
    "BR114": "A YAML tag is used; values are plain text here.",
    "BR115": "The indentation does not fit.",
    # 2xx: the values
    "BR201": "An unknown key.",
    "BR202": "A required key is missing.",
    "BR203": "A value is of the wrong kind.",
    "BR204": "A date or a time is not one.",
    "BR205": "A number is not one.",
    "BR206": "A truth value is neither true nor false.",
    "BR207": "A value is none of those allowed.",
    "BR208": "A key has no value.",
    "BR209": "Two keys exclude each other.",
    "BR210": "A name has characters that it cannot have.",
    "BR211": "A text was read as a key and a value because of its colon.",
    "BR212": "A one-paragraph text has several paragraphs.",
    "BR213": "A short or plain wording has no text that it is a wording of.",
    "BR214": "A section holds a block of a kind that does not exist.",
    # 3xx: references
    "BR301": "An audience that does not exist is named.",
    "BR302": "A source that does not exist is cited.",
    "BR303": "A fact that does not exist is named.",
    "BR304": "Two things have the same id.",
    "BR305": "A link leads to a place that does not exist in the brief.",
    "BR306": "A link is of a kind that a printed brief cannot carry.",
    "BR307": "A likelihood is not a word of the scale, or the scale does not exist.",
    "BR308": "There are no labels for the language.",
    "BR309": "A citation is not written as one.",
    "BR310": "An audience names a part that has no template.",
    # 4xx: templates
    "BR401": "A template has a syntax error.",
    "BR402": "A template uses a name that does not exist.",
    "BR403": "A template is missing.",
    "BR404": "A template failed while it was filled in.",
    "BR405": "A label is missing in the labels of the language.",
    # 5xx: styles and files
    "BR501": "An image is missing or cannot be read.",
    "BR502": "A file outside the workspace, or on the network, is asked for.",
    "BR503": "A rule of a stylesheet is not understood and was ignored.",
    "BR504": "A font cannot be loaded.",
    "BR505": "A style asks for a font that no @font-face declares.",
    "BR506": "A character has no glyph in the fonts of the style.",
    "BR507": "A stylesheet is missing.",
    "BR508": "The typesetter remarked something else.",
    "BR509": "An image has no alternative text.",
    # 6xx: the page
    "BR601": "The edition has more pages than its audience allows.",
    "BR602": "Words are painted twice, or not at all.",
    # 7xx: the renderer
    "BR701": "The typesetter failed on the page.",
    # 8xx: workspace and selection
    "BR801": "There is no workspace here.",
    "BR802": "A brief, an audience or a language that does not exist is asked for.",
    "BR803": "A workspace has no briefs.",
    # 9xx: the machine
    "BR901": "A native library is missing.",
    "BR902": "The output cannot be written.",
}
