"""Checks briefs with all of their editions, and records which texts a person has reviewed."""
