"""Reads running text: sentences, variants, quantities, syllables."""
