"""Reads and writes files: the workspace and its layers, the read log, fonts, stylesheets."""
