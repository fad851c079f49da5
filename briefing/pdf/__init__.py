"""Reads PDF files: objects, texts, metadata, conformance."""
