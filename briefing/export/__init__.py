"""Writes an edition for colleagues who review it: Word, Markdown or text, with the same words in the same order."""
