"""Editions beside each other: what was handed out and what would be today, and the marked-up page of what differs."""
