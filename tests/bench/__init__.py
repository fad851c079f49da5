"""Measurements, run by hand: `python -m tests.bench.<name>`. No tests: a shared machine is no judge."""
