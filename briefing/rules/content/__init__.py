"""Rules about the texts of a brief and its editions."""
