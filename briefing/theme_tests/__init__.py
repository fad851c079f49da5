"""Tests a theme on worst-case content: builds its pages, reports what they show, and what has moved since."""
