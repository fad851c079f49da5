"""Reads running text (sentences, variants, quantities, syllables), and writes facts, dates and numbers as a language does."""
