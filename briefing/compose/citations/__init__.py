"""Citations and the source list: numbers, short forms, and entries in a citation style (CSL)."""
