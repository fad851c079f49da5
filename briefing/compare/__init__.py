"""Compares editions: two audiences, or an edition and a PDF that was sent out."""
