"""Composes the page of an edition: its content for one audience, as HTML."""
