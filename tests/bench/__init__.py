"""Benchmarks, run by hand: `python -m tests.bench.<name>`. They are no tests: times on a shared machine vary."""
