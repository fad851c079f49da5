"""Checks for everything that a text would print as it was typed: foreign markup, fields, placeholders, pasted lines."""
