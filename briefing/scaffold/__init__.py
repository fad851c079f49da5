"""Starts a workspace, a brief or an audience from a commented template."""
