"""The structure tree of an edition as PDF/UA requires it, built from HTML."""
