"""Reads files of sources: BibTeX and CSL-JSON."""
