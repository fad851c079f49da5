"""Rules over laid-out pages."""
