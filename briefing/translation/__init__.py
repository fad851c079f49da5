"""Hands the texts of briefs to translators, as skeletons, XLIFF or PO files, and takes their translations back."""
