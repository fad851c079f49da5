"""Reads the data of tables and charts: rows in the brief, CSV files and spreadsheets, as other programs write them.

Each format gives a `Grid` (rows of texts with their places), whose columns are then read as numbers and dates.
"""
