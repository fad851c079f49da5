"""Briefwright: one file of content, every printed edition of a policy brief."""

__version__ = "0.1.0"
