"""Checks a brief with all of its editions, and records what a person has reviewed."""
