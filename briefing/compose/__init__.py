"""Composing: what this edition says (tailor), its text as safe HTML (prose), and the page (templates)."""
