"""Shows the shipped documentation in a terminal: its pages by topic, and their sections."""
