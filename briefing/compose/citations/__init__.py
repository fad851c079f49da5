"""Numbers citations and prints sources in a citation style (CSL)."""
