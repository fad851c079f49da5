"""Writes the structure tree into the PDF."""
