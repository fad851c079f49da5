"""Reads running text (sentences, quantities, syllables), and writes facts, dates and numbers in a language."""
