"""Tests of the room that reads and prints running text."""
