"""Explains where a value comes from and which settings it overrides."""
