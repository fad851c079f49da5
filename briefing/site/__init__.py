"""Writes the site on which briefs are published: an index, a page for each brief, feeds and citations."""
