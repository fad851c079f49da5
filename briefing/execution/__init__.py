"""Runs jobs in sandboxed worker processes or on a cluster, and decodes the results."""
