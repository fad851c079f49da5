"""The HTML edition: one file with its styles, fonts and pictures inside."""
