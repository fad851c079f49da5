"""Reads the files that reviewers return, Word documents and PDFs, and places their changes in the texts of briefs."""
