"""Checks briefs with all of their editions, records which texts were reviewed, and reads what reviewers return."""
