"""Imports documents of word processors and web pages as briefs."""
