"""Checks for everything that a text would print as it was typed: other markup, fields, placeholders, pasted lines."""
