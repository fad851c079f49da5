"""Inspects laid-out pages: words, space, colours, visibility, and what in the style causes a fault."""
