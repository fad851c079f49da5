"""Shows the editions of briefs in the browser while they are being written, and edits their texts in place."""
