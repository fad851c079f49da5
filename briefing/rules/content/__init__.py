"""Rules over what the texts of a brief and its editions say."""
