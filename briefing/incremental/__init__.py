"""Decides what is up to date, and why not: the build log and what it records."""
