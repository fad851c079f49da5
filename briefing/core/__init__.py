"""Holds the values that every room uses: findings, codes, errors, source maps. Imports no other room."""
